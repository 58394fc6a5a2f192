using System.Text.Json;
using NodaTime;
using NodaTime.Text;
using Vindex.Server.Companies;
using Vindex.Server.Pages;
using Vindex.Server.Scores;
using Vindex.Server.Security;
using Vindex.Server.Security.Sessions;
using Vindex.Server.Web;
using Vindex.Storage;

namespace Vindex.Server.Portal;

/// <summary>An API key in the list.</summary>
/// <param name="Id">The public part.</param>
/// <param name="Name">Display name.</param>
/// <param name="Scopes">What it opens.</param>
/// <param name="Customers">The customers that it is limited to, in words.</param>
/// <param name="Created">When it was made.</param>
/// <param name="Expires">From when on it is refused; null for never.</param>
/// <param name="IsExpired">Whether that has passed.</param>
/// <param name="PreviousUntil">Until when the secret before the last rotation is accepted; null for none.</param>
public sealed record KeyRow(string Id, string Name, string Scopes, string Customers, Moment Created, Moment? Expires, bool IsExpired, Moment? PreviousUntil);

/// <summary>The page of keys.</summary>
/// <param name="Frame">What stands around it.</param>
/// <param name="Keys">Oldest first.</param>
/// <param name="Customers">The company's customers, id and name.</param>
/// <param name="Scopes">What an owner can give, each with what it opens.</param>
/// <param name="Form">What was typed.</param>
/// <param name="Shown">A key to show this once; null for none.</param>
public sealed record KeysModel(
    SettingsFrame Frame, IReadOnlyList<KeyRow> Keys, IReadOnlyList<(string Id, string Name)> Customers, IReadOnlyList<(string Name, string Meaning)> Scopes, FormState Form, string? Shown);

/// <summary>API keys: made, rotated, deleted. A key is shown in the answer to the form that made it, and nowhere else.</summary>
internal static class KeySettings
{
    private static readonly (string, string)[] s_scopes =
    [
        (Scopes.ScoresWrite, "score tickets, delete scores"),
        (Scopes.ScoresRead, "read scores and deliveries"),
        (Scopes.FeedbackWrite, "write feedback"),
        (Scopes.FeedbackRead, "read feedback and statistics"),
        (Scopes.InstallationsWrite, "manage installations, replay callbacks"),
    ];

    public static void Map(RouteGroupBuilder keys)
    {
        keys.MapGet("", (HttpContext context, IStore store, TimeProvider time) => ShowAsync(context, store, time, FormState.None, StatusCodes.Status200OK));
        keys.MapPost("", CreateAsync);
        keys.MapPost("/{key_id}/rotate", RotateAsync);
        keys.MapPost("/{key_id}/delete", DeleteAsync);
    }

    private static async Task<IResult> CreateAsync(HttpContext context, IStore store, Randomness randomness, Audit audit, TimeProvider time)
    {
        if (await Visit.OfAsync(context) is not { } visit) return Problem.NotFound();
        var form = await FormBody.ReadAsync(context);
        var sent = await EndpointCall.SendAsync(
            context,
            json => json.Text("name").Ticked("scopes").Ticked("customer_ids", leaveOutNone: true).With(writer => WriteExpiry(writer, form?.Value("expires_at"), visit.Zone)),
            () => KeyEndpoints.CreateAsync(context, visit.Company.Id, store, randomness, audit, time));
        return sent.Problem switch
        {
            null => await ShowAsync(context, store, time, FormState.None, StatusCodes.Status200OK, sent.Value<KeyBody>().ApiKey),
            { Status: StatusCodes.Status404NotFound } problem => problem,
            var problem => await ShowAsync(context, store, time, FormState.Refused("key", sent.Form, problem, "name", "scopes", "customer_ids", "expires_at"), problem.Status),
        };
    }

    private static async Task<IResult> RotateAsync(HttpContext context, string key_id, IStore store, Randomness randomness, Audit audit, CompanyDirectory directory, TimeProvider time)
    {
        var sent = await EndpointCall.SendAsync(
            context, json => json.Number("overlap_hours"), () => KeyEndpoints.RotateAsync(context, context.Caller().OwnCompany, key_id, store, randomness, audit, directory, time));
        return sent.Problem switch
        {
            null => await ShowAsync(context, store, time, FormState.None, StatusCodes.Status200OK, sent.Value<KeyBody>().ApiKey),
            { Status: StatusCodes.Status404NotFound } problem => problem,
            var problem => await ShowAsync(context, store, time, FormState.Refused("", sent.Form, problem), problem.Status),
        };
    }

    private static async Task<IResult> DeleteAsync(HttpContext context, string key_id, IStore store, Audit audit, CompanyDirectory directory, TimeProvider time)
    {
        var sent = await EndpointCall.SendAsync(context, _ => { }, () => KeyEndpoints.DeleteAsync(context, context.Caller().OwnCompany, key_id, store, audit, directory));
        return await SettingsPages.AfterAsync(
            context, sent, PortalPaths.Keys, "The key is deleted; whoever still sends it is refused.", (form, status) => ShowAsync(context, store, time, form, status));
    }

    private static async Task<IResult> ShowAsync(HttpContext context, IStore store, TimeProvider time, FormState form, int status, string? shown = null)
    {
        if (await Visit.OfAsync(context) is not { } visit) return Problem.NotFound();
        var now = time.GetUtcNow();
        var keys = EndpointCall.ValueOf<KeyListBody>(await KeyEndpoints.ListAsync(context, visit.Company.Id, store)).Items;
        var customers = await store.Companies.ListCustomersAsync(visit.Company.Id, context.RequestAborted);
        var names = customers.ToDictionary(customer => customer.Id, customer => customer.Name, StringComparer.Ordinal);
        var rows = keys.Select(key => new KeyRow(
            key.KeyId,
            key.Name,
            string.Join(", ", key.Scopes),
            key.CustomerIds is null ? "all customers" : string.Join(", ", key.CustomerIds.Select(id => names.GetValueOrDefault(id, id))),
            Moment.Of(key.CreatedAt, visit.Zone),
            key.ExpiresAt is { } expiry ? Moment.Of(expiry, visit.Zone) : null,
            key.ExpiresAt <= now,
            key.PreviousValidUntil is { } until && until > now ? Moment.Of(until, visit.Zone) : null));
        var model = new KeysModel(
            SettingsFrame.Of(context, "Keys", SettingsPart.Keys), [.. rows], [.. customers.Select(customer => (customer.Id, customer.Name))], s_scopes, form, shown);
        return Page.Of<KeysPage>(model, status);
    }

    // A day, to its end in the reader's zone.
    private static void WriteExpiry(Utf8JsonWriter json, string? text, DateTimeZone zone)
    {
        if (string.IsNullOrWhiteSpace(text)) return;
        if (LocalDatePattern.Iso.Parse(text) is { Success: true, Value: var day } && day <= Calendar.LastDay && day >= Calendar.FirstDay)
            json.WriteString("expires_at", Instants.Format(Calendar.StartOfDay(day.PlusDays(1), zone)));
        else json.WriteString("expires_at", text.Replace('\0', '\uFFFD'));
    }
}
