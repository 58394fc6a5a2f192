using System.Runtime.CompilerServices;

namespace Vindex.Statistics.Tests.Support;

/// <summary>A log whose reads fail after some batches.</summary>
internal sealed class FailingLog(IChangeLog log) : IChangeLog
{
    public int FailAfter { get; set; } = int.MaxValue;

    public ValueTask<LogHead> HeadAsync(string project, CancellationToken cancellationToken) => log.HeadAsync(project, cancellationToken);

    public async IAsyncEnumerable<ReadOnlyMemory<Change>> ChangesAfterAsync(
        string project, long after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var batches = 0;
        await foreach (var batch in log.ChangesAfterAsync(project, after, cancellationToken))
        {
            if (batches++ == FailAfter)
                throw new IOException("The log cannot be read.");
            yield return batch;
        }
    }

    public IAsyncEnumerable<ReadOnlyMemory<LoggedRow>> RowsAsync(string project, IReadOnlyList<TimeRange> ranges, CancellationToken cancellationToken) =>
        log.RowsAsync(project, ranges, cancellationToken);
}
