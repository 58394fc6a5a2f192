using System.Data.Common;
using Vindex.Storage.Scores;
using Vindex.Storage.Sql.Scores.Titles;

namespace Vindex.Storage.Sql.Scores;

/// <summary>
/// Reads pages, totals and keys of lists. Words are looked up in the title index first. Few hits are read by their numbers; of many, the list is walked in its
/// order without the words, and what was not found is skipped.
/// </summary>
/// <param name="database">The database.</param>
/// <param name="titles">The search in the title index; null if the database's own index serves the words of a query.</param>
internal sealed class ScoreLists(ISqlDatabase database, TitleSearch? titles)
{
    /// <summary>A page with one row more than asked for, where there is one; each row with its value in the list's order.</summary>
    public Task<List<(ScoreItem Item, long Value)>> PageAsync(
        ScoreScope scope, ScoreFilter filter, ScoreSort sort, PagePosition? after, int skip, int limit, CancellationToken cancellationToken) =>
        ReadAsync(
            filter,
            async connection =>
            {
                if (await FindAsync(connection, scope, filter) is not { } hits)
                {
                    var sql = ScoreQuery.Page(await scope.SpreadAsync(connection, filter, sort), filter, sort, after, skip, limit);
                    return await connection.ListAsync(sql, row => (ScoreRow.ReadItem(row), row.GetInt64(ScoreRow.ItemWidth)));
                }

                await using var keys = new ScoreKeys(scope, filter, sort, after, hits);
                for (var skipped = 0; skipped < skip; skipped++)
                {
                    if (await keys.NextAsync(connection) is null) return [];
                }

                var page = new List<(long No, long Value)>();
                while (page.Count <= limit && await keys.NextAsync(connection) is { } key) page.Add(key);
                return await ItemsAsync(connection, page);
            },
            cancellationToken);

    /// <summary>How many scores a list has.</summary>
    public Task<long> CountAsync(ScoreScope scope, ScoreFilter filter, CancellationToken cancellationToken) =>
        ReadAsync(
            filter,
            async connection =>
            {
                var sort = ScoreQuery.CountsBy(filter);
                if (await FindAsync(connection, scope, filter) is not { } hits)
                {
                    return await connection.NumberAsync(ScoreQuery.Count(await scope.SpreadAsync(connection, filter, sort), filter)) ?? 0;
                }

                if (scope.Customers is null && filter is { MinTenths: null, MaxTenths: null, FailingDimension: null, LatestOnly: false, Groups.Count: 0 })
                {
                    return hits.Count;
                }

                var spread = hits.AreFew ? scope : await scope.SpreadAsync(connection, filter, sort);
                await using var command = ScoreQuery.Numbers(spread, filter with { Words = [] }, hits.AreFew ? hits : null).On(connection);
                await using var numbers = await command.ExecuteReaderAsync();
                var count = 0L;
                while (await numbers.ReadAsync()) count += hits.AreFew || hits.Contains(numbers.GetInt64(0)) ? 1 : 0;
                return count;
            },
            cancellationToken);

    /// <summary>The keys of a whole list. Read on a connection that is within a transaction.</summary>
    public async Task<ScoreKeys> KeysAsync(DbConnection connection, ScoreScope scope, ScoreFilter filter, ScoreSort sort) =>
        new(scope, filter, sort, after: null, await FindAsync(connection, scope, filter));

    private async Task<TitleHits?> FindAsync(DbConnection connection, ScoreScope scope, ScoreFilter filter) =>
        Serves(filter) ? await titles!.FindAsync(connection, scope, filter) : null;

    private bool Serves(ScoreFilter filter) => titles is not null && TitleSearch.Serves(filter);

    /// <summary>Runs a read; if it takes several statements, within one transaction.</summary>
    private Task<T> ReadAsync<T>(ScoreFilter filter, Func<DbConnection, Task<T>> work, CancellationToken cancellationToken) =>
        database.ReadListAsync(connection => Serves(filter) ? connection.AtOneMomentAsync(work) : work(connection), cancellationToken);

    private static async Task<List<(ScoreItem Item, long Value)>> ItemsAsync(DbConnection connection, List<(long No, long Value)> keys)
    {
        var items = await connection.ListAsync(
            $"SELECT {ScoreRow.ItemColumns:raw}, s.no FROM {TitleHits.ToSource(keys.Select(key => key.No))} CROSS JOIN scores s WHERE s.no = h.value",
            row => (Item: ScoreRow.ReadItem(row), No: row.GetInt64(ScoreRow.ItemWidth)));
        var byNumber = items.ToDictionary(row => row.No, row => row.Item);
        return keys.ConvertAll(key => (byNumber[key.No], key.Value));
    }
}
