using System.Text.Json;
using Shouldly;
using Vindex.Server.Configuration;
using Vindex.Server.Tests.Hosting;
using Vindex.Statistics.Tests.ClickHouse;
using Xunit;

namespace Vindex.Server.Tests.Feedback;

/// <summary>A server whose statistics are in ClickHouse.</summary>
public sealed class ClickHouseStatsTests
{
    [Fact]
    public async Task While_ClickHouse_is_down_scores_are_accepted_and_statistics_return_503_and_afterwards_count_them()
    {
        await using var chdb = new ChdbHttp();
        var options = await chdb.DatabaseAsync();
        await chdb.StopAsync();
        await using var server = await TestServer.StartAsync(settings:
        [
            ("Stats:Engine", "clickhouse"), ("Stats:ClickHouse:Address", options.Address.ToString()), ("Stats:ClickHouse:Database", options.Database),
            ("Stats:ClickHouse:Wait", "5m"), ("Stats:ClickHouse:StatementTimeout", "5m"),
        ]);
        var client = await (await server.CompanyAsync("Acme")).ClientAsync("scores:write", "scores:read", "feedback:read");

        await (await client.PostAsync("/v1/score", Json.Ticket("Export"))).JsonAsync(200);
        var refused = await AskAsync(client);
        ((int)refused.StatusCode).ShouldBe(503);
        refused.Headers.RetryAfter.ShouldNotBeNull();
        await chdb.StartAsync();

        var answer = await (await AskAsync(client)).JsonAsync(200);
        answer.GetProperty("buckets").EnumerateArray().Sum(bucket => bucket.GetProperty("count").GetInt64()).ShouldBe(1);
        answer.GetProperty("window_stats").GetProperty("testable").GetProperty("count").GetDouble().ShouldBe(1);
    }

    [Fact]
    public async Task ClickHouse_without_an_address_is_refused_at_the_start()
    {
        var refused = await Should.ThrowAsync<BadSettingsException>(TestServer.StartAsync(settings: ("Stats:Engine", "clickhouse")));
        refused.Message.ShouldContain("Stats:ClickHouse:Address must be set");
    }

    private static Task<HttpResponseMessage> AskAsync(HttpClient client) => client.PostAsync("/feedback/stats", Json.Text(JsonSerializer.Serialize(new
    {
        project_id = "acme/scores",
        start = "2026-04-16T00:00:00Z",
        end = "2026-04-17T00:00:00Z",
        metrics = new[] { new { json_path = "testable", aggregations = new[] { "count" } } },
    })));
}
