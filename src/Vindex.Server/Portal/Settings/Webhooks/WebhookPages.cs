using Vindex.Server.Companies;
using Vindex.Server.Pages;
using Vindex.Server.Portal.Deliveries;
using Vindex.Server.Portal.Forms;
using Vindex.Server.Security;
using Vindex.Server.Security.Sessions;
using Vindex.Server.Web;
using Vindex.Server.Webhooks;
using Vindex.Storage;
using Vindex.Storage.Webhooks;
using static Vindex.Server.Languages.Texts;

namespace Vindex.Server.Portal.Settings.Webhooks;

/// <summary>Services used by the pages of webhooks.</summary>
internal sealed record WebhookParts(WebhookService Service, WebhookDeliveryService Deliveries, CustomerService Customers, PublicAddress Address);

/// <summary>Pages of webhooks: creating, settings, rotating, disabling and enabling, testing, deleting, and their deliveries.</summary>
internal static class WebhookPages
{
    private const string Secret = "secret";
    private const int PageSize = 50;

    private static readonly string[] s_new = ["kind", "url", "description", "types", "signing"];

    private static readonly string[] s_settings = ["url", "description", "types", "customers", "projects", "feedback_types", "headers", "signing"];

    public static void Map(RouteGroupBuilder webhooks)
    {
        webhooks.MapGet("", (HttpContext context, WebhookParts parts) =>
            ListAsync(context, parts, Drafts.Take(context, "new", PortalPaths.Webhooks), StatusCodes.Status200OK));
        webhooks.MapPost("", CreateAsync);
        webhooks.MapGet("/{webhook_id}", (HttpContext context, string webhook_id, WebhookParts parts) =>
            OneAsync(context, webhook_id, parts, Drafts.Take(context, "settings", PortalPaths.Webhook(webhook_id)), StatusCodes.Status200OK));
        webhooks.MapPost("/{webhook_id}", ChangeAsync);
        webhooks.MapPost("/{webhook_id}/enabled", EnableAsync);
        webhooks.MapPost("/{webhook_id}/test", TestAsync);
        webhooks.MapPost("/{webhook_id}/rotate", RotateAsync);
        webhooks.MapPost("/{webhook_id}/delete", DeleteAsync);
        WebhookReplayPages.Map(webhooks);
        webhooks.MapGet("/{webhook_id}/deliveries/{event_id}", (HttpContext context, string webhook_id, string event_id, WebhookParts parts) =>
            EventAsync(context, webhook_id, event_id, parts, FormState.None, StatusCodes.Status200OK));
        webhooks.MapPost("/{webhook_id}/deliveries/{event_id}", ReplayAsync);
    }

    private static async Task<IResult> CreateAsync(HttpContext context, WebhookParts parts)
    {
        var sent = await FormInput.SendAsync(
            context,
            form => new NewWebhookBody(
                form.OptionalText("kind"), form.OptionalText("url"), form.OptionalText("description"), form.OptionalTicked("types"),
                Signing: form.OptionalText("signing")),
            input => parts.Service.CreateAsync(context.Caller(), input, context.RequestAborted));
        if (sent.Problem is { } problem)
            return await ListAsync(context, parts, FormState.Refused("new", sent.Form, problem, s_new), problem.Status);
        var made = sent.Value!;
        var path = PortalPaths.Webhook(made.Webhook.Id);
        return made.Made is { } keys
            ? ShownOnce.Of(context).SeeOther(context, path, (Secret, keys.Secret.Text))
            : Flash.SeeOther(context, path, T("webhooks.created-poll"));
    }

    private static async Task<IResult> ChangeAsync(HttpContext context, string webhook_id, WebhookParts parts)
    {
        if (await parts.Service.FindAsync(context.Caller(), webhook_id, context.RequestAborted) is not Outcome<ShownWebhook>.Done { Value: var present })
            return Problem.NotFound();
        var isPolled = present.Webhook.Kind == WebhookKind.Poll;
        var sent = await FormInput.SendAsync(
            context,
            form => new WebhookChangeBody(
                isPolled ? default : new Optional<string>(form.Text("url")),
                form.OptionalText("description"),
                new Optional<IReadOnlyList<string>?>(form.OptionalTicked("types")),
                new Optional<IReadOnlyList<string>?>(form.OptionalTicked("customers")),
                new Optional<IReadOnlyList<string>?>(form.OptionalLines("projects")),
                new Optional<IReadOnlyList<string>?>(form.OptionalLines("feedback_types")),
                isPolled ? null : WebhookHeaderLines.Read(form.OptionalText("headers")),
                isPolled ? null : form.OptionalText("signing")),
            input => parts.Service.ChangeAsync(context.Caller(), webhook_id, input, context.RequestAborted));
        return sent.Problem switch
        {
            null => Flash.SeeOther(context, PortalPaths.Webhook(webhook_id), T("webhooks.saved")),
            { Status: StatusCodes.Status404NotFound } problem => problem,
            var problem => await OneAsync(context, webhook_id, parts, FormState.Refused("settings", sent.Form, problem, s_settings), problem.Status),
        };
    }

