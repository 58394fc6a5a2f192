using System.Data.Common;
using System.Runtime.CompilerServices;
using Vindex.Storage.Feedback;
using Vindex.Storage.Sql.Reading;

namespace Vindex.Storage.Sql.Feedback;

/// <summary>Reads a project's changes.</summary>
internal static class FeedbackChanges
{
    private const int ChunkRows = 4096;
    private const long ChunkBytes = 8 << 20;
    private const long WidestRange = 1 << 20;

    /// <summary>
    /// The changes above a number. Each chunk is read by one statement, and continues where the previous one ended. The last one has no upper end: the removal
    /// of a row that was deleted in the meantime has a higher number and is still to come. All chunks together are therefore the state at the time of the last
    /// one, and no snapshot has to be held. The next chunk is read while the caller works on this one. The other chunks are of a range of numbers each, so that
    /// a database that knows nothing about the table yet, as after a migration, does not sort all that is left for each of them.
    /// </summary>
    public static async IAsyncEnumerable<IReadOnlyList<FeedbackChange>> AfterAsync(
        ISqlDatabase database, ProjectKey project, long after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (await database.ReadAsync(connection => Projects.FindAsync(connection, project), cancellationToken) is not { } no)
        {
            yield break;
        }

        using var abandoned = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var reading = database.ReadAsync(connection => ChunkAsync(connection, project, no, after, ChunkRows), abandoned.Token);
        try
        {
            while (true)
            {
                var (chunk, isLast, next, width) = await reading;
                if (!isLast) reading = database.ReadAsync(connection => ChunkAsync(connection, project, no, next, width), abandoned.Token);

                if (chunk.Count > 0)
                {
                    yield return chunk;
                }

                if (isLast)
                {
                    yield break;
                }
            }
        }
        finally
        {
            await abandoned.CancelAsync();
            await reading.ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        }
    }

    /// <summary>The live rows created in ranges: one read when they are few, else a snapshot.</summary>
    public static async IAsyncEnumerable<IReadOnlyList<FeedbackChange>> LiveAsync(
        ISqlDatabase database, ProjectKey project, IReadOnlyList<(long From, long Before)> ranges, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var disjoint = Disjoint(ranges);
        await using (var first = new Walk(project, disjoint))
        {
            var few = await database.ReadAsync(
                async connection =>
                {
                    var chunk = await first.NextAsync(connection);
                    await first.DisposeAsync();
                    return chunk;
                },
                cancellationToken);
            if (few.IsLast)
            {
                if (few.Chunk.Count > 0)
                {
                    yield return few.Chunk;
                }

                yield break;
            }
        }

        await using var snapshot = await database.SnapshotAsync(SnapshotUse.Statistics, cancellationToken);
        await using var walk = new Walk(project, disjoint);
        while (true)
        {
            var (chunk, isLast) = await snapshot.ReadAsync(walk.NextAsync, cancellationToken);
            if (chunk.Count > 0)
            {
                yield return chunk;
            }

            if (isLast)
            {
                yield break;
            }
        }
    }

    /// <summary>Reads a chunk. Where numbers are missing, after deletions, the next range is wider.</summary>
    private static async Task<(List<FeedbackChange> Chunk, bool IsLast, long Next, long Width)> ChunkAsync(
        DbConnection connection, ProjectKey key, long project, long after, long width)
    {
        var head = (await Projects.HeadAsync(connection, key)).Sequence;
        var isOpen = head - after <= width;
        var end = isOpen ? ChangeKey.Span - 1 : after + width;
        var (from, to) = (ChangeKey.Of(project, after), ChangeKey.Of(project, end));
        SqlStatement sql =
            $"""
            SELECT {FeedbackColumns.Change:raw} FROM feedback f WHERE f.no > {from} AND f.no <= {to}
            UNION ALL SELECT r.no, r.row_no, r.row_created_at, '', NULL, NULL FROM feedback_removals r WHERE r.no > {from} AND r.no <= {to}
            ORDER BY no LIMIT {ChunkRows}
            """;
        await using var command = sql.On(connection);
        await using var rows = await command.ExecuteReaderAsync();
        var filled = await FillAsync(rows);
        if (filled is { IsLast: false, Chunk.Count: < ChunkRows }) await rows.AbandonAsync(command);
        if (!filled.IsLast) return (filled.Chunk, false, filled.Chunk[^1].Sequence, ChunkRows);
        return (filled.Chunk, isOpen, end, filled.Chunk.Count < ChunkRows / 2 ? Math.Min(2 * width, WidestRange) : ChunkRows);
    }

    private static async Task<(List<FeedbackChange> Chunk, bool IsLast)> FillAsync(DbDataReader rows)
    {
        var chunk = new List<FeedbackChange>();
        var bytes = 0L;
        while (chunk.Count < ChunkRows && bytes < ChunkBytes)
        {
            if (!await rows.ReadAsync())
            {
                return (chunk, true);
            }

            var change = FeedbackColumns.ReadChange(rows);
            bytes += change.Payload.Length;
            chunk.Add(change);
        }

        return (chunk, false);
    }

    /// <summary>The ranges in order, those that touch joined, so that no row is in two.</summary>
    private static List<(long From, long Before)> Disjoint(IReadOnlyList<(long From, long Before)> ranges)
    {
        var disjoint = new List<(long From, long Before)>();
        foreach (var range in ranges.Where(range => range.From < range.Before).Order())
        {
            if (disjoint.Count > 0 && range.From <= disjoint[^1].Before)
            {
                disjoint[^1] = (disjoint[^1].From, Math.Max(disjoint[^1].Before, range.Before));
            }
            else
            {
                disjoint.Add(range);
            }
        }

        return disjoint;
    }

    private sealed class Walk(ProjectKey project, List<(long From, long Before)> ranges) : IAsyncDisposable
    {
        private DbCommand? _command;
        private DbDataReader? _rows;
        private long? _no;
        private int _next;
        private bool _isAtEnd;

        public async Task<(List<FeedbackChange> Chunk, bool IsLast)> NextAsync(DbConnection connection)
        {
            _no ??= await Projects.FindAsync(connection, project);
            while (_no is { } no && (_rows is not null || _next < ranges.Count))
            {
                _command ??= Range(no, ranges[_next++]).On(connection);
                _rows ??= await _command.ExecuteReaderAsync();
                (var chunk, _isAtEnd) = await FillAsync(_rows);
                var ended = _isAtEnd;
                if (ended)
                {
                    await DisposeAsync();
                }

                if (chunk.Count > 0 || !ended)
                {
                    return (chunk, ended && _next == ranges.Count);
                }
            }

            return ([], true);
        }

        public async ValueTask DisposeAsync()
        {
            if (_rows is not null)
            {
                await (_isAtEnd ? _rows.DisposeAsync() : _rows.AbandonAsync(_command!));
            }

            if (_command is not null)
            {
                await _command.DisposeAsync();
            }

            (_rows, _command) = (null, null);
        }

        private static SqlStatement Range(long no, (long From, long Before) range) =>
            $"""
            SELECT {FeedbackColumns.Change:raw} FROM feedback f
            WHERE f.project_no = {no} AND f.created_at >= {range.From} AND f.created_at < {range.Before}
            """;
    }
}

