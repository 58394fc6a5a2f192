using System.Text.RegularExpressions;
using Shouldly;
using Vindex.Server.Tests.Hosting;
using Xunit;

namespace Vindex.Server.Tests.Mcp;

/// <summary>What each tool answers, over HTTP.</summary>
public sealed partial class ToolTests
{
    [Fact]
    public async Task A_ticket_is_scored_and_stored_and_the_answer_links_to_it()
    {
        await using var server = await TestServer.StartAsync(settings: ("Server:PublicUrl", "https://vindex.example.com"));
        var company = await server.CompanyAsync("Acme");
        await using var client = await ToolClient.ConnectAsync(company, "scores:write", "scores:read");

        var text = await client.CallAsync("score_ticket", new { key = "SHOP-7", summary = "Fast checkout", description = "It should be user-friendly, etc." });

        text.ShouldStartWith("SHOP-7 \"Fast checkout\": ");
        text.ShouldContain(" of 10 (");
        text.ShouldContain("testable ");
        text.ShouldContain("Recommendations, with what each would add to the overall score:\n1. [");
        text.ShouldContain("What lowers the scores most:");
        var id = ScoreId().Match(text).Groups["id"].Value;
        text.ShouldContain($"https://vindex.example.com/app/tickets/{id}");

        var found = await client.CallAsync("get_ticket", new { id, text = true });
        found.ShouldStartWith(text.Split('\n')[0]);
        found.ShouldContain("It should be user-friendly, etc.");
        (await client.CallAsync("get_ticket", new { key = "shop-7" })).ShouldContain(id);
    }

    [Fact]
    public async Task A_backlog_is_scored_into_a_summary()
    {
        await using var server = await TestServer.StartAsync();
        await using var client = await ToolClient.ConnectAsync(await server.CompanyAsync("Acme"), "scores:write", "scores:read");

        var text = await client.CallAsync("score_backlog", new
        {
            tickets = new object[]
            {
                new { key = "A-1", summary = "As a clerk I want to export invoices as CSV so that I can check them", description = "Done when the file has a row per invoice." },
                new { key = "A-2", summary = "Stuff" },
                new { key = "A-3", summary = "   " },
            },
        });

        text.ShouldStartWith("2 tickets scored, average ");
        text.ShouldContain("Averages, weakest first: ");
        text.ShouldContain("A-2 \"Stuff\"");
        text.ShouldContain("/app/tickets/");
        text.ShouldContain("tickets[2] was not scored: summary");
        (await client.CallAsync("find_tickets", new { sort = "worst_first", limit = 1 })).ShouldContain("2 tickets match; showing 1.");
    }

    [Fact]
    public async Task A_better_text_is_proposed_and_not_stored()
    {
        await using var server = await TestServer.StartAsync();
        await using var client = await ToolClient.ConnectAsync(await server.CompanyAsync("Acme"), "scores:write", "scores:read");

        var text = await client.CallAsync("propose_rewrite", new { summary = "Export invoices", description = "Clerks need the file.\n\nAcceptance criteria:\n- One row per invoice", issue_type = "Story" });

        text.ShouldStartWith("Score before: ");
        text.ShouldContain("## Acceptance criteria\n\n- One row per invoice");
        (await client.CallAsync("propose_rewrite", new { summary = "Export invoices", format = "jira" })).ShouldContain("\\[Question: ");
        (await client.CallAsync("find_tickets", new { })).Trim().ShouldBe("No scored tickets match.");
    }

    [Fact]
    public async Task Tickets_are_found_by_words_band_dimension_and_day()
    {
        await using var server = await TestServer.StartAsync();
        var company = await server.CompanyAsync("Acme");
        await company.SeedAsync(server.Time.GetUtcNow().AddDays(-3), [8, 8, 8, 8, 8, 8], key: "OK-1", title: "Export invoices");
        await company.SeedAsync(server.Time.GetUtcNow().AddDays(-2), [6, 6, 6, 6, 6, 2], key: "MEH-1", title: "Import invoices");
        await company.SeedAsync(server.Time.GetUtcNow().AddDays(-1), [2, 2, 2, 2, 2, 2], key: "BAD-1", title: "Everything");
        await using var client = await ToolClient.ConnectAsync(company, "scores:read");

        async Task<string[]> KeysAsync(object arguments) =>
            [.. Key().Matches(await client.CallAsync("find_tickets", arguments)).Select(match => match.Groups["key"].Value)];

        (await KeysAsync(new { })).ShouldBe(["BAD-1", "MEH-1", "OK-1"]);
        (await KeysAsync(new { q = "invoices" })).ShouldBe(["MEH-1", "OK-1"]);
        (await KeysAsync(new { band = "healthy" })).ShouldBe(["OK-1"]);
        (await KeysAsync(new { fails = "testable", sort = "overall_score" })).ShouldBe(["MEH-1", "BAD-1"]);
        (await KeysAsync(new { max = 5.3, min = 1 })).ShouldBe(["BAD-1", "MEH-1"], ignoreOrder: true);
        (await KeysAsync(new { from = "2026-04-14", to = "2026-04-14" })).ShouldBe(["MEH-1"]);
        (await client.CallAsync("find_tickets", new { q = "nothing like it" })).Trim().ShouldBe("No scored tickets match.");
    }

    [Fact]
    public async Task Statistics_are_answered_for_the_range_by_interval_and_by_group()
    {
        await using var server = await TestServer.StartAsync();
        var company = await server.CompanyAsync("Acme");
        await company.SeedAsync(server.Time.GetUtcNow().AddDays(-8), [4, 4, 4, 4, 4, 4], key: "A-1");
        await company.SeedAsync(server.Time.GetUtcNow().AddDays(-1), [8, 8, 8, 8, 8, 8], key: "A-2");
        await using var client = await ToolClient.ConnectAsync(company, "feedback:read");

        var text = await client.CallAsync("ask_statistics", new { });
        text.ShouldStartWith("acme/scores from 2026-03-17T09:12Z to 2026-04-16T09:12Z, 2 rows; overall: avg 6, min 4, max 8, count 2");
        (await client.CallAsync("ask_statistics", new { interval = "week", aggregations = new[] { "avg" }, percentiles = new[] { 50.0 } }))
            .ShouldContain("- 2026-04-06: 1 row; avg 4, p50 4\n- 2026-04-13: 1 row; avg 8, p50 8");
        (await client.CallAsync("ask_statistics", new { metric = "testable", group_by = "customer_id" }))
            .ShouldContain($"- customer_id \"{company.DefaultCustomerId}\": 2 rows; avg 6");
        (await client.CallAsync("ask_statistics", new { from = "2026-04-15", to = "2026-04-16" })).ShouldContain(", 1 row; overall: avg 8");
    }

    [GeneratedRegex("Stored as score (?<id>[0-9a-f]+):", RegexOptions.NonBacktracking)]
    private static partial Regex ScoreId();

    [GeneratedRegex("^- (?<key>[A-Z]+-[0-9]+) ", RegexOptions.Multiline | RegexOptions.NonBacktracking)]
    private static partial Regex Key();
}
