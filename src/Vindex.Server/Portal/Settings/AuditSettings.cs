using System.Text.Json;
using Vindex.Server.Companies;
using Vindex.Server.Companies.Keys;
using Vindex.Server.Companies.Users;
using Vindex.Server.Pages;
using Vindex.Server.Web;
using Vindex.Storage.Audit;
using Vindex.Storage.Keys;
using static Vindex.Server.Languages.Texts;

namespace Vindex.Server.Portal.Settings;

/// <summary>An entry of the audit log.</summary>
/// <param name="At">Time.</param>
/// <param name="Actor">Actor, as text.</param>
/// <param name="Action">Action, for example <c>key.created</c>.</param>
/// <param name="IsRefused">Whether it was refused.</param>
/// <param name="Target">Id of the changed object; null for none.</param>
/// <param name="Detail">Details of the change; may be empty.</param>
public sealed record AuditRow(
    Moment At, string Actor, string Action, bool IsRefused, string? Target, IReadOnlyList<(string Name, string Value)> Detail);

/// <summary>The page of the audit log.</summary>
/// <param name="Frame">Frame of the page.</param>
/// <param name="Entries">Newest first.</param>
/// <param name="Older">URL of the next page; null on the last one.</param>
/// <param name="IsFirst">Whether this is the first page.</param>
/// <param name="Zone">Time zone of the times.</param>
/// <param name="Search">The text that is searched for; empty for none.</param>
public sealed record AuditModel(SettingsFrame Frame, IReadOnlyList<AuditRow> Entries, string? Older, bool IsFirst, string Zone, string Search);

/// <summary>The company's audit log.</summary>
internal static class AuditSettings
{
    public static void Map(RouteGroupBuilder audit) => audit.MapGet("", ShowAsync);

    private static async Task<IResult> ShowAsync(HttpContext context, AuditService audit, UserService users, KeyService keys)
    {
        if (await PortalContext.OfAsync(context) is not { } visit) return Problem.NotFound();
        var query = new QueryReader(context.Request.Query, new FieldErrors());
        var filter = AuditEndpoints.Filter(query, visit.Company.Id) with { Action = null };
        var list = AuditEndpoints.Name(filter);
        var (limit, after) = CursorPage.Read(query, list);
        if (query.Errors.Any) return Problem.Invalid(query.Errors);
        var names = await NamesAsync(visit.Company.Id, users, keys, context.RequestAborted);
        if (filter.Text is { } text)
            filter = filter with { Actors = [.. names.Where(name => name.Value.Contains(text, StringComparison.OrdinalIgnoreCase)).Select(name => name.Key)] };
        var page = await audit.ListAsync(filter, after, limit, context.RequestAborted);
        var older = Cursor.Write(page.Next, list);
        var model = new AuditModel(
            SettingsFrame.Of(context, T("settings.part.audit"), SettingsPart.Audit),
            [.. page.Items.Select(entry => new AuditRow(
                Moment.Of(entry.At, visit.Zone),
                names.GetValueOrDefault(entry.Actor, entry.Actor),
                entry.Action,
                entry.Result == AuditResult.Refused,
                entry.Target,
                Detail(entry.Detail)))],
            older is null ? null : $"{PortalPaths.Audit}{QueryString.Create("cursor", older).Add("q", filter.Text ?? "")}",
            context.Request.Query["cursor"].Count == 0,
            visit.Zone.Id,
            filter.Text ?? "");
        return Page.Of<AuditPage>(model);
    }

    private static async Task<Dictionary<string, string>> NamesAsync(string companyId, UserService users, KeyService keys, CancellationToken cancellationToken)
    {
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        if (await users.ListAsync(companyId, cancellationToken) is Outcome<IReadOnlyList<CompanyUser>>.Done people)
            foreach (var one in people.Value) names["user:" + one.Id] = one.Email;
        if (await keys.ListAsync(companyId, cancellationToken) is Outcome<IReadOnlyList<ApiKey>>.Done all)
            foreach (var key in all.Value) names["key:" + key.Id] = T("audit.key", ("name", key.Name));
        return names;
    }

    private static IReadOnlyList<(string, string)> Detail(string? detail) =>
        detail is not null && JsonElement.Parse(detail) is { ValueKind: JsonValueKind.Object } members
        ? [.. members.EnumerateObject()
            .Select(member => (member.Name.Replace('_', ' '), member.Value.ValueKind == JsonValueKind.Null ? T("audit.no-value") : member.Value.ToString()))]
        : [];
}
