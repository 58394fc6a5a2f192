using System.Data.Common;
using System.Runtime.InteropServices;

namespace Vindex.Storage.Sql.Scores.Titles;

/// <summary>
/// Keeps the title index within the writes that add and delete scores. Adding a row to it with every score would rewrite a block each time, so the insert that
/// completes a batch indexes all of it; until then a search reads the rows themselves. Deletions rewrite the blocks they touch, so that the index always holds
/// exactly the scores up to <c>indexed_no</c>.
/// </summary>
internal sealed class TitleBlocks(TitleBlockSizes sizes)
{
    /// <summary>Indexes a batch when the score that was just added completes one; two where the index is behind.</summary>
    public async ValueTask AddedAsync(SqlWrite write, long no)
    {
        if (no % sizes.Batch == 0) await IndexAsync(write, 2 * sizes.Batch);
    }

    /// <summary>Indexes the next scores. Returns how many.</summary>
    public async Task<int> IndexAsync(SqlWrite write, int most)
    {
        var rows = await write.ListAsync(
            $"""
            SELECT {TitleEntry.Columns:raw} FROM scores s WHERE s.no > (SELECT indexed_no FROM title_index) ORDER BY s.no LIMIT {most}
            """,
            TitleEntry.Read);
        if (rows.Count == 0) return 0;
        foreach (var company in rows.GroupBy(row => row.Company, row => row.Entry, StringComparer.Ordinal))
        {
            await AppendAsync(write, company.Key, [.. company]);
        }

        await write.ExecuteAsync($"UPDATE title_index SET indexed_no = {rows[^1].Entry.No}");
        return rows.Count;
    }

    /// <summary>Removes the entries of a company's scores that were deleted.</summary>
    public static async Task RemoveAsync(SqlWrite write, string companyId, IEnumerable<long> numbers)
    {
        var removed = numbers.ToHashSet();
        foreach (var no in removed.Order().ToList())
        {
            if (!removed.Contains(no)) continue;
            var block = await write.FirstAsync(
                $"SELECT {Block.Columns:raw} FROM title_blocks WHERE company_id = {companyId} AND last_no >= {no} ORDER BY last_no LIMIT 1", Block.Read);
            if (block is null) break;
            await RewriteAsync(write, companyId, block, removed);
        }

        // Numbers of deleted scores can be given again, so what follows the last score counts as not indexed.
        await write.ExecuteAsync(
            $"""
            UPDATE title_index SET removals = removals + 1,
              indexed_no = (SELECT CASE WHEN indexed_no < COALESCE(MAX(no), 0) THEN indexed_no ELSE COALESCE(MAX(no), 0) END FROM scores)
            """);
    }

    /// <summary>Empties the index, so that it is built again.</summary>
    public static async Task ClearAsync(SqlWrite write)
    {
        await write.ExecuteAsync($"DELETE FROM title_blocks");
        await write.ExecuteAsync($"DELETE FROM title_index");
        await write.ExecuteAsync($"INSERT INTO title_index (indexed_no, removals) VALUES (0, 0)");
    }

    private static async Task RewriteAsync(SqlWrite write, string companyId, Block block, HashSet<long> removed)
    {
        await write.ExecuteAsync($"DELETE FROM title_blocks WHERE no = {block.No}");
        var entries = block.Unpack();
        var kept = entries.FindAll(entry => !removed.Remove(entry.No));
        if (kept.Count > 0) await InsertAsync(write, companyId, kept, 0, kept.Count);
    }

    /// <summary>
    /// Appends entries. A last block with room is packed again with them, unless it is much larger: so a company that gets a few scores at a time has few
    /// blocks, of increasing size, and each entry is packed a few times only.
    /// </summary>
    private async Task AppendAsync(SqlWrite write, string companyId, List<TitleEntry> entries)
    {
        while (await LastAsync(write, companyId) is { } last && last.Rows < sizes.Block && last.Rows <= 2 * entries.Count)
        {
            await write.ExecuteAsync($"DELETE FROM title_blocks WHERE no = {last.No}");
            entries.InsertRange(0, last.Unpack());
        }

        for (var from = 0; from < entries.Count; from += sizes.Block)
        {
            await InsertAsync(write, companyId, entries, from, Math.Min(sizes.Block, entries.Count - from));
        }
    }

    private static ValueTask<Block?> LastAsync(SqlWrite write, string companyId) => write.FirstAsync(
        $"SELECT {Block.Columns:raw} FROM title_blocks WHERE company_id = {companyId} ORDER BY last_no DESC LIMIT 1", Block.Read);

    private static ValueTask<int> InsertAsync(SqlWrite write, string companyId, List<TitleEntry> entries, int from, int count)
    {
        var packed = CollectionsMarshal.AsSpan(entries).Slice(from, count);
        var (oldest, newest) = (long.MaxValue, long.MinValue);
        foreach (var entry in packed) (oldest, newest) = (Math.Min(oldest, entry.CreatedAt), Math.Max(newest, entry.CreatedAt));
        var content = TitleBlock.Pack(packed);
        return write.ExecuteAsync(
            $"""
            INSERT INTO title_blocks (company_id, last_no, row_count, oldest, newest, checksum, content)
            VALUES ({companyId}, {packed[^1].No}, {count}, {oldest}, {newest}, {TitleBlock.Checksum(content, count)}, {content})
            """);
    }

    /// <summary>A block to be packed again.</summary>
    private sealed record Block(long No, int Rows, long Checksum, byte[] Content)
    {
        public const string Columns = "no, row_count, checksum, content";

        public static Block Read(DbDataReader row) => new(row.GetInt64(0), row.GetInt32(1), row.GetInt64(2), row.Bytes(3));

        /// <summary>Its entries; none if it is damaged, so that searches see that some are missing, and the index is built again.</summary>
        public List<TitleEntry> Unpack() => TitleBlock.TryOpen(Content, Rows, Checksum, out var block) ? block.Unpack() : [];
    }
}
