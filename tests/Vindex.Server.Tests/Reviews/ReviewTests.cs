using System.Net;
using System.Text.Json;
using Shouldly;
using Vindex.Server.Tests.Accounts;
using Vindex.Server.Tests.Hosting;
using Xunit;

namespace Vindex.Server.Tests.Reviews;

/// <summary>Reviews through the API: starting, rating, reporting, closing, and who may.</summary>
public sealed class ReviewTests
{
    [Fact]
    public async Task Tickets_are_rated_blind_one_after_the_other_and_the_rating_is_feedback()
    {
        await using var server = await TestServer.StartAsync();
        var acme = await server.CompanyAsync("Acme");
        await SeedAsync(acme, 3);
        var (ada, bo) = (await acme.PersonAsync("member", "ada@example.com"), await acme.PersonAsync("member", "bo@example.com"));

        var review = await StartAsync(ada, new { name = " Sprint 12 ", tickets = 2 });
        (review.Text("name"), review.Text("state"), review.GetProperty("tickets").GetInt32(), review.GetProperty("wanted").GetInt32()).ShouldBe(
            ("Sprint 12", "open", 2, 4));
        review.GetProperty("selection").GetProperty("candidates").GetInt32().ShouldBe(3);
        var path = "/portal/reviews/" + review.Text("review_id");

        var turn = await NextAsync(ada, path);
        (turn.GetProperty("rated_by_you").GetInt32(), turn.GetProperty("left").GetInt32()).ShouldBe((0, 2));
        var ticket = turn.GetProperty("ticket");
        ticket.GetProperty("text").Text("summary").ShouldStartWith("Ticket ");
        ticket.GetProperty("held_until").GetDateTimeOffset().ShouldBe(server.Time.GetUtcNow().AddMinutes(30));
        foreach (var hidden in (string[])["judge", "others", "ratings", "note"]) ticket.GetProperty(hidden).ValueKind.ShouldBe(JsonValueKind.Null, hidden);
        (await NextAsync(ada, path)).GetProperty("ticket").Text("score_id").ShouldBe(ticket.Text("score_id"));

        var rated = await RateAsync(ada, path, ticket.Text("score_id"), new { ratings = new { overall = 7, small = 3 }, note = "Too big" });
        rated.GetProperty("judge").Text("model_name").ShouldBe("rubric-1");
        rated.GetProperty("ratings").GetProperty("overall").GetInt32().ShouldBe(7);
        (rated.Text("note"), rated.GetProperty("others").GetArrayLength()).ShouldBe(("Too big", 0));
        (await NextAsync(ada, path)).GetProperty("ticket").Text("score_id").ShouldNotBe(ticket.Text("score_id"));

        await RateAsync(bo, path, ticket.Text("score_id"), new { ratings = new { overall = 5 } });
        var seen = await (await ada.GetAsync($"{path}/tickets/{ticket.Text("score_id")}")).JsonAsync(200);
        seen.GetProperty("others")[0].GetProperty("overall").GetInt32().ShouldBe(5);

        using var key = await acme.ClientAsync("feedback:read", "scores:read");
        var rows = (await (await key.PostAsync("/feedback/query", Json.Content(new { project_id = "acme/scores" }))).JsonAsync(200)).GetProperty("result")
            .EnumerateArray().Where(row => row.Text("feedback_type") != "vindex.score").ToList();
        rows.Count.ShouldBe(4);
        rows.ShouldAllBe(row => row.GetProperty("payload").Text("review_id") == review.Text("review_id"));
        rows.Single(row => row.Text("feedback_type") == "wandb.note.1").GetProperty("payload").Text("note").ShouldBe("Too big");
        (await (await ada.GetAsync($"/portal/scores/{ticket.Text("score_id")}/rating")).JsonAsync(200)).GetProperty("small").GetInt32().ShouldBe(3);
        (await (await ada.GetAsync("/portal/agreement")).JsonAsync(200)).GetProperty("rated_tickets").GetInt32().ShouldBe(1);

        await RateAsync(ada, path, ticket.Text("score_id"), new { ratings = new { overall = 6 } });
        seen = await (await ada.GetAsync($"{path}/tickets/{ticket.Text("score_id")}")).JsonAsync(200);
        (seen.GetProperty("ratings").GetProperty("small").ValueKind, seen.GetProperty("note").ValueKind).ShouldBe((JsonValueKind.Null, JsonValueKind.Null));
    }

