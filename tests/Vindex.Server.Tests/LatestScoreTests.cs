using System.Text.Json;
using Shouldly;
using Vindex.Server.Tests.Hosting;
using Xunit;

namespace Vindex.Server.Tests;

/// <summary>Lists and averages over the latest score of each ticket.</summary>
public sealed class LatestScoreTests
{
    private static readonly int[] s_fours = [4, 4, 4, 4, 4, 4];
    private static readonly int[] s_sixes = [6, 6, 6, 6, 6, 6];
    private static readonly int[] s_eights = [8, 8, 8, 8, 8, 9];

    [Fact]
    public async Task List_export_summary_and_chart_leave_earlier_scores_of_a_ticket_out()
    {
        await using var server = await TestServer.StartAsync();
        var company = await server.CompanyAsync("Acme");
        var client = await company.ClientAsync();
        var now = server.Time.GetUtcNow();
        var first = await company.SeedAsync(now.AddDays(-2), s_fours, key: "K-1");
        var second = await company.SeedAsync(now.AddDays(-1), s_eights, key: "K-1");
        var other = await company.SeedAsync(now.AddDays(-2), s_sixes, key: "K-2");

        (await IdsAsync("?latest=true")).ShouldBe([second, other]);
        (await IdsAsync("?latest=false")).ShouldBe([second, other, first], ignoreOrder: true);
        (await IdsAsync("?latest=true&max=5")).ShouldBeEmpty();
        (await IdsAsync("?latest=true&sort=worst_first")).ShouldBe([other, second]);
        (await client.GetStringAsync("/portal/scores/export?latest=true&format=ndjson")).Split('\n', StringSplitOptions.RemoveEmptyEntries).Length.ShouldBe(2);

        (await GetAsync("/portal/scores/summary?latest=true")).GetRawText().ShouldBe("""{"overall_average":7.1,"total_scored":2}""");
        (await GetAsync("/portal/scores/summary")).GetProperty("total_scored").GetInt64().ShouldBe(3);
        (await GetAsync("/portal/scores/chart?latest=true&dimensions=overall,testable")).GetProperty("data_points").GetRawText().ShouldBe(
            """[{"date":"2026-04-14","overall":6,"testable":6,"count":1},{"date":"2026-04-15","overall":8.2,"testable":9,"count":1}]""");
        var all = await server.Admin.GetAsync($"/admin/scores/summary?latest=true&customer_id={company.DefaultCustomerId}");
        (await all.JsonAsync(200)).GetProperty("total_scored").GetInt64().ShouldBe(2);

        async Task<JsonElement> GetAsync(string path) => await (await client.GetAsync(path)).JsonAsync(200);

        async Task<List<string>> IdsAsync(string query)
        {
            var list = await GetAsync("/portal/scores" + query);
            var ids = list.GetProperty("items").EnumerateArray().Select(item => item.Text("_id")).ToList();
            list.GetProperty("total").GetInt64().ShouldBe(ids.Count);
            return ids;
        }
    }

    [Fact]
    public async Task A_score_names_the_latest_of_its_ticket_and_deleting_that_makes_the_one_before_the_latest()
    {
        await using var server = await TestServer.StartAsync();
        var company = await server.CompanyAsync("Acme");
        var client = await company.ClientAsync();
        var first = await company.SeedAsync(server.Time.GetUtcNow().AddDays(-2), s_fours);
        var second = await company.SeedAsync(server.Time.GetUtcNow().AddDays(-1), s_eights);

        (await LatestAsync(first)).ShouldBe((false, second));
        (await LatestAsync(second)).ShouldBe((true, second));
        (await client.DeleteAsync($"/portal/scores/{second}")).EnsureSuccessStatusCode();
        (await LatestAsync(first)).ShouldBe((true, first));
        (await (await client.GetAsync("/portal/scores?latest=true")).JsonAsync(200)).GetProperty("total").GetInt64().ShouldBe(1);

        async Task<(bool, string)> LatestAsync(string id)
        {
            var score = await (await client.GetAsync($"/portal/scores/{id}")).JsonAsync(200);
            return (score.GetProperty("is_latest").GetBoolean(), score.Text("latest_id"));
        }
    }

    [Fact]
    public async Task A_score_that_arrives_late_does_not_take_the_place_of_a_newer_one()
    {
        await using var server = await TestServer.StartAsync();
        var company = await server.CompanyAsync("Acme");
        var newer = await company.SeedAsync(server.Time.GetUtcNow().AddDays(-1), s_eights);
        await company.SeedAsync(server.Time.GetUtcNow().AddDays(-2), s_fours);

        var list = await (await (await company.ClientAsync()).GetAsync("/portal/scores?latest=true")).JsonAsync(200);

        list.GetProperty("items").EnumerateArray().ShouldHaveSingleItem().Text("_id").ShouldBe(newer);
    }

    [Theory]
    [InlineData("/portal/scores?latest=yes")]
    [InlineData("/portal/scores/summary?latest=1")]
    [InlineData("/portal/scores/chart?latest=TRUE")]
    public async Task Other_values_are_refused(string path)
    {
        await using var server = await TestServer.StartAsync();
        var client = await (await server.CompanyAsync("Acme")).ClientAsync();

        (await (await client.GetAsync(path)).ProblemAsync(422)).GetRawText().ShouldContain("must be one of true, false");
    }

    [Fact]
    public async Task A_cursor_of_all_scores_is_not_one_of_the_latest()
    {
        await using var server = await TestServer.StartAsync();
        var company = await server.CompanyAsync("Acme");
        var client = await company.ClientAsync();
        await company.SeedAsync(server.Time.GetUtcNow().AddDays(-1), s_fours, key: "K-1");
        await company.SeedAsync(server.Time.GetUtcNow().AddDays(-2), s_fours, key: "K-2");
        var cursor = (await (await client.GetAsync("/portal/scores?limit=1")).JsonAsync(200)).Text("next_cursor");

        await (await client.GetAsync($"/portal/scores?limit=1&latest=true&cursor={cursor}")).ProblemAsync(422);
    }
}
