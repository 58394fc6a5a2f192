using System.Globalization;
using Vindex.Server.Callbacks.Signatures;
using Vindex.Server.Companies;
using Vindex.Server.Installations;
using Vindex.Server.Pages;
using Vindex.Server.Portal.Forms;
using Vindex.Server.Scoring;
using Vindex.Server.Security;
using Vindex.Server.Security.Sessions;
using Vindex.Server.Sources;
using Vindex.Server.Web;
using Vindex.Storage.Companies;
using Vindex.Storage.Installations;
using static Vindex.Server.Languages.Texts;

namespace Vindex.Server.Portal.Settings;

/// <summary>Services used by the installation pages.</summary>
internal sealed record InstallationParts(
    InstallationService Service, RegistrationService Registrations, CustomerService Customers, Judges Judges, TimeProvider Time);

/// <summary>Installation pages: registering, settings, rotating the secret, disabling and enabling callbacks, deleting.</summary>
internal static class InstallationPages
{
    private const string SecretField = "secret";
    private const string NameField = "name";
    private const string AddressField = "address";

    private static readonly string[] s_settings = ["display_name", "callback_url", "profile", "quality_gate", "criteria_fields", "issue_types", "ticket_url"];

    public static void Map(RouteGroupBuilder installations)
    {
        installations.MapGet("", (HttpContext context, InstallationParts parts) =>
            ListAsync(context, parts, Drafts.Take(context, "register", PortalPaths.Installations), StatusCodes.Status200OK));
        installations.MapPost("", RegisterAsync);
        installations.MapGet("/{customer_id}", (HttpContext context, string customer_id, InstallationParts parts) =>
            OneAsync(context, customer_id, parts, Drafts.Take(context, "settings", $"{PortalPaths.Installations}/{customer_id}"), StatusCodes.Status200OK));
        installations.MapPost("/{customer_id}", ChangeAsync);
        installations.MapPost("/{customer_id}/enabled", EnableAsync);
        installations.MapPost("/{customer_id}/secret", RotateAsync);
        installations.MapPost("/{customer_id}/delete", DeleteAsync);
    }

    private static string Path(string customerId) => $"{PortalPaths.Installations}/{Uri.EscapeDataString(customerId)}";

    private static async Task<IResult> RegisterAsync(HttpContext context, InstallationParts parts)
    {
        var form = await FormBody.ReadAsync(context) ?? FormCollection.Empty;
        if (SourceTable.Find(form.Value("source") ?? "") is not { } source)
            return await ListAsync(context, parts, FormState.Refused("register", form, Problem.NotFound()), StatusCodes.Status404NotFound);
        var sent = await FormInput.SendAsync(
            context,
            fields => new RegistrationBody(
                fields.Text("external_id"),
                fields.OptionalText("callback_url"),
                DisplayName: fields.OptionalText("display_name"),
                CustomerId: fields.OptionalText("customer_id")),
            input => parts.Registrations.RegisterAsync(context.Caller(), source, input, context.RequestAborted));
        if (sent.Problem is { } problem)
        {
            return await ListAsync(
                context,
                parts,
                FormState.Refused("register", sent.Form, problem, "external_id", "callback_url", "display_name", "customer_id"),
                problem.Status);
        }
        var made = sent.Value!;
        return made.MadeSecret is { } secret
            ? SeeSecret(context, PortalPaths.Installations, made.Installation, secret)
            : Flash.SeeOther(
                context,
                PortalPaths.Installations,
                T("installations.already", ("id", made.Installation.ExternalId)));
    }

