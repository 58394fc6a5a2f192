using System.Runtime.CompilerServices;
using Vindex.Statistics.Changes;
using Vindex.Storage.Feedback;

namespace Vindex.Server.Feedback.Statistics;

/// <summary>Adapts the store's feedback to the statistics engine.</summary>
internal sealed class StoreChangeLog(IFeedbackStore store) : IChangeLog
{
    public async ValueTask<LogHead> HeadAsync(string project, CancellationToken cancellationToken)
    {
        var head = await store.HeadAsync(EngineProject.Key(project), cancellationToken);
        return new LogHead(head.Sequence, head.CompleteSince, head.Incarnation);
    }

    public async IAsyncEnumerable<ReadOnlyMemory<Change>> ChangesAfterAsync(
        string project, long after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var buffer = Array.Empty<Change>();
        await foreach (var batch in store.ChangesAfterAsync(EngineProject.Key(project), after, cancellationToken))
        {
            if (buffer.Length < batch.Count) buffer = new Change[batch.Count];
            for (var i = 0; i < batch.Count; i++)
            {
                var change = batch[i];
                buffer[i] = change.IsRemoval ? Change.Remove(change.Sequence, change.RowSequence, change.CreatedAtMs) : Change.Insert(Row(change));
            }

            yield return buffer.AsMemory(0, batch.Count);
        }
    }

    public async IAsyncEnumerable<ReadOnlyMemory<LoggedRow>> RowsAsync(
        string project, IReadOnlyList<TimeRange> ranges, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var buffer = Array.Empty<LoggedRow>();
        await foreach (var batch in store.LiveRowsAsync(EngineProject.Key(project), [.. ranges.Select(range => (range.From, range.To))], cancellationToken))
        {
            if (buffer.Length < batch.Count) buffer = new LoggedRow[batch.Count];
            for (var i = 0; i < batch.Count; i++) buffer[i] = Row(batch[i]);
            yield return buffer.AsMemory(0, batch.Count);
        }
    }

    private static LoggedRow Row(in FeedbackChange change) =>
        new(change.Sequence, change.CreatedAtMs, change.FeedbackType, change.TriggerRef, change.Payload);
}
