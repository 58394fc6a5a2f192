using System.Net;
using Shouldly;
using Vindex.Server.Tests.Accounts;
using Vindex.Server.Tests.Hosting;
using Xunit;

namespace Vindex.Server.Tests.Portal;

/// <summary>The versions of a ticket: one behind the other on its page, and two of them side by side.</summary>
public sealed class TicketVersionTests
{
    private const string Vague = "As a rider I want to see my trips asap";
    private const string Clear = "As a rider I want to see my last ten trips, so that I can check what I paid";

    [Fact]
    public async Task Versions_lead_to_each_other_and_an_old_one_says_that_there_is_a_newer_one()
    {
        await using var server = await TestServer.StartAsync();
        var company = await server.CompanyAsync("Acme");
        var ids = await ScoreAsync(server, company, "T-1", Vague, Clear, Clear + " for them");
        await ScoreAsync(server, company, "T-2", Vague);
        var person = await company.PersonAsync("viewer");

        var oldest = await ReadAsync(person, $"/app/tickets/{ids[0]}");
        oldest.ShouldContain("A newer version of this ticket was scored.");
        oldest.ShouldContain($"<a href=\"/app/tickets/{ids[2]}\">Open the latest version</a>");
        oldest.ShouldContain($"href=\"/app/tickets/{ids[2]}/compare/{ids[0]}\"");
        oldest.ShouldContain("Version 1 of 3");
        oldest.ShouldContain($"<a href=\"/app/tickets/{ids[1]}\" rel=\"next\">");
        oldest.ShouldNotContain("rel=\"prev\"");

        var middle = await ReadAsync(person, $"/app/tickets/{ids[1]}");
        middle.ShouldContain($"<a href=\"/app/tickets/{ids[0]}\" rel=\"prev\">");
        middle.ShouldContain($"<a href=\"/app/tickets/{ids[2]}\" rel=\"next\">");

        var latest = await ReadAsync(person, $"/app/tickets/{ids[2]}");
        latest.ShouldNotContain("A newer version");
        latest.ShouldNotContain("rel=\"next\"");
        latest.ShouldContain("Version 3 of 3");
        foreach (var earlier in ids.Take(2)) latest.ShouldContain($"href=\"/app/tickets/{ids[2]}/compare/{earlier}\">Compare<span");
        latest.Split("Compare<span").Length.ShouldBe(3);
    }

    [Fact]
    public async Task A_ticket_that_was_scored_once_has_no_versions_to_step_through()
    {
        await using var server = await TestServer.StartAsync();
        var company = await server.CompanyAsync("Acme");
        var ids = await ScoreAsync(server, company, "T-1", Vague);

        var page = await ReadAsync(await company.PersonAsync("viewer"), $"/app/tickets/{ids[0]}");

        page.ShouldNotContain("class=\"version-bar");
        page.ShouldContain("first score");
    }

    [Fact]
    public async Task Each_version_has_its_change_from_the_previous_one()
    {
        await using var server = await TestServer.StartAsync();
        var company = await server.CompanyAsync("Acme");
        await company.SeedAsync(server.Time.GetUtcNow().AddDays(-2), [4, 4, 4, 4, 4, 4]);
        await company.SeedAsync(server.Time.GetUtcNow().AddDays(-1), [4, 4, 4, 4, 4, 7]);
        var last = await company.SeedAsync(server.Time.GetUtcNow(), [4, 4, 4, 4, 4, 7]);

        var page = await ReadAsync(await company.PersonAsync("viewer"), $"/app/tickets/{last}");

        page.ShouldContain(">+0.5</span>");
        page.ShouldContain("Testable 4 → 7");
        page.ShouldContain(">±0.0</span>");
        page.ShouldContain("no dimension changed");
    }

