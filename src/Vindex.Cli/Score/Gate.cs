namespace Vindex.Cli.Score;

/// <summary>The quality gate of <c>--min</c>: remembers the tickets that fall below it.</summary>
/// <param name="minimum">Lowest overall score that passes, 0–10.</param>
internal sealed class Gate(decimal minimum)
{
    /// <summary>What <c>--min</c> without a value means: the service's default gate.</summary>
    public const decimal Usual = 7.0m;

    private const int Named = 5;

    private readonly List<string> _first = [];
    private int _total;

    /// <summary>How many tickets fell below.</summary>
    public int Failed { get; private set; }

    /// <summary>Looks at one ticket.</summary>
    public void Check(ScoredTicket ticket)
    {
        _total++;
        if (ticket.OverallTenths >= minimum * 10) return;
        Failed++;
        if (_first.Count < Named) _first.Add($"{Output.Terminal.TerminalText.OneLine(ticket.Key)} ({ticket.Overall})");
    }

    /// <summary>One line that says which and how many.</summary>
    public string Verdict()
    {
        var gate = minimum.ToString("0.0###");
        if (Failed == 0) return $"gate {gate}: passed, {(_total == 1 ? "the ticket reaches it" : $"all {_total} tickets reach it")}";
        var more = Failed > _first.Count ? $" and {Failed - _first.Count} more" : "";
        return $"gate {gate}: failed, {Failed} of {_total} below it: {string.Join(", ", _first)}{more}";
    }
}
