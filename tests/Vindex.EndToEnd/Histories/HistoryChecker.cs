namespace Vindex.EndToEnd.Histories;

/// <summary>
/// Compares what clients were told with what is stored, as a pure function. A request that was acknowledged took effect between its start and its end. One that
/// was refused never does. One whose outcome is unknown may take effect at any time after its start, or never: it can wait in a server that stands still. So
/// what a read may show is a set, and only what lies outside of it is a finding.
/// </summary>
public static class HistoryChecker
{
    /// <summary>Everything that a history and the final state show to be wrong.</summary>
    public static IReadOnlyList<HistoryFinding> Check(History history, FinalState final) =>
    [
        .. ScoreRules.Check(history, final),
        .. RowRules.Check(history, final),
        .. CallbackRules.Check(history, final),
        .. CallerRules.Check(history),
    ];
}
