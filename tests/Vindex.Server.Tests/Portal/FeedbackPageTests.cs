using System.Net;
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
        page.ShouldContain("data-chart=");
        page.ShouldContain(">2<");
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
    [InlineData("agg=avg", "")]
    [InlineData("", "||")]
    [InlineData("agg=sum&agg=avg&percentiles=50", "0||")]
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
        .. page.Split("<tr>")[1..].Select(row =>
            string.Join('|', row.Split("</tr>")[0].Split("</t")[..^1].Select(cell => WebUtility.HtmlDecode(Tags(cell)).Trim()))),
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
