using Vindex.Scoring.Profiles;
using Vindex.Scoring.Rubric.Lexing;
using Vindex.Scoring.Rubric.Outline;
using Vindex.Scoring.Rubric.Phrases;
using Vindex.Scoring.Rubric.Rules;
using Vindex.Scoring.Tickets;

namespace Vindex.Scoring.Rubric;

/// <summary>The offline judge: a pure function from a ticket and a profile to a judgement, by named rules kept in data files.</summary>
public sealed class RubricJudge
{
    /// <summary>Provider name in <c>model_metadata</c>.</summary>
    public const string Provider = "vindex";

    private readonly Lexicons _lexicons;
    private readonly RuleTable _table;
    private readonly double[] _weights;

    /// <summary>Loads the rules for a profile. Costs a few milliseconds; keep the instance, it is safe for any number of threads.</summary>
    public RubricJudge(Profile profile)
    {
        ArgumentNullException.ThrowIfNull(profile);
        Profile = profile;
        _lexicons = Lexicons.Load(profile);
        _table = RuleTable.Load();
        _weights = new double[_table.Rules.Length];
        for (var i = 0; i < _weights.Length; i++) _weights[i] = profile.RuleWeights.TryGetValue(_table.Rules[i].Id, out var weight) ? weight : 1;
    }

    /// <summary>The version of rules and word lists; changes whenever a score could.</summary>
    public static string Version => "2";

    /// <summary>Model name in <c>model_metadata</c>: <c>rubric-&lt;version&gt;</c>.</summary>
    public static string ModelName => "rubric-" + Version;

    /// <summary>The profile that it was loaded for.</summary>
    public Profile Profile { get; }

    /// <summary>Judges a ticket: same ticket, profile and version, same answer to the byte. Time is linear in the length of the ticket.</summary>
    /// <param name="reading">A reading that was not refused.</param>
    public Judgement Judge(TicketReading reading)
    {
        ArgumentNullException.ThrowIfNull(reading);
        var ticket = reading.Ticket ?? throw new ArgumentException("A refused reading holds no ticket to judge.", nameof(reading));
        using var tokens = new TokenList(64 + ((ticket.Summary.Clean.Length + ticket.Description.Clean.Length + ticket.AcceptanceCriteria.Clean.Length) / 4));
        var view = TicketView.Of(reading, ticket, _lexicons, tokens);
        var tally = Weigh(view);
        return Verdict.Of(view, tally, _table);
    }

    private Tally Weigh(TicketView view)
    {
        var tally = new Tally(_table);
        var sightings = new Sightings(view);
        for (var i = 0; i < _table.Rules.Length; i++)
        {
            if (_weights[i] == 0) continue;
            sightings.Clear();
            _table.Rules[i].Signal(view, sightings);
            if (sightings.Count > 0) tally.Add(i, _weights[i], sightings);
        }

        return tally;
    }
}
