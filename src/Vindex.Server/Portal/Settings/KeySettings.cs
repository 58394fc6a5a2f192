using NodaTime;
using NodaTime.Text;
using Vindex.Server.Companies;
using Vindex.Server.Companies.Keys;
using Vindex.Server.Pages;
using Vindex.Server.Portal.Forms;
using Vindex.Server.Scores;
using Vindex.Server.Security;
using Vindex.Server.Web;
using Vindex.Storage.Keys;
using static Vindex.Server.Languages.Texts;

namespace Vindex.Server.Portal.Settings;

/// <summary>An API key in the list.</summary>
/// <param name="Id">The public part.</param>
/// <param name="Name">Display name.</param>
/// <param name="Scopes">Its scopes.</param>
/// <param name="Customers">Customers it is limited to, as text.</param>
/// <param name="Created">Creation time.</param>
/// <param name="Expires">Expiry; null for none.</param>
/// <param name="IsExpired">Whether it has expired.</param>
/// <param name="PreviousUntil">Until when the old secret is valid; null for none.</param>
public sealed record KeyRow(string Id, string Name, string Scopes, string Customers, Moment Created, Moment? Expires, bool IsExpired, Moment? PreviousUntil);

/// <summary>The page of keys.</summary>
/// <param name="Frame">Frame of the page.</param>
/// <param name="Keys">Oldest first.</param>
/// <param name="Customers">The company's customers, id and name.</param>
/// <param name="Scopes">Scopes that an owner can grant, with descriptions.</param>
/// <param name="Form">State of the form.</param>
/// <param name="Shown">A new key to show once; null for none.</param>
public sealed record KeysModel(
    SettingsFrame Frame, IReadOnlyList<KeyRow> Keys, IReadOnlyList<(string Id, string Name)> Customers, IReadOnlyList<(string Name, string Meaning)> Scopes,
    FormState Form, string? Shown);

/// <summary>API key pages: creating, rotating, deleting. A key is shown once, on the page to which the form that created it redirects.</summary>
internal static class KeySettings
{
    private const string Secret = "secret";

    private static (string, string)[] Granted =>
    [
        (Scopes.ScoresWrite, T("keys.scores-write")),
        (Scopes.ScoresRead, T("keys.scores-read")),
        (Scopes.FeedbackWrite, T("keys.feedback-write")),
        (Scopes.FeedbackRead, T("keys.feedback-read")),
        (Scopes.InstallationsWrite, T("keys.installations-write")),
    ];

    public static void Map(RouteGroupBuilder keys)
    {
        keys.MapGet(
            "",
            (HttpContext context, KeyService service, CustomerService customers, TimeProvider time) =>
                ShowAsync(context, service, customers, time, Drafts.Take(context, "key", PortalPaths.Keys), StatusCodes.Status200OK));
        keys.MapPost("", CreateAsync);
        keys.MapPost("/{key_id}/rotate", RotateAsync);
        keys.MapPost("/{key_id}/delete", DeleteAsync);
    }

    private static async Task<IResult> CreateAsync(HttpContext context, KeyService service, CustomerService customers, TimeProvider time)
    {
        if (await PortalContext.OfAsync(context) is not { } visit) return Problem.NotFound();
        var sent = await FormInput.SendAsync(
            context,
            form => new NewKeyBody(form.Text("name"), form.Ticked("scopes"), form.OptionalTicked("customer_ids"), ReadExpiry(form, visit.Zone)),
            input => service.CreateAsync(visit.Caller, visit.Company.Id, input, context.RequestAborted));
        return sent.Problem switch
        {
            null => ShownOnce.Of(context).SeeOther(context, PortalPaths.Keys, (Secret, sent.Value!.Text)),
            { Status: StatusCodes.Status404NotFound } problem => problem,
            var problem =>
                await ShowAsync(
                    context,
                    service,
                    customers,
                    time,
                    FormState.Refused("key", sent.Form, problem, "name", "scopes", "customer_ids", "expires_at"),
                    problem.Status),
        };
    }

    private static async Task<IResult> RotateAsync(HttpContext context, string key_id, KeyService service, CustomerService customers, TimeProvider time)
    {
        var caller = context.Caller();
        var sent = await FormInput.SendAsync(
            context,
            form => new RotationBody(form.OptionalWholeNumber("overlap_hours")),
            input => service.RotateAsync(caller, caller.OwnCompany, key_id, input, context.RequestAborted));
        return sent.Problem switch
        {
            null => ShownOnce.Of(context).SeeOther(context, PortalPaths.Keys, (Secret, sent.Value!.Text)),
            { Status: StatusCodes.Status404NotFound } problem => problem,
            var problem => await ShowAsync(context, service, customers, time, FormState.Refused("", sent.Form, problem), problem.Status),
        };
    }

    private static async Task<IResult> DeleteAsync(HttpContext context, string key_id, KeyService service, CustomerService customers, TimeProvider time)
    {
        var caller = context.Caller();
        var sent = await FormInput.SendAsync(context, () => service.DeleteAsync(caller, caller.OwnCompany, key_id, context.RequestAborted));
        return await SettingsPages.AfterAsync(
            context, sent, PortalPaths.Keys, T("keys.deleted"),
            (form, status) => ShowAsync(context, service, customers, time, form, status));
    }

    private static async Task<IResult> ShowAsync(
        HttpContext context, KeyService service, CustomerService customers, TimeProvider time, FormState form, int status)
    {
        if (await PortalContext.OfAsync(context) is not { } visit) return Problem.NotFound();
        var now = time.GetUtcNow();
        if (await service.ListAsync(visit.Company.Id, context.RequestAborted) is not Outcome<IReadOnlyList<ApiKey>>.Done { Value: var keys })
            return Problem.NotFound();
        var named = await customers.OwnAsync(visit.Caller, context.RequestAborted);
        var names = named.ToDictionary(customer => customer.Id, customer => customer.Name, StringComparer.Ordinal);
        var rows = keys.Select(key => new KeyRow(
            key.Id,
            key.Name,
            string.Join(", ", key.Scopes),
            key.CustomerIds is null ? T("keys.all-customers") : string.Join(", ", key.CustomerIds.Select(id => names.GetValueOrDefault(id, id))),
            Moment.Of(key.CreatedAt, visit.Zone),
            key.ExpiresAt is { } expiry ? Moment.Of(expiry, visit.Zone) : null,
            key.ExpiresAt <= now,
            key.PreviousValidUntil is { } until && until > now ? Moment.Of(until, visit.Zone) : null));
        var model = new KeysModel(
            SettingsFrame.Of(context, T("settings.part.keys"), SettingsPart.Keys),
            [.. rows],
            [.. named.Select(customer => (customer.Id, customer.Name))],
            Granted,
            form,
            ShownOnce.Of(context).Take(context)?.GetValueOrDefault(Secret));
        return Page.Of<KeysPage>(model, status);
    }

    // The end of the chosen day in the user's time zone.
    private static DateTimeOffset? ReadExpiry(FormFields form, DateTimeZone zone)
    {
        const string Name = "expires_at";
        if (form.OptionalText(Name) is not { } text) return null;
        if (LocalDatePattern.Iso.Parse(text) is { Success: true, Value: var day } && day <= Calendar.LastDay && day >= Calendar.FirstDay)
            return Calendar.StartOfDay(day.PlusDays(1), zone);
        if (Instants.TryParse(text, out var instant, out var error)) return instant;
        form.Refuse(Name, error);
        return null;
    }
}
