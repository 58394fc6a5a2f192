using Vindex.Server.Sources;
using Vindex.Server.Trackers.Connections;
using Vindex.Storage.Trackers;

namespace Vindex.Server.Trackers;

/// <summary>A tracker to connect. Give a token (Jira Cloud: with its user), or a GitHub App's installation.</summary>
/// <param name="Product"><c>jiraforge</c> (Jira), <c>github</c>, <c>gitlab</c>, <c>azuredevops</c> or <c>linear</c>.</param>
/// <param name="BaseAddress">Address of the site or API; null for the product's usual one.</param>
/// <param name="Name">Display name; null for the host.</param>
/// <param name="Token">The token, which is never returned.</param>
/// <param name="User">The user of the token, where the product needs it.</param>
/// <param name="AppId">Id of the app.</param>
/// <param name="InstallationId">Id of the app's installation.</param>
/// <param name="PrivateKey">Private key of the app (PEM), which is never returned.</param>
[KnownMembersOnly]
internal sealed record NewTrackerBody(
    [Line(40)] string Product,
    [Line(TrackerLimits.Url)] string? BaseAddress = null,
    [Line(TrackerLimits.Name)] string? Name = null,
    [Line(TrackerLimits.Token)] string? Token = null,
    [Line(TrackerLimits.Name)] string? User = null,
    [Line(TrackerLimits.Name)] string? AppId = null,
    [Line(TrackerLimits.Name)] string? InstallationId = null,
    [Text(TrackerLimits.PrivateKey)] string? PrivateKey = null)
{
    /// <inheritdoc/>
    public override string ToString() => "new tracker";
}

/// <summary>Changes to a connection; members that are left out stay as they are. Another address needs the credential again.</summary>
/// <param name="Name">Display name.</param>
/// <param name="Paused">True to stop reading and writing.</param>
/// <param name="BaseAddress">Address of the site or API.</param>
/// <param name="Token">A new token.</param>
/// <param name="User">The user of the new token.</param>
/// <param name="AppId">Id of the app.</param>
/// <param name="InstallationId">Id of the app's installation.</param>
/// <param name="PrivateKey">Private key of the app (PEM).</param>
[KnownMembersOnly]
internal sealed record TrackerChangeBody(
    [Line(TrackerLimits.Name)] string? Name = null,
    bool? Paused = null,
    [Line(TrackerLimits.Url)] string? BaseAddress = null,
    [Line(TrackerLimits.Token)] string? Token = null,
    [Line(TrackerLimits.Name)] string? User = null,
    [Line(TrackerLimits.Name)] string? AppId = null,
    [Line(TrackerLimits.Name)] string? InstallationId = null,
    [Text(TrackerLimits.PrivateKey)] string? PrivateKey = null)
{
    /// <inheritdoc/>
    public override string ToString() => "tracker change";
}

/// <summary>Limits of texts.</summary>
internal static class TrackerLimits
{
    public const int Name = 200;
    public const int Url = 500;
    public const int Token = 4000;
    public const int PrivateKey = 10_000;
    public const int Query = 2000;
    public const int Labels = 20;
    public const int Id = 255;
}

/// <summary>A connection to a tracker.</summary>
/// <param name="TrackerId">Its id.</param>
/// <param name="Product">The product.</param>
/// <param name="Name">Display name.</param>
/// <param name="BaseAddress">Address of the site or API.</param>
/// <param name="SignIn">How it signs in: <c>token</c>, the user of a token, or the app.</param>
/// <param name="AccountName">The account that signs in.</param>
/// <param name="Status"><c>working</c>, <c>failing</c> or <c>paused</c>.</param>
/// <param name="Failure">The latest failure; null while it works.</param>
/// <param name="WebhookUrl">Where the tracker can send changes.</param>
/// <param name="CreatedAt">When it was connected.</param>
/// <param name="Projects">Its projects, oldest first.</param>
internal sealed record TrackerBody(
    string TrackerId,
    string Product,
    string Name,
    string BaseAddress,
    string SignIn,
    string AccountName,
    string Status,
    TrackerFailureBody? Failure,
    string WebhookUrl,
    DateTimeOffset CreatedAt,
    IReadOnlyList<TrackedProjectBody> Projects)
{
    public static TrackerBody Of(ConnectedTracker tracker)
    {
        var connection = tracker.Connection;
        return new TrackerBody(
            connection.Id,
            connection.Product,
            connection.Name,
            connection.BaseAddress,
            connection.SignIn,
            connection.AccountName,
            connection.IsPaused ? "paused" : connection.Failure is null ? "working" : "failing",
            connection.Failure is { } failure ? new TrackerFailureBody(failure.Code, failure.Message, failure.Since, failure.RetryAt) : null,
            tracker.WebhookUrl,
            connection.CreatedAt,
            [.. tracker.Projects.Select(TrackedProjectBody.Of)]);
    }
}

