using System.Net;
using System.Text.Json;
using Shouldly;
using Vindex.Server.Tests.Hosting;
using Xunit;

namespace Vindex.Server.Tests;

public sealed class ScoreRecordTests
{
    [Fact]
    public async Task A_single_score_is_the_whole_record_without_a_temperature()
    {
        await using var server = await TestServer.StartAsync();
        var client = await (await server.CompanyAsync("Acme")).ClientAsync();
        var answer = await (await client.PostAsync("/v1/score", Json.Content(new
        {
            ticket_data = new
            {
                key = "PROJ-101",
                summary = "As a user I want a fast and user-friendly export, etc.",
                description = "It should be *fast*. Blocked by ABC-12 until the platform team ships.",
                acceptance_criteria = "Given a report, when I export it, then a file of at most 5 MB is saved.",
            },
        }))).JsonAsync(200);

        var score = await (await client.GetAsync($"/portal/scores/{answer.Text("score_id")}")).JsonAsync(200);

        score.EnumerateObject().Select(member => member.Name).ShouldBe(
        [
            "_id", "job_id", "customer_id", "ticket", "invest_scores", "overall_score", "top_recommendations", "context_used", "model_metadata",
            "processing_metadata", "webhook", "created_at", "text", "reading", "explanation", "recommendation_details", "confidence", "findings",
            "is_latest", "latest_id", "history",
        ]);
        score.GetProperty("webhook").ValueKind.ShouldBe(JsonValueKind.Null);
        score.GetProperty("model_metadata").Text("provider").ShouldBe("vindex");
        score.GetProperty("model_metadata").Text("model_name").ShouldStartWith("rubric-");
        score.GetRawText().ShouldNotContain("temperature");
        score.Text("created_at").ShouldBe("2026-04-16T09:12:08Z");
        score.GetProperty("ticket").Text("snapshot_at").ShouldBe("2026-04-16T09:12:08Z");
        score.GetProperty("invest_scores").GetRawText().ShouldBe(answer.GetProperty("individual_scores").GetRawText());
        score.GetProperty("top_recommendations").GetRawText().ShouldBe(answer.GetProperty("recommendations").GetRawText());
        score.GetProperty("context_used").GetRawText().ShouldBe(answer.GetProperty("context_used").GetRawText());
        score.GetProperty("history").GetArrayLength().ShouldBe(1);
    }

