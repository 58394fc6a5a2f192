using System.Text.Json;
using Shouldly;
using Vindex.Scoring.Judging;
using Vindex.Server.Scores;
using Vindex.Server.Tests.Accounts;
using Vindex.Server.Tests.Hosting;
using Vindex.Server.Tests.Portal;
using Xunit;

namespace Vindex.Server.Tests.Rescoring;

/// <summary>A change of rubric shows: in the summary, the chart and the overview.</summary>
public sealed class RubricVersionTests
{
    private static readonly DateTimeOffset s_now = new(2026, 4, 16, 9, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Summary_and_chart_name_the_versions_and_where_another_begins()
    {
        await using var server = await TestServer.StartAsync(now: s_now);
        var acme = await server.CompanyAsync("Acme");
        using var client = await acme.ClientAsync();
        Versions(await GetAsync(client, "/portal/scores/summary")).ShouldBeEmpty();
        await acme.SeedAsync(s_now.AddDays(-9), [5, 5, 5, 5, 5, 5]);
        await acme.SeedAsync(s_now.AddDays(-2), [5, 5, 5, 5, 5, 5]);
        Versions(await GetAsync(client, "/portal/scores/summary")).ShouldBeEmpty();
        Changes(await GetAsync(client, "/portal/scores/chart")).ShouldBeEmpty();
        await (await client.PostAsync("/v1/score", Json.Ticket("Show the fare"))).JsonAsync(200);

        var summary = await GetAsync(client, "/portal/scores/summary");
        Versions(summary).ShouldBe([("rubric-1", 2), (JudgeVersions.LatestModelName, 1)]);
        summary.GetProperty("total_scored").GetInt32().ShouldBe(3);
        Changes(await GetAsync(client, "/portal/scores/chart")).ShouldBe([("2026-04-16", JudgeVersions.LatestModelName)]);
        Changes(await GetAsync(client, "/portal/scores/chart?bucket=week")).ShouldBe([("2026-04-13", JudgeVersions.LatestModelName)]);
        Changes(await GetAsync(client, "/portal/scores/chart?to=2026-04-15")).ShouldBeEmpty();
        Changes(await GetAsync(server.Admin, "/admin/scores/chart")).ShouldBe([("2026-04-16", JudgeVersions.LatestModelName)]);

        var customer = await acme.NewCustomerAsync("Second");
        Versions(await GetAsync(client, $"/portal/scores/summary?customer_id={customer}")).ShouldBeEmpty();
        using var stranger = await (await server.CompanyAsync("Other")).ClientAsync();
        Versions(await GetAsync(stranger, "/portal/scores/summary")).ShouldBeEmpty();
    }

    [Fact]
    public async Task The_overview_says_that_versions_are_mixed_and_marks_the_change()
    {
        await using var server = await TestServer.StartAsync(now: s_now);
        var acme = await server.CompanyAsync("Acme");
        var person = await acme.PersonAsync("viewer");
        using var client = await acme.ClientAsync();
        await acme.SeedAsync(s_now.AddDays(-20), [5, 5, 5, 5, 5, 5]);
        (await person.ReadAsync("/app?days=30")).ShouldNotContain("rubric");

        await (await client.PostAsync("/v1/score", Json.Ticket("Show the fare"))).JsonAsync(200);
        var mixed = await person.ReadAsync("/app?days=30");
        mixed.ShouldContain($"These scores were made by rubric-1 (1) and {JudgeVersions.LatestModelName} (1).");
        mixed.ShouldContain($"&quot;marks&quot;:[{{&quot;at&quot;:&quot;2026-04-16&quot;,&quot;name&quot;:&quot;{JudgeVersions.LatestModelName}&quot;}}]");

        var before = await person.ReadAsync("/app?from=2026-04-01&to=2026-04-16");
        before.ShouldContain(
            $"These scores were made by {JudgeVersions.LatestModelName}, those of the previous period by rubric-1. Part of the change may come from the rubric.");
        (await person.ReadAsync("/app?days=7")).ShouldNotContain("These scores were made by");
    }

    [Fact]
    public void The_first_version_is_no_change_and_later_ones_come_in_the_order_of_time()
    {
        RubricCount.Changes([]).ShouldBeEmpty();
        RubricCount.Changes([new("rubric-3", [0, 1])]).ShouldBeEmpty();
        RubricCount.Changes([new("rubric-2", [0, 4, 0, 1]), new("rubric-3", [0, 0, 0, 2]), new("rubric-9", [0, 0, 5, 0])])
            .ShouldBe([new RubricChange("rubric-9", 2), new RubricChange("rubric-3", 3)]);
        RubricCount.Changes([new("rubric-2", [3, 1]), new("rubric-3", [1, 4])]).ShouldBe([new RubricChange("rubric-3", 0)]);
    }

    private static IEnumerable<(string, int)> Versions(JsonElement summary) =>
        Items(summary, "rubric_versions").Select(version => (version.Text("model_name"), version.GetProperty("count").GetInt32()));

    private static IEnumerable<(string, string)> Changes(JsonElement chart) =>
        Items(chart, "rubric_changes").Select(change => (change.Text("date"), change.Text("model_name")));

    private static IEnumerable<JsonElement> Items(JsonElement answer, string member) =>
        answer.TryGetProperty(member, out var items) ? items.EnumerateArray() : Enumerable.Empty<JsonElement>();

    private static async Task<JsonElement> GetAsync(HttpClient client, string path) => await (await client.GetAsync(path)).JsonAsync(200);
}
