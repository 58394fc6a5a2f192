using System.Text.Json;
using Shouldly;
using Vindex.Scoring.Judging;
using Vindex.Server.Operations.Running;
using Vindex.Server.Tests.Hosting;
using Xunit;

namespace Vindex.Server.Tests.Rescoring;

/// <summary>Judging a company's latest tickets again.</summary>
public sealed class RescoreTests
{
    private static readonly int[] s_six = [5, 5, 5, 5, 5, 5];

    [Fact]
    public async Task Each_ticket_gets_one_new_score_and_earlier_scores_stay_as_they_are()
    {
        await using var server = await TestServer.StartAsync();
        var acme = await server.CompanyAsync("Acme");
        using var client = await acme.ClientAsync();
        var nothing = await (await client.PostAsync("/portal/rescores", null)).JsonAsync(201);
        (nothing.Text("status"), nothing.GetProperty("total").GetInt32()).ShouldBe(("done", 0));
        server.Time.Advance(TimeSpan.FromMinutes(1));
        var first = await SeedAsync(acme, "T-1", hours: 3);
        var latest = await SeedAsync(acme, "T-1", hours: 2);
        await SeedAsync(acme, "T-2", hours: 1);
        await (await client.PostAsync("/v1/score", Json.Ticket("As a rider I want a map so that I find bikes", "T-3"))).JsonAsync(200);
        server.Time.Advance(TimeSpan.FromMinutes(1));

        var started = await (await client.PostAsync("/portal/rescores", null)).JsonAsync(201);
        started.Text("model_name").ShouldBe(JudgeVersions.LatestModelName);
        var done = await EndOfAsync(client, started.Text("rescore_id"));
        Counts(done).ShouldBe((3, 3, 2, 1, 0));
        done.Text("status").ShouldBe("done");
        done.Text("finished_at").ShouldNotBeNull();
        done.GetProperty("callbacks").GetBoolean().ShouldBeFalse();

        var scores = await ItemsAsync(client, "/portal/scores?key=T-1");
        scores.Count.ShouldBe(3);
        scores.Select(score => score.Text("_id")).ShouldContain(first);
        var newest = await GetAsync(client, $"/portal/scores/{scores[0].Text("_id")}");
        newest.GetProperty("model_metadata").Text("model_name").ShouldBe(JudgeVersions.LatestModelName);
        newest.GetProperty("webhook").ValueKind.ShouldBe(JsonValueKind.Null);
        (await GetAsync(client, $"/portal/scores/{latest}")).GetProperty("model_metadata").Text("model_name").ShouldBe("rubric-1");
        (await ItemsAsync(client, "/portal/scores?key=T-3")).Count.ShouldBe(1);
        (await GetAsync(client, "/portal/scores/summary")).GetProperty("total_scored").GetInt32().ShouldBe(6);

        server.Time.Advance(TimeSpan.FromMinutes(1));
        var again = await EndOfAsync(client, (await (await client.PostAsync("/portal/rescores", null)).JsonAsync(201)).Text("rescore_id"));
        Counts(again).ShouldBe((3, 3, 0, 3, 0));
        again.GetProperty("average_before").GetDecimal().ShouldBe(done.GetProperty("average_after").GetDecimal());
    }

    [Fact]
    public async Task The_preview_stores_nothing_and_says_what_the_run_then_does()
    {
        await using var server = await TestServer.StartAsync();
        var acme = await server.CompanyAsync("Acme");
        using var client = await acme.ClientAsync();
        await SeedAsync(acme, "T-1", hours: 3);
        await SeedAsync(acme, "T-2", hours: 2);

        var lines = await LinesAsync(client, "/portal/rescores/preview");
        lines.Count.ShouldBe(3);
        lines[0].GetProperty("ticket").Text("key").ShouldBe("T-1");
        (lines[0].Text("model_name"), lines[0].Number("overall_before")).ShouldBe(("rubric-1", 5.0m));
        lines[0].GetProperty("invest_before").GetProperty("small").GetInt32().ShouldBe(5);
        lines[0].TryGetProperty("skipped", out _).ShouldBeFalse();
        var sums = lines[2];
        sums.GetProperty("done").GetBoolean().ShouldBeTrue();
        (await GetAsync(client, "/portal/scores")).GetProperty("total").GetInt32().ShouldBe(2);
        (await GetAsync(client, "/portal/rescores")).GetProperty("items").GetArrayLength().ShouldBe(0);

        var done = await EndOfAsync(client, (await (await client.PostAsync("/portal/rescores", null)).JsonAsync(201)).Text("rescore_id"));
        foreach (var name in (string[])["total", "rescored", "changed", "up_to_date", "skipped", "average_before", "average_after"])
            done.GetProperty(name).GetDecimal().ShouldBe(sums.GetProperty(name).GetDecimal(), name);
        var after = (await ItemsAsync(client, "/portal/scores?key=T-1"))[0];
        after.Number("overall_score").ShouldBe(lines[0].Number("overall_after"));
        after.GetProperty("invest_scores").GetRawText().ShouldBe(lines[0].GetProperty("invest_after").GetRawText());
    }