/// <summary>Why a connection does not work.</summary>
/// <param name="Reason"><c>unauthorized</c>, <c>forbidden</c>, <c>not_found</c>, <c>limited</c>, <c>unavailable</c>, ….</param>
/// <param name="Detail">A sentence about what happened and what to do.</param>
/// <param name="Since">The first failure after the latest success.</param>
/// <param name="RetryAt">When it is tried again.</param>
internal sealed record TrackerFailureBody(string Reason, string Detail, DateTimeOffset Since, DateTimeOffset RetryAt);

/// <summary>The connections of a company, oldest first.</summary>
internal sealed record TrackerListBody(IReadOnlyList<TrackerBody> Items);

/// <summary>A project whose issues are scored.</summary>
/// <param name="Id">Its id.</param>
/// <param name="ProjectId">The project's id in the tracker.</param>
/// <param name="Key">Its short name in the tracker.</param>
/// <param name="Name">Its name.</param>
/// <param name="CustomerId">The customer of its scores, which is an installation.</param>
/// <param name="Query">A condition in the tracker's language; null for none.</param>
/// <param name="Labels">Labels that an issue must have.</param>
/// <param name="OpenOnly">Whether closed issues are left out.</param>
/// <param name="WriteBack"><c>none</c>, <c>comment</c>, <c>labels</c> or <c>field</c>.</param>
/// <param name="WriteField">The field that is written; null unless a field is.</param>
/// <param name="HasWebhook">Whether a webhook was registered. Without one, changes are found by asking.</param>
/// <param name="Status"><c>waiting</c>, <c>backlog</c> (all issues are being read) or <c>following</c>.</param>
/// <param name="Seen">Issues read so far.</param>
/// <param name="Total">How many there are; null if the tracker does not say.</param>
/// <param name="Scored">Issues with a score.</param>
/// <param name="Skipped">Issues that are not scored.</param>
/// <param name="Gone">Issues that were deleted, moved or are no longer selected.</param>
/// <param name="ToWrite">Results that are to be written back.</param>
/// <param name="NotWritten">Results that could not be written back.</param>
/// <param name="SyncedAt">When it was read last; null before.</param>
internal sealed record TrackedProjectBody(
    string Id,
    string ProjectId,
    string Key,
    string Name,
    string CustomerId,
    string? Query,
    IReadOnlyList<string> Labels,
    bool OpenOnly,
    string WriteBack,
    string? WriteField,
    bool HasWebhook,
    string Status,
    long Seen,
    long? Total,
    long Scored,
    long Skipped,
    long Gone,
    long ToWrite,
    long NotWritten,
    DateTimeOffset? SyncedAt)
{
    public static TrackedProjectBody Of(TrackedProjectState state)
    {
        var (project, counts) = state;
        var selection = ProjectSelection.Of(project);
        var position = project.Position;
        return new TrackedProjectBody(
            project.Id,
            project.ProjectId,
            project.Key,
            project.Name,
            project.CustomerId,
            selection.Query,
            selection.Labels ?? [],
            selection.OpenOnly,
            project.WriteBack.ToString().ToLowerInvariant(),
            project.WriteField,
            project.HookId is not null,
            position.IsFull ? position.StartedAt is null ? "waiting" : "backlog" : "following",
            counts.Seen,
            position.Total,
            counts.Scored,
            counts.Skipped,
            counts.Gone,
            counts.ToWrite,
            counts.NotWritten,
            position.SyncedAt);
    }
}

