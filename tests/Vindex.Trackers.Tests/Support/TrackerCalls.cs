using Vindex.Trackers.Http;
using Xunit;

namespace Vindex.Trackers.Tests.Support;

/// <summary>What tests of single products share.</summary>
internal static class TrackerCalls
{
    private static readonly HttpMessageInvoker s_transport = new(new SocketsHttpHandler { AllowAutoRedirect = false });

    /// <summary>Sends requests to fakes.</summary>
    public static TrackerHttp Http(TimeProvider? time = null) => new(s_transport, time ?? TimeProvider.System);

    /// <summary>The same, for fakes that do not answer.</summary>
    public static TrackerHttp Impatient() => new(s_transport, TimeProvider.System) { Timeout = TimeSpan.FromMilliseconds(200) };

    /// <summary>All issues of a project.</summary>
    public static IssueSelection All(string projectId) => new(projectId, null, [], null, OpenOnly: false, []);

    /// <summary>Reads a list to its end.</summary>
    /// <param name="tracker">The tracker.</param>
    /// <param name="access">The connection.</param>
    /// <param name="selection">Which issues.</param>
    /// <param name="afterPage">Runs after each page, with its number from 1.</param>
    public static async Task<List<TrackerIssue>> ListAsync(ITracker tracker, TrackerAccess access, IssueSelection selection, Action<int>? afterPage = null)
    {
        List<TrackerIssue> issues = [];
        string? cursor = null;
        var pages = 0;
        do
        {
            var page = await tracker.ListIssuesAsync(access, selection, cursor, TestContext.Current.CancellationToken);
            issues.AddRange(page.Items);
            cursor = page.Next;
            afterPage?.Invoke(++pages);
        }
        while (cursor is not null);
        return issues;
    }

    /// <summary>The text of a seeded issue.</summary>
    public static (string Title, string Description) Text(int number) =>
        ($"Export orders as CSV, part {number}", "As a shop owner I want to download all orders of a month, so that I can check them.");

    /// <summary>Reads what the webhooks of an event would deliver.</summary>
    public static async Task<HookReading> ReadAsync(ITracker tracker, HttpRequestMessage delivery)
    {
        var body = await delivery.Content!.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        return tracker.ReadHook(body, name => delivery.Headers.TryGetValues(name, out var values) ? values.First() : null);
    }
}
