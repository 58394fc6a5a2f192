using System.Net;
using System.Text.Json;
using Shouldly;
using Vindex.Server.Tests.Accounts;
using Vindex.Server.Tests.Evaluations;
using Vindex.Server.Tests.Hosting;
using Vindex.Storage.Scores;
using Xunit;

namespace Vindex.Server.Tests.Deletions;

/// <summary>Deleting a customer's data, a project, and selected scores.</summary>
public sealed class DeletionTests
{
    private static readonly int[] s_good = [8, 8, 8, 8, 8, 8];
    private static readonly int[] s_bad = [2, 2, 2, 2, 2, 2];

    [Fact]
    public async Task A_customers_data_goes_everywhere_and_its_neighbours_stays()
    {
        await using var server = await TestServer.StartAsync();
        var acme = await server.CompanyAsync("Acme");
        var doomed = await acme.NewCustomerAsync("Doomed");
        var now = server.Time.GetUtcNow();
        for (var i = 0; i < 3; i++) await acme.SeedAsync(now.AddMinutes(-i), s_bad, doomed, $"D-{i}");
        var kept = await acme.SeedAsync(now, s_good);
        var owner = await acme.PersonAsync("owner");
        var client = await acme.ClientAsync("feedback:write", "feedback:read", "scores:read", "scores:write");
        await RemarkAsync(client, doomed);
        await RemarkAsync(client, acme.DefaultCustomerId);
        (await AverageAsync(client)).ShouldBe(3.5m);

        var operation = await StartedAsync(await owner.DeleteAsync($"/portal/customers/{doomed}/data"));
        var done = await DoneAsync(() => owner.GetAsync($"/portal/operations/{operation}"));

        done.GetProperty("deleted").GetRawText().ShouldBe("""{"scores":3,"feedback":4,"jobs":0,"deliveries":0}""");
        done.GetProperty("finished_at").GetString().ShouldNotBeNull();
        var left = (await (await client.GetAsync("/portal/scores")).JsonAsync(200)).GetProperty("items").EnumerateArray();
        left.ShouldHaveSingleItem().Text("_id").ShouldBe(kept);
        (await AverageAsync(client)).ShouldBe(8m);
        (await CountAsync(client, "acme/scores")).ShouldBe(2);
        (await (await owner.GetAsync("/portal/customers")).JsonAsync(200)).GetRawText().ShouldContain(doomed);
        var audit = (await (await owner.GetAsync("/portal/audit")).JsonAsync(200)).GetProperty("items").EnumerateArray().ToList();
        var start = audit.Single(entry => entry.Text("action") == "customer_data.deletion_started");
        var report = audit.Single(entry => entry.Text("action") == "customer_data.deletion_done");
        (report.Text("target"), report.Text("actor")).ShouldBe((doomed, start.Text("actor")));
        report.GetRawText().ShouldContain("\"scores\":\"3\"");
        (await server.Store.CheckAsync(CancellationToken.None)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Admins_delete_the_data_of_any_companys_customer()
    {
        await using var server = await TestServer.StartAsync();
        var acme = await server.CompanyAsync("Acme");
        var other = await server.CompanyAsync("Other");
        await acme.SeedAsync(server.Time.GetUtcNow(), s_good);
        var operation = await StartedAsync(await server.Admin.DeleteAsync($"/admin/companies/{acme.Id}/customers/{acme.DefaultCustomerId}/data"));
        var done = await DoneAsync(() => server.Admin.GetAsync($"/admin/companies/{acme.Id}/operations/{operation}"));
        done.GetProperty("deleted").GetProperty("scores").GetInt32().ShouldBe(1);

        await (await server.Admin.GetAsync($"/admin/companies/{other.Id}/operations/{operation}")).ProblemAsync(404);
        await (await server.Admin.DeleteAsync($"/admin/companies/{other.Id}/customers/{acme.DefaultCustomerId}/data")).ProblemAsync(404);
    }

    [Fact]
    public async Task A_deleted_company_is_gone_at_once_and_its_rows_follow()
    {
        await using var server = await TestServer.StartAsync();
        var acme = await server.CompanyAsync("Acme");
        var other = await server.CompanyAsync("Other");
        for (var i = 0; i < 3; i++) await acme.SeedAsync(server.Time.GetUtcNow(), s_good, key: $"T-{i}");
        await other.SeedAsync(server.Time.GetUtcNow(), s_good);
        await RemarkAsync(await acme.ClientAsync("feedback:write", "feedback:read"), "x", "acme/stories");

        var response = await server.Admin.DeleteAsync($"/admin/companies/{acme.Id}");

        response.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        var operation = response.Headers.Location!.ToString();
        operation.ShouldStartWith($"/admin/companies/{acme.Id}/operations/");
        await (await server.Admin.GetAsync($"/admin/companies/{acme.Id}")).ProblemAsync(404);
        var done = await DoneAsync(() => server.Admin.GetAsync(operation));
        done.GetProperty("deleted").GetRawText().ShouldBe("""{"scores":3,"feedback":4,"jobs":0,"deliveries":0}""");
        done.GetProperty("finished_at").GetString().ShouldNotBeNull();
        (await server.Store.Companies.DeletedAsync(CancellationToken.None)).ShouldBeEmpty();
        var report = (await (await server.Admin.GetAsync($"/admin/audit?company_id={acme.Id}&action=company.deletion_done")).JsonAsync(200))
            .GetProperty("items").EnumerateArray().ShouldHaveSingleItem();
        report.GetRawText().ShouldContain("\"feedback\":\"4\"");
        (await server.Store.Scores.TotalsAsync(ScoreAccess.All, null, CancellationToken.None)).Count.ShouldBe(1);

        await (await server.Admin.GetAsync($"/admin/companies/{acme.Id}/operations/unknown")).ProblemAsync(404);
        await (await server.Admin.GetAsync(operation.Replace(acme.Id, other.Id))).ProblemAsync(404);
        await (await server.Admin.DeleteAsync($"/admin/companies/{acme.Id}")).ProblemAsync(404);
    }

    [Fact]
    public async Task Statistics_forget_a_project_and_count_it_from_the_start_when_it_comes_back()
    {
        await using var server = await TestServer.StartAsync();
        var acme = await server.CompanyAsync("Acme");
        var owner = await acme.PersonAsync("owner");
        var client = await acme.ClientAsync("feedback:write", "feedback:read");
        for (var i = 0; i < 5; i++) await RemarkAsync(client, "x", "acme/stories", i);
        (await CountAsync(client, "acme/stories")).ShouldBe(5);

        var operation = await StartedAsync(await owner.DeleteAsync("/portal/projects/stories"));
        var done = await DoneAsync(() => owner.GetAsync($"/portal/operations/{operation}"));

        done.GetProperty("deleted").GetProperty("feedback").GetInt32().ShouldBe(5);
        (await CountAsync(client, "acme/stories")).ShouldBe(0);
        (await (await client.GetAsync("/portal/projects")).JsonAsync(200)).GetProperty("items").GetArrayLength().ShouldBe(0);
        await RemarkAsync(client, "x", "acme/stories");
        (await CountAsync(client, "acme/stories")).ShouldBe(1);
        await (await owner.DeleteAsync("/portal/projects/nothing")).ProblemAsync(404);
        await (await owner.DeleteAsync("/portal/projects/scores")).ProblemAsync(409, "scores_project");
    }

    [Fact]
    public async Task Selected_scores_are_deleted_only_if_they_are_as_many_as_confirmed()
    {
        await using var server = await TestServer.StartAsync();
        var acme = await server.CompanyAsync("Acme");
        var now = server.Time.GetUtcNow();
        for (var i = 0; i < 4; i++) await acme.SeedAsync(now.AddMinutes(-i), i % 2 == 0 ? s_good : s_bad, key: $"T-{i}");
        var client = await acme.ClientAsync();

        await (await client.DeleteAsync("/portal/scores?band=at_risk&confirm=3")).ProblemAsync(409, "total_differs");
        await (await client.DeleteAsync("/portal/scores?band=at_risk")).ProblemAsync(422);
        await (await client.DeleteAsync("/portal/scores?band=at_risk&confirm=many")).ProblemAsync(422);
        await (await client.DeleteAsync("/portal/scores?bnad=at_risk&confirm=4")).ProblemAsync(422);
        await (await client.DeleteAsync("/portal/scores?latest=true&confirm=4")).ProblemAsync(422);
        await (await client.DeleteAsync($"/portal/scores?customer_id=unknown&confirm=0")).ProblemAsync(404);
        (await TotalAsync(client)).ShouldBe(4);

        var operation = await StartedAsync(await client.DeleteAsync("/portal/scores?band=at_risk&confirm=2"));
        (await DoneAsync(() => client.GetAsync($"/portal/operations/{operation}"))).GetProperty("deleted").GetProperty("scores").GetInt32().ShouldBe(2);
        (await TotalAsync(client)).ShouldBe(2);
        (await TotalAsync(client, "?band=at_risk")).ShouldBe(0);
        operation = await StartedAsync(await client.DeleteAsync("/portal/scores?confirm=2"));
        await DoneAsync(() => client.GetAsync($"/portal/operations/{operation}"));
        (await TotalAsync(client)).ShouldBe(0);
    }

    [Fact]
    public async Task Only_owners_delete_and_a_limited_key_only_what_it_sees()
    {
        await using var server = await TestServer.StartAsync();
        var acme = await server.CompanyAsync("Acme");
        var second = await acme.NewCustomerAsync("Second");
        await acme.SeedAsync(server.Time.GetUtcNow(), s_good);
        await acme.SeedAsync(server.Time.GetUtcNow(), s_good, second);
        var member = await acme.PersonAsync("member");
        (await member.DeleteAsync($"/portal/customers/{second}/data")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await member.DeleteAsync("/portal/projects/stories")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        var viewer = await acme.PersonAsync("viewer");
        (await viewer.DeleteAsync("/portal/scores?confirm=2")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        var stranger = await (await server.CompanyAsync("Other")).PersonAsync("owner");
        (await stranger.DeleteAsync($"/portal/customers/{second}/data")).StatusCode.ShouldBe(HttpStatusCode.NotFound);

        var limited = server.WithKey((await acme.NewKeyAsync(["scores:write", "scores:read"], [second])).Text("api_key"));
        await (await limited.DeleteAsync("/portal/scores?confirm=2")).ProblemAsync(409);
        var operation = await StartedAsync(await limited.DeleteAsync("/portal/scores?confirm=1"));
        await DoneAsync(() => limited.GetAsync($"/portal/operations/{operation}"));
        var all = await acme.ClientAsync();
        (await TotalAsync(all)).ShouldBe(1);
        var others = await StartedAsync(await all.DeleteAsync("/portal/scores?confirm=1"));
        await (await limited.GetAsync($"/portal/operations/{others}")).ProblemAsync(404);
    }

    internal static async Task<string> StartedAsync(HttpResponseMessage response) => (await response.JsonAsync(202)).Text("operation_id");

    internal static Task<JsonElement> DoneAsync(Func<Task<HttpResponseMessage>> get) =>
        Eventually.Async(async () => await (await get()).JsonAsync(200), static operation => operation.Text("status") == "done");

    private static async Task<int> TotalAsync(HttpClient client, string query = "") =>
        (await (await client.GetAsync("/portal/scores" + query)).JsonAsync(200)).GetProperty("total").GetInt32();

    private static async Task<decimal> AverageAsync(HttpClient client) =>
        (await (await client.GetAsync("/portal/scores/summary")).JsonAsync(200)).GetProperty("overall_average").GetDecimal();

    private static async Task RemarkAsync(HttpClient client, string customerId, string project = "acme/scores", int value = 1)
    {
        var body = new { project_id = project, weave_ref = "weave:///acme/x/call/1", feedback_type = "custom", payload = new { customer_id = customerId, value } };
        await (await client.PostAsync("/feedback/create", Json.Content(body))).JsonAsync(200);
    }

    /// <summary>How many rows the statistics count.</summary>
    private static async Task<int> CountAsync(HttpClient client, string project)
    {
        var body = new
        {
            project_id = project,
            start = "2026-04-01T00:00:00Z",
            end = "2026-05-01T00:00:00Z",
            metrics = new[] { new { json_path = "customer_id", value_type = "categorical", aggregations = new[] { "count" } } },
        };
        var stats = await (await client.PostAsync("/feedback/stats", Json.Content(body))).JsonAsync(200);
        return stats.GetProperty("buckets").EnumerateArray().Sum(bucket => bucket.GetProperty("count").GetInt32());
    }
}