    [Fact]
    public async Task Two_versions_show_the_difference_of_their_texts_beside_both_scores()
    {
        await using var server = await TestServer.StartAsync();
        var company = await server.CompanyAsync("Acme");
        var ids = await ScoreAsync(server, company, "T-1", Vague, Clear);
        var person = await company.PersonAsync("viewer");

        var page = await ReadAsync(person, $"/app/tickets/{ids[1]}/compare/{ids[0]}");

        page.ShouldContain("<title>T-1: what changed · Acme · Vindex</title>");
        page.ShouldContain("As a rider I want to see my ");
        page.ShouldContain("<ins><span class=\"visually-hidden\">added: </span>last ten </ins>");
        page.ShouldContain("<del><span class=\"visually-hidden\">removed: </span> asap</del>");
        page.ShouldContain("<h3>Description, unchanged</h3>");
        var (before, after) = (await OverallAsync(company, ids[0]), await OverallAsync(company, ids[1]));
        page.ShouldContain($"\">{before:0.0}</span>");
        page.ShouldContain($"\">{after:0.0}</span>");
        page.ShouldContain($">{(after < before ? "−" : "+")}{Math.Abs(after - before):0.0}</td>");
        page.ShouldNotContain("Part of the change may come from that.");

        // The earlier version comes first, whichever is named first.
        Content(await ReadAsync(person, $"/app/tickets/{ids[0]}/compare/{ids[1]}")).ShouldBe(Content(page));
    }

    [Fact]
    public async Task Versions_with_the_same_text_by_different_judges_say_so()
    {
        await using var server = await TestServer.StartAsync();
        var company = await server.CompanyAsync("Acme");
        var first = await company.SeedAsync(server.Time.GetUtcNow().AddDays(-2), [4, 4, 4, 4, 4, 4], key: "T-1", title: "Pay by card");
        var second = await (await (await company.ClientAsync()).PostAsync("/v1/score", Json.Ticket("Pay by card", "T-1", description: "text"))).JsonAsync(200);

        var page = await ReadAsync(await company.PersonAsync("viewer"), $"/app/tickets/{second.Text("score_id")}/compare/{first}");

        page.ShouldContain("The text is the same in both versions.");
        page.ShouldContain("scored by rubric-1, profile adam, the later one by rubric-");
        page.ShouldNotContain("<ins>");
    }

    [Fact]
    public async Task Scores_of_other_tickets_customers_and_companies_have_no_comparison()
    {
        await using var server = await TestServer.StartAsync();
        var company = await server.CompanyAsync("Acme");
        var now = server.Time.GetUtcNow();
        int[] six = [4, 4, 4, 4, 4, 4];
        var ours = await company.SeedAsync(now, six, key: "T-1");
        var otherTicket = await company.SeedAsync(now, six, key: "T-2");
        var otherCustomer = await company.SeedAsync(now, six, await company.NewCustomerAsync("Team"), key: "T-1");
        var theirs = await (await server.CompanyAsync("Other")).SeedAsync(now, six, key: "T-1");
        var person = await company.PersonAsync("owner");
        var nothing = (await person.ReadAsync("/app/tickets/0123456789abcdef0123456789abcdef", 404)).WithoutToken();

        foreach (var other in new[] { otherTicket, otherCustomer, theirs, ours, "0123456789abcdef0123456789abcdef" })
        {
            (await person.ReadAsync($"/app/tickets/{ours}/compare/{other}", 404)).WithoutToken().ShouldBe(nothing);
            (await person.ReadAsync($"/app/tickets/{other}/compare/{ours}", 404)).WithoutToken().ShouldBe(nothing);
        }
    }

    [Fact]
    public async Task Hostile_text_in_a_difference_is_only_text()
    {
        await using var server = await TestServer.StartAsync();
        var company = await server.CompanyAsync("Acme");
        var ids = await ScoreAsync(server, company, "T-1", $"Open {Forms.Hostile} fast", $"Open {Forms.Hostile} {Forms.Hostile} later");

        var page = await (await company.PersonAsync("viewer")).ReadAsync($"/app/tickets/{ids[0]}/compare/{ids[1]}");

        page.ShouldBeHarmless();
    }

    // Scores of one ticket, a minute apart.
    private static async Task<IReadOnlyList<string>> ScoreAsync(TestServer server, TestCompany company, string key, params string[] summaries)
    {
        var client = await company.ClientAsync();
        var ids = new List<string>();
        foreach (var summary in summaries)
        {
            ids.Add((await (await client.PostAsync("/v1/score", Json.Ticket(summary, key, description: "The same in all."))).JsonAsync(200)).Text("score_id"));
            server.Time.Advance(TimeSpan.FromMinutes(1));
        }

        return ids;
    }

    private static async Task<decimal> OverallAsync(TestCompany company, string id) =>
        (await (await (await company.ClientAsync()).GetAsync($"/portal/scores/{id}")).JsonAsync(200)).Number("overall_score");

    private static string Content(string page) => page.Split("<main")[1].Split("</main>")[0];

    private static async Task<string> ReadAsync(Person person, string path) => WebUtility.HtmlDecode(await person.ReadAsync(path));
}
