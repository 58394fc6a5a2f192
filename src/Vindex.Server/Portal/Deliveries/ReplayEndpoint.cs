using Vindex.Server.Callbacks;
using Vindex.Server.Pages;
using Vindex.Server.Portal.Forms;
using Vindex.Server.Security;
using Vindex.Server.Security.Limits;
using Vindex.Server.Security.Sessions;
using Vindex.Server.Web;
using Vindex.Storage.Deliveries;
using static Vindex.Server.Languages.Texts;

namespace Vindex.Server.Portal.Deliveries;

/// <summary>Sending callbacks again, one at once or several after a look at what that will do, and tests of endpoints.</summary>
internal static class ReplayEndpoint
{
    public const string Path = PortalPaths.Deliveries + "/replay";
    public const string TestPath = PortalPaths.Deliveries + "/test";

    private const int MaxSelected = 50;

    public static void Map(RouteGroupBuilder pages)
    {
        pages.MapGet("/deliveries/replay", PreviewAsync).RequirePage(Scopes.InstallationsWrite).HeavyRead();
        pages.MapPost("/deliveries/replay", ReplayAsync).RequirePage(Scopes.InstallationsWrite);
        pages.MapPost("/deliveries/test", TestAsync).RequirePage(Scopes.InstallationsWrite);
    }

    private static async Task<IResult> PreviewAsync(HttpContext context, DeliveryParts parts)
    {
        if (await PortalContext.OfAsync(context) is not { } visit) return Problem.NotFound();
        var query = new QueryReader(context.Request.Query, new FieldErrors());
        var back = Back(context.Request.Query["return"]);
        var ids = Selected(context.Request.Query["id"]);
        if (ids.Count == 0 && context.Request.Query.ContainsKey("selected")) return Flash.SeeOther(context, back, T("replay.none-selected"));
        var range = ids.Count > 0 ? null : ReplayRange.Read(query, visit.Zone, parts.Time.GetUtcNow());
        var customers = await parts.Customers.OwnAsync(visit.Caller, context.RequestAborted);
        if (range?.CustomerId is { } customerId && customers.All(customer => customer.Id != customerId)) return Problem.NotFound();
        var filter = range?.Filter ?? new DeliveryFilter { Ids = ids };
        var preview = query.Errors.Any ? null
            : await parts.Deliveries.PreviewAsync(visit.Caller, filter, context.RequestAborted) is Outcome<ReplayPreview>.Done { Value: var found } ? found
            : null;
        var model = new ReplayModel(
            PortalFrames.Of(context, T("replay.title"), PortalSection.Deliveries),
            [.. customers.Select(customer => (customer.Id, customer.Name))],
            range is null ? null : ReplayFields.Of(range),
            ids,
            preview is null ? null : ReplayPreviewModel.Of(preview, visit.Zone),
            back,
            visit.Zone.Id,
            [.. query.Errors.ByField.Select(field => $"{field.Key} {string.Join(", ", field.Value.Select(Translated))}")]);
        return Page.Of<ReplayPage>(model, query.Errors.Any ? StatusCodes.Status422UnprocessableEntity : StatusCodes.Status200OK);
    }

    // One delivery by its button ("one"), the selected ones ("id"), or a range ("since", "until").
    private static async Task<IResult> ReplayAsync(HttpContext context, DeliveryService deliveries)
    {
        if (await FormBody.ReadAsync(context) is not { } form) return Unreadable();
        var back = Back(form.Value("return"));
        if (form.Value("since").Length > 0) return await ReplayRangeAsync(context, form, back, deliveries);
        var ids = form.Value("one") is { Length: > 0 } one ? [one] : Selected(form["id"]);
        if (ids.Count == 0) return Flash.SeeOther(context, back, T("replay.none-selected"));
        var (due, refused) = (0, 0);
        foreach (var id in ids)
        {
            switch (await deliveries.ReplayAsync(context.Caller(), id, context.RequestAborted))
            {
                case Outcome<ListedDelivery>.Done: due++; break;
                case Outcome<ListedDelivery>.Refused { Reason: Application.Refusal.Conflict }: refused++; break;
                default:
                    if (ids.Count == 1) return Problem.NotFound();
                    break;
            }
        }

        var words = refused == 0
            ? Sent(due)
            : $"{Sent(due)} {T("replay.refused", ("count", refused), ("reason", Translated(DeliveryService.NotReplayable)))}";
        return Flash.SeeOther(context, back, words);
    }

    private static async Task<IResult> ReplayRangeAsync(HttpContext context, IFormCollection form, string back, DeliveryService deliveries)
    {
        if (!Instants.TryParse(form.Value("since"), out var since)
            || !Instants.TryParse(form.Value("until"), out var until)
            || !DeliveryStatusNames.Finished.Contains(form.Value("status")))
        {
            return Unreadable();
        }

        var request = new ReplayRequestBody(since, until, form.Value("status"), form.Value("customer_id") is { Length: > 0 } customerId ? customerId : null);
        return await deliveries.ReplayAsync(context.Caller(), new Input<ReplayRequestBody>(request), context.RequestAborted) switch
        {
            Outcome<long>.Done done => Flash.SeeOther(context, back, Sent(done.Value)),
            Outcome<long>.Refused refused => Problem.Of(refused.Reason),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    private static async Task<IResult> TestAsync(HttpContext context, DeliveryService deliveries)
    {
        if (await FormBody.ReadAsync(context) is not { } form) return Unreadable();
        return await deliveries.TestAsync(context.Caller(), form.Value("customer_id"), context.RequestAborted) switch
        {
            Outcome<ListedDelivery>.Done { Value.Delivery.Id: var id } => Flash.SeeOther(context, PortalPaths.Delivery(id), T("deliveries.test-sent")),
            Outcome<ListedDelivery>.Refused { Reason: Application.Refusal.Conflict conflict } =>
                Flash.SeeOther(context, Back(form.Value("return")), T("deliveries.test-refused", ("reason", Translated(conflict.Detail)))),
            Outcome<ListedDelivery>.Refused refused => Problem.Of(refused.Reason),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    private static List<string> Selected(IEnumerable<string?> ids) => [.. ids.OfType<string>().Distinct(StringComparer.Ordinal).Take(MaxSelected)];

    private static string Back(string? path) =>
        path?.StartsWith(PortalPaths.Deliveries, StringComparison.Ordinal) == true
        || path?.StartsWith(PortalPaths.Installations, StringComparison.Ordinal) == true
            ? LocalPath.OrHome(path)
            : PortalPaths.Deliveries;

    private static string Sent(long due) => due == 0 ? T("replay.sent-none") : T("replay.sent", ("count", due));

    private static Problem Unreadable() => Problem.BadRequest("bad_form", "The form could not be read.");
}
