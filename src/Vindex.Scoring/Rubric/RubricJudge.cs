using Vindex.Scoring.Judging;
using Vindex.Scoring.Profiles;
using Vindex.Scoring.Rubric.Lexing;
using Vindex.Scoring.Rubric.Outline;
using Vindex.Scoring.Rubric.Phrases;
using Vindex.Scoring.Rubric.Rules;
using Vindex.Scoring.Tickets;

namespace Vindex.Scoring.Rubric;

/// <summary>Rubric 2, kept for one release for gates that pin it: named rules kept in data files.</summary>
public sealed class RubricJudge : TicketJudge
{
    [ThreadStatic]
    private static ViewBuffers? t_buffers;

    [ThreadStatic]
    private static Tally? t_tally;

    [ThreadStatic]
    private static SignalMatches? t_matches;

    private readonly Lexicons _lexicons;
    private readonly RuleTable _table;
    private readonly double[] _weights;

    /// <summary>Loads the rules for a profile. Costs a few milliseconds; keep the instance, it is safe for any number of threads.</summary>
    public RubricJudge(Profile profile)
        : base(profile)
    {
        _lexicons = Lexicons.Load(profile);
        _table = RuleTable.Load();
        _weights = new double[_table.Rules.Length];
        for (var i = 0; i < _weights.Length; i++) _weights[i] = profile.RuleWeights.TryGetValue(_table.Rules[i].Id, out var weight) ? weight : 1;
    }

    /// <inheritdoc/>
    public override string Version => JudgeVersions.Rubric2;

    /// <inheritdoc/>
    public override Judgement Judge(TicketReading reading)
    {
        ArgumentNullException.ThrowIfNull(reading);
        var ticket = reading.Ticket ?? throw new ArgumentException("A failed reading has no ticket to judge.", nameof(reading));
        using var tokens = new TokenList(64 + ((ticket.Summary.Clean.Length + ticket.Description.Clean.Length + ticket.AcceptanceCriteria.Clean.Length) / 4));
        var view = TicketView.Of(reading, ticket, _lexicons, tokens, t_buffers ??= new());
        var tally = t_tally ??= new();
        Weigh(view, tally, t_matches ??= new());
        return Verdict.Of(view, tally, _table);
    }

    /// <summary>The rules, for those that build on them.</summary>
    internal RuleTable Table => _table;

    private void Weigh(TicketView view, Tally tally, SignalMatches matches)
    {
        tally.Begin(_table);
        matches.Begin(view);
        for (var i = 0; i < _table.Rules.Length; i++)
        {
            if (_weights[i] == 0) continue;
            matches.Clear();
            _table.Rules[i].Signal(view, matches);
            if (matches.Count > 0) tally.Add(i, _weights[i], matches);
        }
    }
}
