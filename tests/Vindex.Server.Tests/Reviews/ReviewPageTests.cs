using System.Net;
using System.Text.RegularExpressions;
using Shouldly;
using Vindex.Server.Tests.Accounts;
using Vindex.Server.Tests.Hosting;
using Vindex.Server.Tests.Portal;
using Xunit;

namespace Vindex.Server.Tests.Reviews;

/// <summary>Reviews on the pages of the portal, without script.</summary>
public sealed partial class ReviewPageTests
{
    [Fact]
    public async Task A_review_is_started_rated_ticket_by_ticket_closed_and_deleted()
    {
        await using var server = await TestServer.StartAsync();
        var acme = await server.CompanyAsync("Acme");
        for (var i = 0; i < 2; i++)
            await acme.SeedAsync(server.Time.GetUtcNow().AddMinutes(i - 100), [1, 2, 3, 4, 5, 6], key: $"T-{i}", title: $"Show the <b>fare</b> {i}");
        var ada = await acme.PersonAsync("member", "ada@example.com");
        (await ada.ReadAsync("/app/reviews")).ShouldContain("No reviews yet");

        var page = await ada.SubmitAndFollowAsync("/app/reviews", ("name", Forms.Hostile[..60]), ("tickets", ""), ("raters", "1"), ("pick", "random"));
        page.ShouldContain("2 tickets drawn.");
        page.ShouldContain("0 of 2 ratings");
        page.ShouldNotContain("<script>alert");
        var review = ReviewPath().Match(await ada.ReadAsync("/app/reviews")).Value;

        var first = await FollowAsync(ada, review + "/next");
        var text = await ada.ReadAsync(first);
        text.ShouldContain("Show the &lt;b&gt;fare&lt;/b&gt;");
        text.ShouldContain("0 tickets rated by you, 2 waiting for you");
        text.ShouldNotContain("rubric-1");
        text.ShouldContain("Only a headline");
        var refused = await (await ada.SubmitAsync(first, ("overall", "12"), ("small", "3"), ("note", "Why?"), ("then", "next"))).PageAsync(422);
        refused.ShouldContain("must be a whole number from 0 to 10");
        refused.ShouldContain("value=\"12\"");
        refused.ShouldContain("Why?");
        (await (await ada.SubmitAsync(first, ("then", "next"))).PageAsync(422)).ShouldContain("Rate at least one dimension.");

        var second = await FollowAsync(ada, first, ("overall", "7"), ("small", "3"), ("note", "Why?"), ("then", "next"));
        second.ShouldNotBe(first);
        (await ada.ReadAsync(second)).ShouldContain("you 7, the judge 3.5 overall.");
        var compared = await ada.SubmitAndFollowAsync(second, ("overall", "4"), ("then", "stay"));
        compared.ShouldContain("You, the judge, and others");
        compared.ShouldContain("<th scope=\"col\">rubric-1</th>");
        (await FollowAsync(ada, review + "/next")).ShouldBe(review);
        var done = await ada.ReadAsync(review);
        done.ShouldContain("No ticket is waiting for you at the moment.");
        done.ShouldContain("2 of 2 ratings");
        done.ShouldContain("ada@example.com");
        WebUtility.HtmlDecode(done).ShouldContain("+3.5");
        (await ada.ReadAsync(first)).ShouldContain("Why?");
        (await ada.ReadAsync("/app/agreement")).ShouldContain("By review");

        (await ada.SubmitAndFollowAsync(review + "/close")).ShouldContain("Review closed.");
        (await (await ada.SubmitAsync(first, ("overall", "1"))).PageAsync(409)).ShouldContain("This review is closed.");
        (await ada.SubmitAndFollowAsync(review + "/reopen")).ShouldContain("Review reopened.");
        (await ada.SubmitAndFollowAsync(review + "/delete")).ShouldContain("Review deleted.");
        await ada.ReadAsync(review, 404);
        (await ada.ReadAsync("/app/agreement")).ShouldContain("2 ratings of 2 tickets by 1 person");
    }

