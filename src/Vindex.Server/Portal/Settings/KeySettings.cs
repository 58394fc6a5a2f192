using NodaTime;
using NodaTime.Text;
using Vindex.Server.Companies;
using Vindex.Server.Companies.Keys;
using Vindex.Server.Companies.Users;
using Vindex.Server.Pages;
using Vindex.Server.Portal.Forms;
using Vindex.Server.Scores;
using Vindex.Server.Security;
using Vindex.Server.Web;
using Vindex.Storage.Companies;
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
public sealed record KeyRow(string Id, string Name, string Scopes, string Customers, Moment Created, Moment? Expires, bool IsExpired, Moment? PreviousUntil)
{
    /// <summary>The person whose personal key it is; null for a key of the company, and on the page of one's own keys.</summary>
    public string? Person { get; init; }

    /// <summary>Whether the reader can give it a new secret.</summary>
    public bool CanRotate { get; init; }
}

/// <summary>The page of the company's keys, or of one's own.</summary>
/// <param name="Frame">Frame of the page.</param>
/// <param name="Path">Its address.</param>
/// <param name="Keys">Oldest first.</param>
/// <param name="Customers">The company's customers, id and name.</param>
/// <param name="Scopes">Scopes that the reader can grant, with descriptions.</param>
/// <param name="Form">State of the form.</param>
/// <param name="Shown">A new key to show once; null for none.</param>
public sealed record KeysModel(
    SettingsFrame Frame, string Path, IReadOnlyList<KeyRow> Keys, IReadOnlyList<(string Id, string Name)> Customers,
    IReadOnlyList<(string Name, string Meaning)> Scopes,
    FormState Form, string? Shown)
{
    /// <summary>Whether it is the page of one's own keys.</summary>
    public bool IsOwn => Path == KeySettings.OwnPath;
}

/// <summary>
/// API key pages: creating, rotating, deleting. A key is shown once, on the page to which the form that created it redirects. Owners have a page of the
/// company's keys, and everyone one of their own.
/// </summary>
internal static class KeySettings
{
    /// <summary>The page of one's own keys.</summary>
    public const string OwnPath = Account.AccountPages.Address + "/keys";

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
                ShowAsync(context, service, customers, time, Drafts.Take(context, "key", PathOf(context)), StatusCodes.Status200OK));
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
            input => IsOwn(context)
                ? service.CreateOwnAsync(visit.Caller, input, context.RequestAborted)
                : service.CreateAsync(visit.Caller, visit.Company.Id, input, context.RequestAborted));
        return sent.Problem switch
        {
            null => ShownOnce.Of(context).SeeOther(context, PathOf(context), (Secret, sent.Value!.Text)),
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
            input => IsOwn(context)
                ? service.RotateOwnAsync(caller, key_id, input, context.RequestAborted)
                : service.RotateAsync(caller, caller.OwnCompany, key_id, input, context.RequestAborted));
        return sent.Problem switch
        {
            null => ShownOnce.Of(context).SeeOther(context, PathOf(context), (Secret, sent.Value!.Text)),
            { Status: StatusCodes.Status404NotFound } problem => problem,
            var problem => await ShowAsync(context, service, customers, time, FormState.Refused("", sent.Form, problem), problem.Status),
        };
    }

    private static async Task<IResult> DeleteAsync(HttpContext context, string key_id, KeyService service, CustomerService customers, TimeProvider time)
    {
        var caller = context.Caller();
        var sent = await FormInput.SendAsync(
            context,
            () => IsOwn(context)
                ? service.DeleteOwnAsync(caller, key_id, context.RequestAborted)
                : service.DeleteAsync(caller, caller.OwnCompany, key_id, context.RequestAborted));
        return await SettingsPages.AfterAsync(
            context, sent, PathOf(context), T("keys.deleted"),
            (form, status) => ShowAsync(context, service, customers, time, form, status));
    }

    private static async Task<IResult> ShowAsync(
        HttpContext context, KeyService service, CustomerService customers, TimeProvider time, FormState form, int status)
    {
        if (await PortalContext.OfAsync(context) is not { } visit) return Problem.NotFound();
        var isOwn = IsOwn(context);
        if (await KeysAsync(visit, service, isOwn, context.RequestAborted) is not { } keys) return Problem.NotFound();
        var named = await customers.OwnAsync(visit.Caller, context.RequestAborted);
        var people = isOwn ? [] : await PeopleAsync(context, visit.Company.Id);
        var title = T(isOwn ? "keys.own" : "settings.part.keys");
        var model = new KeysModel(
            isOwn
                ? new SettingsFrame(PortalFrames.Of(context, title, null), SettingsPart.Keys, Flash.Take(context))
                : SettingsFrame.Of(context, title, SettingsPart.Keys),
            PathOf(context),
            [.. keys.Select(key => RowOf(key, visit, named, people, time.GetUtcNow()))],
            [.. named.Select(customer => (customer.Id, customer.Name))],
            [.. Granted.Where(scope => visit.Caller.Scopes.Contains(scope.Item1))],
            form,
            ShownOnce.Of(context).Take(context)?.GetValueOrDefault(Secret));
        return isOwn ? Page.Of<Account.OwnKeysPage>(model, status) : Page.Of<KeysPage>(model, status);
    }

    private static async Task<IReadOnlyList<ApiKey>?> KeysAsync(PortalContext visit, KeyService service, bool isOwn, CancellationToken cancellationToken)
    {
        if (isOwn) return await service.ListOwnAsync(visit.Caller, cancellationToken);
        return await service.ListAsync(visit.Company.Id, cancellationToken) is Outcome<IReadOnlyList<ApiKey>>.Done { Value: var keys } ? keys : null;
    }

    private static KeyRow RowOf(
        ApiKey key, PortalContext visit, IReadOnlyList<Customer> customers, IReadOnlyDictionary<string, string> people, DateTimeOffset now)
    {
        var isExpired = key.ExpiresAt <= now;
        return new KeyRow(
            key.Id,
            key.Name,
            string.Join(", ", key.Scopes),
            key.CustomerIds is null
                ? T("keys.all-customers")
                : string.Join(", ", key.CustomerIds.Select(id => customers.FirstOrDefault(customer => customer.Id == id)?.Name ?? id)),
            Moment.Of(key.CreatedAt, visit.Zone),
            key.ExpiresAt is { } expiry ? Moment.Of(expiry, visit.Zone) : null,
            isExpired,
            key.PreviousValidUntil is { } until && until > now ? Moment.Of(until, visit.Zone) : null)
        {
            Person = key.UserId is { } userId ? people.GetValueOrDefault(userId) : null,
            CanRotate = !isExpired && (key.UserId is null || key.UserId == visit.Caller.UserId),
        };
    }

    // Whose personal keys they are.
    private static async Task<Dictionary<string, string>> PeopleAsync(HttpContext context, string companyId)
    {
        var users = context.RequestServices.GetRequiredService<UserService>();
        return await users.ListAsync(companyId, context.RequestAborted) is Outcome<IReadOnlyList<CompanyUser>>.Done { Value: var people }
            ? people.ToDictionary(person => person.Id, person => person.Email, StringComparer.Ordinal)
            : [];
    }

    private static bool IsOwn(HttpContext context) => context.Request.Path.StartsWithSegments(OwnPath, StringComparison.Ordinal);

    private static string PathOf(HttpContext context) => IsOwn(context) ? OwnPath : PortalPaths.Keys;

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
