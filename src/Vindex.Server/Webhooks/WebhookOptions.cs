using System.ComponentModel.DataAnnotations;
using Vindex.Server.Configuration;

namespace Vindex.Server.Webhooks;

/// <summary>Limits of webhooks: the section <c>Webhooks</c>. How they are sent is set in <c>Callbacks</c>.</summary>
internal sealed record WebhookOptions
{
    /// <summary>Webhooks that a company can have.</summary>
    [Range(1, 100)]
    public required int PerCompany { get; init; }

    /// <summary>How long events are kept, for records, replays and receivers that poll.</summary>
    [DurationRange("1h", "365d")]
    public required Duration Kept { get; init; }
}
