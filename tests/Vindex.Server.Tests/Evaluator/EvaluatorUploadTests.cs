using System.Text;
using System.Text.Json;
using Shouldly;
using Vindex.Server.Tests.Hosting;
using Xunit;

namespace Vindex.Server.Tests.Evaluator;

public sealed class EvaluatorUploadTests
{
    [Fact]
    public async Task An_upload_says_what_was_found()
    {
        await using var server = await EvaluatorClient.StartAsync();
        var upload =
            await server.Anonymous.UploadedAsync("Issue key,Summary,Description,Acceptance Criteria,Team\nA-1,Log in,Text,Given,Red\nA-2,Log out,,,\n");

        upload.Text("session_id").ShouldMatch("^[0-9a-f]{32}$");
        upload.Text("file_name").ShouldBe("backlog.csv");
        upload.GetProperty("rows").GetInt32().ShouldBe(2);
        Texts(upload.GetProperty("columns")).ShouldBe(["Issue key", "Summary", "Description", "Acceptance Criteria", "Team"]);
        upload.GetProperty("mapping")
            .GetRawText()
            .ShouldBe("""{"key":"Issue key","summary":"Summary","description":"Description","acceptance_criteria":"Acceptance Criteria","issue_type":null}""");
        upload.GetProperty("preview").EnumerateArray().Select(Texts).ShouldBe([["A-1", "Log in", "Text", "Given", "Red"], ["A-2", "Log out", "", "", ""]]);
        upload.GetProperty("warnings").GetArrayLength().ShouldBe(0);
        upload.Text("expires_at").ShouldBe("2026-04-17T09:12:08Z");
    }

    [Theory]
    [InlineData(
        "Work Item Type,ID,Title,State,Description,Acceptance Criteria\nStory,7,As a user,New,d,c\n", "ID", "Title", "Description", "Acceptance Criteria")]
    [InlineData("ID,Team,Title,Description,Status\nENG-1,Eng,Fix,d,Todo\n", "ID", "Title", "Description", null)]
    [InlineData("Card ID,Card Name,Card Description,Labels\nabc,Do,d,x\n", "Card ID", "Card Name", "Card Description", null)]
    [InlineData(
        "Summary,Issue key,Issue id,Issue Type,Description,Custom field (Acceptance Criteria)\nDo,A-1,10,Story,d,c\n",
        "Issue key",
        "Summary",
        "Description",
        "Custom field (Acceptance Criteria)")]
    public async Task Exports_of_known_trackers_are_mapped_right(string content, string? key, string summary, string description, string? criteria)
    {
        await using var server = await EvaluatorClient.StartAsync();
        var mapping = (await server.Anonymous.UploadedAsync(content)).GetProperty("mapping");
        (mapping.GetProperty("key")
            .GetString(), mapping.GetProperty("summary")
                .GetString(), mapping.GetProperty("description").GetString(), mapping.GetProperty("acceptance_criteria").GetString())
            .ShouldBe((key, summary, description, criteria));
    }

    [Theory]
    [InlineData("utf-8", false, ",")]
    [InlineData("utf-8", true, ";")]
    [InlineData("utf-16", true, "\t")]
    [InlineData("utf-16", false, ",")]
    [InlineData("utf-16BE", true, "|")]
    [InlineData("latin1", false, ";")]
    public async Task Encodings_and_separators_are_found(string encodingName, bool mark, string separator)
    {
        await using var server = await EvaluatorClient.StartAsync();
        var encoding = Encoding.GetEncoding(encodingName);
        var text = string.Join(separator, "Key", "Summary", "Description") + "\r\n" + string.Join(separator, "Ü-1", "Größe prüfen", "a, b; c") + "\r\n";
        if (separator is "," or ";") text = text.Replace("a, b; c", "\"a, b; c\"");
        byte[] content = [.. mark ? encoding.GetPreamble() : [], .. encoding.GetBytes(text)];

        var upload = await (await server.Anonymous.UploadAsync(content)).JsonAsync(201);
        Texts(upload.GetProperty("preview")[0]).ShouldBe(["Ü-1", "Größe prüfen", "a, b; c"]);
        upload.GetProperty("mapping").Text("summary").ShouldBe("Summary");
    }

    [Fact]
    public async Task Quoted_newlines_belong_to_their_field_and_lines_are_counted_all_the_same()
    {
        await using var server = await EvaluatorClient.StartAsync();
        var upload = await server.Anonymous.UploadedAsync("Key,Summary,Description\nA-1,One,\"first\nsecond\r\n\"\"third\"\"\"\nA-2,,x\n");
        upload.GetProperty("preview")[0][2].GetString().ShouldBe("first\nsecond\r\n\"third\"");
        var warning = upload.GetProperty("warnings").EnumerateArray().ShouldHaveSingleItem();
        warning.GetProperty("row").GetInt32().ShouldBe(2);
        warning.Text("message").ShouldBe("row 2 (line 5): summary is empty; the column \"Summary\" must contain the ticket's title.");
    }

