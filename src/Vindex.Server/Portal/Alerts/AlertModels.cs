using Vindex.Server.Portal.Forms;

namespace Vindex.Server.Portal.Alerts;

/// <summary>A level as a page shows it.</summary>
/// <param name="Text">Its name.</param>
/// <param name="Look">Its look as a pill.</param>
public sealed record ShownLevel(string Text, string Look);

/// <summary>An alert in the list.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Href">Its page.</param>
/// <param name="Level">Its level.</param>
/// <param name="Figure">Its figure in words.</param>
/// <param name="Thresholds">Its thresholds in words.</param>
/// <param name="Evaluated">When it was last evaluated; null for never.</param>
/// <param name="Problem">Why it could not be evaluated; null if it could.</param>
public sealed record AlertEntry(string Name, string Href, ShownLevel Level, string Figure, string Thresholds, Moment? Evaluated, string? Problem);

/// <summary>A change of level in a list.</summary>
/// <param name="Name">The alert's name.</param>
/// <param name="Href">The page of the change.</param>
/// <param name="From">The level before.</param>
/// <param name="To">The level since.</param>
/// <param name="Figure">The figure in words.</param>
/// <param name="At">When.</param>
public sealed record AlertChangeEntry(string Name, string Href, ShownLevel From, ShownLevel To, string Figure, Moment At);

/// <summary>The list of alerts.</summary>
/// <param name="Frame">Frame of the page.</param>
/// <param name="Alerts">The alerts.</param>
/// <param name="Changes">The latest changes of level.</param>
/// <param name="MayChange">Whether the user may create and change alerts.</param>
/// <param name="MayManage">Whether the user may manage channels.</param>
/// <param name="Message">A message of the last action; null for none.</param>
public sealed record AlertsModel(
    PortalFrame Frame, IReadOnlyList<AlertEntry> Alerts, IReadOnlyList<AlertChangeEntry> Changes, bool MayChange, bool MayManage, string? Message);

/// <summary>The form of an alert.</summary>
/// <param name="Frame">Frame of the page.</param>
/// <param name="Action">Where the form is sent.</param>
/// <param name="Entry">The alert; null for a new one.</param>
/// <param name="Values">What the fields have before anything is typed.</param>
/// <param name="Customers">The customers to choose from.</param>
/// <param name="Channels">The channels to choose from: id, name and whether the alert is reported there.</param>
/// <param name="Form">State of the form.</param>
public sealed record AlertFormModel(
    PortalFrame Frame,
    string Action,
    AlertEntry? Entry,
    IReadOnlyDictionary<string, string> Values,
    IReadOnlyList<(string Value, string Text)> Customers,
    IReadOnlyList<(string Id, string Name, bool IsOn)> Channels,
    FormState Form)
{
    /// <summary>What the alert would have done; null if no preview was asked for.</summary>
    public AlertPreviewModel? Preview { get; init; }

    /// <summary>The latest changes of its level.</summary>
    public IReadOnlyList<AlertChangeEntry> Changes { get; init; } = [];

    /// <summary>Whether the user may change it.</summary>
    public bool MayChange { get; init; }

    /// <summary>A message of the last action; null for none.</summary>
    public string? Message { get; init; }
}

/// <summary>What an alert would have done.</summary>
/// <param name="Chart">The figure over time.</param>
/// <param name="Changes">How often the level would have changed.</param>
/// <param name="List">The latest of these changes.</param>
public sealed record AlertPreviewModel(ChartModel Chart, int Changes, IReadOnlyList<(Moment At, ShownLevel From, ShownLevel To)> List);

/// <summary>A ticket behind a figure.</summary>
/// <param name="Key">Its key.</param>
/// <param name="Title">Its title.</param>
/// <param name="Score">Its overall score.</param>
/// <param name="Href">Its page.</param>
public sealed record AlertTicketEntry(string Key, string Title, string Score, string Href);

/// <summary>A message about a change of level.</summary>
/// <param name="Channel">Name of its channel.</param>
/// <param name="Status">Where it stands, in words.</param>
/// <param name="Error">How the last attempt failed; null if it did not.</param>
public sealed record AlertMessageEntry(string Channel, string Status, string? Error);

/// <summary>A change of level.</summary>
/// <param name="Frame">Frame of the page.</param>
/// <param name="Entry">The change.</param>
/// <param name="Alert">The alert's page.</param>
/// <param name="Thresholds">Its thresholds in words.</param>
/// <param name="From">The start of its window.</param>
/// <param name="HasWindow">Whether the figure is about a window.</param>
/// <param name="Tickets">The tickets behind it.</param>
/// <param name="Messages">The messages about it.</param>
public sealed record AlertEventModel(
    PortalFrame Frame,
    AlertChangeEntry Entry,
    string Alert,
    string Thresholds,
    Moment From,
    bool HasWindow,
    IReadOnlyList<AlertTicketEntry> Tickets,
    IReadOnlyList<AlertMessageEntry> Messages)
{
    /// <summary>The list of all scores that the figure is about; null for figures that are not about scores.</summary>
    public string? AllTickets { get; init; }
}

/// <summary>A channel in the list.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">Its name.</param>
/// <param name="Kind">Its kind in words.</param>
/// <param name="Target">Its address, masked.</param>
/// <param name="HasTitles">Whether messages have titles.</param>
public sealed record AlertChannelEntry(string Id, string Name, string Kind, string Target, bool HasTitles)
{
    /// <summary>The name of the language of its messages.</summary>
    public required string Language { get; init; }

    /// <summary>Whether it gets the weekly digest.</summary>
    public bool HasDigest { get; init; }
}

/// <summary>The page of channels.</summary>
/// <param name="Frame">Frame of the page.</param>
/// <param name="Channels">The channels.</param>
/// <param name="Form">State of the form of a new one.</param>
/// <param name="Message">A message of the last action; null for none.</param>
public sealed record AlertChannelsModel(PortalFrame Frame, IReadOnlyList<AlertChannelEntry> Channels, FormState Form, string? Message)
{
    /// <summary>Whether the webhooks of the company get the weekly digest.</summary>
    public bool WebhooksHaveDigest { get; init; }
}