    [Fact]
    public async Task A_ticket_is_judged_with_its_context_and_its_profile()
    {
        await using var server = await TestServer.StartAsync();
        var acme = await server.CompanyAsync("Acme");
        using var client = await acme.ClientAsync();
        var profile = $"/admin/companies/{acme.Id}/profiles/strict";
        await (await server.Admin.PutAsync(profile, Json.Text("""{"rule_weights":{"independent.dependency":1}}"""))).JsonAsync(201);
        const string Body = """
            {"ticket_data": {"summary": "Show the fare", "key": "T-1"}, "system_type": "strict",
             "context_items": [{"kind": "linked_issue", "relation": "is blocked by", "key": "T-9", "title": "Fare service"}]}
            """;
        await (await client.PostAsync("/v1/score", Json.Text(Body))).JsonAsync(200);
        server.Time.Advance(TimeSpan.FromMinutes(1));
        Counts((await LinesAsync(client, "/portal/rescores/preview")).Single(), previewed: true).ShouldBe((1, 1, 0, 1, 0));

        await (await server.Admin.PutAsync(profile, Json.Text("""{"rule_weights":{"independent.dependency":3}}"""))).JsonAsync(200);
        (await LinesAsync(client, "/portal/rescores/preview")).Count.ShouldBe(2);

        (await server.Admin.DeleteAsync(profile)).EnsureSuccessStatusCode();
        var lines = await LinesAsync(client, "/portal/rescores/preview");
        lines[0].Text("skipped").ShouldBe("The profile strict no longer exists.");
        lines[0].GetProperty("overall_after").ValueKind.ShouldBe(JsonValueKind.Null);
        Counts(lines[1], previewed: true).ShouldBe((1, 1, 0, 0, 1));
        lines[1].GetProperty("average_after").ValueKind.ShouldBe(JsonValueKind.Null);
    }

    [Fact]
    public async Task Runs_and_tickets_of_others_are_out_of_reach()
    {
        await using var server = await TestServer.StartAsync();
        var acme = await server.CompanyAsync("Acme");
        var other = await server.CompanyAsync("Other");
        var customer = await acme.NewCustomerAsync("Second");
        await SeedAsync(acme, "T-1", hours: 2);
        await SeedAsync(acme, "T-2", hours: 1, customer);
        using var client = await acme.ClientAsync();
        using var stranger = await other.ClientAsync();
        using var limited = server.WithKey((await acme.NewKeyAsync(["scores:write", "scores:read"], [customer])).Text("api_key"));

        await (await client.PostAsync("/portal/rescores", Json.Content(new { customer_id = other.DefaultCustomerId }))).ProblemAsync(404);
        await (await client.GetAsync($"/portal/rescores/preview?customer_id={other.DefaultCustomerId}")).ProblemAsync(404);
        await (await limited.PostAsync("/portal/rescores", Json.Content(new { customer_id = acme.DefaultCustomerId }))).ProblemAsync(404);
        await (await client.PostAsync("/portal/rescores", Json.Content(new { callbacks = true }))).ProblemAsync(403, "scope_missing");
        await (await client.PostAsync("/portal/rescores", Json.Content(new { callbacks = "yes" }))).ProblemAsync(422);
        await (await client.GetAsync($"/admin/companies/{acme.Id}/rescores")).ProblemAsync(403);

        var run = await (await limited.PostAsync("/portal/rescores", null)).JsonAsync(201);
        run.Text("customer_id").ShouldBe(customer);
        var id = run.Text("rescore_id");
        Counts(await EndOfAsync(limited, id)).ShouldBe((1, 1, 1, 0, 0));
        await (await stranger.GetAsync($"/portal/rescores/{id}")).ProblemAsync(404);
        await (await stranger.DeleteAsync($"/portal/rescores/{id}")).ProblemAsync(404);
        (await ItemsAsync(stranger, "/portal/rescores")).ShouldBeEmpty();
        (await ItemsAsync(client, "/portal/rescores")).Count.ShouldBe(1);

        var whole = await EndOfAsync(client, (await (await client.PostAsync("/portal/rescores", null)).JsonAsync(201)).Text("rescore_id"));
        (await ItemsAsync(limited, "/portal/rescores")).Select(one => one.Text("rescore_id")).ShouldBe([id]);
        await (await limited.GetAsync($"/portal/rescores/{whole.Text("rescore_id")}")).ProblemAsync(404);
        await (await client.DeleteAsync($"/portal/rescores/{id}")).ProblemAsync(409, "rescore_finished");
    }

