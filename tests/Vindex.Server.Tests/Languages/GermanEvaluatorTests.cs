using System.Net;
using System.Text.RegularExpressions;
using Shouldly;
using Vindex.Server.Tests.Evaluator;
using Vindex.Server.Tests.Hosting;
using Xunit;

namespace Vindex.Server.Tests.Languages;

/// <summary>The public pages in German.</summary>
public sealed class GermanEvaluatorTests
{
    [Fact]
    public async Task The_start_page_and_a_score_are_in_German()
    {
        await using var server = await EvaluatorClient.StartAsync();

        var home = await ReadAsync(server, "/");
        home.ShouldContain("<html lang=\"de\">");
        home.ShouldContain("<h1>Ist dieses Ticket bereit für die Entwicklung?</h1>");
        home.ShouldContain("unabhängig (<b>I</b>)");
        home.ShouldContain("Woher die Wertung kommt");
        var texts = Regex.Match(home, "/assets/texts-de-[0-9a-f]+\\.js", RegexOptions.NonBacktracking).Value;
        (await server.Anonymous.GetStringAsync(texts)).ShouldContain("\"press-for-score\":\"Für die Wertung bitte die Schaltfläche drücken.\"");

        // The example is kept for each language.
        (await server.Anonymous.GetStringAsync("/")).ShouldContain("Where the score comes from");

        var page = await SendAsync(server, "/evaluation/ticket", Form(("ticket", "Improve the login\n\nIt should be fast and user-friendly.")));
        page.ShouldMatch(@"\d,\d unter dem üblichen Mindestwert von 7,0\.");
        page.ShouldMatch(@"data-announce=""Wertung \d,\d, ");

        (await SendAsync(server, "/evaluation/ticket", Form(("ticket", " ")), 422)).ShouldContain("Geben Sie zuerst ein Ticket ein");
        (await SendAsync(server, "/evaluation/ticket", Form(("ticket", new string('x', 1001))), 422)).ShouldContain("Der Titel hat 1.001 Zeichen; höchstens 1.000 sind erlaubt.");
    }

    [Fact]
    public async Task A_file_is_mapped_and_scored_in_German()
    {
        await using var server = await EvaluatorClient.StartAsync();
        using var file = EvaluatorClient.Form(("file", "a.csv", "Key,Summary,Description\nA-1,Show the list\nA-2,Improve the till,This is blocked by A-1."u8.ToArray()));
        using var uploaded = await server.Anonymous.PostAsync("/evaluation", file);
        var address = uploaded.Headers.Location!.OriginalString;

        var mapping = await ReadAsync(server, address);
        mapping.ShouldContain("2 Zeilen · Link und Daten verfallen am <time");
        mapping.ShouldContain("Titel (Pflicht)");
        mapping.ShouldContain("2 Tickets bewerten");
        mapping.ShouldContain("1 Zeile ist vielleicht fehlerhaft");
        mapping.ShouldContain("<li>Zeile 1 der Tabelle (Dateizeile 2): 2 Felder, aber die Kopfzeile hat 3; fehlende gelten als leer.</li>");

        using var started = await server.Anonymous.PostAsync(address, Form(("summary", "Summary"), ("description", "Description"), ("key", "Key")));
        started.StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        await server.Anonymous.DoneAsync(address.Split('/')[^1]);

        var results = await ReadAsync(server, address);
        results.ShouldContain("Verteilung der Wertungen");
        results.ShouldContain("1 Ticket hängt von einem anderen ab oder nennt es");
        results.ShouldContain("<a href=\"" + address + "/2\"><bdi>Zeile 2</bdi></a> hängt von <a href=\"" + address + "/1\"><bdi>Zeile 1</bdi></a> ab");
        results.ShouldMatch(@"class=""number"">\d,\d<");
        results.ShouldMatch(@"<p class=""small muted"">[^<]*\b(?:Sie|Wer|Was|Wie|Welche[nrs]?)\b");
        (await ReadAsync(server, address + "?fails=small&band=at_risk")).ShouldMatch(@"<h2 id=""rows-title"">\d Tickets?, gefährdet, klein fällt durch</h2>");
        (await ReadAsync(server, address + "/1")).ShouldContain("Was die Wertung senkt");
    }

    [Fact]
    public async Task Errors_are_in_German_for_readers_and_in_English_for_programs()
    {
        await using var server = await EvaluatorClient.StartAsync();

        (await ReadAsync(server, "/evaluation/unknown", 404)).ShouldContain("Seite nicht gefunden");
        (await SendAsync(server, "/evaluation/rewrite", Form(("ticket", " ")), 422)).ShouldContain("<h1>Ungültige Angaben</h1>");
        using var request = new HttpRequestMessage(HttpMethod.Get, "/portal/scores") { Headers = { { "Accept-Language", "de" } } };
        using var response = await server.Anonymous.SendAsync(request);
        (await response.ProblemAsync(401)).Text("title").ShouldBe("Not authenticated");
    }

    private static FormUrlEncodedContent Form(params (string Name, string Value)[] fields) =>
        new(fields.Select(field => KeyValuePair.Create(field.Name, field.Value)));

    private static Task<string> ReadAsync(TestServer server, string path, int status = 200) => SendAsync(server, path, null, status);

    private static async Task<string> SendAsync(TestServer server, string path, HttpContent? form, int status = 200)
    {
        using var request = new HttpRequestMessage(form is null ? HttpMethod.Get : HttpMethod.Post, path) { Content = form };
        request.Headers.Add("Accept", "text/html");
        request.Headers.Add("Accept-Language", "de-AT,de;q=0.9,en;q=0.8");
        using var response = await server.Anonymous.SendAsync(request);
        ((int)response.StatusCode).ShouldBe(status);
        return WebUtility.HtmlDecode(await response.Content.ReadAsStringAsync());
    }
}
