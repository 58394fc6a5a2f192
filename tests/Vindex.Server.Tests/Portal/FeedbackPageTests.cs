using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Shouldly;
using Vindex.Server.Tests.Accounts;
using Vindex.Server.Tests.Hosting;
using Xunit;

namespace Vindex.Server.Tests.Portal;

public sealed class FeedbackPageTests
{
    private static readonly DateTimeOffset s_now = new(2026, 4, 16, 9, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Whoever_opens_the_page_sees_the_scores_of_the_last_month()
    {
        await using var server = await TestServer.StartAsync();
        var acme = await server.CompanyAsync("Acme");
        var viewer = await acme.PersonAsync("viewer");
        (await viewer.ReadAsync("/app/feedback")).ShouldContain("No feedback in this range");
        await acme.SeedAsync(s_now.AddDays(-1), [4, 4, 4, 4, 4, 4]);
        await acme.SeedAsync(s_now.AddDays(-2), [8, 8, 8, 8, 8, 8]);

        var page = await viewer.ReadAsync("/app/feedback");
        page.ShouldContain("value=\"overall\"");
        page.ShouldContain("<option value=\"testable\">numeric</option>");
        page.ShouldContain("<option value=\"vindex.score\">2 rows</option>");
        Lines(page).ShouldContain("testable|numeric|4");
        Lines(page).ShouldContain("average|6");
        Lines(page).ShouldContain("p10|4.4");
        Lines(page).ShouldContain("rows of feedback|2");
        page.ShouldContain("data-chart=");
        page.ShouldContain("acme/scores");
    }

    [Fact]
    public async Task The_question_stands_in_the_address_and_the_answer_is_that_of_the_endpoint()
    {
        await using var server = await TestServer.StartAsync();
        var acme = await server.CompanyAsync("Acme");
        for (var i = 0; i < 4; i++) await acme.SeedAsync(s_now.AddDays(-1 - (i * 8)), [2 * i, 5, 5, 5, 5, 5], key: $"S-{i}");
        var viewer = await acme.PersonAsync("viewer");

        var page = await viewer.ReadAsync(
            "/app/feedback?project=scores&path=independent&type=numeric&agg=avg&agg=max&percentiles=50,+99.9&from=2026-04-01&to=2026-04-16&timezone=Europe/Berlin&granularity=week&compare=on");

        page.ShouldContain("name=\"agg\" value=\"max\" checked");
        page.ShouldContain("value=\"50, 99.9\"");
        page.ShouldContain("<option value=\"Europe/Berlin\" selected>");
        page.ShouldContain("p99.9");
        page.ShouldContain("&quot;calendar&quot;: &quot;week&quot;");
        page.ShouldContain("&quot;start&quot;: &quot;2026-03-31T22:00:00");
        Lines(page).ShouldContain("max|2|6|−4");
        Lines(page).ShouldContain("average|1|5|−4");
        Lines(page).ShouldContain("rows of feedback|2|2|±0");
    }

    [Theory]
    [InlineData("agg=avg", "|1")]
    [InlineData("", "||||1")]
    [InlineData("agg=sum&agg=avg&percentiles=50", "0|||1")]
    public async Task An_average_of_nothing_is_nothing(string question, string empty)
    {
        await using var server = await TestServer.StartAsync();
        var acme = await server.CompanyAsync("Acme");
        await acme.SeedAsync(s_now.AddDays(-1), [4, 4, 4, 4, 4, 4]);
        var viewer = await acme.PersonAsync("viewer");

        var page = await viewer.ReadAsync($"/app/feedback?path=nowhere&type=numeric&granularity=86400&{question}");

        Lines(page).ShouldContain($"2026-04-15|{empty}");
        Lines(page).ShouldContain("rows of feedback|1");
        page.ShouldNotContain("&quot;count&quot;");
        page.ShouldContain("No row in this range has a value of this type at nowhere");
        (await viewer.ReadAsync("/app/feedback?path=overall")).ShouldNotContain("No row in this range");
    }

    [Fact]
    public async Task Groups_are_lines_of_the_table()
    {
        await using var server = await TestServer.StartAsync();
        var acme = await server.CompanyAsync("Acme");
        var other = await acme.NewCustomerAsync("Other");
        await acme.SeedAsync(s_now.AddDays(-1), [4, 4, 4, 4, 4, 4]);
        await acme.SeedAsync(s_now.AddDays(-1), [8, 8, 8, 8, 8, 8], other, "O-1");
        await acme.SeedAsync(s_now.AddDays(-2), [6, 6, 6, 6, 6, 6], other, "O-2");
        var viewer = await acme.PersonAsync("viewer");

        var page = await viewer.ReadAsync("/app/feedback?path=overall&agg=avg&group_by=customer_id");

        Lines(page).ShouldContain($"{other}|7|2");
        Lines(page).ShouldContain($"{acme.DefaultCustomerId}|4|1");
        (await viewer.ReadAsync("/app/feedback?path=band&group_by=band")).ShouldContain("needs_review");
    }

    [Fact]
    public async Task Groups_are_compared_with_the_previous_period()
    {
        await using var server = await TestServer.StartAsync();
        var acme = await server.CompanyAsync("Acme");
        var other = await acme.NewCustomerAsync("Other");
        await acme.SeedAsync(s_now.AddDays(-1), [4, 4, 4, 4, 4, 4]);
        await acme.SeedAsync(s_now.AddDays(-9), [6, 6, 6, 6, 6, 6], key: "B-1");
        await acme.SeedAsync(s_now.AddDays(-1), [8, 8, 8, 8, 8, 8], other, "O-1");
        var viewer = await acme.PersonAsync("viewer");

        var page = await viewer.ReadAsync("/app/feedback?path=overall&agg=avg&group_by=customer_id&compare=on&days=7");

        Lines(page).ShouldContain($"{acme.DefaultCustomerId}|4|1|6|−2");
        Lines(page).ShouldContain($"{other}|8|1||");
    }

    [Fact]
    public async Task Labels_are_counted_over_time_and_in_total_and_each_count_opens_its_rows()
    {
        await using var server = await TestServer.StartAsync();
        var acme = await server.CompanyAsync("Acme");
        await RowsAsync(acme, [new { mood = "good" }, new { mood = "good" }, new { mood = "bad \"quoted\"" }, new { mood = 7 }, new { other = 1 }]);
        var viewer = await acme.PersonAsync("viewer");

        var page = await viewer.ReadAsync("/app/feedback?project=ratings&path=mood");

        Lines(page).ShouldContain("good||2|40 %");
        Lines(page).ShouldContain("(none)||1|20 %");
        await ShouldOpenAsync(viewer, page, "good", 2);
        await ShouldOpenAsync(viewer, page, "bad &quot;quoted&quot;", 1);
        await ShouldOpenAsync(viewer, page, "7", 1);
        await ShouldOpenAsync(viewer, page, "(none)", 1);
    }

    [Fact]
    public async Task What_is_left_out_is_said_and_bars_of_a_histogram_open_their_rows()
    {
        await using var server = await TestServer.StartAsync();
        var acme = await server.CompanyAsync("Acme");
        await RowsAsync(acme, [new { stars = 1 }, new { stars = 2 }, new { stars = 2 }, new { stars = 11 }, new { stars = "many" }, new { other = 1 }]);
        var viewer = await acme.PersonAsync("viewer");

        var page = await viewer.ReadAsync("/app/feedback?project=ratings&path=stars&type=numeric");

        page.ShouldContain("1 row of 6 has no value at stars.");
        page.ShouldContain("1 row of 6 has a value at stars that is not a number, and is left out.");
        Lines(page).ShouldContain("2 to 3||2|50 %");
        await ShouldOpenAsync(viewer, page, "1 to 2", 1);
        await ShouldOpenAsync(viewer, page, "2 to 3", 2);
        await ShouldOpenAsync(viewer, page, "10 to 11", 1);
        await ShouldOpenAsync(viewer, page, "rows of feedback", 6);
    }

    [Fact]
    public async Task The_usual_question_is_that_of_the_first_number_and_labels_where_there_is_none()
    {
        await using var server = await TestServer.StartAsync();
        var acme = await server.CompanyAsync("Acme");
        await RowsAsync(acme, [new { channel = "mail", stars = 4 }]);
        await RowsAsync(acme, [new { channel = "mail" }], "notes");
        var viewer = await acme.PersonAsync("viewer");

        (await viewer.ReadAsync("/app/feedback?project=ratings")).ShouldContain("value=\"stars\" list");
        (await viewer.ReadAsync("/app/feedback?project=notes")).ShouldContain("value=\"channel\" list");
    }

    [Theory]
    [InlineData("path=overall&agg=avg", "average|6", "tickets|2")]
    [InlineData("path=testable&compare=on", "average|6||", "tickets|2|0|+2")]
    [InlineData("path=overall&group_by=source", "api|6|2", null)]
    [InlineData("path=band", "Healthy||1|50 %", "At risk||1|50 %")]
    public async Task Only_the_latest_score_of_each_ticket_counts_if_that_is_chosen(string question, string line, string? another)
    {
        await using var server = await TestServer.StartAsync();
        var acme = await server.CompanyAsync("Acme");
        await acme.SeedAsync(s_now.AddDays(-3), [1, 1, 1, 1, 1, 1], key: "A-1");
        await acme.SeedAsync(s_now.AddDays(-1), [4, 4, 4, 4, 4, 4], key: "A-1");
        await acme.SeedAsync(s_now.AddDays(-2), [8, 8, 8, 8, 8, 8], key: "A-2");
        var viewer = await acme.PersonAsync("viewer");

        var page = await viewer.ReadAsync($"/app/feedback?{question}&latest=true&days=7");

        Lines(page).ShouldContain(line);
        if (another is not null) Lines(page).ShouldContain(another);
        page.ShouldContain("A ticket counts on the day of its latest score.");
        (await viewer.ReadAsync("/app/feedback?path=duration_ms&latest=true", 422)).ShouldContain("Latest per ticket counts overall");
        (await viewer.ReadAsync("/app/feedback?path=overall&feedback_type=note&latest=true", 422)).ShouldContain("not other types of feedback");
    }

    [Fact]
    public async Task What_is_shown_can_be_downloaded()
    {
        await using var server = await TestServer.StartAsync();
        var acme = await server.CompanyAsync("Acme");
        await RowsAsync(acme, [new { mood = "=1+1" }, new { mood = "good" }, new { mood = "good" }]);
        var viewer = await acme.PersonAsync("viewer");
        var page = await viewer.ReadAsync("/app/feedback?project=ratings");
        var data = Regex.Match(page, "href=\"(?<to>/app/feedback/data[^\"]+part=totals[^\"]+)\"", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1)).Groups["to"].Value;

        var totals = await (await viewer.GetAsync(WebUtility.HtmlDecode(data))).Content.ReadAsStringAsync();
        totals.ShouldBe("mood,rows,share\r\ngood,2,66.7 %\r\n'=1+1,1,33.3 %\r\n");
        var series = await (await viewer.GetAsync("/app/feedback/data?project=ratings&path=mood&format=csv&days=1")).Content.ReadAsStringAsync();
        series.ShouldStartWith("from,good,'=1+1,rows\r\n");
        var json = JsonElement.Parse(await (await viewer.GetAsync("/app/feedback/data?project=ratings&path=mood&format=json&days=1")).Content.ReadAsStringAsync());
        json.GetProperty("totals")[0].Text("mood").ShouldBe("good");
        json.GetProperty("series").EnumerateArray().Sum(row => row.GetProperty("rows").GetInt32()).ShouldBe(3);
        (await viewer.GetAsync("/app/feedback/data?project=ratings&path=a[0]")).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Rows_of_another_company_and_invalid_addresses_open_nothing()
    {
        await using var server = await TestServer.StartAsync();
        var acme = await server.CompanyAsync("Acme");
        await RowsAsync(acme, [new { mood = "secret mood" }]);
        var stranger = await (await server.CompanyAsync("Other")).PersonAsync("owner", "cy@example.com");
        const string Range = "start=2026-01-01T00:00:00Z&end=2027-01-01T00:00:00Z";

        (await stranger.ReadAsync($"/app/feedback/rows?project=ratings&{Range}")).ShouldNotContain("secret mood");
        (await stranger.ReadAsync("/app/feedback/rows?project=ratings", 422)).ShouldContain("must be a time");
        (await stranger.ReadAsync($"/app/feedback/rows?project=ratings&{Range}&field=mood", 422)).ShouldContain("as often as is");
        (await stranger.ReadAsync($"/app/feedback/rows?project=ratings&{Range}&field=mood&is=[1]", 422)).ShouldContain("must be a JSON text");
        (await stranger.ReadAsync($"/app/feedback/rows?project=ratings&{Range}&path=mood&min=a&max=1", 422)).ShouldContain("must be a number");
        await stranger.ReadAsync($"/app/feedback/rows?project=acme/ratings&{Range}", 404);
    }

    private static async Task RowsAsync(TestCompany company, IEnumerable<object> payloads, string project = "ratings")
    {
        var client = await company.ClientAsync("feedback:write");
        foreach (var payload in payloads)
        {
            var row = new { project_id = $"acme/{project}", weave_ref = $"weave:///acme/{project}/call/1", feedback_type = "survey", payload };
            (await client.PostAsync("/feedback/create", Json.Content(row))).StatusCode.ShouldBe(HttpStatusCode.OK);
        }
    }

    // The link with this text opens that many rows.
    private static async Task ShouldOpenAsync(Person person, string page, string text, int count)
    {
        var link = Regex.Match(page, $"<a href=\"(?<to>/app/feedback/rows[^\"]+)\"><bdi class=\"clipped\">{Regex.Escape(text)}</bdi>", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1));
        link.Success.ShouldBeTrue(text);
        var rows = await person.ReadAsync(WebUtility.HtmlDecode(link.Groups["to"].Value));
        rows.ShouldContain($"data-count>{count} row{(count == 1 ? "" : "s")}<");
    }

