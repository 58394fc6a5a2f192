using Vindex.Storage.Deliveries;
using Vindex.Storage.Webhooks;

namespace Vindex.Server.Portal.Settings.Webhooks;

/// <summary>The page that shows what sending events again will do.</summary>
/// <param name="Frame">Frame of the page.</param>
/// <param name="Name">Name of the webhook.</param>
/// <param name="Webhook">Page of the webhook.</param>
/// <param name="IsDisabled">Whether nothing is sent to it.</param>
/// <param name="From">The first day; null for all that are kept.</param>
/// <param name="Status">Status of the deliveries, or <see cref="AnyStatus"/>.</param>
/// <param name="Since">When the first day begins.</param>
/// <param name="Preview">What will be sent; null if there are errors.</param>
/// <param name="Oldest">When the oldest event happened; null if there are none.</param>
/// <param name="Newest">When the newest happened.</param>
/// <param name="Errors">Errors in the URL.</param>
public sealed record WebhookReplayModel(
    SettingsFrame Frame,
    string Name,
    string Webhook,
    bool IsDisabled,
    string? From,
    string Status,
    string Since,
    WebhookReplayPreview? Preview,
    Moment? Oldest,
    Moment? Newest,
    IReadOnlyList<string> Errors)
{
    /// <summary>Stands for every final status.</summary>
    public const string AnyStatus = "all";

    /// <summary>The final statuses of webhooks' deliveries.</summary>
    public static IReadOnlyList<DeliveryStatus> Statuses { get; } = [DeliveryStatus.Failed, DeliveryStatus.Disabled, DeliveryStatus.Delivered];
}
