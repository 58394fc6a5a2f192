using System.Net;
using System.Text.Json;
using Shouldly;
using Vindex.Server.Tests.Hosting;
using Xunit;

namespace Vindex.Server.Tests.Evaluator;

/// <summary>How columns are found, shown, chosen, and chosen again.</summary>
public sealed class EvaluatorMappingTests
{
    private const string Guessable =
        "Nr,Art,Was zu tun ist,Worum es geht\n"
        + "SHOP-1,Fehler,Der Warenkorb verliert Artikel beim Abmelden,\"Wer sich abmeldet und wieder anmeldet, findet einen leeren Warenkorb vor, obwohl er zuvor Artikel hineingelegt hat; das kostet Umsatz.\"\n"
        + "SHOP-2,Story,Als Kundin möchte ich mit Karte zahlen,\"Damit der Einkauf schneller geht, soll neben der Rechnung auch die Zahlung mit Karte angeboten werden, zunächst nur im Inland und in Euro.\"\n"
        + "SHOP-3,Aufgabe,Die Bilder der Startseite verkleinern,\"Die Bilder der Startseite sind zusammen größer als fünf Megabyte; auf dem Telefon dauert es deshalb mehrere Sekunden, bis etwas zu sehen ist.\"\n";

    [Fact]
    public async Task What_no_name_tells_is_guessed_from_the_rows_said_so_and_not_used_unasked()
    {
        await using var server = await EvaluatorClient.StartAsync();
        var upload = await server.Anonymous.UploadedAsync(Guessable);
        upload.GetProperty("mapping").GetRawText().ShouldBe("""{"key":null,"summary":null,"description":null,"acceptance_criteria":null,"issue_type":null}""");
        upload.GetProperty("guessed").GetRawText().ShouldBe(
            """{"key":"Nr","summary":"Was zu tun ist","description":"Worum es geht","acceptance_criteria":null,"issue_type":"Art"}""");
        await (await server.Anonymous.ScoreAsync(upload.Text("session_id"))).ProblemAsync(422, "summary_not_mapped");

        var page = await server.Anonymous.GetStringAsync("/evaluation/" + upload.Text("session_id"));
        page.Split("Guessed from what the column contains; check it.").Length.ShouldBe(5);
        page.ShouldContain("<option value=\"Was zu tun ist\" selected>");
        page.ShouldNotContain("No summary column was found");
        (await server.Anonymous.UploadedAsync("Summary,Issue key\nDo it,A-1\nAnd that,A-2\nAnd more,A-3\n")).GetProperty("guessed").GetRawText()
            .ShouldBe("""{"key":null,"summary":null,"description":null,"acceptance_criteria":null,"issue_type":null}""");
    }

    [Fact]
    public async Task Mapped_columns_come_first_in_the_preview()
    {
        await using var server = await EvaluatorClient.StartAsync();
        var unused = string.Join(',', Enumerable.Range(0, 40).Select(i => $"Feld {i}"));
        var cells = string.Join(',', Enumerable.Range(0, 40).Select(i => $"Wert {i}"));
        var id = (await server.Anonymous.UploadedAsync($"{unused},Beschreibung,Zusammenfassung\n{cells},Der Text,Der Titel\n")).Text("session_id");
        var page = WebUtility.HtmlDecode(await server.Anonymous.GetStringAsync("/evaluation/" + id));
        var (title, text, other) = (Place(">Zusammenfassung"), Place(">Beschreibung"), Place(">Feld 0"));
        (title < text && text < other).ShouldBeTrue();
        (Place(">Der Titel<") < Place(">Der Text<") && Place(">Der Text<") < Place(">Wert 0<")).ShouldBeTrue();
        page.ShouldContain("30 of 42 columns, those that are mapped first.");

        int Place(string text)
        {
            var at = page.IndexOf(text, page.IndexOf("First rows", StringComparison.Ordinal), StringComparison.Ordinal);
            at.ShouldBeGreaterThan(0, text);
            return at;
        }
    }