    private static async Task<IResult> EnableAsync(HttpContext context, string webhook_id, WebhookParts parts)
    {
        var enabled = (await FormBody.ReadAsync(context))?.Value("enabled") == "true";
        var change = new Input<WebhookChangeBody>(new WebhookChangeBody(Enabled: enabled));
        var sent = await FormInput.SendAsync(context, () => parts.Service.ChangeAsync(context.Caller(), webhook_id, change, context.RequestAborted));
        return await AfterAsync(context, webhook_id, parts, sent, enabled ? T("webhooks.enabled") : T("webhooks.disabled"));
    }

    private static async Task<IResult> TestAsync(HttpContext context, string webhook_id, WebhookParts parts)
    {
        var sent = await FormInput.SendAsync(context, () => parts.Deliveries.TestAsync(context.Caller(), webhook_id, context.RequestAborted));
        return await AfterAsync(context, webhook_id, parts, sent, T("webhooks.tested"));
    }

    private static async Task<IResult> RotateAsync(HttpContext context, string webhook_id, WebhookParts parts)
    {
        var sent = await FormInput.SendAsync(context, () => parts.Service.RotateAsync(context.Caller(), webhook_id, context.RequestAborted));
        return sent.Problem is null
            ? ShownOnce.Of(context).SeeOther(context, PortalPaths.Webhook(webhook_id), (Secret, sent.Value!.Made!.Secret.Text))
            : await AfterAsync(context, webhook_id, parts, sent, "");
    }

    private static async Task<IResult> DeleteAsync(HttpContext context, string webhook_id, WebhookParts parts)
    {
        var sent = await FormInput.SendAsync(context, () => parts.Service.DeleteAsync(context.Caller(), webhook_id, context.RequestAborted));
        return await SettingsPages.AfterAsync(
            context, sent, PortalPaths.Webhooks, T("webhooks.deleted"), (form, status) => OneAsync(context, webhook_id, parts, form, status));
    }

    private static async Task<IResult> ReplayAsync(HttpContext context, string webhook_id, string event_id, WebhookParts parts)
    {
        var sent = await FormInput.SendAsync(context, () => parts.Deliveries.ReplayAsync(context.Caller(), webhook_id, event_id, context.RequestAborted));
        return await SettingsPages.AfterAsync(
            context,
            sent,
            EventPath(webhook_id, event_id),
            T("webhooks.replayed"),
            (form, status) => EventAsync(context, webhook_id, event_id, parts, form, status));
    }

    private static Task<IResult> AfterAsync<T>(HttpContext context, string id, WebhookParts parts, Submitted<T> sent, string done) =>
        SettingsPages.AfterAsync(context, sent, PortalPaths.Webhook(id), done, (form, status) => OneAsync(context, id, parts, form, status));

    private static async Task<IResult> ListAsync(HttpContext context, WebhookParts parts, FormState form, int status)
    {
        if (await PortalContext.OfAsync(context) is not { } visit) return Problem.NotFound();
        if (await parts.Service.ListAsync(visit.Caller, context.RequestAborted) is not Outcome<IReadOnlyList<ShownWebhook>>.Done { Value: var webhooks })
            return Problem.NotFound();
        var model = new WebhooksModel(
            SettingsFrame.Of(context, T("settings.part.webhooks"), SettingsPart.Webhooks),
            [.. webhooks.Select(webhook => Line(WebhookEndpointBody.Of(webhook), visit))],
            parts.Service.PerCompany,
            EventTypes.All,
            form);
        return Page.Of<WebhooksPage>(model, status);
    }