    [Fact]
    public async Task A_report_has_progress_agreement_between_people_and_with_each_judge()
    {
        await using var server = await TestServer.StartAsync();
        var acme = await server.CompanyAsync("Acme");
        for (var i = 0; i < 24; i++)
        {
            var number = i;
            await acme.SeedAsync(
                server.Time.GetUtcNow().AddMinutes(i - 1000), [i % 10, 5, 5, 5, 5, 5], key: $"T-{i}", title: $"Ticket {i}",
                change: score => score with { DurationMs = number, Model = number < 22 ? "rubric-2" : "rubric-3" });
        }

        var (ada, bo) = (await acme.PersonAsync("member", "ada@example.com"), await acme.PersonAsync("owner", "bo@example.com"));
        var review = await StartAsync(ada, new { name = "All", tickets = 24 });
        var path = "/portal/reviews/" + review.Text("review_id");
        await RateAllAsync(ada, path, (number, six) => new { overall = number % 10, independent = six[0] });
        await RateAllAsync(bo, path, (number, six) => new { overall = Math.Min(10, (number % 10) + 2), independent = six[0] });

        var report = await (await bo.GetAsync(path)).JsonAsync(200);
        report.GetProperty("review").GetProperty("ratings").GetInt32().ShouldBe(48);
        report.GetProperty("review").GetProperty("rated_by_you").GetInt32().ShouldBe(24);
        report.GetProperty("people").EnumerateArray().Select(person => (person.Text("name"), person.GetProperty("rated").GetInt32()))
            .ShouldBe([("ada@example.com", 24), ("bo@example.com", 24)], ignoreOrder: true);
        var between = report.GetProperty("between_people").EnumerateArray().ToDictionary(one => one.Text("dimension"));
        between.Keys.ShouldBe(["overall", "independent"]);
        between["independent"].GetProperty("alpha").GetProperty("value").GetDouble().ShouldBe(1);
        between["independent"].GetProperty("mean_difference").GetDouble().ShouldBe(0);
        between["overall"].GetProperty("mean_difference").GetDouble().ShouldBe(2 - (2 / 24.0), 0.001);
        var judges = report.GetProperty("judges").EnumerateArray().ToList();
        judges.Select(judge => (judge.Text("model_name"), judge.GetProperty("tickets").GetInt32(), judge.GetProperty("median_duration_ms").GetDouble()))
            .ShouldBe([("rubric-3", 2, 22.5), ("rubric-2", 22, 10.5)]);
        judges.ShouldAllBe(judge => judge.GetProperty("mean_cost").ValueKind == JsonValueKind.Null);
        judges[1].GetProperty("dimensions").EnumerateArray().Single(one => one.Text("dimension") == "independent").GetProperty("rank_correlation")
            .GetProperty("value").GetDouble().ShouldBe(1);
        judges[0].GetProperty("dimensions")[0].GetProperty("enough").GetBoolean().ShouldBeFalse();
        report.GetProperty("tickets").GetArrayLength().ShouldBe(24);
        report.GetProperty("tickets").EnumerateArray().ShouldAllBe(ticket => ticket.GetProperty("people").GetInt32() == 2);

        var viewer = await acme.PersonAsync("viewer", "vi@example.com");
        (await (await viewer.GetAsync(path)).JsonAsync(200)).GetProperty("tickets").GetArrayLength().ShouldBe(0);
        await (await bo.PostAsync(path + "/close")).JsonAsync(200);
        (await (await viewer.GetAsync(path)).JsonAsync(200)).GetProperty("tickets").GetArrayLength().ShouldBe(24);
    }

