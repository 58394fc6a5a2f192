using System.Data.Common;

namespace Vindex.Storage.Sql.Scores.Titles;

/// <summary>Compares the title index with the scores: both are read once, in the order of the scores' numbers.</summary>
internal sealed class TitleCheck
{
    private const int MostProblems = 100;
    private const string Problem = "The title index of company";

    private readonly Dictionary<string, Queue<long>> _blocks = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Queue<TitleEntry>> _entries = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, string> _problems = new(StringComparer.Ordinal);

    private TitleCheck()
    {
    }

    /// <summary>One problem for each company whose entries differ from its scores. Within one transaction.</summary>
    public static async Task<IReadOnlyList<string>> RunAsync(DbConnection connection)
    {
        var check = new TitleCheck();
        var blocks = await connection.ListAsync(
            $"SELECT company_id, no FROM title_blocks ORDER BY company_id, last_no", row => (Company: row.GetString(0), No: row.GetInt64(1)));
        foreach (var company in blocks.GroupBy(block => block.Company, block => block.No, StringComparer.Ordinal))
        {
            check._blocks.Add(company.Key, new Queue<long>(company));
        }

        SqlStatement scores = $"SELECT {TitleEntry.Columns:raw} FROM scores s WHERE s.no <= (SELECT indexed_no FROM title_index) ORDER BY s.no";
        await using var command = scores.On(connection);
        command.CommandTimeout = 0;
        await using var rows = await command.ExecuteReaderAsync();
        while (await rows.ReadAsync())
        {
            var (company, expected) = TitleEntry.Read(rows);
            if (!check._problems.ContainsKey(company)) check.Compare(company, expected, await check.NextAsync(connection, company));
        }

        foreach (var company in check._blocks.Keys)
        {
            if (!check._problems.ContainsKey(company) && await check.NextAsync(connection, company) is { } entry) check.Report(company, entry.No);
        }

        return [.. check._problems.Values.Take(MostProblems)];
    }

    /// <summary>Whether a line of a check's report is about the index.</summary>
    public static bool IsAbout(string line) => line.StartsWith(Problem, StringComparison.Ordinal);

    private void Compare(string company, TitleEntry expected, TitleEntry? entry)
    {
        if (entry is not { } found || found.No != expected.No || found.CreatedAt != expected.CreatedAt || !found.Text.Span.SequenceEqual(expected.Text.Span))
        {
            Report(company, expected.No);
        }
    }

    private void Report(string company, long no) =>
        _problems.Add(company, $"{Problem} {company} differs from its scores, first at score number {no}. A check of a running server rebuilds it.");

    private async Task<TitleEntry?> NextAsync(DbConnection connection, string company)
    {
        if (_entries.TryGetValue(company, out var entries) && entries.TryDequeue(out var next)) return next;
        if (!_blocks.TryGetValue(company, out var blocks) || !blocks.TryDequeue(out var no)) return null;
        var unpacked = await connection.ListAsync(
            $"SELECT row_count, checksum, content FROM title_blocks WHERE no = {no}",
            row => TitleBlock.TryOpen(row.Bytes(2), row.GetInt32(0), row.GetInt64(1), out var block) ? block.Unpack() : []);
        _entries[company] = new Queue<TitleEntry>(unpacked[0]);
        return await NextAsync(connection, company);
    }
}
