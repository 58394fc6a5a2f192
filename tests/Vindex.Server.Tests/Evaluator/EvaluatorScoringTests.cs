using System.Text;
using System.Text.Json;
using Shouldly;
using Vindex.Server.Judging;
using Vindex.Server.Tests.Evaluations;
using Vindex.Server.Tests.Hosting;
using Vindex.Storage.Scores;
using Xunit;

namespace Vindex.Server.Tests.Evaluator;

public sealed class EvaluatorScoringTests
{
    private const string Good = "As a site admin I want to export user activity so that I can answer audit questions within a day";

    [Fact]
    public async Task A_row_scores_as_the_same_ticket_would_through_the_api_and_counts_in_no_statistic()
    {
        await using var server = await EvaluatorClient.StartAsync();
        var company = await server.CompanyAsync("Acme");
        var results =
            await server.Anonymous.EvaluatedAsync(
                $"Key,Summary,Description,Acceptance Criteria\nA-1,{Good},The last 90 days.,\"Given a signed-in admin, when they export, then a CSV is downloaded within 10 seconds.\"\n");
        var row = results.GetProperty("rows")[0];

        (await (await (await company.ClientAsync()).GetAsync("/portal/scores/summary")).JsonAsync(200)).GetProperty("total_scored").GetInt32().ShouldBe(0);
        var api = await (await (await company.ClientAsync()).PostAsync("/v1/score", Json.Content(new
        {
            ticket_data = new
            {
                key = "A-1",
                summary = Good,
                description = "The last 90 days.",
                acceptance_criteria = "Given a signed-in admin, when they export, then a CSV is downloaded within 10 seconds.",
            },
        }))).JsonAsync(200);
        row.Number("overall_score").ShouldBe(api.Number("overall_score"));
        row.GetProperty("invest_scores").GetRawText().ShouldBe(api.GetProperty("individual_scores").GetRawText());
        row.GetProperty("recommendations").GetRawText().ShouldBe(api.GetProperty("recommendations").GetRawText());
        row.GetProperty("context_used").GetRawText().ShouldBe(api.GetProperty("context_used").GetRawText());
        row.TryGetProperty("error", out _).ShouldBeFalse();
        (await server.Store.Scores.ListAsync(ScoreAccess.All, ScoreFilter.None, ScoreSort.CreatedAt, null, 0, 10, CancellationToken.None)).Items.Count.ShouldBe(
            1);
    }

    [Fact]
    public async Task Averages_fails_and_bands_are_those_of_the_rows()
    {
        await using var server = await EvaluatorClient.StartAsync();
        var results = await server.Anonymous.EvaluatedAsync($"Key,Summary\nA-1,{Good}\nA-2,Fix\nA-3,\nA-4,Improve performance and UX and various things\n");

        (results.Text(
            "status"), results.GetProperty("total").GetInt32(), results.GetProperty("scored").GetInt32(), results.GetProperty("failed").GetInt32()).ShouldBe(
                ("done", 4, 3, 1));
        var rows = results.GetProperty("rows").EnumerateArray().ToList();
        rows.Select(row => row.GetProperty("row").GetInt32()).ShouldBe([1, 2, 3, 4]);
        rows[2].Text("error").ShouldBe("Row 3 (line 4): summary is empty; the column \"Summary\" must contain the ticket's title.");
        rows[2].GetProperty("overall_score").ValueKind.ShouldBe(JsonValueKind.Null);
        var scored = rows.Where(row => row.GetProperty("overall_score").ValueKind == JsonValueKind.Number).ToList();
        results.Number("overall_average").ShouldBe(Mean(scored.Select(row => row.Number("overall_score"))));
        foreach (var dimension in (string[])["independent", "negotiable", "valuable", "estimable", "small", "testable"])
        {
            var values = scored.Select(row => row.GetProperty("invest_scores").Number(dimension)).ToList();
            results.GetProperty("dimension_averages").Number(dimension).ShouldBe(Mean(values));
            results.GetProperty("dimension_fail_counts").Number(dimension).ShouldBe(values.Count(value => value < 5));
        }

        var bands = results.GetProperty("bands");
        bands.Number("healthy").ShouldBe(scored.Count(row => row.Number("overall_score") >= 7));
        bands.Number("needs_review").ShouldBe(scored.Count(row => row.Number("overall_score") is >= 5 and < 7));
        bands.Number("at_risk").ShouldBe(scored.Count(row => row.Number("overall_score") < 5));
    }

