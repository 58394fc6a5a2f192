using System.Text.Json.Serialization;
using Vindex.Server.Webhooks.Signing;
using Vindex.Storage.Installations;
using Vindex.Storage.Webhooks;

namespace Vindex.Server.Webhooks;

/// <summary>A webhook to create.</summary>
/// <param name="Kind"><c>http</c> (events are sent to the URL) or <c>poll</c> (the receiver asks for them); default <c>http</c>.</param>
/// <param name="Url">Where events are sent; required for <c>http</c>.</param>
/// <param name="Description">What it is for, 1 to 200 characters.</param>
/// <param name="Types">
/// Types of events it gets: <c>score.created</c>, <c>score.failed</c>, <c>feedback.created</c>, <c>alert.fired</c>, <c>digest.created</c>; null for all.
/// </param>
/// <param name="Customers">Only events of these customers, as far as events have one; null for all.</param>
/// <param name="Projects">Only feedback of these projects (the part after the slash); null for all.</param>
/// <param name="FeedbackTypes">Only feedback of these types; null for all.</param>
/// <param name="Headers">Headers that are sent with each request, at most 10. Their values are encrypted and not shown again.</param>
/// <param name="Signing"><c>hmac</c> (<c>v1</c>), <c>ed25519</c> (<c>v1a</c>) or <c>both</c>; default <c>hmac</c>.</param>
/// <param name="Enabled">False to create it disabled.</param>
[KnownMembersOnly]
internal sealed record NewWebhookBody(
    [WebhookKindName] string? Kind = null,
    [Text(WebhookLimits.Url)] string? Url = null,
    [Line(WebhookLimits.Description)] string? Description = null,
    [Texts(WebhookLimits.Selected, WebhookLimits.SelectedLength)] IReadOnlyList<string>? Types = null,
    [Texts(WebhookLimits.Selected, WebhookLimits.SelectedLength)] IReadOnlyList<string>? Customers = null,
    [Texts(WebhookLimits.Selected, WebhookLimits.SelectedLength)] IReadOnlyList<string>? Projects = null,
    [Texts(WebhookLimits.Selected, WebhookLimits.SelectedLength)] IReadOnlyList<string>? FeedbackTypes = null,
    [Items(WebhookLimits.Headers)] IReadOnlyList<WebhookHeaderBody>? Headers = null,
    [SigningName] string? Signing = null,
    bool? Enabled = null);

/// <summary>Changes to a webhook; members that are left out stay as they are.</summary>
/// <param name="Url">Where events are sent.</param>
/// <param name="Description">What it is for; null for nothing.</param>
/// <param name="Types">Types of events it gets; null for all.</param>
/// <param name="Customers">Only events of these customers; null for all.</param>
/// <param name="Projects">Only feedback of these projects; null for all.</param>
/// <param name="FeedbackTypes">Only feedback of these types; null for all.</param>
/// <param name="Headers">All headers that it is to have; one without a value keeps the value that it has.</param>
/// <param name="Signing"><c>hmac</c>, <c>ed25519</c> or <c>both</c>.</param>
/// <param name="Enabled">False to disable it, true to enable it.</param>
[KnownMembersOnly]
internal sealed record WebhookChangeBody(
    [Text(WebhookLimits.Url)] Optional<string> Url = default,
    [Line(WebhookLimits.Description)] Optional<string?> Description = default,
    [Texts(WebhookLimits.Selected, WebhookLimits.SelectedLength)] Optional<IReadOnlyList<string>?> Types = default,
    [Texts(WebhookLimits.Selected, WebhookLimits.SelectedLength)] Optional<IReadOnlyList<string>?> Customers = default,
    [Texts(WebhookLimits.Selected, WebhookLimits.SelectedLength)] Optional<IReadOnlyList<string>?> Projects = default,
    [Texts(WebhookLimits.Selected, WebhookLimits.SelectedLength)] Optional<IReadOnlyList<string>?> FeedbackTypes = default,
    [Items(WebhookLimits.Headers)] IReadOnlyList<WebhookHeaderBody>? Headers = null,
    [SigningName] string? Signing = null,
    bool? Enabled = null);

/// <summary>A header that is sent with each request.</summary>
/// <param name="Name">Its name. Headers of HTTP itself, <c>webhook-*</c> and <c>X-Vindex-*</c> are reserved.</param>
/// <param name="Value">Its value; in responses <c>***</c>.</param>
[KnownMembersOnly]
internal sealed record WebhookHeaderBody([HeaderName] string Name, [HeaderValue] string? Value = null)
{
    /// <summary>What is shown instead of a value.</summary>
    public const string Masked = "***";
}