    [Theory]
    [InlineData("path=a[0]", "json_path may only contain")]
    [InlineData("path=overall&percentiles=101", "Percentile must be between 0 and 100")]
    [InlineData("path=overall&percentiles=many", "valid number")]
    [InlineData("path=band&type=categorical&agg=avg", "categorical")]
    [InlineData("path=overall&group_by=a,b,c", "")]
    [InlineData("path=overall&from=2026-13-01", "from")]
    [InlineData("path=overall&granularity=7", "must be one of")]
    public async Task A_question_that_cannot_be_answered_says_why_and_keeps_what_was_typed(string question, string why)
    {
        await using var server = await TestServer.StartAsync();
        var acme = await server.CompanyAsync("Acme");
        await acme.SeedAsync(s_now.AddDays(-1), [4, 4, 4, 4, 4, 4]);
        var viewer = await acme.PersonAsync("viewer");

        var page = await viewer.ReadAsync("/app/feedback?" + question, 422);

        page.ShouldContain("Invalid request:");
        page.ShouldContain(why);
        page.ShouldContain($"value=\"{WebUtility.HtmlEncode(question.Split('&')[0][5..])}\"");
    }

    [Fact]
    public async Task The_command_is_quoted_so_that_no_text_leaves_its_quotes_and_hostile_text_is_text()
    {
        await using var server = await TestServer.StartAsync();
        var acme = await server.CompanyAsync("Acme");
        var viewer = await acme.PersonAsync("viewer");
        var evil = Uri.EscapeDataString("it's'; rm -rf ~ #" + Forms.Hostile);

        var page = WebUtility.HtmlDecode(await viewer.ReadAsync($"/app/feedback?project=scores&path=overall&feedback_type={evil}"));
        page.ShouldContain("\"feedback_type\": \"it'\\''s'\\''; rm -rf ~ #");
        (await viewer.ReadAsync($"/app/feedback?path=overall&feedback_type={evil}")).ShouldBeHarmless();
        (await viewer.ReadAsync($"/app/feedback?path={evil}", 422)).ShouldNotContain("<script>alert");
        await viewer.ReadAsync("/app/feedback?path=overall&project=other/scores", 404);
    }

    // The cells of the tables, a line each, joined by "|".
    private static List<string> Lines(string page) =>
    [
        .. page.Split("<tr")[1..].Where(row => row[0] is '>' or ' ').Select(row =>
            string.Join('|', row[(row.IndexOf('>') + 1)..].Split("</tr>")[0].Split("</t")[..^1].Select(cell => WebUtility.HtmlDecode(Tags(cell)).Trim()))),
    ];

    private static string Tags(string cell)
    {
        var text = new System.Text.StringBuilder();
        var within = false;
        foreach (var c in cell.StartsWith("h>", StringComparison.Ordinal) || cell.StartsWith("d>", StringComparison.Ordinal) ? cell[2..] : cell)
        {
            if (c == '<') within = true;
            else if (c == '>') within = false;
            else if (!within) text.Append(c);
        }

        return text.ToString();
    }
}