    private static async Task<IResult> ChangeAsync(HttpContext context, string customer_id, InstallationParts parts)
    {
        var sent = await FormInput.SendAsync(
            context,
            form => new InstallationChangeBody(
                form.OptionalText("callback_url"),
                form.OptionalText("display_name"),
                form.Within("settings", settings => new InstallationSettingsChangeBody(
                    new Optional<IReadOnlyList<string>?>(settings.OptionalLines("criteria_fields")),
                    new Optional<IReadOnlyList<string>?>(settings.OptionalLines("issue_types")),
                    settings.OptionalText("profile"),
                    settings.OptionalNumber("quality_gate"),
                    settings.OptionalText("ticket_url")))),
            input => parts.Service.ChangeAsync(context.Caller(), customer_id, input, context.RequestAborted));
        return sent.Problem switch
        {
            null => Flash.SeeOther(context, Path(customer_id), T("installations.saved")),
            { Status: StatusCodes.Status404NotFound } problem => problem,
            var problem => await OneAsync(context, customer_id, parts, FormState.Refused("settings", sent.Form, problem, s_settings), problem.Status),
        };
    }

    private static async Task<IResult> EnableAsync(HttpContext context, string customer_id, InstallationParts parts)
    {
        var enabled = (await FormBody.ReadAsync(context))?.Value("enabled") == "true";
        var change = new Input<InstallationChangeBody>(new InstallationChangeBody(Enabled: enabled));
        var sent = await FormInput.SendAsync(context, () => parts.Service.ChangeAsync(context.Caller(), customer_id, change, context.RequestAborted));
        return await SettingsPages.AfterAsync(
            context,
            sent,
            Path(customer_id),
            enabled
                ? T("installations.enabled")
                : T("installations.disabled"),
            (form, status) => OneAsync(context, customer_id, parts, form, status));
    }

    // Rotates by registering again, as programs do.
    private static async Task<IResult> RotateAsync(HttpContext context, string customer_id, InstallationParts parts)
    {
        var caller = context.Caller();
        if (await parts.Service.FindAsync(caller, customer_id, context.RequestAborted) is not Outcome<Installation>.Done { Value: var present })
            return Problem.NotFound();
        if (SourceTable.Find(present.Source) is not { } source) return Problem.NotFound();
        var request = new Input<RegistrationBody>(new RegistrationBody(present.ExternalId, Rotate: true));
        var sent = await FormInput.SendAsync(context, () => parts.Registrations.RegisterAsync(caller, source, request, context.RequestAborted));
        if (sent.Problem is { } problem)
        {
            return problem.Status == StatusCodes.Status404NotFound
                ? problem
                : await OneAsync(context, customer_id, parts, FormState.Refused("", sent.Form, problem), problem.Status);
        }
        var secret = sent.Value!.MadeSecret ?? throw new InvalidOperationException("Rotation always returns a secret.");
        return SeeSecret(context, Path(customer_id), present, secret);
    }

    private static async Task<IResult> DeleteAsync(HttpContext context, string customer_id, InstallationParts parts)
    {
        var sent = await FormInput.SendAsync(context, () => parts.Service.DeleteAsync(context.Caller(), customer_id, context.RequestAborted));
        return await SettingsPages.AfterAsync(
            context,
            sent,
            PortalPaths.Installations,
            T("installations.deleted"),
            (form, status) => OneAsync(context, customer_id, parts, form, status));
    }

    private static async Task<IResult> ListAsync(HttpContext context, InstallationParts parts, FormState form, int status)
    {
        if (await PortalContext.OfAsync(context) is not { } visit) return Problem.NotFound();
        var now = parts.Time.GetUtcNow();
        var installations = (await parts.Service.ListAsync(visit.Caller, context.RequestAborted)).Select(one => InstallationBody.Of(one, now)).ToList();
        var customers = await parts.Customers.OwnAsync(visit.Caller, context.RequestAborted);
        var taken = installations.Select(one => one.CustomerId).ToHashSet(StringComparer.Ordinal);
        var model = new InstallationsModel(
            SettingsFrame.Of(context, T("settings.part.installations"), SettingsPart.Installations),
            [.. installations.Select(one => Row(one, customers, visit))],
            [.. SourceTable.All.Select(source => (source.Name, source.Title))],
            [.. customers.Where(customer => !taken.Contains(customer.Id)).Select(customer => (customer.Id, customer.Name))],
            form,
            TakeSecret(context));
        return Page.Of<InstallationsPage>(model, status);
    }