    [Fact]
    public async Task The_column_of_the_type_can_be_chosen_or_none()
    {
        await using var server = await EvaluatorClient.StartAsync();
        const string csv = "Summary,Description,Sorte,Type\nRenew the certificates of the mail server,They end in May.,Epic,Task\n";
        (await KindAsync(new { summary = "Summary", description = "Description" })).ShouldContain("Task, as the tracker says");
        (await KindAsync(new { summary = "Summary", description = "Description", issue_type = "Sorte" })).ShouldContain("Epic, as the tracker says");
        (await PageAsync(("summary", "Summary"), ("description", "Description"), ("issue_type", ""))).ShouldContain(", by its text");
        await (await server.Anonymous.ScoreAsync((await server.Anonymous.UploadedAsync(csv)).Text("session_id"), new { summary = "Summary", issue_type = "Other" }))
            .ProblemAsync(422);

        async Task<string> KindAsync(object mapping)
        {
            var id = (await server.Anonymous.EvaluatedAsync(csv, mapping)).Text("session_id");
            return await server.Anonymous.GetStringAsync($"/evaluation/{id}/1");
        }

        async Task<string> PageAsync(params (string Name, string Value)[] fields)
        {
            var id = (await server.Anonymous.UploadedAsync(csv)).Text("session_id");
            await SubmitAsync(server, id, fields);
            await server.Anonymous.DoneAsync(id);
            return await server.Anonymous.GetStringAsync($"/evaluation/{id}/1");
        }
    }

    [Fact]
    public async Task A_wrong_mapping_is_changed_after_scoring_without_another_upload()
    {
        await using var server = await EvaluatorClient.StartAsync();
        var id = (await server.Anonymous.UploadedAsync("Nr,Was,Text\nA-1,First title,Long text\nA-2,Second title,\n")).Text("session_id");
        var address = "/evaluation/" + id;
        (await server.Anonymous.GetAsync(address + "/columns")).Headers.Location!.OriginalString.ShouldBe(address);
        await SubmitAsync(server, id, ("summary", "Text"));
        (await server.Anonymous.DoneAsync(id)).GetProperty("failed").GetInt32().ShouldBe(1);
        (await server.Anonymous.GetStringAsync(address)).ShouldContain($"href=\"{address}/columns\"");

        var columns = await server.Anonymous.GetStringAsync(address + "/columns");
        columns.ShouldContain("<option value=\"Text\" selected>");
        columns.ShouldContain("Scoring again replaces the results");
        (await SubmitAsync(server, id, ("summary", "Was"))).Headers.Location!.OriginalString.ShouldBe(address, "without the field of that page nothing is scored again");
        (await server.Anonymous.ResultsAsync(id)).GetProperty("failed").GetInt32().ShouldBe(1);
        var refused = await SubmitAsync(server, id, ("summary", ""), ("again", "1"));
        refused.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await refused.Content.ReadAsStringAsync()).ShouldContain("name=\"again\"");
        (await server.Anonymous.ResultsAsync(id)).Text("status").ShouldBe("done");

        await SubmitAsync(server, id, ("summary", "Was"), ("key", "Nr"), ("description", "Text"), ("again", "1"));
        var again = await server.Anonymous.DoneAsync(id);
        (again.GetProperty("failed").GetInt32(), Titles(again)).ShouldBe((0, "First title, Second title"));
        await (await server.Anonymous.ScoreAsync(id)).ProblemAsync(409, "already_scored");
        await (await server.Anonymous.ScoreAsync(id, new { summary = "Nr" }, again: true)).JsonAsync(202);
        Titles(await server.Anonymous.DoneAsync(id)).ShouldBe("A-1, A-2");
    }

    private static string Titles(JsonElement results) => string.Join(", ", results.GetProperty("rows").EnumerateArray().Select(row => row.Text("summary")));

    private static Task<HttpResponseMessage> SubmitAsync(TestServer server, string id, params (string Name, string Value)[] fields) =>
        server.Anonymous.PostAsync("/evaluation/" + id, new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Name, field.Value))));
}
