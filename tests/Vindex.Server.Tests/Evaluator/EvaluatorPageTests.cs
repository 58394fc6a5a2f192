using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Shouldly;
using Vindex.Server.Tests.Hosting;
using Xunit;

namespace Vindex.Server.Tests.Evaluator;

public sealed class EvaluatorPageTests
{
    private static readonly Regex s_keys = new("<td class=\"key\" dir=\"auto\">(?<key>[^<]*)</td>", RegexOptions.NonBacktracking);
    private static readonly Regex s_marks = new("href=\"#f(?<number>[0-9]+)\"", RegexOptions.NonBacktracking);

    [Fact]
    public async Task A_pasted_ticket_is_shown_with_its_quotes_marked_and_a_card_for_each()
    {
        await using var server = await EvaluatorClient.StartAsync();
        var page = await PasteAsync(server, "Improve the performance of various pages\n\nIt should be fast and use Redis.\nAnd the menu should be nicer.");
        page.ShouldContain("<h2 id=\"result-title\">Your ticket</h2>");
        var marks = s_marks.Matches(page);
        marks.Count.ShouldBeGreaterThan(0);
        foreach (Match mark in marks) page.ShouldContain($"id=\"f{mark.Groups["number"].Value}\"");
        WebUtility.HtmlDecode(page).ShouldContain("Improve the performance of various pages");
        page.Split("<details class=\"dimension-sum\">").Length.ShouldBe(7);
        page.ShouldContain("Points not earned");
        page.ShouldContain(", by its text</strong> · English · confidence: ");
    }

    [Fact]
    public async Task A_recommendation_has_the_same_lift_on_the_page_of_its_row_in_the_table_and_in_the_results()
    {
        await using var server = await EvaluatorClient.StartAsync();
        var address = await UploadAsync(server, "Key,Summary,Description\nA-1,Improve the performance of various pages,It should be fast.\n");
        (await StartAsync(server, address, ("summary", "Summary"), ("key", "Key"), ("description", "Description"))).StatusCode.ShouldBe(
            HttpStatusCode.SeeOther);
        var row = (await server.Anonymous.DoneAsync(address.Split('/')[^1])).GetProperty("rows")[0];
        var best = row.GetProperty("recommendation_details")[0];
        best.Text("text").ShouldBe(row.GetProperty("recommendations")[0].GetString());
        var lift = $"+{best.Number("lift"):0.0}";

        WebUtility.HtmlDecode(await server.Anonymous.GetStringAsync(address)).ShouldContain($"{lift} {best.Text("text")}");
        WebUtility.HtmlDecode(await server.Anonymous.GetStringAsync(address + "/1")).ShouldContain($">{lift}</span><span>{best.Text("text")}</span>");
    }

    [Fact]
    public async Task An_empty_box_and_a_ticket_that_is_too_long_are_refused_on_the_page_and_nothing_that_was_typed_is_lost()
    {
        await using var server = await EvaluatorClient.StartAsync();
        (await PasteAsync(server, " \n ", 422)).ShouldContain("Enter a ticket first");
        var page = await PasteAsync(server, new string('x', 1001) + "\nkept", 422);
        page.ShouldContain("at most 1,000 are allowed");
        page.ShouldContain("kept</textarea>");
    }

    [Theory]
    [InlineData("<script>alert(1)</script>")]
    [InlineData("\"><img src=x onerror=alert(1)>")]
    [InlineData("</textarea><svg onload=alert(1)>")]
    [InlineData("\u202Eright to left\u202C and various things should be fast")]
    public async Task Hostile_text_stays_text(string hostile)
    {
        await using var server = await EvaluatorClient.StartAsync();
        Harmless(await PasteAsync(server, hostile + "\n" + hostile));

        var csv = $"Key,{Quoted("Summary " + hostile)},Description\n{Quoted(hostile)},{Quoted(hostile)},{Quoted(hostile)}\n{Quoted(hostile)},{Quoted(hostile)},{Quoted(hostile)}\n";
        var address = await UploadAsync(server, csv, hostile.Replace("\"", "%22").Replace("/", "_") + ".csv");
        Harmless(await server.Anonymous.GetStringAsync(address));
        (await StartAsync(server, address, ("summary", "Summary " + hostile), ("key", "Key"), ("description", "Description"))).StatusCode.ShouldBe(
            HttpStatusCode.SeeOther);
        await server.Anonymous.DoneAsync(address.Split('/')[^1]);
        Harmless(await server.Anonymous.GetStringAsync(address));
        Harmless(await server.Anonymous.GetStringAsync(address + "/1"));
    }

