using FsCheck;
using FsCheck.Fluent;
using Microsoft.Data.Sqlite;
using Vindex.Storage.Scores;
using Vindex.Storage.Sql;
using Vindex.Storage.Sql.Scores.Titles;
using Vindex.Storage.Sqlite;
using Vindex.Storage.Tests.Conformance;

namespace Vindex.Storage.Tests.Sqlite.Titles;

/// <summary>A search finds the same with the title index, without it, and with a damaged one.</summary>
public sealed class TitleSearchTests : IDisposable
{
    private const string Acme = "co_acme";

    // Never close enough to the last score: every search reads the rows.
    private static readonly TitleBlockSizes s_unused = TinyBlocksDriver.Tiny with { Batch = int.MaxValue, Slice = -1 };

    private static readonly string[] s_parts =
    [
        "a", "A", "ab", "key", "-", "1", "42", "ß", "ẞ", "ss", "İ", "ı", "i", "Σ", "ς", "\u212A", "k", "é", "e\u0301", "中", "文", "日本語", "한", "😀", "👩‍👧",
        "%", "_", "\\", "\"", "'", "''", "*", "^", ":", "(", ")", "+", "NEAR", "AND", "OR", "NOT", "{", "}", ";", "--", "\u00A0", "\uFFFD", "\uD83D",
    ];

    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static Gen<string> Texts(int most) =>
        from length in Gen.Choose(1, most)
        from parts in Gen.Elements(s_parts).ArrayOf(length)
        select string.Concat(parts);

    private static Gen<string> Titles => from words in Texts(6).ArrayOf() select string.Join(' ', words);

