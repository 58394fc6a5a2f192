using System.Data.Common;
using System.Runtime.CompilerServices;
using Vindex.Storage.Feedback;
using Vindex.Storage.Sql.Reading;

namespace Vindex.Storage.Sql.Feedback;

/// <summary>Streams whole rows, from one read when they are few, else out of one snapshot, a batch in memory at a time.</summary>
internal static class FeedbackRead
{
    private const int BatchRows = 1000;
    private const long BatchBytes = 8 << 20;

    /// <summary>The rows selected, by creation and id.</summary>
    public static async IAsyncEnumerable<FeedbackRow> RunAsync(
        ISqlDatabase database, ProjectKey project, FeedbackSelection selection, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var filter = new LongLists(selection);
        await using (var first = new Walk(project, selection))
        {
            var few = await database.ReadAsync(
                async connection =>
                {
                    var batch = await first.NextAsync(connection);
                    await first.DisposeAsync();
                    return batch;
                },
                cancellationToken);
            if (few.IsLast)
            {
                foreach (var row in few.Rows.Where(filter.Passes))
                {
                    yield return row;
                }

                yield break;
            }
        }

        await using var snapshot = await database.SnapshotAsync(SnapshotUse.Export, cancellationToken);
        await using var walk = new Walk(project, selection);
        while (true)
        {
            var (rows, isLast) = await snapshot.ReadAsync(walk.NextAsync, cancellationToken);
            foreach (var row in rows.Where(filter.Passes))
            {
                yield return row;
            }

            if (isLast)
            {
                yield break;
            }
        }
    }

    /// <summary>An open query, and the rows at its end that may still have to change places.</summary>
    private sealed class Walk(ProjectKey project, FeedbackSelection selection) : IAsyncDisposable
    {
        private readonly Utf16Order _order = new(selection.Descending);
        private DbCommand? _command;
        private DbDataReader? _rows;
        private bool _isAtEnd;

        public async Task<(List<FeedbackRow> Rows, bool IsLast)> NextAsync(DbConnection connection)
        {
            if (_rows is null)
            {
                if (selection is { Ids.Count: 0 } or { WeaveRefs.Count: 0 } or { FeedbackTypes.Count: 0 }
                    || await Projects.FindAsync(connection, project) is not { } no)
                {
                    return ([], true);
                }

                _command = (await FeedbackQuery.RowsAsync(connection, no, selection)).On(connection);
                _rows = await _command.ExecuteReaderAsync();
            }

            var batch = new List<FeedbackRow>();
            var bytes = 0L;
            while (batch.Count < BatchRows && bytes < BatchBytes)
            {
                if (!await _rows.ReadAsync())
                {
                    _isAtEnd = true;
                    _order.End(batch);
                    return (batch, true);
                }

                var row = FeedbackColumns.ReadRow(_rows);
                bytes += row.Payload.Length;
                _order.Add(row, batch);
            }

            return (batch, false);
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
    }

    /// <summary>The lists of a selection that are too long for a statement.</summary>
    private sealed class LongLists(FeedbackSelection selection)
    {
        private readonly HashSet<string>? _ids = Of(selection.Ids);
        private readonly HashSet<string>? _refs = Of(selection.WeaveRefs);
        private readonly HashSet<string>? _types = Of(selection.FeedbackTypes);

        public bool Passes(FeedbackRow row) =>
            _ids?.Contains(row.Id) is not false && _refs?.Contains(row.WeaveRef) is not false && _types?.Contains(row.FeedbackType) is not false;

        private static HashSet<string>? Of(IReadOnlyList<string>? list) =>
            list is { Count: > FeedbackQuery.MostValues } ? new HashSet<string>(list, StringComparer.Ordinal) : null;
    }
}