    [Fact]
    public async Task Ragged_rows_are_taken_with_a_warning_each()
    {
        await using var server = await EvaluatorClient.StartAsync();
        var upload = await server.Anonymous.UploadedAsync("Key,Summary,Description\nA-1,One\nA-2,Two,d,more,and more\nA-3,Three,d\n");
        upload.GetProperty("rows").GetInt32().ShouldBe(3);
        upload.GetProperty("warnings").EnumerateArray().Select(warning => warning.Text("message")).ShouldBe([
            "row 1 (line 2): 2 fields but the header has 3; missing ones are treated as empty.",
            "row 2 (line 3): 5 fields but the header has 3; the extra ones are ignored.",
        ]);
    }

    [Fact]
    public async Task A_thousand_warnings_are_not_all_listed()
    {
        await using var server = await EvaluatorClient.StartAsync();
        var upload = await server.Anonymous.UploadedAsync("Key,Summary\n" + string.Concat(Enumerable.Range(1, 1000).Select(i => $"A-{i}\n")));
        var warnings = upload.GetProperty("warnings");
        warnings.GetArrayLength().ShouldBe(100);
        warnings[99].Text("message").ShouldEndWith(" 1,900 similar warnings are not listed.");
    }

    [Fact]
    public async Task A_thousand_columns_and_a_thousand_rows_are_fine()
    {
        await using var server = await EvaluatorClient.StartAsync();
        var columns = Enumerable.Range(1, 1000).Select(i => i == 617 ? "Summary" : $"Field {i}").ToList();
        var wide = await server.Anonymous.UploadedAsync(string.Join(',', columns) + "\n" + string.Join(',', columns.Select(_ => "x")) + "\n");
        wide.GetProperty("columns").GetArrayLength().ShouldBe(1000);
        wide.GetProperty("mapping").Text("summary").ShouldBe("Summary");

        var high = await server.Anonymous.UploadedAsync("Summary\n" + string.Concat(Enumerable.Range(1, 1000).Select(i => $"Ticket {i}\n")));
        high.GetProperty("rows").GetInt32().ShouldBe(1000);
    }

    [Theory]
    [InlineData("../../etc/passwd", "passwd")]
    [InlineData("C:\\Users\\me\\backlog.csv", "backlog.csv")]
    [InlineData("..", "backlog.csv")]
    [InlineData("evil\u202Evsc.exe", "evilvsc.exe")]
    [InlineData("<img src=x>.csv", "<img src=x>.csv")]
    public async Task A_file_name_is_only_shown_and_never_a_path(string sent, string shown)
    {
        await using var server = await EvaluatorClient.StartAsync();
        var upload = await (await server.Anonymous.UploadAsync("Summary\nOne\n"u8.ToArray(), sent)).JsonAsync(201);
        upload.Text("file_name").ShouldBe(shown);
        Directory.GetFiles(server.Folder, "*passwd*", SearchOption.AllDirectories).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_file_without_a_summary_column_can_be_looked_at_and_mapped()
    {
        await using var server = await EvaluatorClient.StartAsync();
        var upload = await server.Anonymous.UploadedAsync("Nummer,Was\n1,Anmelden\n");
        upload.GetProperty("mapping").GetProperty("summary").ValueKind.ShouldBe(JsonValueKind.Null);
        upload.GetProperty("warnings").GetArrayLength().ShouldBe(0);
        var id = upload.Text("session_id");

        var problem = await (await server.Anonymous.ScoreAsync(id)).ProblemAsync(422, "summary_not_mapped");
        problem.Text("detail").ShouldContain("\"Nummer\", \"Was\"");
        (await (await server.Anonymous.ScoreAsync(id, new { summary = "Wo" })).ProblemAsync(422)).GetProperty("errors")
            .TryGetProperty("mapping.summary", out _)
            .ShouldBeTrue();
        (await (await server.Anonymous.ScoreAsync(id, new { summary = "was", key = "Nummer" })).JsonAsync(202)).GetRawText()
            .ShouldBe($$"""{"session_id":"{{id}}","status":"scoring","total":1}""");
        var row = (await server.Anonymous.DoneAsync(id)).GetProperty("rows")[0];
        (row.Text("key"), row.Text("summary")).ShouldBe(("1", "Anmelden"));
    }

    private static List<string?> Texts(JsonElement list) => [.. list.EnumerateArray().Select(item => item.GetString())];
}
