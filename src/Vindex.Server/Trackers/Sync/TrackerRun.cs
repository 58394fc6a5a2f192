using Vindex.Server.Background;
using Vindex.Server.Trackers.WritingBack;
using Vindex.Storage.Trackers;
using Vindex.Trackers;

namespace Vindex.Server.Trackers.Sync;

/// <summary>
/// Reads a leased connection until nothing of it is due: issues that webhooks named, then the projects page by page, then results are written back. The first
/// failure of the tracker ends the run and says when the next one begins.
/// </summary>
internal sealed class TrackerRun(
    ITrackerStore trackers, ITrackerWork work, TrackerConnector connector, ProjectReading reading, ResultWriter writer, StoreRetry retry, TimeProvider time)
{
    /// <summary>How long a connection stays with a server that does not renew its lease.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromMinutes(1);

    private const int MaxChanges = 50;

    public async Task RunAsync(TrackerLease lease, CancellationToken cancellationToken)
    {
        TrackerOutage? failure = null;
        try
        {
            var connection = connector.Open(lease.Connection);
            while (await StepAsync(lease, connection, cancellationToken)) cancellationToken.ThrowIfCancellationRequested();
        }
        catch (TrackerException exception)
        {
            failure = SyncPlan.After(lease.Connection.Failure, exception, time.GetUtcNow());
        }

        await retry.RunAsync(() => work.ReleaseAsync(lease, failure, CancellationToken.None), cancellationToken);
    }

    /// <summary>Does the next thing that is due; false if there is none, or if the lease is lost.</summary>
    private async Task<bool> StepAsync(TrackerLease lease, OpenConnection connection, CancellationToken cancellationToken)
    {
        var id = lease.Connection.Id;
        var projects = await retry.RunAsync(() => trackers.ProjectsAsync(id, cancellationToken), cancellationToken);
        var changes = await retry.RunAsync(() => work.ChangesAsync(id, MaxChanges, cancellationToken), cancellationToken);
        if (changes.Count > 0) return await reading.AnswerAsync(lease, connection, projects, changes, cancellationToken);
        var now = time.GetUtcNow();
        return projects.FirstOrDefault(project => project.DueAt <= now) is { } due
            ? await reading.PageAsync(lease, connection, due, cancellationToken)
            : await writer.WriteAsync(lease, connection, cancellationToken);
    }
}
