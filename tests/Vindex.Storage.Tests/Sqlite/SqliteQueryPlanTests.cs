using Vindex.Storage.Scores;
using Vindex.Storage.Sql;
using Vindex.Storage.Sql.Scores;
using Vindex.Storage.Sql.Scores.Groups;
using Vindex.Storage.Sql.Scores.Titles;
using Vindex.Storage.Sqlite;
using Vindex.Storage.Tests.Conformance;

namespace Vindex.Storage.Tests.Sqlite;

/// <summary>Cost grows with what is asked for: which index a query walks is a promise, so the plans are looked at.</summary>
public sealed class SqliteQueryPlanTests : IAsyncLifetime
{
    private static readonly ScoreFilter s_twoHours = new() { From = Some.Noon, Before = Some.Noon.AddHours(2) };

    private readonly TemporaryFolder _folder = new();
    private SqliteStore _store = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() =>
        _store = await SqliteStore.OpenAsync(new() { DataFolder = _folder.Path, ScoreFeedback = Some.ScoreFeedback }, Stop);

    public async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        _folder.Dispose();
    }

    public static TheoryData<string, string?, string[]?, ScoreSort, string> Lists { get; } = new()
    {
        { "all, newest", null, null, ScoreSort.CreatedAt, "scores_by_time" },
        { "all, best", null, null, ScoreSort.OverallScore, "scores_by_overall" },
        { "company, newest", "co", null, ScoreSort.CreatedAt, "scores_by_company_time" },
        { "customer, newest", "co", ["a"], ScoreSort.CreatedAt, "scores_by_customer_time" },
        { "customer, best", "co", ["a"], ScoreSort.OverallScore, "scores_by_customer_overall" },
        { "customers, newest", "co", ["a", "b", "c"], ScoreSort.CreatedAt, "scores_by_customer_time" },
        { "customers, best", "co", ["a", "b", "c"], ScoreSort.OverallScore, "scores_by_customer_overall" },
        { "anyone's customers, best", null, ["a", "b"], ScoreSort.OverallScore, "scores_by_customer_overall" },
    };

    [Theory]
    [MemberData(nameof(Lists))]
    public async Task A_list_walks_one_index_in_its_order_from_the_cursor_on(string what, string? company, string[]? customers, ScoreSort sort, string index)
    {
        var scope = new ScoreScope(company, customers);
        foreach (var filter in (ScoreFilter[])[ScoreFilter.None, new() { MinTenths = 10, MaxTenths = 90 }, new() { Words = ["x"] }])
        {
            var plan = await PlanAsync(ScoreQuery.Page(scope, filter, sort, new PagePosition(50, "x"), 0, 25));

            // The page itself is sorted once more (at most 201 rows); what is below it must not be.
            plan.Count(line => line.Contains("TEMP B-TREE")).ShouldBeLessThanOrEqualTo(1, $"{what}\n{string.Join('\n', plan)}");
            plan.ShouldNotContain(line => line.StartsWith("SCAN s"), what);
            plan.Where(line => line.StartsWith("SEARCH s ") && line.Contains(" INDEX ")).ShouldAllBe(line => line.Contains($" {index} "));
            plan.ShouldContain(line => line.Contains(sort == ScoreSort.CreatedAt ? "created_at" : "overall_tenths"), what);
        }
    }

    [Theory]
    [InlineData(null, null, "scores_by_time")]
    [InlineData("co", null, "scores_by_company_time")]
    [InlineData("co", "a", "scores_by_customer_time")]
    public async Task A_range_of_time_is_read_by_time_whatever_the_sort(string? company, string? customer, string index)
    {
        var scope = new ScoreScope(company, customer is null ? null : [customer]);
        foreach (var sort in Enum.GetValues<ScoreSort>())
        {
            (await PlanAsync(ScoreQuery.Page(scope, s_twoHours with { MinTenths = 3 }, sort, null, 0, 25))).ShouldContain(Range(index));
        }

        (await PlanAsync(ScoreQuery.Count(scope, s_twoHours with { MaxTenths = 3 }))).ShouldContain(Range(index));
    }

    [Fact]
    public async Task Few_hits_of_a_search_are_read_by_their_numbers()
    {
        var hits = new TitleHits([3, 5], few: 2);
        var filter = new ScoreFilter { From = Some.Noon, MinTenths = 5, LatestOnly = true };
        foreach (var scope in (ScoreScope[])[new(null, null), new("co", null), new("co", ["a"]), new("co", ["a", "b"])])
        {
            foreach (var sort in Enum.GetValues<ScoreSort>())
            {
                (await PlanAsync(ScoreQuery.Keys(scope, filter, sort, after: null, hits))).ShouldContain("SEARCH s USING INTEGER PRIMARY KEY (rowid=?)");
            }

            (await PlanAsync(ScoreQuery.Numbers(scope, filter, hits))).ShouldContain("SEARCH s USING INTEGER PRIMARY KEY (rowid=?)");
        }
    }

    [Fact]
    public async Task A_key_is_looked_up_by_key()
    {
        foreach (var scope in (ScoreScope[])[new(null, null), new("co", null), new("co", ["a"]), new("co", ["a", "b"])])
        {
            foreach (var sort in Enum.GetValues<ScoreSort>())
            {
                var filter = new ScoreFilter { Key = "K-1", MinTenths = 5, From = Some.Noon };
                (await PlanAsync(ScoreQuery.Page(scope, filter, sort, null, 0, 25))).ShouldContain(line => line.Contains("scores_by_key (key_folded=?"));
                (await PlanAsync(ScoreQuery.Count(scope, filter))).ShouldContain(line => line.Contains("scores_by_key (key_folded=?"));
            }
        }
    }

    [Fact]
    public async Task History_is_looked_up_by_ticket()
    {
        var company = Some.Company("acme");
        await _store.Companies.AddAsync(company, Some.DefaultCustomer(company), Some.Audit(), Stop);

        (await PlanAsync(ScoreQuery.History(company.DefaultCustomerId, "T", 10))).ShouldContain(line =>
            line.Contains("scores_by_ticket (ticket_id=? AND customer_id=?)"));
    }

    private static System.Linq.Expressions.Expression<Func<string, bool>> Range(string index) =>
        line => line.Contains($"INDEX {index} (") && line.Contains("created_at>? AND created_at<?");

    [Theory]
    [InlineData(null, "scores_latest", false)]
    [InlineData("a", "scores_by_customer_time", false)]
    [InlineData(null, "scores_latest", true)]
    public async Task Latest_scores_are_walked_by_time(string? customer, string index, bool newestFirst)
    {
        var scope = new ScoreScope("co", customer is null ? null : [customer]);
        var filter = new LatestFilter(Some.Noon) { NewestFirst = newestFirst };
        foreach (var each in (LatestFilter[])[filter, filter with { Project = "KOL" }])
        {
            var plan = await PlanAsync(LatestScores.Page(scope, each, new PagePosition(50, "x"), 25));
            var shown = string.Join('\n', plan);
            plan.ShouldContain(line => line.Contains($" {index} ") && line.Contains("created_at"), shown);
            plan.ShouldNotContain(line => line.Contains("TEMP B-TREE"), shown);
        }
    }

    [Fact]
    public async Task Latest_scores_are_listed_counted_and_summed_through_their_own_index()
    {
        var scope = new ScoreScope("co", null);
        var latest = new ScoreFilter { LatestOnly = true };
        SqlStatement[] statements =
        [
            ScoreQuery.Page(scope, latest, ScoreSort.CreatedAt, new PagePosition(50, "x"), 0, 25),
            ScoreQuery.Count(scope, latest),
            BucketSumsQuery.Of(scope, new([Some.Noon, Some.Noon.AddDays(1), Some.Noon.AddDays(2)]) { Levels = [70], By = ScoreGrouping.Model }),
            BucketSumsQuery.Of(new ScoreScope(null, null), new([Some.Noon, Some.Noon.AddDays(1)])),
        ];
        foreach (var sql in statements)
        {
            var plan = await PlanAsync(sql);
            plan.ShouldContain(line => line.StartsWith("SEARCH s ") && line.Contains("scores_latest (company_id=?"), string.Join('\n', plan));
        }

        (await PlanAsync(statements[2])).ShouldContain(Range("scores_latest"));
        (await PlanAsync(statements[3])).ShouldContain(line => line.Contains("COVERING INDEX scores_latest"));
    }

    private Task<List<string>> PlanAsync(SqlStatement sql) =>
        ((ISqlDatabase)_store).ReadAsync(
            async connection =>
            {
                await using var command = sql.On(connection);
                command.CommandText = "EXPLAIN QUERY PLAN " + command.CommandText;
                await using var rows = await command.ExecuteReaderAsync();
                var lines = new List<string>();
                while (await rows.ReadAsync())
                {
                    lines.Add(rows.GetString(3));
                }

                return lines;
            },
            Stop);
}
