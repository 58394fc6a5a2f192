using Vindex.Server.Background;
using Vindex.Storage.Scores;
using Vindex.Storage.Trackers;
using Vindex.Trackers;

namespace Vindex.Server.Trackers.WritingBack;

/// <summary>
/// Writes results to issues. A write is noted before it begins, so that after a crash a comment that may have been added is looked for instead of added again.
/// </summary>
internal sealed class ResultWriter(ITrackerWork work, IScoreStore scores, ResultText text, StoreRetry retry, TimeProvider time)
{
    private const int MaxWrites = 20;
    private const int MaxTries = 5;
    private static readonly TimeSpan s_firstRetry = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan s_withoutPermission = TimeSpan.FromHours(1);

    /// <summary>Writes the next results; false if there are none, or if the lease is lost.</summary>
    public async Task<bool> WriteAsync(TrackerLease lease, OpenConnection connection, CancellationToken cancellationToken)
    {
        var due = await retry.RunAsync(() => work.WritesAsync(lease.Connection.Id, time.GetUtcNow(), MaxWrites, cancellationToken), cancellationToken);
        foreach (var write in due)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var access = new ScoreAccess(write.Project.CompanyId, null);
            var score = await retry.RunAsync(() => scores.FindAsync(access, write.Ticket.ScoreId!, cancellationToken), cancellationToken);
            if (score is null)
            {
                await EndAsync(WriteEnd.Of(write) with { Error = "The score was deleted." });
                continue;
            }

            var (project, issue) = (write.Project.Id, write.Ticket.IssueId);
            if (!await retry.RunAsync(() => work.BeginWriteAsync(lease, project, issue, CancellationToken.None), cancellationToken)) return false;
            if (!await TryAsync(connection, write, score, cancellationToken)) return true;
        }

        return due.Count > 0;
    }

    /// <summary>False if the project's other results would fail for the same reason.</summary>
    private async Task<bool> TryAsync(OpenConnection connection, DueWrite write, StoredScore score, CancellationToken cancellationToken)
    {
        var end = WriteEnd.Of(write);
        try
        {
            end = end with { CommentId = await SendAsync(connection, write, score, cancellationToken) };
            await EndAsync(end);
            return true;
        }
        catch (TrackerException exception) when (!exception.MayPass && exception.Failure is not (TrackerFailure.Unauthorized or TrackerFailure.AddressRefused))
        {
            var now = time.GetUtcNow();
            var isForbidden = exception.Failure is TrackerFailure.Forbidden;
            var isLast = exception.Failure is TrackerFailure.NotFound || (!isForbidden && write.Tries + 1 >= MaxTries);
            DateTimeOffset? retryAt = isLast ? null : now + (isForbidden ? s_withoutPermission : s_firstRetry * Math.Pow(4, write.Tries));
            await EndAsync(end with { Error = exception.Message, RetryAt = retryAt });
            if (!isForbidden) return true;
            await retry.RunAsync(() => work.PostponeWritesAsync(write.Project.Id, now + s_withoutPermission, CancellationToken.None), cancellationToken);
            return false;
        }
    }

    private async Task<string?> SendAsync(OpenConnection connection, DueWrite write, StoredScore score, CancellationToken cancellationToken)
    {
        var (tracker, access) = connection;
        var issue = new IssueAddress(write.Project.ProjectId, write.Ticket.IssueId);
        switch (write.Project.WriteBack)
        {
            case WriteBack.Comment:
                var present = write.CommentId ?? (write.IsBegun ? await tracker.FindCommentAsync(access, issue, ResultText.Marker, cancellationToken) : null);
                return await tracker.PutCommentAsync(access, issue, present, text.Comment(score), cancellationToken);
            case WriteBack.Labels:
                var label = ResultText.Label(score);
                await tracker.SetLabelsAsync(access, issue, [label], [.. Sources.BandLabels.All.Where(other => other != label)], cancellationToken);
                break;
            case WriteBack.Field:
                await tracker.SetFieldAsync(access, issue, write.Project.WriteField!, ResultText.Number(score), cancellationToken);
                break;
        }

        return null;
    }

    // What was sent must be known, even if the server stops.
    private Task EndAsync(WriteEnd end) => retry.RunAsync(() => work.EndWriteAsync(end, CancellationToken.None), CancellationToken.None);
}
