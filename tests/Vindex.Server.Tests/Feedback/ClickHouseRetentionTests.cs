using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Vindex.Server.Feedback.Statistics.ClickHouse;
using Vindex.Server.Operations.Retention;
using Vindex.Server.Tests.Accounts;
using Vindex.Server.Tests.Hosting;
using Vindex.Statistics.ClickHouse;
using Vindex.Statistics.ClickHouse.Connection;
using Vindex.Statistics.Tests.ClickHouse;
using Vindex.Storage.Feedback;
using Xunit;

namespace Vindex.Server.Tests.Feedback;

/// <summary>What is deleted in the store is no longer counted by ClickHouse, and does not stay there.</summary>
public sealed class ClickHouseRetentionTests
{
    [Fact]
    public async Task Retention_purges_and_deletions_are_not_counted_exports_agree_and_a_deleted_company_leaves_no_rows()
    {
        await using var chdb = new ChdbHttp();
        var options = await chdb.DatabaseAsync();
        await using var server = await TestServer.StartAsync(settings:
        [
            ("Stats:Engine", "clickhouse"), ("Stats:ClickHouse:Address", options.Address.ToString()), ("Stats:ClickHouse:Database", options.Database),
            ("Stats:ClickHouse:Wait", "5m"), ("Stats:ClickHouse:StatementTimeout", "5m"),
        ]);
        var acme = await server.CompanyAsync("Acme");
        var other = await server.CompanyAsync("Other");
        var client = await acme.ClientAsync("feedback:read", "feedback:write");
        await HasRowsAsync(server, acme.Id, -20, -15, -5, -3, -1);
        await HasRowsAsync(server, other.Id, -400);
        await CountsAsync(5);

        await (await server.Admin.PatchAsync($"/admin/companies/{acme.Id}", Json.Content(new { retention_days = 10 }))).JsonAsync(200);
        await server.Services.GetRequiredService<RetentionRun>().RunAsync(CancellationToken.None);
        await CountsAsync(3);

        await (await client.PostAsync("/feedback/purge", Json.Content(WritingTests.Purge("acme/stories", "row-5")))).JsonAsync(200);
        await CountsAsync(2);

        var owner = await acme.PersonAsync("owner");
        (await owner.DeleteAsync("/portal/projects/stories")).StatusCode.ShouldBe(HttpStatusCode.Accepted);
        await EventuallyAsync(async () => (await ExportedAsync()).Length == 0);
        await CountsAsync(0);
        await HasRowsAsync(server, acme.Id, -2, -1);
        await CountsAsync(2);

        (await StoredAsync(options)).ShouldBeGreaterThanOrEqualTo(2);
        (await server.Admin.DeleteAsync($"/admin/companies/{acme.Id}")).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        await EventuallyAsync(async () =>
        {
            server.Time.Advance(TimeSpan.FromMinutes(10));
            await Task.Delay(50);
            return await StoredAsync(options) == 1;
        });

        async Task CountsAsync(int rows)
        {
            var now = server.Time.GetUtcNow();
            var question = new
            {
                project_id = "acme/stories",
                start = now.AddDays(-30),
                end = now.AddDays(1),
                metrics = new[] { new { json_path = "score", aggregations = new[] { "count" } } },
            };
            var answer = await (await client.PostAsync("/feedback/stats", Json.Content(question))).JsonAsync(200);
            answer.GetProperty("buckets").EnumerateArray().Sum(bucket => bucket.GetProperty("count").GetInt64()).ShouldBe(rows);
            (await ExportedAsync()).Length.ShouldBe(rows);
        }

        async Task<string[]> ExportedAsync()
        {
            var response = await client.PostAsync("/feedback/export", Json.Content(new { project_id = "acme/stories" }));
            response.StatusCode.ShouldBe(HttpStatusCode.OK);
            return (await response.Content.ReadAsStringAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        }
    }

    private static async Task HasRowsAsync(TestServer server, string companyId, params int[] days)
    {
        var rows = days.Select(day => new FeedbackRow
        {
            Id = $"row{day}",
            CreatedAt = server.Time.GetUtcNow().AddDays(day),
            FeedbackType = "wandb.note.1",
            WeaveRef = "weave:///acme/stories/call/1",
            WbUserId = "k",
            Payload = "{\"score\": 1}"u8.ToArray(),
        });
        await server.Store.Feedback.WriteAsync(
            [.. rows.Select(row => new FeedbackEntry(new ProjectKey(companyId, "stories"), row))], null, allOrNothing: true, CancellationToken.None);
    }

    // Of all companies.
    private static async Task<long> StoredAsync(ClickHouseOptions options)
    {
        using var http = new ClickHouseHttp(options);
        return (await http.RowsAsync(new ClickHouseStatement { Text = "SELECT count() FROM vindex_rows FINAL" }, CancellationToken.None))[0][0].GetInt64();
    }

    private static async Task EventuallyAsync(Func<Task<bool>> isSo)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        while (!await isSo()) await Task.Delay(50, limit.Token);
    }
}