    private static async Task<IResult> OneAsync(HttpContext context, string id, WebhookParts parts, FormState form, int status)
    {
        if (await PortalContext.OfAsync(context) is not { } visit) return Problem.NotFound();
        if (await parts.Service.FindAsync(visit.Caller, id, context.RequestAborted) is not Outcome<ShownWebhook>.Done { Value: var found })
            return Problem.NotFound();
        var query = new QueryReader(context.Request.Query, new FieldErrors());
        var list = $"webhook page {id}";
        var after = query.Text("cursor", 256) is { } cursor && Cursor.TryRead(cursor, list, out var position) ? position : (PagePosition?)null;
        var page = await parts.Deliveries.ListAsync(visit.Caller, id, null, after, PageSize, context.RequestAborted)
            is Outcome<ListPage<WebhookDelivery>>.Done { Value: var sent } ? sent : new ListPage<WebhookDelivery>([], null);
        var body = WebhookEndpointBody.Of(found);
        var line = Line(body, visit);
        var path = PortalPaths.Webhook(id);
        var model = new WebhookModel(
            SettingsFrame.Of(context, line.Name, SettingsPart.Webhooks),
            line,
            body.Kind == "poll",
            body.Enabled,
            Fields(body),
            EventTypes.All,
            [.. (await parts.Customers.OwnAsync(visit.Caller, context.RequestAborted)).Select(customer => (customer.Id, customer.Name))],
            body.PublicKey,
            body.PreviousKeysValidUntil is { } until ? Moment.Of(until, visit.Zone) : null,
            Moment.Of(body.CreatedAt, visit.Zone),
            [.. page.Items.Select(one => Event(id, one, visit))],
            Cursor.Write(page.Next, list) is { } next ? $"{path}?cursor={next}" : null,
            after is null ? null : path,
            body.Kind == "poll" ? parts.Address.Of($"{WebhookEndpoints.Path}/{id}/poll") : null,
            form,
            ShownOnce.Of(context).Take(context)?.GetValueOrDefault(Secret));
        return Page.Of<WebhookPage>(model, status);
    }

    private static async Task<IResult> EventAsync(HttpContext context, string id, string eventId, WebhookParts parts, FormState form, int status)
    {
        if (await PortalContext.OfAsync(context) is not { } visit) return Problem.NotFound();
        if (await parts.Service.FindAsync(visit.Caller, id, context.RequestAborted) is not Outcome<ShownWebhook>.Done { Value: var webhook }
            || await parts.Deliveries.FindAsync(visit.Caller, id, eventId, context.RequestAborted)
                is not Outcome<WebhookDeliveryDetail>.Done { Value: var found })
        {
            return Problem.NotFound();
        }

        var model = new EventModel(
            SettingsFrame.Of(context, found.Listed.Type, SettingsPart.Webhooks),
            Line(WebhookEndpointBody.Of(webhook), visit).Name,
            PortalPaths.Webhook(id),
            Event(id, found.Listed, visit),
            found.Listed.Delivery.Run,
            [.. found.Attempts.Reverse().Select(attempt => AttemptModel.Of(attempt, visit.Zone))],
            SentBody.Of(found.Body),
            form);
        return Page.Of<EventPage>(model, status);
    }

    /// <summary>A webhook as lists show it.</summary>
    internal static WebhookLine Line(WebhookEndpointBody body, PortalContext visit)
    {
        var (state, look, since) = body switch
        {
            { Enabled: false, DisabledReason: "gone" } => (T("installations.state-gone"), "at-risk", body.DisabledAt),
            { Enabled: false, DisabledReason: "only_failures" } => (T("installations.state-only-failures"), "at-risk", body.DisabledAt),
            { Enabled: false } => (T("installations.state-disabled"), "waits", body.DisabledAt),
            { Kind: "poll" } => (T("webhooks.state-polled"), "healthy", null),
            { FailingSince: { } failing } => (T("installations.state-failing"), "needs-review", failing),
            _ => (T("installations.state-sending"), "healthy", (DateTimeOffset?)null),
        };
        var host = body.Url is { } url ? new Uri(url).Authority : null;
        return new WebhookLine(
            body.WebhookId,
            body.Description ?? host ?? T("webhooks.polled"),
            host,
            body.Types is null ? T("webhooks.all-events") : string.Join(", ", body.Types),
            state,
            look,
            since is { } at ? Moment.Of(at, visit.Zone) : null);
    }

    private static WebhookFields Fields(WebhookEndpointBody body) => new(
        body.Url ?? "",
        body.Description ?? "",
        body.Types ?? [],
        body.Customers ?? [],
        string.Join('\n', body.Projects ?? []),
        string.Join('\n', body.FeedbackTypes ?? []),
        WebhookHeaderLines.Write(body.Headers),
        body.Signing);

    private static EventLine Event(string id, WebhookDelivery listed, PortalContext visit)
    {
        var delivery = listed.Delivery;
        return new EventLine(
            delivery.Id,
            EventPath(id, delivery.Id),
            listed.Type,
            DeliveryStatusText.Of(delivery),
            DeliveryLine.AnswerOf(delivery),
            delivery.Attempts,
            Moment.Of(delivery.CreatedAt, visit.Zone),
            delivery.DueAt is { } due ? Moment.Of(due, visit.Zone) : null,
            delivery.IsFinished);
    }

    private static string EventPath(string id, string eventId) => $"{PortalPaths.Webhook(id)}/deliveries/{Uri.EscapeDataString(eventId)}";
}
