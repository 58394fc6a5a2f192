using Shouldly;
using Vindex.Server.Tests.Accounts;
using Vindex.Server.Tests.Hosting;
using Xunit;

namespace Vindex.Server.Tests.Backlogs;

/// <summary>A company's tickets as a whole, over HTTP and as a page.</summary>
public sealed class BacklogTests
{
    private static readonly (string Key, string Title, string Description)[] s_tickets =
    [
        ("SHOP-1", "Show the price of a trip before it ends", "Riders see the price of the running trip on the map, with the discount of their plan, before they lock the bike."),
        ("SHOP-2", "Show the price of a trip before it ends", "Riders see the price of the running trip on the map, with the discount of their plan, before they lock the bike!"),
        ("SHOP-3", "Remove the export", "Nobody uses it. See SHOP-1."),
        ("SHOP-4", "Extend the export", "More columns. This is blocked by SHOP-3."),
        ("WEB-9", "Translate the help pages", "Into Dutch."),
    ];

    [Fact]
    public async Task Duplicates_conflicts_and_dependencies_come_with_the_words_that_show_them()
    {
        await using var server = await TestServer.StartAsync();
        var acme = await server.CompanyAsync("Acme");
        using var client = await acme.ClientAsync();
        await ScoreAllAsync(client);
        server.Time.Advance(TimeSpan.FromSeconds(1));

        var backlog = await (await client.GetAsync("/portal/backlog")).JsonAsync(200);
        (backlog.GetProperty("tickets").GetInt32(), backlog.GetProperty("total").GetInt32()).ShouldBe((5, 5));
        var duplicate = backlog.GetProperty("duplicates").EnumerateArray().Single();
        duplicate.GetProperty("tickets").EnumerateArray().Select(ticket => ticket.Text("key")).ShouldBe(["SHOP-1", "SHOP-2"], ignoreOrder: true);
        duplicate.Number("similarity").ShouldBeGreaterThan(0.9m);
        var conflict = backlog.GetProperty("conflicts").EnumerateArray().Single();
        conflict.Text("kind").ShouldBe("opposite_actions");
        conflict.GetProperty("quotes")
            .EnumerateArray()
            .Select(quote => quote.GetString()!)
            .ShouldBe(["Remove the export", "Extend the export"], ignoreOrder: true);
        var blocked = backlog.GetProperty("dependencies").EnumerateArray().Single(one => one.Text("kind") == "depends_on");
        (blocked.GetProperty("ticket").Text("key"), blocked.GetProperty("on").Text("key")).ShouldBe(("SHOP-4", "SHOP-3"));
        blocked.Text("quote").ShouldContain("blocked by SHOP-3");
        var score = await (await client.GetAsync($"/portal/scores/{blocked.GetProperty("ticket").Text("score_id")}")).JsonAsync(200);
        score.GetProperty("ticket").Text("key").ShouldBe("SHOP-4");
    }

    [Fact]
    public async Task Only_the_latest_text_of_a_ticket_counts_and_filters_narrow()
    {
        await using var server = await TestServer.StartAsync();
        var acme = await server.CompanyAsync("Acme");
        using var client = await acme.ClientAsync();
        await ScoreAllAsync(client);
        server.Time.Advance(TimeSpan.FromSeconds(1));
        await (await client.PostAsync("/v1/score", Json.Ticket("Rename the export", "SHOP-3"))).JsonAsync(200);
        var customer = await acme.NewCustomerAsync("Second");
        await (await client.PostAsync("/v1/score", Json.Ticket("Extend the login", "WEB-9", customer))).JsonAsync(200);
        server.Time.Advance(TimeSpan.FromSeconds(1));

        (await (await client.GetAsync("/portal/backlog")).JsonAsync(200)).GetProperty("conflicts").GetArrayLength().ShouldBe(0);
        (await CountAsync(client, "")).ShouldBe(6);
        (await CountAsync(client, "?project=web")).ShouldBe(2);
        (await CountAsync(client, $"?customer_id={customer}")).ShouldBe(1);
        (await CountAsync(client, $"?customer_id={customer}&project=SHOP")).ShouldBe(0);
        await (await client.GetAsync("/portal/backlog?customer_id=nobody")).ProblemAsync(404);
        await (await client.GetAsync($"/portal/backlog?project={new string('x', 101)}")).ProblemAsync(422);
    }

    [Fact]
    public async Task Others_see_their_own_tickets_only()
    {
        await using var server = await TestServer.StartAsync();
        var acme = await server.CompanyAsync("Acme");
        var customer = await acme.NewCustomerAsync("Second");
        using var client = await acme.ClientAsync();
        await ScoreAllAsync(client);
        server.Time.Advance(TimeSpan.FromSeconds(1));
        using var stranger = await (await server.CompanyAsync("Other")).ClientAsync();
        using var limited = server.WithKey((await acme.NewKeyAsync(["scores:read"], [customer])).Text("api_key"));
        using var writer = await acme.ClientAsync("scores:write");

        (await CountAsync(stranger, "")).ShouldBe(0);
        (await CountAsync(limited, "")).ShouldBe(0);
        await (await stranger.GetAsync($"/portal/backlog?customer_id={acme.DefaultCustomerId}")).ProblemAsync(404);
        await (await limited.GetAsync($"/portal/backlog?customer_id={acme.DefaultCustomerId}")).ProblemAsync(404);
        await (await writer.GetAsync("/portal/backlog")).ProblemAsync(403);
    }

    [Fact]
    public async Task The_page_links_both_tickets_and_escapes_their_words()
    {
        await using var server = await TestServer.StartAsync();
        var acme = await server.CompanyAsync("Acme");
        var person = await acme.PersonAsync("viewer");
        var empty = await (await person.GetAsync("/app/backlog")).PageAsync(200);
        empty.ShouldContain("No tickets yet");

        using var client = await acme.ClientAsync();
        await ScoreAllAsync(client);
        await (await client.PostAsync(
            "/v1/score", Json.Ticket("Mark <b>bold</b> words", "SHOP-7", description: "Depends on SHOP-8 <script>alert(1)</script>"))).JsonAsync(200);
        await (await client.PostAsync("/v1/score", Json.Ticket("Add a marker", "SHOP-8"))).JsonAsync(200);
        server.Time.Advance(TimeSpan.FromSeconds(1));
        var page = await (await person.GetAsync("/app/backlog")).PageAsync(200);
        page.ShouldContain("7 tickets");
        page.ShouldContain("<bdi>SHOP-4</bdi></a> depends on <a");
        page.ShouldContain("asks for the opposite of");
        page.ShouldContain("% similar to");
        page.ShouldNotContain("<b>bold</b>");
        page.ShouldNotContain("<script>alert");
        page.ShouldContain("aria-current=\"page\">Backlog");

        (await (await person.GetAsync("/app/backlog?project=WEB")).PageAsync(200)).ShouldContain("1 ticket<");
        (await (await person.GetAsync("/app/backlog?project=NONE")).PageAsync(200)).ShouldContain("Nothing matches");
        await (await person.GetAsync("/app/backlog?customer_id=nobody")).PageAsync(404);
    }

    private static async Task ScoreAllAsync(HttpClient client)
    {
        foreach (var (key, title, description) in s_tickets)
            await (await client.PostAsync("/v1/score", Json.Ticket(title, key, description: description))).JsonAsync(200);
    }

    private static async Task<int> CountAsync(HttpClient client, string query)
    {
        var backlog = await (await client.GetAsync("/portal/backlog" + query)).JsonAsync(200);
        return backlog.GetProperty("tickets").GetInt32();
    }
}
