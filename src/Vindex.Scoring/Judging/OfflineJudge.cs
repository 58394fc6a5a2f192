using Vindex.Scoring.Judging.Rules;
using Vindex.Scoring.Profiles;
using Vindex.Scoring.Reading.Models;
using Vindex.Scoring.Tickets;

namespace Vindex.Scoring.Judging;

/// <summary>
/// Rubric 3. Reads the ticket first (template text and logs apart, kind, spans), then adds up named contributions for each dimension: an additive model whose
/// weights
/// were learned from rated tickets, with signs set by hand, and a few rules for what the model cannot know.
/// </summary>
public sealed class OfflineJudge : TicketJudge
{
    [ThreadStatic]
    private static JudgingPass? t_run;

    private readonly ProfileWeights _weights;
    private readonly Lazy<StoryRules> _stories;

    /// <summary>Loads the judge for a profile.</summary>
    public OfflineJudge(Profile profile)
        : base(profile)
    {
        _weights = new(profile);
        _stories = new(() => new(profile));
        ReadingModel.Load();
    }

    /// <summary>The rules that a profile may weigh: <c>dimension.group</c>.</summary>
    public static IReadOnlyList<string> RuleIds => RuleNames.All;

    /// <inheritdoc/>
    public override string Version => JudgeVersions.Latest;

    /// <inheritdoc/>
    public override Judgement Judge(TicketReading reading)
    {
        ArgumentNullException.ThrowIfNull(reading);
        if (reading.Ticket is null) throw new ArgumentException("A failed reading has no ticket to judge.", nameof(reading));
        return (t_run ??= new JudgingPass()).Judge(reading, _weights, _stories);
    }
}
