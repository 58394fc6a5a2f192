using Shouldly;
using Vindex.Server.Tests.Hosting;
using Xunit;

namespace Vindex.Server.Tests.Feedback;

public sealed class ProjectListTests
{
    [Fact]
    public async Task Projects_come_by_name_with_rows_and_times()
    {
        await using var server = await TestServer.StartAsync();
        var project = await StatsProject.OpenAsync(server, "stories");
        (await ListAsync(project.Client)).ShouldBe("""{"items":[]}""");
        await project.AddAsync(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero), "{}");
        await project.AddAsync(new DateTimeOffset(2025, 1, 1, 0, 0, 0, TimeSpan.Zero), "{}");
        await project.Beside("bugs").AddAsync(new DateTimeOffset(2026, 2, 1, 0, 0, 0, 5, TimeSpan.Zero), "{}", id: "b");

        (await ListAsync(project.Client)).ShouldBe(
            """{"items":[{"project_id":"entity/bugs","name":"bugs","rows":1,"first_at":"2026-02-01T00:00:00.005Z","last_at":"2026-02-01T00:00:00.005Z"},{"project_id":"entity/stories","name":"stories","rows":2,"first_at":"2025-01-01T00:00:00Z","last_at":"2026-01-01T00:00:00Z"}]}""");
        (await ListAsync(await (await server.CompanyAsync("other")).ClientAsync("feedback:read"))).ShouldBe("""{"items":[]}""");
    }

    [Fact]
    public async Task A_key_limited_to_customers_sees_the_scores_of_these_alone()
    {
        await using var server = await TestServer.StartAsync();
        var project = await StatsProject.OpenAsync(server);
        await project.AddAsync(server.Time.GetUtcNow(), "{}");
        var jira = await project.Company.NewCustomerAsync("Jira");
        var limited = server.WithKey((await project.Company.NewKeyAsync(["feedback:read"], [jira])).Text("api_key"));
        (await ListAsync(limited)).ShouldBe("""{"items":[]}""");
        await project.Company.SeedAsync(server.Time.GetUtcNow().AddDays(-9), [4, 4, 4, 4, 4, 4]);
        await project.Company.SeedAsync(server.Time.GetUtcNow().AddDays(-2), [8, 8, 8, 8, 8, 8], jira);
        await project.Company.SeedAsync(server.Time.GetUtcNow(), [8, 8, 8, 8, 8, 8], jira);

        (await ListAsync(limited)).ShouldBe(
            """{"items":[{"project_id":"entity/scores","name":"scores","rows":2,"first_at":"2026-04-14T09:12:08Z","last_at":"2026-04-16T09:12:08Z"}]}""");
    }

    private static async Task<string> ListAsync(HttpClient client) => (await (await client.GetAsync("/portal/projects")).JsonAsync(200)).GetRawText();
}
