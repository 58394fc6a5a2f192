using Vindex.Server.Security;
using Vindex.Server.Webhooks.Signing;
using Vindex.Storage.Installations;
using Vindex.Storage.Webhooks;

namespace Vindex.Server.Webhooks;

/// <summary>The webhooks of the caller's company. An API key that is limited to some customers cannot use them: they may show those of others.</summary>
internal sealed class WebhookService(
    IWebhookStore store, WebhookChecks checks, WebhookSeal seal, IOptions<WebhookOptions> options, Audit audit, Ids ids, TimeProvider time)
{
    private static readonly TimeSpan s_overlap = TimeSpan.FromHours(24);

    /// <summary>How many a company can have.</summary>
    public int PerCompany => options.Value.PerCompany;

    /// <summary>Oldest first.</summary>
    public async Task<Outcome<IReadOnlyList<ShownWebhook>>> ListAsync(Caller caller, CancellationToken cancellationToken)
    {
        if (Beyond(caller) is { } refused) return refused;
        var webhooks = await store.ListAsync(caller.OwnCompany, cancellationToken);
        return Outcome.Of<IReadOnlyList<ShownWebhook>>([.. webhooks.Select(webhook => Shown(webhook))]);
    }

    /// <summary>One webhook.</summary>
    public async Task<Outcome<ShownWebhook>> FindAsync(Caller caller, string id, CancellationToken cancellationToken)
    {
        if (Beyond(caller) is { } refused) return refused;
        return await store.FindAsync(caller.OwnCompany, id, cancellationToken) is { } webhook ? Shown(webhook) : new Refusal.NotFound();
    }

    /// <summary>Creates a webhook, with new keys.</summary>
    public async Task<Outcome<ShownWebhook>> CreateAsync(Caller caller, Input<NewWebhookBody> input, CancellationToken cancellationToken)
    {
        if (Beyond(caller) is { } refused) return refused;
        var (body, errors) = input;
        var kind = body.Kind == "poll" ? WebhookKind.Poll : WebhookKind.Http;
        var selection = new WebhookSelection(body.Types, body.Customers, body.Projects, body.FeedbackTypes);
        await checks.SelectionAsync(caller, selection, errors, cancellationToken);
        var headers = WebhookChecks.Headers(body.Headers ?? [], [], errors);
        if (kind == WebhookKind.Http && body.Url is null && !errors.Has("url")) errors.Add("url", "is required");
        if (kind == WebhookKind.Poll && body.Url is not null) errors.Add("url", "must be left out: events of this webhook are polled");
        if (errors.Any) return new Refusal.Invalid(errors);
        string? url = null;
        if (body.Url is not null)
        {
            (url, var badUrl) = await checks.UrlAsync(body.Url, cancellationToken);
            if (badUrl is not null) return badUrl;
        }

        var keys = seal.Make();
        var now = time.GetUtcNow();
        var webhook = new Webhook
        {
            Id = ids.TimeOrdered(),
            CompanyId = caller.OwnCompany,
            Kind = kind,
            Url = url,
            Description = body.Description,
            Selection = selection,
            Headers = seal.SealHeaders(headers),
            Signing = SigningOf(body.Signing) ?? WebhookSigning.Hmac,
            Secrets = new SealedSecrets(seal.Seal(keys), null, null),
            Endpoint = body.Enabled == false ? EndpointState.Clean.DisableManually(now) : EndpointState.Clean,
            CreatedAt = now,
        };
        var entry = audit.Entry(
            caller, "webhook.created", webhook.CompanyId, webhook.Id, ("kind", kind == WebhookKind.Poll ? "poll" : "http"), ("host", HostOf(url)));
        return await store.AddAsync(webhook, PerCompany, entry, cancellationToken) switch
        {
            WebhookAdded.Added => Shown(webhook, kind == WebhookKind.Http ? keys : null),
            WebhookAdded.TooMany => new Refusal.Conflict("too_many_webhooks", $"A company can have {PerCompany} webhooks; delete one first."),
            _ => new Refusal.NotFound(),
        };
    }

    /// <summary>Changes a webhook.</summary>
    public async Task<Outcome<ShownWebhook>> ChangeAsync(Caller caller, string id, Input<WebhookChangeBody> input, CancellationToken cancellationToken)
    {
        if (Beyond(caller) is { } refused) return refused;
        if (await store.FindAsync(caller.OwnCompany, id, cancellationToken) is not { } present) return new Refusal.NotFound();
        var (change, errors) = input;
        var selection = new WebhookSelection(
            change.Types.Or(present.Selection.Types),
            change.Customers.Or(present.Selection.Customers),
            change.Projects.Or(present.Selection.Projects),
            change.FeedbackTypes.Or(present.Selection.FeedbackTypes));
        await checks.SelectionAsync(caller, selection, errors, cancellationToken);
        var headers = change.Headers is null ? present.Headers
            : seal.SealHeaders(WebhookChecks.Headers(change.Headers, seal.OpenHeaders(present.Headers), errors));
        if (change.Url.IsGiven && present.Kind == WebhookKind.Poll) errors.Add("url", "must be left out: events of this webhook are polled");
        if (errors.Any) return new Refusal.Invalid(errors);
        var url = present.Url;
        if (change.Url.OrDefault is { } wanted && wanted != url)
        {
            (url, var badUrl) = await checks.UrlAsync(wanted, cancellationToken);
            if (badUrl is not null) return badUrl;
        }

        var changed = present with
        {
            Url = url,
            Description = change.Description.Or(present.Description),
            Selection = selection,
            Headers = headers,
            Signing = SigningOf(change.Signing) ?? present.Signing,
        };
        var endpoint = change.Enabled switch
        {
            true when present.Endpoint.IsDisabled => EndpointState.Clean,
            false when !present.Endpoint.IsDisabled => present.Endpoint.DisableManually(time.GetUtcNow()),
            _ => null,
        };
        var entry = audit.Entry(caller, "webhook.changed", present.CompanyId, id, ("host", HostOf(url)), ("enabled", Enabled(endpoint)));
        return await StoredAsync(new WebhookUpdate(changed, endpoint), null, entry, cancellationToken);
    }

    /// <summary>Makes new keys; the present ones sign for a day more.</summary>
    public async Task<Outcome<ShownWebhook>> RotateAsync(Caller caller, string id, CancellationToken cancellationToken)
    {
        if (Beyond(caller) is { } refused) return refused;
        if (await store.FindAsync(caller.OwnCompany, id, cancellationToken) is not { } present) return new Refusal.NotFound();
        if (present.Kind == WebhookKind.Poll) return NotSent();
        var keys = seal.Make();
        var secrets = new SealedSecrets(seal.Seal(keys), present.Secrets.Current, time.GetUtcNow() + s_overlap);
        var entry = audit.Entry(caller, "webhook.rotated", present.CompanyId, id);
        return await StoredAsync(new WebhookUpdate(present with { Secrets = secrets }), keys, entry, cancellationToken);
    }

    /// <summary>Deletes a webhook with its deliveries.</summary>
    public async Task<Outcome<Success>> DeleteAsync(Caller caller, string id, CancellationToken cancellationToken)
    {
        if (Beyond(caller) is { } refused) return refused;
        var deleted = await store.DeleteAsync(caller.OwnCompany, id, audit.Entry(caller, "webhook.deleted", caller.OwnCompany, id), cancellationToken);
        return deleted ? default(Success) : new Refusal.NotFound();
    }

    /// <summary>Nothing is sent to a webhook that is polled.</summary>
    public static Refusal NotSent() => new Refusal.Conflict("polled", "Events of this webhook are polled; nothing is sent to it.");

    /// <summary>Refuses API keys that are limited to some customers.</summary>
    public static Refusal? Beyond(Caller caller) => caller.CustomerIds is null
        ? null
        : new Refusal.Forbidden("beyond_own_customers", "An API key that is limited to some customers cannot use webhooks, which report those of others too.");

    private async Task<Outcome<ShownWebhook>> StoredAsync(
        WebhookUpdate update, WebhookKeys? made, Storage.Audit.AuditEntry entry, CancellationToken cancellationToken)
    {
        var (companyId, id) = (update.Changed.CompanyId, update.Changed.Id);
        if (await store.UpdateAsync(update, entry, cancellationToken))
            return await store.FindAsync(companyId, id, cancellationToken) is { } stored ? Shown(stored, made) : new Refusal.NotFound();
        return await store.FindAsync(companyId, id, cancellationToken) is null
            ? new Refusal.NotFound()
            : new Refusal.Conflict("changed_meanwhile", "This webhook was changed by someone else at the same moment; send the request again.", 1);
    }

    private ShownWebhook Shown(Webhook webhook, WebhookKeys? made = null)
    {
        var until = webhook.Secrets.PreviousValidUntil is { } end && end > time.GetUtcNow() ? end : (DateTimeOffset?)null;
        var hasPublic = webhook is { Kind: WebhookKind.Http, Signing: not WebhookSigning.Hmac };
        return new ShownWebhook(
            webhook,
            [.. seal.OpenHeaders(webhook.Headers).Select(header => header.Name)],
            hasPublic ? seal.Open(webhook.Secrets.Current)?.Pair.PublicText : null,
            hasPublic && until is not null && webhook.Secrets.Previous is { } previous ? seal.Open(previous)?.Pair.PublicText : null,
            until,
            made);
    }

    private static WebhookSigning? SigningOf(string? name) => name switch
    {
        "hmac" => WebhookSigning.Hmac,
        "ed25519" => WebhookSigning.Ed25519,
        "both" => WebhookSigning.Both,
        _ => null,
    };

    // The path of a URL may be what keeps strangers out, so the log gets the host only.
    private static string? HostOf(string? url) => url is null ? null : new Uri(url).Authority;

    private static string? Enabled(EndpointState? endpoint) => endpoint is null ? null : endpoint.IsDisabled ? "false" : "true";
}
