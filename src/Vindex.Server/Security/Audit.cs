using System.Text.Json;
using Vindex.Server.Telemetry;
using Vindex.Storage.Audit;

namespace Vindex.Server.Security;

/// <summary>Creates audit entries, which contain neither secrets nor ticket text.</summary>
/// <param name="time">The clock.</param>
/// <param name="ids">Ids of entries.</param>
/// <param name="http">The request that is being processed, whose address is added; null without a server.</param>
internal sealed class Audit(TimeProvider time, Ids ids, IHttpContextAccessor? http = null)
{
    public const string System = "system";

    /// <summary>An entry for a caller's change; a personal key is named beside its person.</summary>
    public AuditEntry Entry(Caller caller, string action, string? companyId, string? target, params IEnumerable<(string Name, string? Value)> detail) =>
        Entry(caller.Actor, action, companyId, target, caller.PersonalKeyId is { } key ? detail.Append(("personal_key", key)) : detail);

    /// <summary>An entry for something that a caller tried and was refused.</summary>
    public AuditEntry Refused(string actor, string action, string? companyId, string? target, params IEnumerable<(string Name, string? Value)> detail) =>
        Entry(actor, action, companyId, target, detail) with { Result = AuditResult.Refused };

    /// <summary>An entry for a change by the system.</summary>
    public AuditEntry Entry(string actor, string action, string? companyId, string? target, params IEnumerable<(string Name, string? Value)> detail)
    {
        var values = detail.ToDictionary(pair => pair.Name, pair => pair.Value, StringComparer.Ordinal);
        if (http?.HttpContext is { } context) values.TryAdd("address", RequestLog.Address(context.Connection.RemoteIpAddress));
        var json = values.Count == 0 ? null : JsonSerializer.Serialize(values, SecurityJson.Shared.AuditDetail);
        return new AuditEntry(ids.TimeOrdered(), time.GetUtcNow(), companyId, actor, action, target, json);
    }
}