    [Fact]
    public async Task Only_tickets_that_match_are_drawn()
    {
        await using var server = await TestServer.StartAsync();
        var acme = await server.CompanyAsync("Acme");
        var second = await acme.NewCustomerAsync("Second");
        var day = server.Time.GetUtcNow().Date;
        await acme.SeedAsync(new DateTimeOffset(day.AddDays(-3), TimeSpan.Zero), [5, 5, 5, 5, 5, 5], key: "T-1", change: score => score with { Source = "jiraforge" });
        await acme.SeedAsync(new DateTimeOffset(day.AddDays(-2), TimeSpan.Zero), [5, 5, 5, 5, 5, 5], key: "T-1");
        await acme.SeedAsync(new DateTimeOffset(day.AddDays(-1), TimeSpan.Zero), [5, 5, 5, 5, 5, 5], second, "T-2", change: score => score with { Source = "cli" });
        var ada = await acme.PersonAsync("member");
        foreach (var (body, tickets) in new (object, int)[]
        {
            (new { name = "a" }, 2), (new { name = "b", customer_id = second }, 1), (new { name = "c", source = "api" }, 1),
            (new { name = "d", from = day.AddDays(-1).ToString("yyyy-MM-dd") }, 1), (new { name = "e", to = day.AddDays(-2).ToString("yyyy-MM-dd") }, 1),
        })
        {
            (await StartAsync(ada, body)).GetProperty("tickets").GetInt32().ShouldBe(tickets, body.ToString());
        }

        await (await ada.PostAsync("/portal/reviews", new { name = "f", source = "jiraforge" })).ProblemAsync(409, "no_tickets");
        (await (await ada.PostAsync("/portal/reviews", new { name = "g", pick = "uncertain" })).ProblemAsync(409, "no_tickets")).Text("detail")
            .ShouldBe("No ticket with an uncertain score matches this selection.");
        using var writer = await acme.ClientAsync("scores:write");
        await (await writer.PostAsync("/v1/score", Json.Ticket("asdf", "T-3"))).JsonAsync(200);
        await (await writer.PostAsync(
            "/v1/score", Json.Ticket("As a rider I want to see my last trips so that I can check what I paid", "T-4", description: "- Given 3 trips, when the list is opened, then it shows 3 entries.")))
            .JsonAsync(200);
        var uncertain = await StartAsync(ada, new { name = "h", pick = "uncertain" });
        var first = (await NextAsync(ada, "/portal/reviews/" + uncertain.Text("review_id"))).GetProperty("ticket");
        first.GetProperty("ticket").Text("key").ShouldBe("T-3");
    }

    [Fact]
    public async Task What_is_not_a_review_or_a_rating_is_refused()
    {
        await using var server = await TestServer.StartAsync();
        var acme = await server.CompanyAsync("Acme");
        await SeedAsync(acme, 1);
        var ada = await acme.PersonAsync("member");
        var problem = await (await ada.PostAsync(
            "/portal/reviews", new { name = " ", tickets = 0, raters = 11, pick = "best", from = "soon", to = "9999-12-31" })).ProblemAsync(422, "invalid_fields");
        problem.GetProperty("errors").EnumerateObject().Select(error => error.Name).ShouldBe(["name", "tickets", "raters", "pick", "from", "to"]);
        problem = await (await ada.PostAsync("/portal/reviews", new { name = "x", customer_id = "nobody", from = "2026-02-01", to = "2026-01-31" })).ProblemAsync(422);
        problem.GetProperty("errors").EnumerateObject().Select(error => error.Name).ShouldBe(["customer_id", "from"]);

        var path = "/portal/reviews/" + (await StartAsync(ada, new { name = "x" })).Text("review_id");
        var score = (await NextAsync(ada, path)).GetProperty("ticket").Text("score_id");
        foreach (var (body, field) in new (object, string)[]
        {
            (new { ratings = new { } }, "ratings"), (new { note = "x" }, "ratings"), (new { ratings = new { small = 11 } }, "ratings.small"),
            (new { ratings = new { small = 1 }, note = new string('x', 1025) }, "note"),
        })
        {
            (await (await ada.PutAsync($"{path}/tickets/{score}/rating", body)).ProblemAsync(422)).GetProperty("errors").EnumerateObject().Single().Name.ShouldBe(field);
        }

        await (await ada.PutAsync($"{path}/tickets/nothing/rating", new { ratings = new { small = 1 } })).ProblemAsync(404);
        await (await ada.PostAsync($"{path}/tickets/nothing/skip")).ProblemAsync(404);
        await (await ada.GetAsync("/portal/reviews/nothing")).ProblemAsync(404);
    }

