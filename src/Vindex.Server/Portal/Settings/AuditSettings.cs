using System.Text.Json;
using Vindex.Server.Companies;
using Vindex.Server.Pages;
using Vindex.Server.Web;
using Vindex.Storage;

namespace Vindex.Server.Portal;

/// <summary>An entry of the audit log.</summary>
/// <param name="At">When.</param>
/// <param name="Actor">Who, in words.</param>
/// <param name="Action">What, for example <c>key.created</c>.</param>
/// <param name="Target">The id of what was changed; null for none.</param>
/// <param name="Detail">What matters of the change; empty for nothing.</param>
public sealed record AuditRow(Moment At, string Actor, string Action, string? Target, IReadOnlyList<(string Name, string Value)> Detail);

/// <summary>The page of the audit log.</summary>
/// <param name="Frame">What stands around it.</param>
/// <param name="Entries">Newest first.</param>
/// <param name="Older">Where it goes on; null at its end.</param>
/// <param name="IsFirst">Whether it begins with the newest.</param>
/// <param name="Zone">The zone of the times.</param>
public sealed record AuditModel(SettingsFrame Frame, IReadOnlyList<AuditRow> Entries, string? Older, bool IsFirst, string Zone);

/// <summary>What was changed in the company, and by whom.</summary>
internal static class AuditSettings
{
    public static void Map(RouteGroupBuilder audit) => audit.MapGet("", ShowAsync);

    private static async Task<IResult> ShowAsync(HttpContext context, IStore store, TimeProvider time)
    {
        if (await Visit.OfAsync(context) is not { } visit) return Problem.NotFound();
        var result = await AuditEndpoint.ListAsync(context, visit.Company.Id, store);
        if (result is Problem problem) return problem;
        var list = EndpointCall.ValueOf<AuditListBody>(result);
        var people = EndpointCall.ValueOf<UserListBody>(await UserEndpoints.ListAsync(context, visit.Company.Id, store, time)).Items;
        var keys = EndpointCall.ValueOf<KeyListBody>(await KeyEndpoints.ListAsync(context, visit.Company.Id, store)).Items;
        var names = people.Select(one => ("user:" + one.UserId, one.Email)).Concat(keys.Select(key => ("key:" + key.KeyId, $"key “{key.Name}”")))
            .ToDictionary(pair => pair.Item1, pair => pair.Item2, StringComparer.Ordinal);
        var model = new AuditModel(
            SettingsFrame.Of(context, "Audit log", SettingsPart.Audit),
            [.. list.Items.Select(entry => new AuditRow(
                Moment.Of(entry.At, visit.Zone), names.GetValueOrDefault(entry.Actor, entry.Actor), entry.Action, entry.Target, Detail(entry.Detail)))],
            list.NextCursor is null ? null : $"{PortalPaths.Audit}?cursor={list.NextCursor}",
            context.Request.Query["cursor"].Count == 0,
            visit.Zone.Id);
        return Page.Of<AuditPage>(model);
    }

    private static IReadOnlyList<(string, string)> Detail(JsonElement? detail) => detail is { ValueKind: JsonValueKind.Object } members
        ? [.. members.EnumerateObject().Select(member => (member.Name.Replace('_', ' '), member.Value.ValueKind == JsonValueKind.Null ? "none" : member.Value.ToString()))]
        : [];
}
