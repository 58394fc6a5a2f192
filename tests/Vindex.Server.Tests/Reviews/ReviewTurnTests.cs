using System.Net;
using System.Text.Json;
using Shouldly;
using Vindex.Server.Tests.Accounts;
using Vindex.Server.Tests.Hosting;
using Xunit;

namespace Vindex.Server.Tests.Reviews;

/// <summary>Whose turn it is: people at the same time, holds that run out, tickets that are deleted, reviews that are closed.</summary>
public sealed class ReviewTurnTests
{
    [Fact]
    public async Task People_at_the_same_time_get_no_ticket_more_often_than_wanted()
    {
        await using var server = await TestServer.StartAsync();
        var (acme, path, _) = await ReviewAsync(server, tickets: 6, raters: 2);
        HttpClient[] raters = [.. await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => acme.ClientAsync("feedback:read", "feedback:write", "scores:read")))];

        await Task.WhenAll(raters.Select(async rater =>
        {
            while ((await NextAsync(rater, path)).GetProperty("ticket") is { ValueKind: JsonValueKind.Object } ticket)
                await (await RateAsync(rater, path, ticket.Text("score_id"))).JsonAsync(200);
        }));

        var content = (await server.Store.Reviews.FindAsync(new(acme.Id, null), path.Split('/')[^1], CancellationToken.None))!;
        content.Turns.GroupBy(turn => turn.Place).Select(ticket => ticket.Count()).ShouldBe(Enumerable.Repeat(2, 6));
        foreach (var rater in raters) rater.Dispose();
    }

    [Fact]
    public async Task A_hold_ends_after_half_an_hour_and_a_late_rating_still_counts()
    {
        await using var server = await TestServer.StartAsync();
        var (acme, path, _) = await ReviewAsync(server, tickets: 1, raters: 1);
        using var ada = await acme.ClientAsync("feedback:read", "feedback:write", "scores:read");
        using var bo = await acme.ClientAsync("feedback:read", "feedback:write", "scores:read");
        using var cy = await acme.ClientAsync("feedback:read", "feedback:write", "scores:read");
        var score = (await NextAsync(ada, path)).GetProperty("ticket").Text("score_id");

        server.Time.Advance(TimeSpan.FromMinutes(29));
        (await NextAsync(bo, path)).GetProperty("ticket").ValueKind.ShouldBe(JsonValueKind.Null);
        (await NextAsync(bo, path)).GetProperty("left").GetInt32().ShouldBe(0);
        await (await RateAsync(bo, path, score)).ProblemAsync(409, "ticket_full");
        server.Time.Advance(TimeSpan.FromMinutes(1));
        (await NextAsync(bo, path)).GetProperty("ticket").Text("score_id").ShouldBe(score);
        await (await RateAsync(bo, path, score)).JsonAsync(200);
        await (await RateAsync(ada, path, score)).JsonAsync(200);
        await (await RateAsync(cy, path, score)).ProblemAsync(409, "ticket_full");
        (await (await ada.GetAsync(path)).JsonAsync(200)).GetProperty("review").GetProperty("ratings").GetInt32().ShouldBe(2);
    }

    [Fact]
    public async Task A_skipped_ticket_does_not_come_again_and_waits_for_others()
    {
        await using var server = await TestServer.StartAsync();
        var (acme, path, ada) = await ReviewAsync(server, tickets: 1, raters: 1);
        var score = (await (await ada.PostAsync(path + "/next")).JsonAsync(200)).GetProperty("ticket").Text("score_id");

        (await ada.PostAsync($"{path}/tickets/{score}/skip")).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await (await ada.PostAsync(path + "/next")).JsonAsync(200)).GetProperty("ticket").ValueKind.ShouldBe(JsonValueKind.Null);
        using var bo = await acme.ClientAsync("feedback:read", "feedback:write", "scores:read");
        (await NextAsync(bo, path)).GetProperty("ticket").Text("score_id").ShouldBe(score);
        await (await RateAsync(bo, path, score)).JsonAsync(200);
        await (await bo.PostAsync($"{path}/tickets/{score}/skip", null)).ProblemAsync(409, "already_rated");
        (await (await ada.GetAsync(path)).JsonAsync(200)).GetProperty("people").EnumerateArray()
            .Select(person => (person.GetProperty("rated").GetInt32(), person.GetProperty("skipped").GetInt32())).ShouldBe([(1, 0), (0, 1)]);
    }

    [Fact]
    public async Task A_ticket_whose_score_is_deleted_leaves_the_review_with_its_ratings()
    {
        await using var server = await TestServer.StartAsync();
        var (acme, path, ada) = await ReviewAsync(server, tickets: 2, raters: 1);
        using var bo = await acme.ClientAsync("feedback:read", "feedback:write", "scores:read");
        var held = (await (await ada.PostAsync(path + "/next")).JsonAsync(200)).GetProperty("ticket").Text("score_id");
        var rated = (await NextAsync(bo, path)).GetProperty("ticket").Text("score_id");
        await (await RateAsync(bo, path, rated)).JsonAsync(200);

        using var writer = await acme.ClientAsync("scores:write", "scores:read");
        foreach (var score in (string[])[held, rated]) (await writer.DeleteAsync("/portal/scores/" + score)).StatusCode.ShouldBe(HttpStatusCode.NoContent);

        await (await ada.PutAsync($"{path}/tickets/{held}/rating", new { ratings = new { overall = 5 } })).ProblemAsync(404);
        (await (await ada.PostAsync(path + "/next")).JsonAsync(200)).GetProperty("ticket").ValueKind.ShouldBe(JsonValueKind.Null);
        var report = await (await ada.GetAsync(path)).JsonAsync(200);
        (report.GetProperty("review").GetProperty("tickets").GetInt32(), report.GetProperty("judges").GetArrayLength()).ShouldBe((0, 0));
    }

    [Fact]
    public async Task In_a_closed_review_nothing_is_rated_and_everything_is_shown()
    {
        await using var server = await TestServer.StartAsync();
        var (acme, path, ada) = await ReviewAsync(server, tickets: 1, raters: 2);
        var score = (await (await ada.PostAsync(path + "/next")).JsonAsync(200)).GetProperty("ticket").Text("score_id");

        (await (await ada.PostAsync(path + "/close")).JsonAsync(200)).Text("state").ShouldBe("closed");
        (await (await ada.PostAsync(path + "/close")).JsonAsync(200)).Text("state").ShouldBe("closed");
        await (await ada.PostAsync(path + "/next")).ProblemAsync(409, "review_closed");
        await (await ada.PutAsync($"{path}/tickets/{score}/rating", new { ratings = new { overall = 5 } })).ProblemAsync(409, "review_closed");
        await (await ada.PostAsync($"{path}/tickets/{score}/skip")).ProblemAsync(409, "review_closed");
        (await (await ada.GetAsync($"{path}/tickets/{score}")).JsonAsync(200)).GetProperty("judge").Text("model_name").ShouldBe("rubric-1");

        (await (await ada.PostAsync(path + "/reopen")).JsonAsync(200)).GetProperty("closed_at").ValueKind.ShouldBe(JsonValueKind.Null);
        await (await ada.PutAsync($"{path}/tickets/{score}/rating", new { ratings = new { overall = 5 } })).JsonAsync(200);
        var owner = await acme.PersonAsync("owner", "owner@example.com");
        var actions = (await (await owner.GetAsync("/portal/audit")).JsonAsync(200)).GetProperty("items").EnumerateArray().Select(entry => entry.Text("action")).ToList();
        (actions.Count(action => action == "review.closed"), actions.Count(action => action == "review.reopened")).ShouldBe((1, 1));
    }

    [Fact]
    public async Task An_archive_carries_reviews_with_what_was_done_in_them()
    {
        await using var server = await TestServer.StartAsync();
        var (acme, path, ada) = await ReviewAsync(server, tickets: 2, raters: 2);
        var score = (await (await ada.PostAsync(path + "/next")).JsonAsync(200)).GetProperty("ticket").Text("score_id");
        await (await ada.PutAsync($"{path}/tickets/{score}/rating", new { ratings = new { overall = 5 }, note = "Fine" })).JsonAsync(200);
        var archive = await server.Admin.GetStringAsync($"/admin/companies/{acme.Id}/export");

        await using var other = await TestServer.StartAsync();
        var content = new ByteArrayContent(System.Text.Encoding.UTF8.GetBytes(archive)) { Headers = { ContentType = new("application/x-ndjson") } };
        await (await other.Admin.PostAsync("/admin/companies/import", content)).JsonAsync(200);
        var copy = new TestCompany(other, acme.Id, acme.DefaultCustomerId);
        using var reader = await copy.ClientAsync("feedback:read", "scores:read");
        var report = await (await reader.GetAsync(path)).JsonAsync(200);
        (report.GetProperty("review").GetProperty("tickets").GetInt32(), report.GetProperty("review").GetProperty("ratings").GetInt32()).ShouldBe((2, 1));
        report.GetProperty("people")[0].GetProperty("name").ValueKind.ShouldBe(JsonValueKind.Null);
        report.GetProperty("judges")[0].GetProperty("tickets").GetInt32().ShouldBe(1);
    }

    private static async Task<(TestCompany Company, string Path, Person Creator)> ReviewAsync(TestServer server, int tickets, int raters)
    {
        var acme = await server.CompanyAsync("Acme");
        for (var i = 0; i < tickets; i++) await acme.SeedAsync(server.Time.GetUtcNow().AddMinutes(i - 1000), [5, 5, 5, 5, 5, 5], key: $"T-{i}");
        var ada = await acme.PersonAsync("member", "ada@example.com");
        var review = await (await ada.PostAsync("/portal/reviews", new { name = "Sprint 12", raters })).JsonAsync(201);
        return (acme, "/portal/reviews/" + review.Text("review_id"), ada);
    }

    private static async Task<JsonElement> NextAsync(HttpClient client, string path) => await (await client.PostAsync(path + "/next", null)).JsonAsync(200);

    private static Task<HttpResponseMessage> RateAsync(HttpClient client, string path, string scoreId) =>
        client.PutAsync($"{path}/tickets/{scoreId}/rating", Json.Content(new { ratings = new { overall = 6 } }));
}
