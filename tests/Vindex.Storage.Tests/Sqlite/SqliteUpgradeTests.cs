using Microsoft.Data.Sqlite;
using Vindex.Storage.Scores;
using Vindex.Storage.Sql.Scores;
using Vindex.Storage.Sql.Scores.Titles;
using Vindex.Storage.Sqlite;
using Vindex.Storage.Tests.Conformance;

namespace Vindex.Storage.Tests.Sqlite;

/// <summary>Data folders of every earlier schema are opened by this program.</summary>
public sealed class SqliteUpgradeTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static TheoryData<int> EarlierSchemas => [.. Enumerable.Range(1, SqliteMigrations.Known - 1)];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(EarlierSchemas))]
    public async Task A_folder_of_an_earlier_schema_keeps_its_scores_and_accepts_new_ones(int schema)
    {
        Build(schema);

        await using (var store = await SqliteStore.OpenAsync(Options, Stop))
        {
            var company = await store.Companies.FindAsync("co_acme", Stop);
            company.ShouldNotBeNull().Slug.ShouldBe("acme");
            var old = await store.Scores.FindAsync(ScoreAccess.All, "score1", Stop);
            old.ShouldNotBeNull().Description.ShouldBe("The old text");
            (old.Item.OverallTenths, old.Item.Dimensions.Testable, old.Model).ShouldBe((64, 7, "rubric-1"));
            (await store.Scores.TotalsAsync(ScoreAccess.All, null, Stop)).ShouldBe(new ScoreTotals(2, 114));
            var latest = await store.Scores.ListAsync(ScoreAccess.All, new() { LatestOnly = true }, ScoreSort.CreatedAt, null, 0, 10, Stop);
            latest.Items.ShouldHaveSingleItem().Id.ShouldBe("score1");

            (await store.Scores.AddAsync(Some.Score("co_acme", "acme_default", minute: 1).OfTicket("T-1"), null, Stop)).ShouldBeTrue();
            (await store.Scores.HistoryAsync("acme_default", "T-1", 10, Stop)).Count.ShouldBe(3);
            (await store.Scores.DeleteAsync(ScoreAccess.All, "score1", Some.Audit(), Stop)).ShouldBeTrue();
        }

        // The check also covers the rows of feedback that migrations add for old scores.
        (await SqliteMaintenance.CheckAsync(_folder.Path, Stop)).ShouldBeEmpty();
    }

    private SqliteStoreOptions Options => new() { DataFolder = _folder.Path, ScoreFeedback = Some.ScoreFeedback };

    private void Build(int schema)
    {
        using var connection = new SqliteConnection($"Data Source={_folder["vindex.db"]};Pooling=False");
        connection.Open();
        var rows = new ScoreRows(Some.ScoreFeedback, TimeProvider.System, new TitleBlocks(TitleBlockSizes.Default), packsTexts: true);
        SqliteMigrations.Apply(connection, [.. SqliteMigrations.All.Take(1)], rows);
        connection.Execute(
            """
            INSERT INTO companies VALUES ('co_acme', 'acme', 'Acme', 'acme_default', 70, 'Europe/Berlin', NULL, 1767225600000);
            INSERT INTO customers VALUES ('acme_default', 'co_acme', 'Default', 1767225600000, 2, 114);
            INSERT INTO scores VALUES (1, 'co_acme', 'score1', 'acme_default', 'T-1', 'T-1', 'Old', 't-1', 'old', 64, 6, 6, 6, 6, 7, 7, 1767225600000);
            INSERT INTO scores VALUES (2, 'co_acme', 'score0', 'acme_default', 'T-1', 'T-1', 'Older', 't-1', 'older', 50, 5, 5, 5, 5, 5, 5, 1767225500000);
            INSERT INTO score_details VALUES (
              1, 'co_acme', 'job1', NULL, 1767225600000, 'api', 'adam', 'vindex', 'rubric-1', 1767225600000, 1767225600000, 0.5, 'The old text', NULL, '{}'), (
              2, 'co_acme', 'job0', NULL, 1767225500000, 'api', 'adam', 'vindex', 'rubric-1', 1767225500000, 1767225500000, 0.5, NULL, NULL, '{}');
            """);
        SqliteMigrations.Apply(connection, [.. SqliteMigrations.All.Take(schema)], rows);
        connection.Execute("PRAGMA journal_mode = WAL");
    }
}
