using System.Text.Json;
using Shouldly;
using Vindex.Server.Tests.Hosting;
using Xunit;

namespace Vindex.Server.Tests.Evaluator;

public sealed class WorkbookTests
{
    private const string Title = "As a buyer I want to pay by card so that checkout is quick";

    [Fact]
    public async Task A_workbook_is_read_like_a_CSV_file_and_its_cells_as_values()
    {
        await using var server = await EvaluatorClient.StartAsync();
        var file = WorkbookFile.Of(
            ("Notes", "hidden", WorkbookFile.Rows(["Summary"], ["Hidden"])),
            ("Empty", "visible", ""),
            ("Backlog", "visible",
                WorkbookFile.Rows(["Vorgangsschlüssel", "Zusammenfassung", "Fällig", "Punkte", "Fertig", "Summe"])
                + "<row r=\"4\">" + WorkbookFile.Text("A4", "A-1") + WorkbookFile.Text("B4", "=Pay, by \"card\"\nnow")
                + "<c r=\"C4\" s=\"1\"><v>46133</v></c><c r=\"D4\"><v>2.5</v></c><c r=\"E4\" t=\"b\"><v>1</v></c><c r=\"F4\"><f>1+2</f><v>3</v></c></row>"
                + "<row r=\"5\"><c r=\"B5\" t=\"s\"><v>0</v></c><c r=\"F5\" t=\"e\"><f>1/0</f><v>#DIV/0!</v></c></row>"));

        var upload = await (await server.Anonymous.UploadAsync(file, "backlog.xlsx")).JsonAsync(201);
        (upload.GetProperty("rows").GetInt32(), upload.Text("file_name")).ShouldBe((2, "backlog.xlsx"));
        (upload.GetProperty("mapping").Text("key"), upload.GetProperty("mapping").Text("summary")).ShouldBe(("Vorgangsschlüssel", "Zusammenfassung"));
        Texts(upload.GetProperty("preview")[0]).ShouldBe(["A-1", "=Pay, by \"card\"\nnow", "2026-04-21", "2.5", "true", "3"]);
        Texts(upload.GetProperty("preview")[1])[1].ShouldBe("Shared title");
        upload.GetProperty("warnings").GetArrayLength().ShouldBe(0);
        (await server.Anonymous.GetStringAsync("/evaluation/" + upload.Text("session_id"))).ShouldContain("From the sheet “<bdi>Backlog</bdi>”");

        await (await server.Anonymous.ScoreAsync(upload.Text("session_id"))).JsonAsync(202);
        var results = await server.Anonymous.DoneAsync(upload.Text("session_id"));
        results.GetProperty("rows").EnumerateArray().Select(row => row.Text("summary")).ShouldBe(["=Pay, by \"card\"\nnow", "Shared title"]);
    }

    [Fact]
    public async Task A_workbook_and_a_CSV_file_with_the_same_cells_have_the_same_scores()
    {
        await using var server = await EvaluatorClient.StartAsync();
        var file = WorkbookFile.Of(("Sheet1", "visible", WorkbookFile.Rows(["Key", "Summary"], ["A-1", Title], ["A-2", "Fix it"])));
        var id = (await (await server.Anonymous.UploadAsync(file, "backlog.xlsx")).JsonAsync(201)).Text("session_id");
        await (await server.Anonymous.ScoreAsync(id)).JsonAsync(202);
        var fromSheet = await server.Anonymous.DoneAsync(id);
        var fromText = await server.Anonymous.EvaluatedAsync($"Key,Summary\nA-1,{Title}\nA-2,Fix it\n");
        fromSheet.GetProperty("rows").GetRawText().ShouldBe(fromText.GetProperty("rows").GetRawText());
    }