    [Fact]
    public async Task Before_scoring_there_are_no_numbers_and_a_file_is_scored_once()
    {
        await using var server = await EvaluatorClient.StartAsync();
        var id = (await server.Anonymous.UploadedAsync("Summary\nOne\n")).Text("session_id");
        var before = await server.Anonymous.ResultsAsync(id);
        before.Text("status").ShouldBe("uploaded");
        before.GetProperty("overall_average").ValueKind.ShouldBe(JsonValueKind.Null);
        before.GetProperty("dimension_averages").GetProperty("small").ValueKind.ShouldBe(JsonValueKind.Null);
        before.GetProperty("rows").GetArrayLength().ShouldBe(0);

        (await (await server.Anonymous.ScoreAsync(id, systemType: "eve")).ProblemAsync(422, "unknown_profile")).Text("detail").ShouldContain("adam");
        await (await server.Anonymous.ScoreAsync(id, systemType: "adam")).JsonAsync(202);
        await (await server.Anonymous.ScoreAsync(id)).ProblemAsync(409, "already_scored");
        await server.Anonymous.DoneAsync(id);
        await (await server.Anonymous.ScoreAsync(id)).ProblemAsync(409, "already_scored");
    }

    [Fact]
    public async Task The_download_is_harmless_and_its_numbers_are_numbers()
    {
        await using var server = await EvaluatorClient.StartAsync();
        var results =
            await server.Anonymous.EvaluatedAsync(
                "Key,Summary\n@A-1,\"=HYPERLINK(\"\"http://x\"\",\"\"y\"\")\"\n+2,-1+1\n,\n\"\t3\",\"a \"\"b\"\", c\"\n-4,\n");
        var answer = await server.Anonymous.GetAsync($"/evaluate/results/{results.Text("session_id")}.csv");
        answer.Content.Headers.ContentType!.ToString().ShouldBe("text/csv; charset=utf-8");
        answer.Content.Headers.ContentDisposition!.ToString().ShouldBe("attachment; filename=\"vindex-results.csv\"");
        var lines = (await answer.Content.ReadAsStringAsync()).Split("\r\n");

        lines[0].ShouldBe("row,key,summary,overall_score,band,independent,negotiable,valuable,estimable,small,testable,recommendations,error");
        lines[1].ShouldStartWith("1,'@A-1,\"'=HYPERLINK(\"\"http://x\"\",\"\"y\"\")\",");
        lines[2].ShouldStartWith("2,'+2,'-1+1,");
        lines[3].ShouldStartWith("4,3,\"a \"\"b\"\", c\",");
        lines[4].ShouldStartWith("5,'-4,,,,,,,,,,,\"Row 5 (line 6): summary is empty");
        lines[2].Split(',')[3].ShouldMatch(@"^\d+\.\d$");
        lines[2].Split(',')[4].ShouldBeOneOf("healthy", "needs_review", "at_risk");
        lines[2].Split(',')[5..11].ShouldAllBe(cell => cell.Length <= 2 && cell.All(char.IsAsciiDigit));
    }