/// <summary>A project of the tracker.</summary>
/// <param name="ProjectId">Its id in the tracker.</param>
/// <param name="Key">Its short name.</param>
/// <param name="Name">Its name.</param>
/// <param name="Url">Its page; null if unknown.</param>
/// <param name="Tracked">Whether its issues are scored already.</param>
internal sealed record AvailableProjectBody(string ProjectId, string Key, string Name, string? Url, bool Tracked);

/// <summary>A page of the projects that the credential can see.</summary>
internal sealed record AvailableProjectListBody(IReadOnlyList<AvailableProjectBody> Items, string? NextCursor);

/// <summary>A project to score.</summary>
/// <param name="ProjectId">Its id in the tracker.</param>
/// <param name="Query">A condition in the tracker's language (JQL, WIQL); null for none.</param>
/// <param name="Labels">Labels that an issue must have, all of them.</param>
/// <param name="OpenOnly">Whether closed issues are left out; default true.</param>
/// <param name="Profile">The scoring profile; default <c>adam</c>.</param>
/// <param name="CriteriaFields">Names or ids of the fields with acceptance criteria.</param>
/// <param name="IssueTypes">The issue types to score; null for all.</param>
[KnownMembersOnly]
internal sealed record NewTrackedProjectBody(
    [Line(TrackerLimits.Id)] string ProjectId,
    [Text(TrackerLimits.Query)] string? Query = null,
    [Texts(TrackerLimits.Labels, TrackerLimits.Name)] IReadOnlyList<string>? Labels = null,
    bool OpenOnly = true,
    [Line(TrackerLimits.Id)] string? Profile = null,
    [Texts(20, TrackerLimits.Id)] IReadOnlyList<string>? CriteriaFields = null,
    [IssueTypes] IReadOnlyList<string>? IssueTypes = null);

/// <summary>Changes to a project; members that are left out stay as they are. Another selection is read from its beginning.</summary>
/// <param name="Query">A condition in the tracker's language; null for none.</param>
/// <param name="Labels">Labels that an issue must have, all of them; null for none.</param>
/// <param name="OpenOnly">Whether closed issues are left out.</param>
/// <param name="WriteBack"><c>none</c>, <c>comment</c>, <c>labels</c> or <c>field</c>.</param>
/// <param name="WriteField">The field to write, with <c>field</c>.</param>
[KnownMembersOnly]
internal sealed record TrackedProjectChangeBody(
    [Text(TrackerLimits.Query)] Optional<string?> Query = default,
    [Texts(TrackerLimits.Labels, TrackerLimits.Name)] Optional<IReadOnlyList<string>?> Labels = default,
    bool? OpenOnly = null,
    [WriteBackName] string? WriteBack = null,
    [Line(TrackerLimits.Id)] string? WriteField = null);

/// <summary>What is written back.</summary>
internal sealed class WriteBackNameAttribute : RuleAttribute
{
    public override string Expected => "must be none, comment, labels or field";

    public override IEnumerable<string> Check(object value) => Parse((string)value) is null ? [Expected] : [];

    public static WriteBack? Parse(string text) =>
        text switch { "none" => WriteBack.None, "comment" => WriteBack.Comment, "labels" => WriteBack.Labels, "field" => WriteBack.Field, _ => null };
}

/// <summary>What would be written to issues now.</summary>
/// <param name="WriteBack">What is written: <c>comment</c>, <c>labels</c> or <c>field</c>.</param>
/// <param name="Items">The first 100 issues by key.</param>
internal sealed record DryRunBody(string WriteBack, IReadOnlyList<DryRunItemBody> Items);

/// <summary>What would be written to an issue.</summary>
/// <param name="Key">The issue.</param>
/// <param name="ScoreId">The score.</param>
/// <param name="Text">The comment as Markdown, the label, or the number.</param>
internal sealed record DryRunItemBody(string Key, string ScoreId, string Text);

/// <summary>What came of a webhook.</summary>
/// <param name="Status"><c>noted</c>: the issue will be read again. <c>ignored</c>: it is about nothing that is scored.</param>
/// <param name="Reason">Why it was ignored; null otherwise.</param>
internal sealed record HookAnswerBody(string Status, string? Reason);
