using System.Text.Json;
using Vindex.Storage.Audit;

namespace Vindex.Server.Security;

/// <summary>Makes entries for the audit log, which holds neither secrets nor ticket text.</summary>
internal sealed class Audit(TimeProvider time, Ids ids)
{
    public const string System = "system";

    /// <summary>An entry for a change that a caller made.</summary>
    public AuditEntry Entry(Caller caller, string action, string? companyId, string? target, params IEnumerable<(string Name, string? Value)> detail) =>
        Entry(caller.Actor, action, companyId, target, detail);

    /// <summary>An entry for a change that nobody asked for at that moment.</summary>
    public AuditEntry Entry(string actor, string action, string? companyId, string? target, params IEnumerable<(string Name, string? Value)> detail)
    {
        var values = detail.ToDictionary(pair => pair.Name, pair => pair.Value, StringComparer.Ordinal);
        var json = values.Count == 0 ? null : JsonSerializer.Serialize(values, SecurityJson.Shared.AuditDetail);
        return new AuditEntry(ids.TimeOrdered(), time.GetUtcNow(), companyId, actor, action, target, json);
    }
}
