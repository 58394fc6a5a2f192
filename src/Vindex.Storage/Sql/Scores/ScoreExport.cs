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
        ISqlDatabase database,
        ScoreLists lists,
        ScoreScope scope,
        ScoreFilter filter,
        ScoreSort sort,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var snapshot = await database.SnapshotAsync(SnapshotUse.Export, cancellationToken);
        await using var walk = new Walk(lists, scope, filter, sort);
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
    private sealed class Walk(ScoreLists lists, ScoreScope scope, ScoreFilter filter, ScoreSort sort) : IAsyncDisposable
    {
        private ScoreKeys? _keys;
        private DbCommand? _whole;

        public async Task<List<StoredScore>> NextAsync(DbConnection connection)
        {
            _keys ??= await lists.KeysAsync(connection, scope, filter, sort);
            _whole ??= Whole(no: 0).On(connection);
            var batch = new List<StoredScore>(BatchSize);
            while (batch.Count < BatchSize && await _keys.NextAsync(connection) is { } key)
            {
                _whole.Parameters[0].Value = key.No;
                await using var row = await _whole.ExecuteReaderAsync();
                await row.ReadAsync();
                batch.Add(ScoreRow.Read(row));
            }

            return batch;
        }

        public async ValueTask DisposeAsync()
        {
            if (_keys is not null) await _keys.DisposeAsync();
            if (_whole is not null) await _whole.DisposeAsync();
        }

        private static SqlStatement Whole(long no) => $"SELECT {ScoreRow.Columns:raw} {ScoreRow.From:raw} WHERE s.no = {no}";
    }
}