    private static Gen<string[]> Words => from count in Gen.Choose(1, 3) from words in Texts(2).ArrayOf(count) select words;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Random_words_find_the_same_titles_with_the_index_as_without_it() =>
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(40).WithEndSize(40),
            Prop.ForAll(Arb.From(Titles.ArrayOf()), Arb.From(Words.ArrayOf()), (titles, questions) => CompareAsync(titles, questions)));

    [Theory]
    [InlineData("UPDATE title_blocks SET content = substr(content, 1, length(content) - 3) || X'414243' WHERE no = (SELECT MAX(no) FROM title_blocks)")]
    [InlineData("UPDATE title_blocks SET content = X''")]
    [InlineData("UPDATE title_blocks SET row_count = row_count + 1")]
    [InlineData("UPDATE title_blocks SET row_count = -1")]
    [InlineData("DELETE FROM title_blocks WHERE no = (SELECT MIN(no) FROM title_blocks)")]
    [InlineData("DELETE FROM title_blocks")]
    [InlineData("UPDATE title_index SET indexed_no = 0")]
    [InlineData("UPDATE title_index SET indexed_no = 1000")]
    [InlineData("DELETE FROM title_index")]
    public async Task A_damaged_or_missing_index_changes_no_answer_and_is_built_again(string damage)
    {
        await using (var store = await OpenAsync(TinyBlocksDriver.Tiny))
        {
            await FillAsync(store, 20);
        }

        Execute(damage);

        await using var opened = await OpenAsync(TinyBlocksDriver.Tiny);
        (await FoundAsync(opened, ["title"])).Count.ShouldBe(20);
        (await FoundAsync(opened, ["title", "7"])).ShouldBe(["Title 7", "Title 17"], ignoreOrder: true);
        await opened.TitlesIndexedAsync();
        (await opened.CheckAsync(Stop)).ShouldBeEmpty();
        (await FoundAsync(opened, ["title"])).Count.ShouldBe(20);
        Number("SELECT SUM(row_count) FROM title_blocks").ShouldBeGreaterThan(15);
    }

    [Theory]
    [InlineData("UPDATE title_index SET indexed_no = 0")]
    [InlineData("UPDATE title_blocks SET content = X'00'")]
    [InlineData("UPDATE scores SET title_folded = 'other' WHERE no = 4")]
    [InlineData("DELETE FROM title_blocks WHERE no = (SELECT MAX(no) FROM title_blocks)")]
    public async Task A_check_compares_the_index_with_the_scores_and_has_a_wrong_one_built_again(string damage)
    {
        await using (var store = await OpenAsync(TinyBlocksDriver.Tiny))
        {
            await FillAsync(store, 12);
            (await store.CheckAsync(Stop)).ShouldBeEmpty();
        }

        Execute(damage);

        (await SqliteMaintenance.CheckAsync(_folder.Path, Stop)).ShouldHaveSingleItem().ShouldStartWith("The title index of company co_acme differs");
        await using var opened = await OpenAsync(TinyBlocksDriver.Tiny);
        await opened.TitlesIndexedAsync();
        (await opened.CheckAsync(Stop)).ShouldHaveSingleItem();
        await opened.TitlesIndexedAsync();
        (await opened.CheckAsync(Stop)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Scores_from_before_the_index_are_indexed_in_the_background()
    {
        await using (var store = await OpenAsync(s_unused))
        {
            await FillAsync(store, 250);
        }

        Number("SELECT COUNT(*) FROM title_blocks").ShouldBe(0);
        await using var opened = await OpenAsync(TinyBlocksDriver.Tiny);
        (await FoundAsync(opened, ["title", "24"])).Count.ShouldBe(13);
        await opened.TitlesIndexedAsync();
        Number("SELECT SUM(row_count) FROM title_blocks").ShouldBe(250);
        Number("SELECT indexed_no FROM title_index").ShouldBe(250);
        (await FoundAsync(opened, ["title", "24"])).Count.ShouldBe(13);
        (await opened.CheckAsync(Stop)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_kept_answer_follows_additions_and_deletions()
    {
        await using var store = await OpenAsync(TinyBlocksDriver.Tiny);
        await FillAsync(store, 9);
        (await FoundAsync(store, ["title"])).Count.ShouldBe(9);

        var last = Some.Score(Acme, "acme_default", 10).Titled("K-10", "Title 10");
        await store.Scores.AddAsync(last, null, Stop);
        (await FoundAsync(store, ["title"])).Count.ShouldBe(10);

        // The next score gets the number of the one that is deleted.
        await store.Scores.DeleteAsync(ScoreAccess.All, last.Item.Id, Some.Audit(), Stop);
        await store.Scores.AddAsync(Some.Score(Acme, "acme_default", 11).Titled("K-11", "Another"), null, Stop);
        (await FoundAsync(store, ["title"])).Count.ShouldBe(9);
        (await FoundAsync(store, ["another"])).ShouldBe(["Another"]);
    }

    private async Task CompareAsync(string[] titles, string[][] questions)
    {
        using var folder = new TemporaryFolder();
        await using (var store = await OpenAsync(TinyBlocksDriver.Tiny, folder))
        {
            await HasAcmeAsync(store);
            await Task.WhenAll(titles.Select((title, i) => store.Scores.AddAsync(Some.Score(Acme, "acme_default", i).Titled($"KEY-{i}", title), null, default)));

            var found = await AllFoundAsync(store, questions);
            found.ShouldBe(questions.Select(words => string.Join('\n', Expected(titles, words))).ToList());
            (await store.CheckAsync(default)).ShouldBeEmpty();
        }

        await using var scanning = await OpenAsync(s_unused, folder);
        (await AllFoundAsync(scanning, questions)).ShouldBe(questions.Select(words => string.Join('\n', Expected(titles, words))).ToList());
    }

    private static async Task<List<string>> AllFoundAsync(SqliteStore store, string[][] questions)
    {
        var found = new List<string>();
        foreach (var words in questions) found.Add(string.Join('\n', await FoundAsync(store, words)));
        return found;
    }

    /// <summary>Newest first. A lone surrogate is stored as the replacement character.</summary>
    private static IEnumerable<string> Expected(string[] titles, string[] words) =>
        titles.Select((title, i) => (Key: FoldedText.Fold($"KEY-{i}"), Title: Stored(title))).Reverse()
            .Where(row => words.All(word => Has(row.Key, word) || Has(FoldedText.Fold(row.Title), word))).Select(row => row.Title);

    private static bool Has(string text, string word) => text.Contains(FoldedText.Fold(Stored(word)), StringComparison.Ordinal);

    private static string Stored(string text) => System.Text.Encoding.UTF8.GetString(System.Text.Encoding.UTF8.GetBytes(text));

    private static async Task<List<string>> FoundAsync(SqliteStore store, string[] words)
    {
        var filter = new ScoreFilter { Words = words };
        var access = new ScoreAccess(Acme, null);
        var page = await store.Scores.ListAsync(access, filter, ScoreSort.CreatedAt, null, 0, 1000, default);
        (await store.Scores.CountAsync(access, filter, default)).ShouldBe(page.Items.Count);
        return [.. page.Items.Select(item => item.Title)];
    }

    private static async Task HasAcmeAsync(SqliteStore store)
    {
        var company = Some.Company("acme");
        await store.Companies.AddAsync(company, Some.DefaultCustomer(company), Some.Audit(), default);
    }

    private static async Task FillAsync(SqliteStore store, int scores)
    {
        await HasAcmeAsync(store);
        await Task.WhenAll(
            Enumerable.Range(0, scores).Select(i => store.Scores.AddAsync(Some.Score(Acme, "acme_default", i).Titled($"K-{i}", $"Title {i}"), null, Stop)));
    }

    private Task<SqliteStore> OpenAsync(TitleBlockSizes sizes, TemporaryFolder? folder = null) =>
        SqliteStore.OpenAsync(
            new SqliteStoreOptions { DataFolder = (folder ?? _folder).Path, ScoreFeedback = Some.ScoreFeedback, TitleBlocks = sizes }, default);

    private void Execute(string sql)
    {
        using var connection = SqliteConnections.Existing(_folder["vindex.db"]);
        connection.Execute(sql);
    }

    private long Number(string sql)
    {
        using SqliteConnection connection = SqliteConnections.Reader(_folder["vindex.db"]);
        return connection.Number(sql);
    }
}
