using NodaTime;
using Vindex.Server.Callbacks;
using Vindex.Server.Web;
using Vindex.Storage.Deliveries;

namespace Vindex.Server.Portal.Deliveries;

/// <summary>What a replay will do.</summary>
/// <param name="Count">How many callbacks it will send.</param>
/// <param name="Kept">How many of the selected ones it cannot send.</param>
/// <param name="Oldest">When the oldest was created; null if there is none.</param>
/// <param name="Newest">When the newest was created.</param>
/// <param name="Targets">Where most of them go.</param>
/// <param name="MoreTargets">How many further URLs there are.</param>
public sealed record ReplayPreviewModel(
    long Count, long Kept, Moment? Oldest, Moment? Newest, IReadOnlyList<(string Url, long Count)> Targets, int MoreTargets)
{
    internal static ReplayPreviewModel Of(ReplayPreview preview, DateTimeZone zone) => new(
        preview.Count,
        preview.Kept,
        preview.Oldest is { } oldest ? Moment.Of(oldest, zone) : null,
        preview.Newest is { } newest ? Moment.Of(newest, zone) : null,
        [.. preview.Targets.Select(target => (MaskedUrl.Of(target.Url), target.Count))],
        preview.TargetCount - preview.Targets.Count);
}

/// <summary>The range of a replay as the fields of its forms.</summary>
/// <param name="Status">Status of the callbacks.</param>
/// <param name="CustomerId">Their customer; null for all.</param>
/// <param name="From">The first day; null for no bound.</param>
/// <param name="To">The last day; null for now.</param>
/// <param name="Since">When the range begins.</param>
/// <param name="Until">When it ends.</param>
public sealed record ReplayFields(string Status, string? CustomerId, string? From, string? To, string Since, string Until)
{
    internal static ReplayFields Of(ReplayRange range) => new(
        range.Status,
        range.CustomerId,
        range.From is { } from ? DayRange.Iso(from) : null,
        range.To is { } to ? DayRange.Iso(to) : null,
        Instants.Format(range.Since),
        Instants.Format(range.Until));
}

/// <summary>The page that shows what a replay will do.</summary>
/// <param name="Frame">Frame of the page.</param>
/// <param name="Customers">The company's customers, id and name.</param>
/// <param name="Range">The range to replay; null if deliveries were selected one by one.</param>
/// <param name="Ids">The selected deliveries; empty for a range.</param>
/// <param name="Preview">What will happen; null if there are errors.</param>
/// <param name="Back">The list to return to.</param>
/// <param name="Zone">Time zone of the days.</param>
/// <param name="Errors">Errors in the URL.</param>
public sealed record ReplayModel(
    PortalFrame Frame,
    IReadOnlyList<(string Id, string Name)> Customers,
    ReplayFields? Range,
    IReadOnlyList<string> Ids,
    ReplayPreviewModel? Preview,
    string Back,
    string Zone,
    IReadOnlyList<string> Errors);