    [Fact]
    public async Task Text_that_is_too_long_is_cut_and_what_cannot_be_written_is_mended()
    {
        await using var server = await EvaluatorClient.StartAsync();
        var id = (await (await server.Anonymous.UploadAsync(Encoding.UTF8.GetBytes(
            "Key,Summary,Description\nA\0-1,\"a\0b " + new string('x', 2000) + "\"," + new string('y', 100_000) + "\n"))).JsonAsync(201)).Text("session_id");
        await (await server.Anonymous.ScoreAsync(id)).JsonAsync(202);
        var row = (await server.Anonymous.DoneAsync(id)).GetProperty("rows")[0];
        row.Text("key").ShouldBe("A-1");
        row.Text("summary").Length.ShouldBe(1000);
        row.Text("summary").ShouldStartWith("ab x");
        row.GetProperty("overall_score").ValueKind.ShouldBe(JsonValueKind.Number);
    }

    [Fact]
    public async Task Near_duplicates_are_told_by_their_rows()
    {
        await using var server = await EvaluatorClient.StartAsync();
        const string text = "As a buyer I want to pay with the card that I have stored so that checkout takes a few seconds only";
        var results =
            await server.Anonymous.EvaluatedAsync($"Summary\n{text}\nSomething else entirely happens here\n{text.ToUpperInvariant()}\n{text} please\n");
        results.GetProperty("duplicates").EnumerateArray().Select(pair => pair.GetProperty("rows").GetRawText()).ShouldBe(["[1,3]", "[1,4]", "[3,4]"]);
        results.GetProperty("duplicates")[0].Number("similarity").ShouldBe(1);
        results.GetProperty("duplicates")[1].Number("similarity").ShouldBeInRange(0.9m, 0.999m);
    }

    [Fact]
    public async Task Conflicts_and_dependencies_come_with_their_rows_and_words_as_data_and_on_the_page()
    {
        await using var server = await EvaluatorClient.StartAsync();
        var results =
            await server.Anonymous.EvaluatedAsync(
                "Key,Summary,Description\nSHOP-1,Remove the export,Nobody uses it\n,,\nSHOP-2,Extend the export,This is blocked by SHOP-1\n");
        var conflict = results.GetProperty("conflicts").EnumerateArray().Single();
        (conflict.Text("kind"), conflict.GetProperty("rows").GetRawText(), conflict.GetProperty("quotes").GetRawText())
            .ShouldBe(("opposite_actions", "[1,3]", "[\"Remove the export\",\"Extend the export\"]"));
        var dependency = results.GetProperty("dependencies").EnumerateArray().Single();
        (dependency.Text("kind"), dependency.GetProperty("row").GetInt32(), dependency.GetProperty("on").GetInt32()).ShouldBe(("depends_on", 3, 1));
        dependency.Text("quote").ShouldContain("blocked by SHOP-1");

        var address = "/evaluation/" + results.Text("session_id");
        var page = await server.Anonymous.GetStringAsync(address);
        page.ShouldContain("1 likely conflict<");
        page.ShouldContain($"<a href=\"{address}/1\"><bdi>row 1</bdi></a> asks for the opposite of <a href=\"{address}/3\"><bdi>row 3</bdi></a>");
        page.ShouldContain("1 ticket depends on or mentions another<");
    }

    [Fact]
    public async Task Many_sessions_at_once_end_each_with_its_own_rows()
    {
        await using var server = await EvaluatorClient.StartAsync();
        var all = await Task.WhenAll(Enumerable.Range(1, 30).Select(i =>
            server.Anonymous.EvaluatedAsync(
                "Key,Summary\n" + string.Concat(Enumerable.Range(1, i * 7).Select(row => $"S{i}-{row},Ticket {row} of session {i}\n")))));
        for (var i = 1; i <= all.Length; i++)
        {
            all[i - 1].GetProperty("scored").GetInt32().ShouldBe(i * 7);
            all[i - 1].GetProperty("rows").EnumerateArray().Select(row => row.Text("key")).ShouldBe(Enumerable.Range(1, i * 7).Select(row => $"S{i}-{row}"));
        }
    }

