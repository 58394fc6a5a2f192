using System.Data.Common;
using Vindex.Storage.Scores;
using Vindex.Storage.Sqlite.Reading;

namespace Vindex.Storage.Sql.Scores.Titles;

/// <summary>
/// Finds words with the title index: all blocks of the company are searched, which takes less than a tenth of a microsecond for a score, and the rows that are
/// not indexed yet are read. The counters of the customers tell how many scores there must be: an index that does not have them all, or has a damaged block,
/// is not used, and built again.
/// </summary>
internal sealed class TitleSearch(TitleIndexing indexing, TitleBlockSizes sizes)
{
    private readonly TitleCache _cache = new();

    /// <summary>Whether a question can be answered with the index; a key narrows it to few rows.</summary>
    public static bool Serves(ScoreFilter filter) => filter is { Words.Count: > 0, Key: null } && filter.Words.All(word => word.Length > 0);

    /// <summary>
    /// The scores of a company (or all) that have the words and are in the range of time. Customers and the other conditions are not looked at. Null where the
    /// rows are to be searched without the index. Reads several times: within one transaction.
    /// </summary>
    public async Task<TitleHits?> FindAsync(DbConnection connection, ScoreScope scope, ScoreFilter filter)
    {
        if (scope.Customers is not null && await CountedAsync(connection, scope) <= sizes.Small) return null;
        var company = scope with { Customers = null };
        var question = new TitleQuestion(scope.CompanyId, string.Join('\0', filter.Words.Select(FoldedText.Fold)), filter.From, filter.Before);
        var now = await StateAsync(connection, company);
        if (await FindInCacheAsync(connection, company, filter, question, now) is { } known) return known;
        if (now.Last - now.Indexed > sizes.Slice) return null;

        var words = new TitleWords(filter);
        var found = new List<long>();
        if (await FindInBlocksAsync(connection, company, words, found) is { } inBlocks
            && inBlocks + await FindInRowsAsync(connection, company, words, now.Indexed, found) == now.Rows)
        {
            return Kept(question, now, new TitleHits(found, sizes.Few));
        }

        _cache.Clear();
        indexing.Rebuild();
        return null;
    }

    /// <summary>An earlier answer, with what has been added since; null if there is none or scores have been removed.</summary>
    private async Task<TitleHits?> FindInCacheAsync(DbConnection connection, ScoreScope company, ScoreFilter filter, TitleQuestion question, State now)
    {
        if (_cache.Find(question) is not { } known || known.Removals != now.Removals || now.Last - known.Last > sizes.Slice) return null;
        var added = new List<long>();
        var rows = known.Last == now.Last ? 0 : await FindInRowsAsync(connection, company, new TitleWords(filter), known.Last, added);
        return known.Rows + rows == now.Rows ? Kept(question, now, known.Hits.With(added)) : null;
    }

    private TitleHits Kept(TitleQuestion question, State now, TitleHits hits)
    {
        _cache.Keep(question, new TitleAnswer(now.Last, now.Removals, now.Rows, hits));
        return hits;
    }

    private static async Task<State> StateAsync(DbConnection connection, ScoreScope company)
    {
        var states = await connection.ListAsync(
            $"SELECT indexed_no, removals, COALESCE((SELECT MAX(no) FROM scores), 0) FROM title_index",
            row => new State(row.GetInt64(0), row.GetInt64(1), row.GetInt64(2), Rows: 0));
        var state = states.Count > 0 ? states[0] : default;
        return state with { Rows = await CountedAsync(connection, company) };
    }

    private static async Task<long> CountedAsync(DbConnection connection, ScoreScope scope)
    {
        SqlStatement sql = $"SELECT COALESCE(SUM(score_count), 0) FROM customers WHERE ";
        scope.AddToCounters(sql);
        return await connection.NumberAsync(sql) ?? 0;
    }

    /// <summary>Returns how many entries there are; null if a block is damaged.</summary>
    private static async Task<long?> FindInBlocksAsync(DbConnection connection, ScoreScope company, TitleWords words, List<long> found)
    {
        SqlStatement sql = $"SELECT s.row_count, s.oldest, s.newest, s.checksum, s.content FROM title_blocks s WHERE ";
        company.AddTo(sql);
        await using var command = sql.On(connection);
        await using var blocks = await command.ExecuteReaderAsync();
        var rows = 0L;
        while (await blocks.ReadAsync())
        {
            rows += blocks.GetInt32(0);
            if (blocks.GetInt64(1) >= words.Before || blocks.GetInt64(2) < words.From) continue;
            if (!TitleBlock.TryOpen(BytesInPlace.Of(blocks, 4), blocks.GetInt32(0), blocks.GetInt64(3), out var block)) return null;
            block.Find(words, found);
        }

        return rows;
    }

    /// <summary>Searches what is not indexed yet. Returns how many rows there are.</summary>
    private static async Task<long> FindInRowsAsync(DbConnection connection, ScoreScope company, TitleWords words, long indexed, List<long> found)
    {
        // The inner limit keeps the database from looking the company up in an index and walking all of its scores.
        SqlStatement sql =
            $"""
            SELECT {TitleEntry.Columns:raw} FROM (SELECT * FROM scores WHERE no > {indexed} ORDER BY no LIMIT {int.MaxValue}) s WHERE 
            """;
        company.AddTo(sql);
        var entries = await connection.ListAsync(sql, TitleEntry.Of);
        found.AddRange(entries.Where(words.Match).Select(entry => entry.No));
        return entries.Count;
    }

    /// <summary>The index and the scores at the moment of a search.</summary>
    /// <param name="Indexed">The scores up to this number are in the index.</param>
    /// <param name="Removals">The count of removals.</param>
    /// <param name="Last">The highest number of a score.</param>
    /// <param name="Rows">How many scores there are to search.</param>
    private readonly record struct State(long Indexed, long Removals, long Last, long Rows);
}