    private static async Task<IResult> OneAsync(HttpContext context, string customerId, InstallationParts parts, FormState form, int status)
    {
        if (await PortalContext.OfAsync(context) is not { } visit) return Problem.NotFound();
        if (await parts.Service.FindAsync(visit.Caller, customerId, context.RequestAborted) is not Outcome<Installation>.Done { Value: var found })
            return Problem.NotFound();
        var installation = InstallationBody.Of(found, parts.Time.GetUtcNow());
        var customers = await parts.Customers.OwnAsync(visit.Caller, context.RequestAborted);
        var row = Row(installation, customers, visit);
        var waiting = await parts.Service.WaitingAsync(found, context.RequestAborted);
        var model = new InstallationModel(
            SettingsFrame.Of(context, row.Name, SettingsPart.Installations),
            row,
            installation.Enabled,
            installation.CallbackUrl ?? "",
            installation.DisplayName ?? "",
            installation.Settings.Profile,
            await parts.Judges.KnownAsync(visit.Company.Id, context.RequestAborted),
            installation.Settings.QualityGate?.ToString("0.0", CultureInfo.InvariantCulture) ?? "",
            Wording.Score(visit.Company.QualityGateTenths),
            string.Join('\n', installation.Settings.CriteriaFields),
            string.Join('\n', installation.Settings.IssueTypes ?? []),
            installation.Settings.TicketUrl ?? "",
            installation.PreviousSecretValidUntil is { } until ? Moment.Of(until, visit.Zone) : null,
            Moment.Of(installation.CreatedAt, visit.Zone),
            waiting.Jobs,
            waiting.Deliveries,
            form,
            TakeSecret(context));
        return Page.Of<InstallationPage>(model, status);
    }

    private static InstallationLine Row(InstallationBody body, IReadOnlyList<Customer> customers, PortalContext visit)
    {
        var (state, look, since) = body switch
        {
            { Enabled: false, DisabledReason: "gone" } => (T("installations.state-gone"), "at-risk", body.DisabledAt),
            { Enabled: false, DisabledReason: "only_failures" } => (T("installations.state-only-failures"), "at-risk", body.DisabledAt),
            { Enabled: false } => (T("installations.state-disabled"), "waits", body.DisabledAt),
            { CallbackUrl: null } => (T("installations.state-none"), "waits", null),
            { FailingSince: { } failing } => (T("installations.state-failing"), "needs-review", failing),
            _ => (T("installations.state-sending"), "healthy", (DateTimeOffset?)null),
        };
        return new InstallationLine(
            body.CustomerId,
            body.DisplayName ?? customers.FirstOrDefault(customer => customer.Id == body.CustomerId)?.Name ?? body.ExternalId,
            SourceTable.Find(body.Source)?.Title ?? body.Source,
            body.ExternalId,
            body.CallbackUrl is { } url && Uri.TryCreate(url, UriKind.Absolute, out var parsed) ? parsed.Authority : null,
            state,
            look,
            since is { } at ? Moment.Of(at, visit.Zone) : null);
    }

    private static IResult SeeSecret(HttpContext context, string page, Installation installation, CallbackSecret secret) =>
        ShownOnce.Of(context).SeeOther(
            context, page, (SecretField, secret.Text), (NameField, installation.ExternalId), (AddressField, AddressOf(context, installation.Source)));

    private static ShownSecret? TakeSecret(HttpContext context) =>
        ShownOnce.Of(context).Take(context) is { } shown ? new ShownSecret(shown[SecretField]!, shown[NameField]!, shown[AddressField]!) : null;

    private static string AddressOf(HttpContext context, string source) =>
        context.RequestServices.GetRequiredService<PublicAddress>().Of("/api/v1/evaluate/" + source);
}