    [Fact]
    public async Task Every_quote_stands_in_its_fields_text_at_its_offsets()
    {
        await using var server = await TestServer.StartAsync();
        var client = await (await server.CompanyAsync("Acme")).ClientAsync();
        var answer = await (await client.PostAsync("/v1/score", Json.Content(new
        {
            ticket_data = new
            {
                summary = "🚀 As a user I want a fast and user-friendly export, etc.",
                description = "h2. Why\n* It should be _fast_ and **simple** 🚀 somehow\n* TBD: which format?\n\nBlocked by ABC-12 until the platform team ships.",
                acceptance_criteria = "- the page loads quickly\n- an e-mail may be sent",
            },
        }))).JsonAsync(200);
        var score = await (await client.GetAsync($"/portal/scores/{answer.Text("score_id")}")).JsonAsync(200);
        var quoted = 0;
        foreach (var finding in score.GetProperty("findings").EnumerateArray())
        {
            finding.EnumerateObject()
                .Select(member => member.Name)
                .ShouldBe(["rule", "dimension", "points", "field", "quote", "start", "end", "why", "advice"]);
            if (finding.GetProperty("quote").ValueKind == JsonValueKind.Null) continue;
            var text = score.GetProperty("text").Text(finding.Text("field"));
            text[finding.GetProperty("start").GetInt32()..finding.GetProperty("end").GetInt32()].ShouldBe(finding.Text("quote"));
            quoted++;
        }

        quoted.ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task The_history_holds_all_scores_of_the_ticket_newest_first()
    {
        await using var server = await TestServer.StartAsync();
        var client = await (await server.CompanyAsync("Acme")).ClientAsync();
        var ids = new List<string>();
        for (var i = 0; i < 3; i++)
        {
            ids.Add((await (await client.PostAsync("/v1/score", Json.Ticket("Export", "K-1"))).JsonAsync(200)).Text("score_id"));
            server.Time.Advance(TimeSpan.FromHours(1));
        }

        await client.PostAsync("/v1/score", Json.Ticket("Export", "K-2"));

        var history = (await (await client.GetAsync($"/portal/scores/{ids[0]}")).JsonAsync(200)).GetProperty("history");
        history.EnumerateArray().Select(earlier => earlier.Text("_id")).ShouldBe(Enumerable.Reverse(ids));
    }

    [Fact]
    public async Task A_deleted_score_is_gone_everywhere()
    {
        await using var server = await TestServer.StartAsync();
        var company = await server.CompanyAsync("Acme");
        var client = await company.ClientAsync();
        var kept = await company.SeedAsync(server.Time.GetUtcNow(), [8, 8, 8, 8, 8, 8]);
        var id = await company.SeedAsync(server.Time.GetUtcNow(), [2, 2, 2, 2, 2, 2]);

        var reader = await company.ClientAsync("scores:read");
        server.Time.Advance(TimeSpan.FromSeconds(1));

        await (await reader.DeleteAsync($"/portal/scores/{id}")).ProblemAsync(403);
        (await client.DeleteAsync($"/portal/scores/{id}")).StatusCode.ShouldBe(HttpStatusCode.NoContent);

        await (await client.GetAsync($"/portal/scores/{id}")).ProblemAsync(404);
        await (await client.DeleteAsync($"/portal/scores/{id}")).ProblemAsync(404);
        (await (await client.GetAsync("/portal/scores/summary")).JsonAsync(200)).GetRawText().ShouldBe("""{"overall_average":8,"total_scored":1}""");
        (await (await client.GetAsync("/portal/scores")).JsonAsync(200)).GetProperty("items")
            .EnumerateArray()
            .Select(item => item.Text("_id"))
            .ShouldBe([kept]);
        var entry = (await (await server.Admin.GetAsync("/admin/audit?limit=1")).JsonAsync(200)).GetProperty("items")[0];
        entry.Text("action").ShouldBe("score.deleted");
        entry.Text("target").ShouldBe(id);
        entry.Text("company_id").ShouldBe(company.Id);
    }

    [Fact]
    public async Task A_list_item_is_as_documented_and_no_more()
    {
        await using var server = await TestServer.StartAsync();
        var company = await server.CompanyAsync("Acme");
        var id = await company.SeedAsync(server.Time.GetUtcNow(), [6, 5, 7, 4, 5, 4], key: "PROJ-101", title: "As a site admin I want...");

        var list = await (await (await company.ClientAsync()).GetAsync("/portal/scores?skip=0&limit=25")).JsonAsync(200);

        list.GetRawText().ShouldBe($$"""
            {"items":[{"_id":"{{id}}","customer_id":"{{company.DefaultCustomerId}}","ticket":{"id":"PROJ-101","key":"PROJ-101","title":"As a site admin I want..."},"invest_scores":{"independent":6,"negotiable":5,"valuable":7,"estimable":4,"small":5,"testable":4},"overall_score":5.2,"created_at":"2026-04-16T09:12:08Z"}],"total":1,"skip":0,"limit":25,"next_cursor":null}
            """);
    }

    [Theory]
    [InlineData("", "e d c b a")]
    [InlineData("band=healthy", "e")]
    [InlineData("band=needs_review", "d c")]
    [InlineData("band=at_risk", "b a")]
    [InlineData("min=5", "e d c")]
    [InlineData("max=5", "c b a")]
    [InlineData("min=4.95&max=6.95", "d c")]
    [InlineData("band=needs_review&max=5", "c")]
    [InlineData("key=k-D", "d")]
    [InlineData("from=2026-04-03", "e d c")]
    [InlineData("to=2026-04-03", "c b a")]
    [InlineData("from=2026-04-02&to=2026-04-03", "c b")]
    [InlineData("from=2026-04-03&timezone=America/New_York", "e d")]
    [InlineData("q=EXPORT", "e c a")]
    [InlineData("q=export+k-c", "c")]
    [InlineData("q=straße", "b")]
    [InlineData("q=100%25", "d")]
    [InlineData("sort=overall_score", "e d c b a")]
    [InlineData("skip=2", "c b a")]
    [InlineData("skip=1&limit=2", "d c")]
    [InlineData("skip=9", "")]
    public async Task Filters_select_what_they_say(string query, string expected)
    {
        await using var server = await TestServer.StartAsync();
        var company = await server.CompanyAsync("Acme");
        (string Name, int[] Six, string Title)[] scores =
        [
            ("a", [2, 2, 2, 2, 2, 2], "Export a"), ("b", [4, 4, 4, 4, 4, 4], "Neue Straße"), ("c", [5, 5, 5, 5, 5, 5], "export c"),
            ("d", [6, 6, 6, 6, 6, 6], "at 100% of load"), ("e", [8, 8, 8, 8, 8, 8], "EXPORT e"),
        ];
        var names = new Dictionary<string, string>();
        for (var i = 0; i < scores.Length; i++)
        {
            names[await company.SeedAsync(
                new DateTimeOffset(2026, 4, 1 + i, 2, 0, 0, TimeSpan.Zero),
                scores[i].Six,
                key: "K-" + scores[i].Name.ToUpperInvariant(),
                title: scores[i].Title)] = scores[i].Name;
        }

        var list = await (await (await company.ClientAsync()).GetAsync("/portal/scores?" + query)).JsonAsync(200);

        string.Join(' ', list.GetProperty("items").EnumerateArray().Select(item => names[item.Text("_id")])).ShouldBe(expected);
        if (!query.Contains("skip", StringComparison.Ordinal))
            list.GetProperty("total").GetInt32().ShouldBe(expected.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length);
    }

    [Theory]
    [InlineData("limit=0")]
    [InlineData("limit=201")]
    [InlineData("limit=many")]
    [InlineData("skip=-1")]
    [InlineData("band=good")]
    [InlineData("min=11")]
    [InlineData("min=-1")]
    [InlineData("max=NaN")]
    [InlineData("sort=title")]
    [InlineData("from=2026-04-02&to=2026-04-01")]
    [InlineData("cursor=nonsense")]
    [InlineData("cursor=AAAA")]
    [InlineData("q=a+b+c+d+e+f+g+h+i+j+k")]
    [InlineData("key=%00")]
    public async Task A_parameter_that_does_not_fit_is_refused_by_name(string query)
    {
        await using var server = await TestServer.StartAsync();
        var client = await (await server.CompanyAsync("Acme")).ClientAsync();

        var problem = await (await client.GetAsync("/portal/scores?" + query)).ProblemAsync(422);

        problem.GetProperty("errors").TryGetProperty(query[..query.IndexOf('=', StringComparison.Ordinal)], out _).ShouldBeTrue();
    }

    [Theory]
    [InlineData("")]
    [InlineData("&sort=overall_score")]
    [InlineData("&min=3")]
    public async Task Walking_by_cursor_meets_every_score_once_also_while_more_come_in(string more)
    {
        await using var server = await TestServer.StartAsync();
        var company = await server.CompanyAsync("Acme");
        var client = await company.ClientAsync();
        for (var i = 0; i < 23; i++) await company.SeedAsync(At(i / 3), [i % 10, i % 7, 5, 5, 5, 5]); // many ties
        var all = (await (await client.GetAsync("/portal/scores?limit=200" + more)).JsonAsync(200)).GetProperty("items")
            .EnumerateArray()
            .Select(item => item.Text("_id"))
            .ToList();

        var walked = new List<string>();
        var cursor = "";
        while (true)
        {
            var page = await (await client.GetAsync("/portal/scores?limit=5" + more + cursor)).JsonAsync(200);
            walked.AddRange(page.GetProperty("items").EnumerateArray().Select(item => item.Text("_id")));
            if (page.GetProperty("next_cursor").ValueKind == JsonValueKind.Null) break;
            cursor = "&cursor=" + page.Text("next_cursor");
            await company.SeedAsync(At(100 + walked.Count), [10, 10, 10, 10, 10, 10]);
        }

        walked.ShouldBe(all);

        static DateTimeOffset At(int minutes) => new DateTimeOffset(2026, 4, 1, 0, 0, 0, TimeSpan.Zero).AddMinutes(minutes);
    }

    [Fact]
    public async Task A_cursor_that_was_changed_or_is_of_another_list_is_refused()
    {
        await using var server = await TestServer.StartAsync();
        var company = await server.CompanyAsync("Acme");
        var client = await company.ClientAsync();
        for (var i = 0; i < 3; i++) await company.SeedAsync(server.Time.GetUtcNow(), [5, 5, 5, 5, 5, 5]);
        var cursor = (await (await client.GetAsync("/portal/scores?limit=1")).JsonAsync(200)).Text("next_cursor");

        await (await client.GetAsync($"/portal/scores?limit=2&cursor={cursor}")).JsonAsync(200);
        for (var i = 0; i < cursor.Length; i += 5)
        {
            var changed = cursor[..i] + (cursor[i] == 'A' ? 'B' : 'A') + cursor[(i + 1)..];
            await (await client.GetAsync($"/portal/scores?limit=1&cursor={changed}")).ProblemAsync(422);
        }

        await (await client.GetAsync($"/portal/scores?sort=overall_score&cursor={cursor}")).ProblemAsync(422);
        await (await client.GetAsync($"/portal/scores?band=healthy&cursor={cursor}")).ProblemAsync(422);
        await (await client.GetAsync($"/portal/scores?skip=1&cursor={cursor}")).ProblemAsync(422);
        await (await (await (await server.CompanyAsync("Other")).ClientAsync()).GetAsync($"/portal/scores?cursor={cursor}")).ProblemAsync(422);
        await (await server.Admin.GetAsync($"/admin/companies?cursor={cursor}")).ProblemAsync(422);
    }
}
