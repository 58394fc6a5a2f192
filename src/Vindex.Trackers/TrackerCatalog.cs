using Vindex.Trackers.AzureDevOps;
using Vindex.Trackers.GitHub;
using Vindex.Trackers.GitLab;
using Vindex.Trackers.Http;
using Vindex.Trackers.Jira;
using Vindex.Trackers.Linear;

namespace Vindex.Trackers;

/// <summary>The trackers, by product.</summary>
public static class TrackerCatalog
{
    /// <summary>Creates one of each.</summary>
    /// <param name="transport">
    /// Sends requests. It must not follow redirects, and may throw a <see cref="TrackerException"/> for addresses that it refuses.
    /// </param>
    /// <param name="time">The clock.</param>
    public static IReadOnlyList<ITracker> Create(HttpMessageInvoker transport, TimeProvider time)
    {
        var http = new TrackerHttp(transport, time);

        // One product per line, each in its own folder.
        return
        [
            new JiraTracker(http),
            new AzureDevOpsTracker(http),
            new GitHubTracker(http, time),
            new GitLabTracker(http),
            new LinearTracker(http, time),
        ];
    }
}