    [Fact]
    public async Task Another_company_s_review_does_not_exist_and_roles_and_scopes_decide_the_rest()
    {
        await using var server = await TestServer.StartAsync();
        var acme = await server.CompanyAsync("Acme");
        var second = await acme.NewCustomerAsync("Second");
        await SeedAsync(acme, 2);
        await acme.SeedAsync(server.Time.GetUtcNow(), [1, 1, 1, 1, 1, 1], second, "S-1");
        var ada = await acme.PersonAsync("member", "ada@example.com");
        var path = "/portal/reviews/" + (await StartAsync(ada, new { name = "x" })).Text("review_id");
        var score = (await NextAsync(ada, path)).GetProperty("ticket").Text("score_id");

        var stranger = await (await server.CompanyAsync("Other")).PersonAsync("owner", "cy@example.com");
        (await (await stranger.GetAsync("/portal/reviews")).JsonAsync(200)).GetProperty("items").GetArrayLength().ShouldBe(0);
        foreach (var send in (Func<Task<HttpResponseMessage>>[])
        [
            () => stranger.GetAsync(path), () => stranger.PostAsync(path + "/next"), () => stranger.PostAsync(path + "/close"),
            () => stranger.PostAsync(path + "/reopen"), () => stranger.DeleteAsync(path), () => stranger.GetAsync($"{path}/tickets/{score}"),
            () => stranger.PutAsync($"{path}/tickets/{score}/rating", new { ratings = new { small = 1 } }), () => stranger.PostAsync($"{path}/tickets/{score}/skip"),
        ])
        {
            await (await send()).ProblemAsync(404);
        }

        var viewer = await acme.PersonAsync("viewer");
        await (await viewer.GetAsync(path)).JsonAsync(200);
        await (await viewer.PostAsync(path + "/next")).ProblemAsync(403, "role_missing");
        await (await viewer.PostAsync("/portal/reviews", new { name = "y" })).ProblemAsync(403, "role_missing");
        var bo = await acme.PersonAsync("member", "bo@example.com");
        await (await bo.PostAsync(path + "/close")).ProblemAsync(403, "not_your_review");
        await (await bo.DeleteAsync(path)).ProblemAsync(403, "not_your_review");

        using var narrow = await acme.ClientAsync("feedback:read", "feedback:write");
        await (await narrow.PostAsync(path + "/next", null)).ProblemAsync(403, "insufficient_scope");
        (await (await narrow.GetAsync(path)).JsonAsync(200)).GetProperty("tickets").GetArrayLength().ShouldBe(0);
        using var limited = server.WithKey((await acme.NewKeyAsync(["feedback:read", "feedback:write", "scores:read"], [second])).Text("api_key"));
        (await (await limited.GetAsync(path)).JsonAsync(200)).GetProperty("review").GetProperty("tickets").GetInt32().ShouldBe(1);
        var own = await (await limited.PostAsync(path + "/next", null)).JsonAsync(200);
        (own.GetProperty("ticket").GetProperty("ticket").Text("key"), own.GetProperty("left").GetInt32()).ShouldBe(("S-1", 1));

        var owner = await acme.PersonAsync("owner", "owner@example.com");
        await (await owner.PostAsync(path + "/close")).JsonAsync(200);
        (await owner.DeleteAsync(path)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        var actions = (await (await owner.GetAsync("/portal/audit")).JsonAsync(200)).GetProperty("items").EnumerateArray().Select(entry => entry.Text("action")).ToList();
        foreach (var action in (string[])["review.created", "review.closed", "review.deleted"]) actions.Count(one => one == action).ShouldBe(1, action);
    }

    private static async Task SeedAsync(TestCompany company, int count)
    {
        for (var i = 0; i < count; i++)
            await company.SeedAsync(company.Server.Time.GetUtcNow().AddMinutes(i - 1000), [5, 5, 5, 5, 5, 5], key: $"T-{i}", title: $"Ticket {i}");
    }

    private static async Task<JsonElement> StartAsync(Person person, object body) => await (await person.PostAsync("/portal/reviews", body)).JsonAsync(201);

    private static async Task<JsonElement> NextAsync(Person person, string path) => await (await person.PostAsync(path + "/next")).JsonAsync(200);

    private static async Task<JsonElement> RateAsync(Person person, string path, string scoreId, object body) =>
        await (await person.PutAsync($"{path}/tickets/{scoreId}/rating", body)).JsonAsync(200);

    private static async Task RateAllAsync(Person person, string path, Func<int, int[], object> rate)
    {
        while ((await NextAsync(person, path)).GetProperty("ticket") is { ValueKind: JsonValueKind.Object } ticket)
        {
            var number = int.Parse(ticket.GetProperty("ticket").Text("key")[2..]);
            await RateAsync(person, path, ticket.Text("score_id"), new { ratings = rate(number, [number % 10]) });
        }
    }
}