    [Fact]
    public async Task A_file_goes_through_mapping_to_results_with_plain_forms()
    {
        await using var server = await EvaluatorClient.StartAsync();
        var address = await UploadAsync(
            server,
            "Nr,Was,Text\n1,As a buyer I want to pay by card so that checkout is quick,Long\n2,As a buyer I want to pay by card so that checkout is quick,Long\n3,Fix,\n4,,\n");
        var mapping = await server.Anonymous.GetStringAsync(address);
        mapping.ShouldContain("No summary column was found");
        mapping.ShouldContain("<option value=\"Was\">Was</option>");
        var refused = await StartAsync(server, address, ("summary", ""));
        refused.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await refused.Content.ReadAsStringAsync()).ShouldContain("Choose the column that contains the summary");

        var started = await StartAsync(server, address, ("summary", "Was"), ("key", "Nr"));
        (started.StatusCode, started.Headers.Location!.ToString()).ShouldBe((HttpStatusCode.SeeOther, address));
        (await StartAsync(server, address, ("summary", "Was"))).StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        var results = await server.Anonymous.DoneAsync(address.Split('/')[^1]);
        var page = WebUtility.HtmlDecode(await server.Anonymous.GetStringAsync(address));
        page.ShouldContain($"\">{results.Number("overall_average"):0.0}<span class=\"score-of\"> of 10<");
        page.ShouldContain("1 group of near-duplicates");
        page.ShouldContain("Row 4 (line 5): summary is empty");
        page.ShouldContain($"href=\"/evaluate/results/{address.Split('/')[^1]}.csv\"");
        page.ShouldContain("Rows by overall score: ");
        page.ShouldNotContain("hx-get");