    [Fact]
    public async Task A_ticket_is_skipped_and_what_is_full_or_gone_leads_on()
    {
        await using var server = await TestServer.StartAsync();
        var acme = await server.CompanyAsync("Acme");
        var score = await acme.SeedAsync(server.Time.GetUtcNow(), [1, 2, 3, 4, 5, 6], key: "T-1");
        var (ada, bo) = (await acme.PersonAsync("member", "ada@example.com"), await acme.PersonAsync("member", "bo@example.com"));
        await ada.SubmitAsync("/app/reviews", ("name", "One"), ("raters", "1"), ("pick", "random"));
        var review = ReviewPath().Match(await ada.ReadAsync("/app/reviews")).Value;
        var ticket = await FollowAsync(ada, review + "/next");
        ticket.ShouldBe($"{review}/tickets/{score}");

        (await FollowAsync(bo, review + "/next")).ShouldBe(review);
        (await (await bo.SubmitAsync(ticket, ("overall", "5"))).PageAsync(409)).ShouldContain("Enough people have rated this ticket");
        (await ada.SubmitAndFollowAsync(ticket + "/skip")).ShouldContain("Skipped. No ticket is waiting for you at the moment.");
        (await FollowAsync(bo, ticket, ("overall", "5"), ("then", "next"))).ShouldBe(review);
        (await (await bo.SubmitAsync(ticket + "/skip")).PageAsync(409)).ShouldContain("You have rated this ticket.");
        (await bo.SubmitAsync(review + "/tickets/nothing", ("overall", "5"))).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await bo.SubmitAsync(review + "/close")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Viewers_see_what_was_found_and_strangers_nothing()
    {
        await using var server = await TestServer.StartAsync();
        var acme = await server.CompanyAsync("Acme");
        await acme.SeedAsync(server.Time.GetUtcNow(), [1, 2, 3, 4, 5, 6], key: "T-1");
        var (ada, viewer) = (await acme.PersonAsync("member"), await acme.PersonAsync("viewer"));
        await ada.SubmitAsync("/app/reviews", ("name", "One"), ("raters", "1"), ("pick", "random"));
        var review = ReviewPath().Match(await ada.ReadAsync("/app/reviews")).Value;
        var ticket = await FollowAsync(ada, review + "/next");

        (await viewer.ReadAsync("/app/reviews")).ShouldNotContain("New review");
        var seen = await viewer.ReadAsync(review);
        seen.ShouldContain("0 of 1 rating");
        seen.ShouldNotContain("/next");
        seen.ShouldNotContain("/delete");
        (await viewer.ReadAsync(ticket)).ShouldContain("This ticket can no longer be rated here.");
        await (await viewer.SubmitAsync(review + "/next")).PageAsync(403);
        var stranger = await (await server.CompanyAsync("Other")).PersonAsync("owner", "cy@example.com");
        await stranger.ReadAsync(review, 404);
        await stranger.ReadAsync(ticket, 404);
        (await stranger.SubmitAsync(review + "/next")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_review_that_cannot_be_started_shows_why()
    {
        await using var server = await TestServer.StartAsync();
        var acme = await server.CompanyAsync("Acme");
        var ada = await acme.PersonAsync("member");

        var page = await (await ada.SubmitAsync("/app/reviews", ("name", ""), ("tickets", "501"), ("raters", "x"), ("pick", "random"), ("from", "soon"))).PageAsync(422);
        page.ShouldContain("must be a whole number from 1 to 500");
        page.ShouldContain("value=\"501\"");
        page.ShouldContain("must be an ISO 8601 date");
        (await (await ada.SubmitAsync("/app/reviews", ("name", "x"), ("pick", "random"))).PageAsync(409)).ShouldContain("No ticket matches this selection.");
    }

    private static async Task<string> FollowAsync(Person person, string path, params (string Name, string Value)[] fields)
    {
        var response = await person.SubmitAsync(path, fields);
        response.StatusCode.ShouldBe(HttpStatusCode.SeeOther, await response.Content.ReadAsStringAsync());
        return response.Headers.Location!.OriginalString;
    }

    [GeneratedRegex("/app/reviews/[0-9a-f]{32}", RegexOptions.NonBacktracking)]
    private static partial Regex ReviewPath();
}
