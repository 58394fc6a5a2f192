using System.Text.Json;
using Shouldly;
using Vindex.Server.Tests.Hosting;
using Vindex.Storage.Feedback;
using Xunit;

namespace Vindex.Server.Tests.Deletions;

/// <summary>What a company does not keep is deleted daily, in any store.</summary>
public sealed class RetentionTests
{
    [Fact]
    public async Task Retention_deletes_daily_what_a_company_does_not_keep_and_writes_it_down()
    {
        await using var server = await TestServer.StartAsync();
        var company = await server.CompanyAsync("Acme");
        var keeper = await server.CompanyAsync("Keeper");
        await server.Admin.PatchAsync($"/admin/companies/{company.Id}", Json.Content(new { retention_days = 10 }));
        await company.SeedAsync(server.Time.GetUtcNow().AddDays(-9.5), [5, 5, 5, 5, 5, 5]);
        await company.SeedAsync(server.Time.GetUtcNow(), [5, 5, 5, 5, 5, 5]);
        await keeper.SeedAsync(server.Time.GetUtcNow().AddDays(-900), [5, 5, 5, 5, 5, 5]);
        var project = new ProjectKey(company.Id, "stories");
        await server.Store.Feedback.WriteAsync(
            [new(project, Note("old", -11)), new(project, Note("new", -8))], null, allOrNothing: true, CancellationToken.None);

        (await TotalAsync(company)).ShouldBe(2);
        for (var hours = 0; hours < 25; hours++)
        {
            server.Time.Advance(TimeSpan.FromHours(1));
            await Task.Delay(20); // the timer's work runs on its own
        }

        await EventuallyAsync(async () => await TotalAsync(company) == 1);
        (await TotalAsync(keeper)).ShouldBe(1);
        await EventuallyAsync(async () => (await AuditAsync()).Count(entry => entry.Text("action").EndsWith(".retention", StringComparison.Ordinal)) >= 2);
        (await server.Store.Feedback.ReadAsync(project, FeedbackSelection.All, CancellationToken.None).Select(row => row.Id).ToListAsync()).ShouldBe(["new"]);
        foreach (var action in (string[])["scores.retention", "feedback.retention"])
        {
            var entry = (await AuditAsync()).Single(entry => entry.Text("action") == action);
            entry.Text("actor").ShouldBe("system");
            entry.GetProperty("detail").Text("deleted").ShouldBe("1");
        }

        FeedbackRow Note(string id, double days) => new()
        {
            Id = id,
            CreatedAt = server.Time.GetUtcNow().AddDays(days),
            FeedbackType = "wandb.note.1",
            WeaveRef = "weave:///acme/stories/call/1",
            WbUserId = "k",
            Payload = "{}"u8.ToArray(),
        };

        async Task<List<JsonElement>> AuditAsync() =>
            [.. (await (await server.Admin.GetAsync($"/admin/audit?company_id={company.Id}&limit=50")).JsonAsync(200)).GetProperty("items").EnumerateArray()];

        async Task<int> TotalAsync(TestCompany of) =>
            (await (await server.Admin.GetAsync($"/admin/companies/{of.Id}/score")).JsonAsync(200)).GetProperty("total_scored").GetInt32();
    }

    private static async Task EventuallyAsync(Func<Task<bool>> holds)
    {
        for (var tries = 0; tries < 500 && !await holds(); tries++) await Task.Delay(20);
        (await holds()).ShouldBeTrue();
    }
}