    [Fact]
    public async Task More_rows_than_allowed_are_refused_as_in_a_CSV_file()
    {
        await using var server = await EvaluatorClient.StartAsync();
        string[][] rows = [["Summary"], .. Enumerable.Range(0, 1001).Select(i => (string[])[$"Ticket {i}"])];
        var problem = await (await server.Anonymous.UploadAsync(WorkbookFile.Of(("Sheet1", "visible", WorkbookFile.Rows(rows))), "b.xlsx")).JsonAsync(422);
        problem.Text("detail").ShouldContain("the file has more than 1,000 data rows");
        rows = rows[..1001];
        (await (await server.Anonymous.UploadAsync(WorkbookFile.Of(("Sheet1", "visible", WorkbookFile.Rows(rows))), "b.xlsx")).JsonAsync(201))
            .GetProperty("rows").GetInt32().ShouldBe(1000);
    }

    public static TheoryData<string, string> Unreadable => new()
    {
        { "encrypted", "protected by a password" },
        { "archive", "a ZIP archive, not an Excel workbook" },
        { "damaged", "cannot be read; it is damaged" },
        { "not xml", "cannot be read; it is damaged" },
        { "entities", "cannot be read; it is damaged" },
        { "bomb", "larger than 64 MiB when unpacked" },
        { "parts", "larger than 64 MiB when unpacked" },
        { "wide", "has 16,384 columns" },
        { "gap", "most of them empty" },
        { "long", "MiB of text" },
        { "empty", "no visible sheet" },
    };

    [Theory]
    [MemberData(nameof(Unreadable))]
    public async Task What_cannot_or_must_not_be_read_is_refused_with_what_to_do(string what, string reason)
    {
        await using var server = await EvaluatorClient.StartAsync();
        var problem = await (await server.Anonymous.UploadAsync(FileOf(what), "backlog.xlsx")).ProblemAsync(422, "file_unreadable");
        problem.Text("detail").ShouldContain(reason);
        var form = await server.Anonymous.PostAsync("/evaluation", EvaluatorClient.Form(("file", "backlog.xlsx", FileOf(what))));
        System.Net.WebUtility.HtmlDecode(await form.Content.ReadAsStringAsync()).ShouldContain(reason);
    }

    private static byte[] FileOf(string what)
    {
        var good = WorkbookFile.Of(("Sheet1", "visible", WorkbookFile.Rows(["Summary"], [Title])));
        return what switch
        {
            "encrypted" => [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, .. new byte[600]],
            "archive" => WorkbookFile.Zip([("tickets.csv", "Summary\nA\n")]),
            "damaged" => good[..(good.Length / 2)],
            "not xml" => WorkbookFile.Of(("Sheet1", "visible", "<row><c>")),
            "entities" => WorkbookFile.Zip(
            [
                ("xl/workbook.xml", "<!DOCTYPE x [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;\">]><workbook>&b;</workbook>"),
            ]),
            "bomb" => WorkbookFile.Of(("Sheet1", "visible", new string(' ', 65 * 1024 * 1024))),
            "parts" => WorkbookFile.Zip(Enumerable.Range(0, 2001).Select(i => ($"xl/{i}.xml", ""))),
            "wide" => WorkbookFile.Of(("Sheet1", "visible", $"<row r=\"1\">{WorkbookFile.Text("XFD1", "Summary")}</row>")),
            "gap" => WorkbookFile.Of(("Sheet1", "visible", $"<row r=\"1\">{WorkbookFile.Text("A1", "Summary")}</row><row r=\"1048576\">{WorkbookFile.Text("A1048576", "x")}</row>")),
            "long" => WorkbookFile.Of(("Sheet1", "visible", WorkbookFile.Rows([.. Enumerable.Range(0, 600).Select(i => (string[])[new string((char)('a' + (i % 26)), 30_000)])]))),
            "empty" => WorkbookFile.Of(("Sheet1", "visible", ""), ("Sheet2", "hidden", WorkbookFile.Rows(["Summary"], [Title]))),
            _ => throw new ArgumentOutOfRangeException(nameof(what)),
        };
    }

    private static List<string> Texts(JsonElement list) => [.. list.EnumerateArray().Select(item => item.GetString()!)];
}
