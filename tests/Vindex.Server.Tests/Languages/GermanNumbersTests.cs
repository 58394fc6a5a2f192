using System.Net;
using Shouldly;
using Vindex.Server.Languages;
using Vindex.Server.Tests.Accounts;
using Vindex.Server.Tests.Hosting;
using Vindex.Server.Tests.Portal;
using Vindex.Storage.Deliveries;
using Xunit;

namespace Vindex.Server.Tests.Languages;

/// <summary>The pages with numbers, in German: overview, feedback, dashboards and deliveries.</summary>
public sealed class GermanNumbersTests
{
    private static readonly DateTimeOffset s_now = new(2026, 4, 16, 9, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task The_overview_is_in_German_with_its_numbers_dates_and_plurals()
    {
        await using var server = await TestServer.StartAsync();
        var company = await server.CompanyAsync("Acme");
        await company.SeedAsync(s_now.AddDays(-40), [6, 6, 6, 6, 6, 6], key: "A-1");
        await company.SeedAsync(s_now.AddDays(-5), [3, 3, 3, 3, 3, 3], key: "A-1");
        await company.SeedAsync(s_now.AddDays(-1), [8, 8, 8, 8, 8, 2], key: "A-2", title: "");
        var person = In("de", await company.PersonAsync("owner"));

        var page = await PageAsync(person, "/app");

        page.ShouldContain("<html lang=\"de\">");
        page.ShouldContain("18.03.2026 bis 16.04.2026, Zeitzone UTC");
        page.ShouldContain("Der Durchschnitt verfehlt den Mindestwert von 7,0 um 2,0.");
        page.ShouldContain("<strong class=\"change\">−1,0</strong> gegenüber den 30 Tagen davor (1 ");
        page.ShouldContain("2 Wertungen in diesem Zeitraum. So wenige, dass eine einzelne Wertung den Durchschnitt verschiebt.");
        page.ShouldContain("Was am häufigsten durchfällt");
        page.ShouldContain("Schwächste Tickets");
        page.ShouldContain("(ohne Titel)");
        page.ShouldContain("1 von 5 erledigt");
        page.ShouldContain("bis dahin gilt 7,0.");
        (await PageAsync(person, "/app?days=1&latest=true")).ShouldContain("Keine Tickets in diesem Zeitraum. <a href=\"/app?days=365&latest=true\">Ein Jahr zeigen</a>.");
        (await PageAsync(person, "/app?from=2026-04-15&to=2026-04-15")).ShouldContain("1 Wertung in diesem Zeitraum.");
        (await person.ReadAsync("/app?from=2026-04-17&to=2026-04-16", 422)).ShouldContain(
            "<strong>Ungültiger Zeitraum:</strong> from muss vor dem letzten Tag liegen, höchstens 365 Tage davor. Gezeigt werden die letzten 30 Tage.");
    }

    [Fact]
    public async Task Charts_and_files_have_the_same_numbers_in_every_language()
    {
        await using var server = await TestServer.StartAsync();
        var company = await server.CompanyAsync("Acme");
        for (var i = 0; i < 9; i++) await company.SeedAsync(s_now.AddDays(-i), [i, 5, 6, 7, 8, 3], key: $"A-{i}");
        var (english, german) = (In("en", await company.PersonAsync("member")), In("de", await company.PersonAsync("viewer")));
        var board = await PinAsync(english, "overview.average", "days=30");
        var card = board + "/cards/" + (await PageAsync(english, board)).Split("id=\"card-")[1].Split('"')[0] + ".csv";

        foreach (var file in (string[])
        [
            card,
            "/app/feedback/data?path=overall&part=series&format=csv",
            "/app/feedback/data?path=independent&part=distribution&format=csv",
            "/app/feedback/data?path=band&compare=on&format=json",
            "/app/feedback/data?path=overall&latest=true&format=json",
        ])
        {
            var text = await TextAsync(german, file);
            text.ShouldBe(await TextAsync(english, file));
            text.Length.ShouldBeGreaterThan(20, file);
        }

        var page = await PageAsync(german, "/app/feedback?path=overall");
        page.ShouldContain("Feedback-Einträge");
        page.ShouldContain(">5,5<");
        page.ShouldContain("Durchschnitt");
        page.ShouldContain("<option value=\"vindex.score\">9 Einträge</option>");
        page.ShouldContain("&quot;counted&quot;:&quot;row&quot;");
        (await PageAsync(german, "/app")).ShouldContain("&quot;counted&quot;:&quot;score&quot;");
    }

    [Fact]
    public async Task A_card_with_its_usual_title_has_it_in_the_language_of_each_reader()
    {
        await using var server = await TestServer.StartAsync();
        var company = await server.CompanyAsync("Acme");
        await company.SeedAsync(s_now.AddDays(-1), [4, 5, 6, 7, 8, 3]);
        var (german, english) = (In("de", await company.PersonAsync("member")), In("en", await company.PersonAsync("viewer")));
        var usual = Language.Find("de")!.Sentence("Average over time");
        var board = await PinAsync(german, "overview.trend", "days=30", usual);
        await PinAsync(german, "overview.bands", "days=30", "Unser Verlauf", board);
        var id = (await PageAsync(german, board)).Split("id=\"card-")[1].Split('"')[0];
        (await german.SubmitAndFollowAsync($"{board}/cards/{id}", ("title", usual), ("width", "full"))).ShouldContain("Karte gespeichert.");

        var (inGerman, inEnglish) = (await PageAsync(german, board), await PageAsync(english, board));

        inGerman.ShouldContain($"<bdi>{usual}</bdi>");
        inGerman.ShouldContain("18.03.2026 bis 16.04.2026 · jede Wertung · UTC");
        inEnglish.ShouldContain("<bdi>Average over time</bdi>");
        inEnglish.ShouldContain("2026-03-18 to 2026-04-16 · every score · UTC");
        foreach (var page in (string[])[inGerman, inEnglish]) page.ShouldContain("<bdi>Unser Verlauf</bdi>");
    }

    [Fact]
    public async Task Deliveries_are_in_German_with_what_was_sent_as_it_was()
    {
        await using var server = await TestServer.StartAsync();
        var company = await server.CompanyAsync("Acme");
        var id = await company.DeliveryAsync(DeliveryStatus.Failed, error: "The receiver returned 500", excerpt: "it hurts");
        var owner = In("de", await company.PersonAsync("owner"));

        var list = await PageAsync(owner, "/app/deliveries");
        list.ShouldContain("Fehlgeschlagen");
        list.ShouldContain("Erneut senden");
        (await PageAsync(owner, "/app/deliveries/replay")).ShouldContain("1 Callback wird erneut gesendet");
        var one = await PageAsync(owner, $"/app/deliveries/{id}");
        one.ShouldContain("Antwort 500");
        one.ShouldContain("it hurts");
        one.ShouldContain("Bei jedem Versuch dieselben 2 Bytes");
        (await owner.SubmitAndFollowAsync("/app/deliveries/replay", ("id", id), ("return", "/app/deliveries"))).ShouldContain("Ein Callback wird erneut gesendet.");
    }

    private static Person In(string language, Person person)
    {
        person.Headers["Accept"] = "text/html";
        person.Headers["Accept-Language"] = language;
        return person;
    }

    // Characters as they are read, not as HTML encodes them.
    private static async Task<string> PageAsync(Person person, string path) => (await person.ReadAsync(path)).Replace("&amp;", "&", StringComparison.Ordinal);

    private static async Task<string> TextAsync(Person person, string path)
    {
        var response = await person.GetAsync(path);
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        return await response.Content.ReadAsStringAsync();
    }

    // The address of the dashboard.
    private static async Task<string> PinAsync(Person person, string card, string query, string title = "", string? board = null)
    {
        var response = await person.SubmitAsync(
            "/app/dashboards/pin", ("card", card), ("query", query), ("dashboard", board?.Split('/')[^1] ?? "new"), ("name", "Board"), ("title", title), ("width", "half"));
        response.StatusCode.ShouldBe(HttpStatusCode.SeeOther, await response.Content.ReadAsStringAsync());
        return response.Headers.Location!.OriginalString.Split('#')[0];
    }
}
