namespace Vindex.EndToEnd.Histories;

/// <summary>Keys, companies, and responses that should not be.</summary>
internal static class CallerRules
{
    /// <summary>How long a revoked key may still work on a server that did not hear of it.</summary>
    public static readonly TimeSpan RevokedWithin = TimeSpan.FromSeconds(5);

    public static IEnumerable<HistoryFinding> Check(History history) =>
        Responses(history.Operations).Concat(history.Operations.OfType<KeyTouched>().GroupBy(touched => touched.Key).SelectMany(Key));

    private static IEnumerable<HistoryFinding> Responses(IEnumerable<Operation> operations)
    {
        foreach (var operation in operations)
        {
            if (operation.Call.Foreign is { } foreign) yield return new HistoryFinding(Promise.Tenants, $"the response contained \"{foreign}\"", operation);
            if (operation is ForeignAsked { IsAcknowledged: true }) yield return new HistoryFinding(Promise.Tenants, "the server answered", operation);
            if (operation.Call.Status is >= 500 and not 503) yield return new HistoryFinding(Promise.NoErrors, "the server failed", operation);
        }
    }

    private static IEnumerable<HistoryFinding> Key(IGrouping<string, KeyTouched> key)
    {
        var created = key.FirstOrDefault(touched => touched is { Action: KeyAction.Created, IsAcknowledged: true });
        var revocations = key.Where(touched => touched.Action == KeyAction.Revoked && touched.IsPossible).ToList();
        var revoked = revocations.Where(touched => touched.IsAcknowledged).MinBy(touched => touched.Call.End);
        foreach (var use in key.Where(touched => touched.Action == KeyAction.Used))
        {
            if (revoked is not null && use.IsAcknowledged && use.Call.Start >= revoked.Call.End + RevokedWithin)
                yield return new HistoryFinding(Promise.Keys, "the key was revoked more than five seconds before", revoked, use);
            var mayBeRevoked = revocations.Exists(revocation => revocation.Call.Start <= use.Call.End);
            if (created is not null && use.Call.Status == 401 && use.Call.Start >= created.Call.End && !mayBeRevoked)
                yield return new HistoryFinding(Promise.Keys, "the key was valid", created, use);
        }
    }
}