    [Fact]
    public async Task Admins_and_commands_of_the_machine_name_a_company_by_its_id_or_short_name()
    {
        await using var server = await TestServer.StartAsync();
        var acme = await server.CompanyAsync("Acme");
        await SeedAsync(acme, "T-1", hours: 1);
        using var local = server.WithKey(RunningServer.Find(server.Folder)!.Token);

        (await LinesAsync(local, "/admin/companies/acme/rescores/preview")).Count.ShouldBe(2);
        var run = await (await local.PostAsync("/admin/companies/acme/rescores", Json.Content(new { callbacks = true }))).JsonAsync(201);
        run.Text("started_by").ShouldBe("cli");
        for (var status = "running"; status == "running"; await Task.Delay(10))
            status = (await GetAsync(server.Admin, $"/admin/companies/{acme.Id}/rescores/{run.Text("rescore_id")}")).Text("status");
        (await ItemsAsync(local, "/admin/companies/acme/rescores")).Single().Text("status").ShouldBe("done");
        await (await local.PostAsync("/admin/companies/nobody/rescores", null)).ProblemAsync(404);
        var actions = (await ItemsAsync(server.Admin, $"/admin/audit?company_id={acme.Id}")).Select(entry => (entry.Text("action"), entry.Text("actor")));
        actions.ShouldContain(("rescore.started", "cli"));
    }

    private static async Task<JsonElement> EndOfAsync(HttpClient client, string id)
    {
        while (true)
        {
            var run = await GetAsync(client, $"/portal/rescores/{id}");
            if (run.Text("status") != "running") return run;
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }
    }

    private static (int Total, int Seen, int Rescored, int UpToDate, int Skipped) Counts(JsonElement run, bool previewed = false) => (
        run.GetProperty("total").GetInt32(),
        previewed ? run.GetProperty("total").GetInt32() : run.GetProperty("done").GetInt32(),
        run.GetProperty("rescored").GetInt32(),
        run.GetProperty("up_to_date").GetInt32(),
        run.GetProperty("skipped").GetInt32());

    private static Task<string> SeedAsync(TestCompany company, string key, int hours, string? customer = null) =>
        company.SeedAsync(company.Server.Time.GetUtcNow().AddHours(-hours), s_six, customer, key, $"As a rider I want {key} so that I find a bike");

    private static async Task<JsonElement> GetAsync(HttpClient client, string path) => await (await client.GetAsync(path)).JsonAsync(200);

    private static async Task<List<JsonElement>> ItemsAsync(
        HttpClient client, string path) => [.. (await GetAsync(client, path)).GetProperty("items").EnumerateArray()];

    private static async Task<List<JsonElement>> LinesAsync(HttpClient client, string path)
    {
        var response = await client.GetAsync(path);
        response.EnsureSuccessStatusCode();
        response.Content.Headers.ContentType!.MediaType.ShouldBe("application/x-ndjson");
        return [.. (await response.Content.ReadAsStringAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonElement.Parse(line))];
    }
}
