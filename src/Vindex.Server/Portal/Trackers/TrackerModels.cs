using Vindex.Server.Portal.Forms;
using Vindex.Server.Portal.Settings;

namespace Vindex.Server.Portal.Trackers;

/// <summary>A product that can be connected.</summary>
/// <param name="Name">Its name in the API.</param>
/// <param name="Title">Display name.</param>
public sealed record ProductChoice(string Name, string Title);

/// <summary>The page of connections.</summary>
/// <param name="Frame">Frame of the page.</param>
/// <param name="Trackers">Oldest first.</param>
/// <param name="Products">The products that can be connected.</param>
/// <param name="Form">State of the form.</param>
public sealed record TrackersModel(SettingsFrame Frame, IReadOnlyList<TrackerLine> Trackers, IReadOnlyList<ProductChoice> Products, FormState Form);

/// <summary>A connection.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">Display name.</param>
/// <param name="Product">Display name of the product.</param>
/// <param name="Address">Address of the site or API.</param>
/// <param name="SignIn">How it signs in.</param>
/// <param name="Account">The account that signs in.</param>
/// <param name="IsPaused">Whether it is paused.</param>
/// <param name="Failure">Why it does not work; null if it does.</param>
/// <param name="RetryAt">When it is tried again; null if it works.</param>
/// <param name="Projects">Number of projects.</param>
public sealed record TrackerLine(
    string Id, string Name, string Product, string Address, string SignIn, string Account, bool IsPaused, string? Failure, Moment? RetryAt, int Projects)
{
    /// <summary>State as text.</summary>
    public string State => Languages.Texts.T(IsPaused ? "trackers.state-paused" : Failure is null ? "trackers.state-working" : "trackers.state-failing");

    /// <summary>CSS class of the state.</summary>
    public string Look => IsPaused ? "waits" : Failure is null ? "healthy" : "at-risk";

    /// <summary>Its page.</summary>
    public string Path => $"{PortalPaths.Trackers}/{Id}";
}

/// <summary>A project and how far reading it is.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Key">Its short name in the tracker.</param>
/// <param name="Name">Its name.</param>
/// <param name="CustomerId">The customer of its scores.</param>
/// <param name="State">How far it is, as text.</param>
/// <param name="IsReading">Whether all its issues are being read.</param>
/// <param name="Seen">Issues read so far.</param>
/// <param name="Total">How many there are; null if unknown.</param>
/// <param name="Scored">Issues with a score.</param>
/// <param name="Skipped">Issues that are not scored.</param>
/// <param name="Gone">Issues that are no longer selected.</param>
/// <param name="ToWrite">Results that are to be written.</param>
/// <param name="NotWritten">Results that could not be written.</param>
/// <param name="HasWebhook">Whether changes arrive by webhook.</param>
/// <param name="SyncedAt">When it was read last; null before.</param>
public sealed record ProjectLine(
    string Id,
    string Key,
    string Name,
    string CustomerId,
    string State,
    bool IsReading,
    long Seen,
    long? Total,
    long Scored,
    long Skipped,
    long Gone,
    long ToWrite,
    long NotWritten,
    bool HasWebhook,
    Moment? SyncedAt);

/// <summary>The progress of a connection's projects, which reloads itself while one is read.</summary>
/// <param name="Path">Address of the connection's page.</param>
/// <param name="Projects">The projects.</param>
/// <param name="Reloads">Whether it reloads itself.</param>
public sealed record TrackerProgress(string Path, IReadOnlyList<ProjectLine> Projects, bool Reloads);

/// <summary>The page of one connection.</summary>
/// <param name="Frame">Frame of the page.</param>
/// <param name="Tracker">The connection.</param>
/// <param name="Progress">Its projects.</param>
/// <param name="WebhookUrl">Where the tracker can send changes.</param>
/// <param name="Form">State of the form.</param>
public sealed record TrackerModel(SettingsFrame Frame, TrackerLine Tracker, TrackerProgress Progress, string WebhookUrl, FormState Form);

/// <summary>The page on which a project is chosen.</summary>
/// <param name="Frame">Frame of the page.</param>
/// <param name="Tracker">The connection.</param>
/// <param name="Projects">The projects that can be chosen, id and name.</param>
/// <param name="Failure">Why they could not be listed; null if they could.</param>
/// <param name="Next">Address of the next page; null on the last.</param>
/// <param name="HasQueries">Whether the product has a query language.</param>
/// <param name="Profiles">Available profiles.</param>
/// <param name="Form">State of the form.</param>
public sealed record ChooseProjectModel(
    SettingsFrame Frame,
    TrackerLine Tracker,
    IReadOnlyList<(string Id, string Name)> Projects,
    string? Failure,
    string? Next,
    bool HasQueries,
    IReadOnlyList<string> Profiles,
    FormState Form);

/// <summary>The page of one project.</summary>
/// <param name="Frame">Frame of the page.</param>
/// <param name="Tracker">The connection.</param>
/// <param name="Project">The project.</param>
/// <param name="Query">Its query; empty for none.</param>
/// <param name="Labels">Its labels, one per line.</param>
/// <param name="OpenOnly">Whether closed issues are left out.</param>
/// <param name="WriteBack">What is written back.</param>
/// <param name="WriteField">The field that is written; empty for none.</param>
/// <param name="HasQueries">Whether the product has a query language.</param>
/// <param name="HasFields">Whether the product has fields.</param>
/// <param name="DryRun">What would be written, key and text; null if it was not asked for.</param>
/// <param name="Form">State of the form.</param>
public sealed record TrackedProjectModel(
    SettingsFrame Frame,
    TrackerLine Tracker,
    ProjectLine Project,
    string Query,
    string Labels,
    bool OpenOnly,
    string WriteBack,
    string WriteField,
    bool HasQueries,
    bool HasFields,
    IReadOnlyList<(string Key, string Text)>? DryRun,
    FormState Form);