/// <summary>A webhook.</summary>
/// <param name="WebhookId">Its id.</param>
/// <param name="Kind"><c>http</c> or <c>poll</c>.</param>
/// <param name="Url">Where events are sent; null with <c>poll</c>.</param>
/// <param name="Description">What it is for; null for nothing.</param>
/// <param name="Types">Types of events it gets; null for all.</param>
/// <param name="Customers">Only events of these customers; null for all.</param>
/// <param name="Projects">Only feedback of these projects; null for all.</param>
/// <param name="FeedbackTypes">Only feedback of these types; null for all.</param>
/// <param name="Headers">Headers that are sent with each request; their values are not shown.</param>
/// <param name="Signing"><c>hmac</c>, <c>ed25519</c> or <c>both</c>.</param>
/// <param name="PublicKey">The key that verifies <c>v1a</c> signatures, <c>whpk_…</c>; null with <c>hmac</c>.</param>
/// <param name="PreviousPublicKey">The key from before the latest rotation, as long as it signs too; null otherwise.</param>
/// <param name="PreviousKeysValidUntil">Until when the secret and the key from before the latest rotation sign too; null if they do not.</param>
/// <param name="Enabled">Whether events are sent.</param>
/// <param name="DisabledReason"><c>gone</c> (the receiver returned 410), <c>only_failures</c> (for days) or <c>by_hand</c>; null if enabled.</param>
/// <param name="DisabledAt">When it was disabled; null if enabled.</param>
/// <param name="FailingSince">Time of the first failure since the latest success; null if there is none.</param>
/// <param name="CreatedAt">When it was created.</param>
/// <param name="Secret">The shared secret, <c>whsec_…</c>; only if this request generated it.</param>
internal sealed record WebhookEndpointBody(
    string WebhookId,
    string Kind,
    string? Url,
    string? Description,
    IReadOnlyList<string>? Types,
    IReadOnlyList<string>? Customers,
    IReadOnlyList<string>? Projects,
    IReadOnlyList<string>? FeedbackTypes,
    IReadOnlyList<WebhookHeaderBody> Headers,
    string Signing,
    string? PublicKey,
    string? PreviousPublicKey,
    DateTimeOffset? PreviousKeysValidUntil,
    bool Enabled,
    string? DisabledReason,
    DateTimeOffset? DisabledAt,
    DateTimeOffset? FailingSince,
    DateTimeOffset CreatedAt,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Secret = null)
{
    public static WebhookEndpointBody Of(ShownWebhook shown)
    {
        var (webhook, headers, key, previous) = (shown.Webhook, shown.HeaderNames, shown.PublicKey, shown.PreviousPublicKey);
        return new WebhookEndpointBody(
            webhook.Id,
            webhook.Kind == WebhookKind.Poll ? "poll" : "http",
            webhook.Url,
            webhook.Description,
            webhook.Selection.Types,
            webhook.Selection.Customers,
            webhook.Selection.Projects,
            webhook.Selection.FeedbackTypes,
            [.. headers.Select(name => new WebhookHeaderBody(name, WebhookHeaderBody.Masked))],
            SigningOf(webhook.Signing),
            key,
            previous,
            shown.PreviousValidUntil,
            !webhook.Endpoint.IsDisabled,
            ReasonOf(webhook.Endpoint.Reason),
            webhook.Endpoint.DisabledAt,
            webhook.Endpoint.FailingSince,
            webhook.CreatedAt,
            shown.Made?.Secret.Text);
    }

    private static string SigningOf(WebhookSigning signing) => signing switch
    {
        WebhookSigning.Hmac => "hmac",
        WebhookSigning.Ed25519 => "ed25519",
        _ => "both",
    };

    private static string? ReasonOf(DisabledReason? reason) => reason switch
    {
        null => null,
        Storage.Installations.DisabledReason.Gone => "gone",
        Storage.Installations.DisabledReason.OnlyFailures => "only_failures",
        _ => "by_hand",
    };
}

/// <summary>The webhooks of a company, oldest first.</summary>
/// <param name="Items">The webhooks.</param>
internal sealed record WebhookListBody(IReadOnlyList<WebhookEndpointBody> Items);

/// <summary>A webhook with what can be shown of its secrets.</summary>
/// <param name="Webhook">The webhook.</param>
/// <param name="HeaderNames">The names of its headers.</param>
/// <param name="PublicKey">Its public key; null if it does not sign with it.</param>
/// <param name="PreviousPublicKey">The one before; null if it does not sign.</param>
/// <param name="PreviousValidUntil">Until when the keys before sign; null if they do not.</param>
/// <param name="Made">Keys that this request has made; null for none.</param>
internal sealed record ShownWebhook(
    Webhook Webhook, IReadOnlyList<string> HeaderNames, string? PublicKey, string? PreviousPublicKey, DateTimeOffset? PreviousValidUntil, WebhookKeys? Made);
