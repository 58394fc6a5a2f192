using System.Text.Json;
using Shouldly;
using Vindex.Server.Tests.Accounts;
using Vindex.Server.Tests.Hosting;
using Vindex.Server.Tests.Portal;
using Xunit;

namespace Vindex.Server.Tests.Ratings;

/// <summary>People's own ratings, and how far the judge agrees with them.</summary>
public sealed class RatingTests
{
    private const int Tickets = 24;

    [Fact]
    public async Task A_rating_replaces_the_one_before_and_is_feedback_on_the_score()
    {
        await using var server = await TestServer.StartAsync();
        var acme = await server.CompanyAsync("Acme");
        var id = await SeedAsync(acme, 0, [5, 5, 5, 5, 5, 5]);
        using var client = await acme.ClientAsync("feedback:read", "feedback:write");
        var path = $"/portal/scores/{id}/rating";

        (await GetAsync(client, path)).GetProperty("overall").ValueKind.ShouldBe(JsonValueKind.Null);
        await (await client.PutAsync(path, Json.Content(new { overall = 7, testable = 0 }))).JsonAsync(200);
        await (await client.PutAsync(path, Json.Content(new { overall = 8, small = 3 }))).JsonAsync(200);
        var own = await GetAsync(client, path);
        (own.GetProperty("overall").GetInt32(), own.GetProperty("small").GetInt32(), own.GetProperty("testable").ValueKind).ShouldBe(
            (8, 3, JsonValueKind.Null));

        var rows = await RowsAsync(client);
        rows.Select(row => (row.GetProperty("payload").Text("dimension"), row.GetProperty("payload").GetProperty("rating").GetInt32()))
            .ShouldBe([("overall", 8), ("small", 3)], ignoreOrder: true);
        rows.ShouldAllBe(row => row.Text("weave_ref").EndsWith("/ticket/T-0", StringComparison.Ordinal) && row.GetProperty("payload").Text("score_id") == id);

        using var colleague = await acme.ClientAsync("feedback:read", "feedback:write");
        (await GetAsync(colleague, path)).GetProperty("overall").ValueKind.ShouldBe(JsonValueKind.Null);
        await (await client.PutAsync(path, Json.Content(new { }))).JsonAsync(200);
        (await RowsAsync(client)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("""{"overall": 11}""", "overall")]
    [InlineData("""{"small": -1}""", "small")]
    [InlineData("""{"testable": 7.5}""", "testable")]
    [InlineData("""{"valuable": "good"}""", "valuable")]
    public async Task A_rating_is_a_whole_number_from_0_to_10(string body, string field)
    {
        await using var server = await TestServer.StartAsync();
        var acme = await server.CompanyAsync("Acme");
        var id = await SeedAsync(acme, 0, [5, 5, 5, 5, 5, 5]);
        using var client = await acme.ClientAsync("feedback:read", "feedback:write");

        var problem = await (await client.PutAsync($"/portal/scores/{id}/rating", Json.Text(body))).ProblemAsync(422, "invalid_fields");
        problem.GetProperty("errors").GetProperty(field)[0].GetString()!.ShouldContain("whole number from 0 to 10");
        (await RowsAsync(client)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Agreement_is_given_by_rubric_and_dimension_once_there_are_enough_tickets()
    {
        await using var server = await TestServer.StartAsync();
        var acme = await server.CompanyAsync("Acme");
        using var client = await acme.ClientAsync("feedback:read", "feedback:write");
        for (var i = 0; i < Tickets; i++)
        {
            var id = await SeedAsync(acme, i, [i % 10, 5, 9 - (i % 10), 5, 5, 5]);
            object rating = i < Tickets - 10 ? new { independent = i % 10, valuable = i % 10 } : new { independent = i % 10, valuable = i % 10, small = 4 };
            await (await client.PutAsync($"/portal/scores/{id}/rating", Json.Content(rating))).JsonAsync(200);
        }

        var report = await GetAsync(client, "/portal/agreement");
        (report.GetProperty("rated_tickets").GetInt32(), report.GetProperty("people").GetInt32(), report.GetProperty("complete").GetBoolean()).ShouldBe(
            (Tickets, 1, true));
        var rubric = report.GetProperty("rubrics").EnumerateArray().Single();
        rubric.Text("model_name").ShouldBe("rubric-1");
        var dimensions = rubric.GetProperty("dimensions").EnumerateArray().ToDictionary(one => one.Text("dimension"));
        dimensions.Keys.ShouldBe(["independent", "valuable", "small"]);
        foreach (var (name, value) in (IEnumerable<(string, double)>)[("independent", 1), ("valuable", -1)])
        {
            dimensions[name].GetProperty("rank_correlation").GetProperty("value").GetDouble().ShouldBe(value, 1e-9, name);
            dimensions[name].GetProperty("tickets").GetInt32().ShouldBe(Tickets);
        }

        dimensions["independent"].GetProperty("weighted_kappa").GetProperty("low").GetDouble().ShouldBe(1);
        dimensions["independent"].GetProperty("mean_difference").GetDouble().ShouldBe(0);
        dimensions["valuable"].GetProperty("weighted_kappa").GetProperty("value").GetDouble().ShouldBeLessThan(-0.5);
        dimensions["small"].GetProperty("enough").GetBoolean().ShouldBeFalse();
        dimensions["small"].GetProperty("rank_correlation").ValueKind.ShouldBe(JsonValueKind.Null);
        dimensions["small"].GetProperty("tickets").GetInt32().ShouldBe(10);
    }

    [Fact]
    public async Task Words_of_agreement_count_as_shares_and_what_names_no_score_of_the_company_does_not_count()
    {
        await using var server = await TestServer.StartAsync();
        var acme = await server.CompanyAsync("Acme");
        var customer = await acme.NewCustomerAsync("Second");
        using var client = await acme.ClientAsync("feedback:read", "feedback:write");
        var id = await SeedAsync(acme, 0, [5, 5, 5, 5, 5, 5]);
        var elsewhere = await SeedAsync(acme, 1, [5, 5, 5, 5, 5, 5], customer);
        foreach (var (score, dimension, agree) in (IEnumerable<(string, object, object)>)
            [
                (id, "small", true), (id, "small", false), (elsewhere, "small", true), (id, "pretty", true), ("nobody", "small", false), (id, 7, true),
                (id, "small", "yes")
            ])
        {
            var row =
                new { project_id = "acme/scores", weave_ref = "vindex:///acme/x/ticket/T", feedback_type = "vindex.agreement", payload = new { score_id = score, dimension, agree } };
            await (await client.PostAsync("/feedback/create", Json.Content(row))).JsonAsync(200);
        }

        var small = Small(await GetAsync(client, "/portal/agreement"));
        (small.GetProperty("agree").GetInt32(), small.GetProperty("disagree").GetInt32(), small.GetProperty("ratings").GetInt32()).ShouldBe((2, 1, 0));
        small.GetProperty("agree_share").GetProperty("value").GetDouble().ShouldBe(0.667);
        small.GetProperty("agree_share").GetProperty("low").GetDouble().ShouldBe(0.208);
        Small(await GetAsync(client, $"/portal/agreement?customer_id={customer}")).GetProperty("disagree").GetInt32().ShouldBe(0);
        using var limited = server.WithKey((await acme.NewKeyAsync(["feedback:read"], [customer])).Text("api_key"));
        Small(await GetAsync(limited, "/portal/agreement")).GetProperty("agree").GetInt32().ShouldBe(1);

        await (await client.GetAsync("/portal/agreement?customer_id=nobody")).ProblemAsync(404);
        using var stranger = await (await server.CompanyAsync("Other")).ClientAsync("feedback:read", "feedback:write");
        (await GetAsync(stranger, "/portal/agreement")).GetProperty("rubrics").GetArrayLength().ShouldBe(0);
        await (await stranger.GetAsync($"/portal/scores/{id}/rating")).ProblemAsync(404);
        await (await stranger.PutAsync($"/portal/scores/{id}/rating", Json.Content(new { overall = 1 }))).ProblemAsync(404);
        await (await limited.PutAsync($"/portal/scores/{elsewhere}/rating", Json.Content(new { overall = 1 }))).ProblemAsync(403);
    }

    [Fact]
    public async Task The_page_to_rate_hides_the_scores_and_keeps_what_was_typed()
    {
        await using var server = await TestServer.StartAsync();
        var acme = await server.CompanyAsync("Acme");
        var id = await acme.SeedAsync(server.Time.GetUtcNow().AddHours(-1), [1, 2, 3, 4, 5, 6], key: "T-1", title: "Show <b>the</b> fare");
        var person = await acme.PersonAsync("member");
        var path = $"/app/tickets/{id}/rating";

        var page = await person.ReadAsync(path);
        page.ShouldContain("Show &lt;b&gt;the&lt;/b&gt; fare");
        page.ShouldNotContain("class=\"number\"");
        page.ShouldNotContain("score-large");
        var refused = await (await person.SubmitAsync(path, ("overall", "7"), ("small", "12"))).PageAsync(422);
        refused.ShouldContain("whole number from 0 to 10");
        refused.ShouldContain("value=\"12\"");
        var saved = await person.SubmitAsync(path, ("overall", "7"), ("small", ""));
        ((int)saved.StatusCode).ShouldBe(303);
        (await person.ReadAsync(path)).ShouldContain("value=\"7\"");

        var viewer = await acme.PersonAsync("viewer", "viewer@example.com");
        await (await viewer.GetAsync(path)).PageAsync(403);
        var agreement = await viewer.ReadAsync("/app/agreement");
        agreement.ShouldContain("rubric-1");
        agreement.ShouldContain("1 of 20 tickets");
        (await viewer.ReadAsync($"/app/tickets/{id}")).ShouldContain("/app/agreement");
        (await person.ReadAsync($"/app/tickets/{id}")).ShouldContain(path);
    }

    [Fact]
    public async Task A_company_without_ratings_is_told_how_to_begin()
    {
        await using var server = await TestServer.StartAsync();
        var person = await (await server.CompanyAsync("Acme")).PersonAsync("viewer");
        (await person.ReadAsync("/app/agreement")).ShouldContain("No ratings yet");
        await (await person.GetAsync("/app/agreement?customer_id=nobody")).PageAsync(404);
    }

    private static JsonElement Small(JsonElement report) =>
        report.GetProperty("rubrics")[0].GetProperty("dimensions").EnumerateArray().Single(one => one.Text("dimension") == "small");

    private static Task<string> SeedAsync(TestCompany company, int number, int[] six, string? customer = null) =>
        company.SeedAsync(company.Server.Time.GetUtcNow().AddMinutes(number - 1000), six, customer, $"T-{number}");

    private static async Task<JsonElement> GetAsync(HttpClient client, string path) => await (await client.GetAsync(path)).JsonAsync(200);

    private static async Task<List<JsonElement>> RowsAsync(HttpClient client)
    {
        var query =
            new
            {
                project_id = "acme/scores",
                query = JsonElement.Parse(
                """{"$expr": {"$eq": [{"$getField": "feedback_type"}, {"$literal": "vindex.rating"}]}}""")
            };
        var answer = await (await client.PostAsync("/feedback/query", Json.Content(query))).JsonAsync(200);
        return [.. answer.GetProperty("result").EnumerateArray()];
    }
}