    [Fact]
    public async Task Progress_can_be_read_and_a_restart_goes_on_where_it_was()
    {
        var judged = 0;
        using var gate = new SemaphoreSlim(60);
        JudgeTicket slow = async (judge, reading, cancellationToken) =>
        {
            await gate.WaitAsync(cancellationToken);
            Interlocked.Increment(ref judged);
            return judge.Judge(reading);
        };
        string folder;
        string id;
        await using (var server = await QueueServer.StartAsync(null, slow, EvaluatorClient.Unlimited))
        {
            server.KeepFolder = true;
            folder = server.Folder;
            id = (await server.Admin.UploadedAsync("Summary\n" + string.Concat(Enumerable.Range(1, 120).Select(i => $"Ticket {i}\n")))).Text("session_id");
            await (await server.Admin.ScoreAsync(id)).JsonAsync(202);
            JsonElement results;
            do
            {
                await Task.Delay(20);
                results = await server.Admin.ResultsAsync(id);
            }
            while (results.GetProperty("scored").GetInt32() < 50);
            (results.Text("status"), results.GetProperty("total").GetInt32()).ShouldBe(("scoring", 120));
            results.GetProperty("rows").GetArrayLength().ShouldBe(results.GetProperty("scored").GetInt32());
            results.GetProperty("overall_average").ValueKind.ShouldBe(JsonValueKind.Number);
        }

        var before = judged;
        before.ShouldBeLessThan(120);
        gate.Release(1000);
        await using var again = await QueueServer.StartAsync(folder, slow, EvaluatorClient.Unlimited);
        var done = await again.Admin.DoneAsync(id);
        done.GetProperty("rows").EnumerateArray().Select(row => row.Text("summary")).ShouldBe(Enumerable.Range(1, 120).Select(i => $"Ticket {i}"));
        (judged - before).ShouldBeLessThanOrEqualTo(70);
    }

    [Fact]
    public async Task A_ticket_that_breaks_the_judge_fails_alone()
    {
        JudgeTicket brittle = (judge, reading, _) =>
            reading.Ticket!.Summary.Source == "Bad" ? throw new InvalidOperationException("broken") : ValueTask.FromResult(judge.Judge(reading));
        await using var server = await QueueServer.StartAsync(null, brittle, [.. EvaluatorClient.Unlimited, ("Logging:Level", "error")]);
        var results = await server.Admin.EvaluatedAsync("Summary\nGood\nBad\nFine\n");
        (results.GetProperty("scored").GetInt32(), results.GetProperty("failed").GetInt32()).ShouldBe((2, 1));
        results.GetProperty("rows")[1].Text("error").ShouldStartWith("Row 2 (line 3): the ticket could not be scored");
    }

    [Fact]
    public async Task A_session_outlives_a_restart_and_is_gone_with_its_data_after_24_hours()
    {
        var folder = Directory.CreateTempSubdirectory("vindex-evaluator-").FullName;
        try
        {
            string id;
            await using (var server = await TestServer.StartAsync(folder, null, EvaluatorClient.Unlimited))
                id = (await server.Anonymous.EvaluatedAsync("Summary\nOne\n")).Text("session_id");
            await using (var server = await TestServer.StartAsync(folder, new DateTimeOffset(2026, 4, 17, 9, 12, 7, TimeSpan.Zero), EvaluatorClient.Unlimited))
            {
                (await server.Anonymous.ResultsAsync(id)).Text("status").ShouldBe("done");
                server.Time.Advance(TimeSpan.FromSeconds(1));
                await (await server.Anonymous.GetAsync($"/evaluate/results/{id}")).ProblemAsync(404);
                await (await server.Anonymous.GetAsync($"/evaluate/results/{id}.csv")).ProblemAsync(404);
                server.Time.Advance(TimeSpan.FromHours(1));
                while ((await server.Store.Evaluator.RowsAsync(id, CancellationToken.None)).Count > 0) await Task.Delay(20);
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static decimal Mean(IEnumerable<decimal> values) => Math.Round(values.Average(), 1, MidpointRounding.AwayFromZero);
}