        (await server.Anonymous.GetStringAsync(address + "/3")).ShouldContain("class=\"mark fault\"");
        (await server.Anonymous.GetStringAsync(address + "/4")).ShouldContain("summary is empty");
        (await server.Anonymous.GetAsync(address + "/5")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task The_table_is_sorted_filtered_and_parted_by_its_address()
    {
        await using var server = await EvaluatorClient.StartAsync();
        var csv = new StringBuilder("Key,Summary\n");
        for (var i =
            1; i <= 250; i++)
        {
            csv.Append(
                    $"K-{i:000},{(i % 2 == 0 ? "Fix" : "As a site admin I want to export user activity so that I can answer audit questions within a day")} {i}\n");
        }
        var results = await server.Anonymous.EvaluatedAsync(csv.ToString());
        var address = "/evaluation/" + results.Text("session_id");

        (await KeysAsync(server, address)).Count.ShouldBe(100);
        (await KeysAsync(server, address)).ShouldAllBe(key => "02468".Contains(key[key.Length - 1]));
        (await KeysAsync(server, address + "?sort=key&dir=desc"))[0].ShouldBe("K-250");
        (await KeysAsync(server, address + "?sort=row&dir=asc&page=3")).ShouldBe(Enumerable.Range(201, 50).Select(i => $"K-{i:000}"));
        (await KeysAsync(server, address + "?sort=row&dir=asc&page=99")).Count.ShouldBe(50);
        (await KeysAsync(server, address + "?sort=overall&dir=desc"))[0].ShouldBe("K-001");
        var band = results.GetProperty("bands").Number("at_risk");
        (await server.Anonymous.GetStringAsync(address + "?band=at_risk")).ShouldContain($"<h2 id=\"rows-title\">{band:N0} ticket");
        var fails = results.GetProperty("dimension_fail_counts").Number("valuable");
        (await server.Anonymous.GetStringAsync(address + "?fails=valuable")).ShouldContain($"<h2 id=\"rows-title\">{fails:N0} ticket");
        (await server.Anonymous.GetAsync(address + "?sort=evil&band=x&fails=y&page=-1")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task What_is_wrong_with_a_file_is_said_on_the_page()
    {
        await using var server = await EvaluatorClient.StartAsync();
        (await PostFileAsync(server, "Key,Summary\n", "a.csv", 422)).ShouldContain("there are no rows after the header (line 1)");
        (await PostFileAsync(server, "", "", 422)).ShouldContain("No file was chosen.");
        (await PostFileAsync(server, "Summary\n" + new string('x', 6 * 1024 * 1024), "a.csv", 413)).ShouldContain("The file is larger than 5 MiB");
    }

    [Fact]
    public async Task Refusals_are_pages_and_the_limits_are_those_of_the_api()
    {
        await using var server = await TestServer.StartAsync(null, null, ("Limits:EvaluatorTicket:Requests", "1"), ("Limits:EvaluatorUpload:Requests", "1"));
        var missing = await server.Anonymous.GetAsync("/evaluation/" + new string('0', 32));
        missing.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        missing.Content.Headers.ContentType!.MediaType.ShouldBe("text/html");
        (await server.Anonymous.PostAsync("/evaluate/ticket", Json.Ticket("x"))).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await PasteAsync(server, "x", 429)).ShouldContain("Too many requests");
        await server.Anonymous.UploadedAsync("Summary\nx\n");
        (await PostFileAsync(server, "Summary\nx\n", "a.csv", 429)).ShouldContain("Too many requests");
    }

    [Fact]
    public async Task A_thousand_columns_and_a_thousand_rows_stay_light_pages_under_the_policy_for_pages()
    {
        await using var server = await EvaluatorClient.StartAsync();
        var columns = Enumerable.Range(1, 1000).Select(i => i == 617 ? "Summary" : $"Field number {i}").ToList();
        var wide = await UploadAsync(server, string.Join(',', columns) + "\n" + string.Join(',', columns) + "\n");
        var mapping = await server.Anonymous.GetAsync(wide);
        mapping.Headers.GetValues("Content-Security-Policy").Single().ShouldContain("script-src 'self';");
        var html = await mapping.Content.ReadAsStringAsync();
        html.Length.ShouldBeLessThan(150_000);
        html.ShouldContain("list=\"columns\"");

        var results = await server.Anonymous.EvaluatedAsync(
            "Key,Summary\n"
                + string.Concat(Enumerable.Range(1, 1000)
                    .Select(i => $"K-{i},As a site admin I want to export user activity number {i} so that I can answer audit questions\n")));
        (await server.Anonymous.GetStringAsync("/evaluation/" + results.Text("session_id"))).Length.ShouldBeLessThan(150_000);
        html.ShouldNotContain(" style=");
        html.ShouldNotContain("<script>");
    }

    [Fact]
    public async Task The_first_page_explains_invest_and_leads_to_the_docs()
    {
        await using var server = await TestServer.StartAsync();
        var page = await server.Anonymous.GetStringAsync("/");
        page.ShouldContain("<b>I</b>ndependent");
        page.ShouldContain("href=\"/docs\"");
        WebUtility.HtmlDecode(await server.Anonymous.GetStringAsync("/?example=1")).ShouldContain("As a site admin I want to export user activity");
        (await server.Anonymous.GetAsync("/evaluation")).Headers.Location!.ToString().ShouldBe("/");
    }

    private static void Harmless(string page)
    {
        page.ShouldNotContain("<script>");
        page.ShouldNotContain("<img src=x");
        page.ShouldNotContain("<svg onload");
    }

    private static string Quoted(string text) => "\"" + text.Replace("\"", "\"\"") + "\"";

    private static async Task<string> PasteAsync(TestServer server, string ticket, int status = 200)
    {
        var answer = await server.Anonymous.PostAsync("/evaluation/ticket", new FormUrlEncodedContent([KeyValuePair.Create("ticket", ticket)]));
        ((int)answer.StatusCode).ShouldBe(status);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("text/html");
        return await answer.Content.ReadAsStringAsync();
    }

    private static async Task<string> PostFileAsync(TestServer server, string csv, string fileName, int status)
    {
        using var body = new ByteArrayContent(Encoding.UTF8.GetBytes(csv));
        body.Headers.TryAddWithoutValidation("Content-Disposition", $"form-data; name=\"file\"; filename=\"{fileName}\"");
        using var form = new MultipartFormDataContent { body };
        var answer = await server.Anonymous.PostAsync("/evaluation", form);
        ((int)answer.StatusCode).ShouldBe(status);
        return WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());
    }

    private static async Task<string> UploadAsync(TestServer server, string csv, string fileName = "backlog.csv")
    {
        using var body = new ByteArrayContent(Encoding.UTF8.GetBytes(csv));
        using var form = new MultipartFormDataContent { { body, "file", fileName } };
        var answer = await server.Anonymous.PostAsync("/evaluation", form);
        answer.StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        return answer.Headers.Location!.ToString();
    }

    private static Task<HttpResponseMessage> StartAsync(TestServer server, string address, params (string Field, string Column)[] mapping) =>
        server.Anonymous.PostAsync(address, new FormUrlEncodedContent(mapping.Select(one => KeyValuePair.Create(one.Field, one.Column))));

    private static async Task<List<string>> KeysAsync(TestServer server, string address) =>
        [.. s_keys.Matches(await server.Anonymous.GetStringAsync(address)).Select(match => match.Groups["key"].Value)];
}
