using System.Data.Common;
using System.Runtime.CompilerServices;
using Vindex.Storage.Scores;

namespace Vindex.Storage.Sql.Scores;

/// <summary>Streams whole scores out of one snapshot, a batch in memory at a time.</summary>
internal static class ScoreExport
{
    private const int BatchSize = 200;

    /// <summary>All scores that a filter selects, in the order of the list.</summary>
    public static async IAsyncEnumerable<StoredScore> RunAsync(
        ISqlDatabase database, ScoreScope scope, ScoreFilter filter, ScoreSort sort, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var snapshot = await database.SnapshotAsync(SnapshotUse.Export, cancellationToken);
        await using var walk = new Walk(scope, filter, sort);
        while (true)
        {
            var batch = await snapshot.ReadAsync(walk.NextAsync, cancellationToken);
            foreach (var score in batch)
            {
                yield return score;
            }

            if (batch.Count < BatchSize)
            {
                yield break;
            }
        }
    }

    /// <summary>The keys in order, a narrow query that stays open; the rows by their number, one after the other.</summary>
    private sealed class Walk(ScoreScope scope, ScoreFilter filter, ScoreSort sort) : IAsyncDisposable
    {
        private DbCommand? _keysCommand;
        private DbDataReader? _keys;
        private DbCommand? _whole;

        public async Task<List<StoredScore>> NextAsync(DbConnection connection)
        {
            _keysCommand ??= ScoreQuery.Keys(await scope.SpreadAsync(connection, filter, sort), filter, sort).On(connection);
            _keys ??= await _keysCommand.ExecuteReaderAsync();
            _whole ??= Whole(no: 0).On(connection);
            var batch = new List<StoredScore>(BatchSize);
            while (batch.Count < BatchSize && await _keys.ReadAsync())
            {
                _whole.Parameters[0].Value = _keys.GetInt64(0);
                await using var row = await _whole.ExecuteReaderAsync();
                await row.ReadAsync();
                batch.Add(ScoreRow.Read(row));
            }

            return batch;
        }

        public async ValueTask DisposeAsync()
        {
            foreach (var part in (IAsyncDisposable?[])[_keys, _keysCommand, _whole])
            {
                if (part is not null)
                {
                    await part.DisposeAsync();
                }
            }
        }

        private static SqlStatement Whole(long no) => $"SELECT {ScoreRow.Columns:raw} {ScoreRow.From:raw} WHERE s.no = {no}";
    }
}
