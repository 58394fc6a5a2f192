using System.Diagnostics;
using System.Text;
using Vindex.Browser.Site;
using Vindex.EndToEnd;

namespace Vindex.Browser.Figures;

/// <summary>
/// How fast pages are over a data folder that <c>bench/Vindex.Benchmarks storage --scores N --folder DIR</c> has filled. Prints, asserts no time. Run by hand:
/// <c>VINDEX_FIGURES=DIR dotnet tests/Vindex.Browser/bin/Release/net10.0/Vindex.Browser.dll -explicit only -showLiveOutput</c>.
/// </summary>
public sealed class PageFigures(ITestOutputHelper output)
{
    private const int Rounds = 9;
    private const string Email = "figures@example.com";

    // The scores of the benchmark end here; the greatest of its companies has six of ten.
    private const string Range = "from=2026-05-02&to=2026-05-31";
    private const string Year = "from=2025-06-02&to=2026-05-31";

    // From the start of the request: to the first byte, to the end of the page's scripts (from then on everything answers), and to the drawn charts.
    private const string Timing =
        """
        () => {
          const [page] = performance.getEntriesByType('navigation');
          return [page.responseStart - page.requestStart, page.domContentLoadedEventEnd - page.requestStart, page.loadEventEnd - page.requestStart];
        }
        """;

    [Fact(Explicit = true)]
    public async Task First_byte_and_time_until_everything_answers()
    {
        var folder = Environment.GetEnvironmentVariable("VINDEX_FIGURES");
        Assert.SkipWhen(folder is null, "VINDEX_FIGURES names no data folder");
        await using var server = await ServerProcess.StartAsync(
            folder!,
            ("Vindex__Limits__EvaluatorUpload__Requests", "0"),
            ("Vindex__Limits__EvaluatorScore__Requests", "0"),
            ("Vindex__Limits__EvaluatorResults__Requests", "0"));
        using var admin = server.Client(ServerProcess.AdminKey);
        var company = (await CompanyFiller.SendAsync(admin, HttpMethod.Get, "/admin/companies?limit=100")).GetProperty("items")
            .EnumerateArray()
            .First(one => one.GetProperty("slug").GetString() == "company0");
        var filler = await CompanyFiller.OfAsync(server, company.GetProperty("company_id").GetString()!, "company0");
        var people = await CompanyFiller.SendAsync(admin, HttpMethod.Get, $"/admin/companies/{filler.CompanyId}/users");
        if (people.GetProperty("items").EnumerateArray().All(one => one.GetProperty("email").GetString() != Email))
            await filler.AddPersonAsync(Email, "owner", "Figures");

        using var playwright = await Playwright.CreateAsync();
        await using var browser = await playwright.Chromium.LaunchAsync(
            new() { ExecutablePath = DemoSite.Chromium() ?? throw new InvalidOperationException("there is no chromium"), Args = ["--disable-gpu"] });
        await using var window = await Window.OpenAsync(
            browser, server.Url, new() { BaseURL = server.Url.ToString(), ViewportSize = new() { Width = 1440, Height = 900 } });
        var page = await window.GoAsync("/login");
        await page.GetByLabel("E-mail").FillAsync(Email);
        await page.GetByLabel("Password").FillAsync(CompanyFiller.Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await page.WaitForURLAsync("**/app");
        var ticket = "/app/tickets/" + await filler.ScoreAsync(new
        {
            key = "FIG-1",
            summary = "As a site admin I want to export user activity so that I can answer audit questions",
            description = "The export should be fast and easy to use and hold all the relevant data. Use Redis to cache it, and also clean up the settings page.",
        });

        output.WriteLine("| page | first byte, ms: median (worst) | interactive, ms: median (worst) | charts drawn, ms: median |");
        output.WriteLine("|---|---|---|---|");
        foreach (var path in (string[])
        [
            "/", "/login", $"/app?{Range}", $"/app?{Year}", "/app", "/app/tickets", "/app/tickets?sort=worst_first", "/app/tickets?q=checkout+retry", ticket,
            "/app/deliveries",
            $"/app/feedback?{Range}", $"/app/feedback?path=overall&percentiles=50,95&{Year}", "/app/settings", "/app/settings/keys", "/app/settings/members",
            "/app/settings/audit", "/account",
        ])
        {
            var rounds = new List<(double First, double Interactive, double Drawn)>();
            for (var i = 0; i < Rounds; i++)
            {
                var began = Stopwatch.GetTimestamp();
                await window.GoAsync(path);
                var drawn = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
                var times = await page.EvaluateAsync<double[]>(Timing);
                rounds.Add((times[0], times[1], drawn));
            }

            output.WriteLine(
                $"| {path.Replace(ticket, "/app/tickets/{score}", StringComparison.Ordinal)} | {Told(rounds.Select(one => one.First))} | {Told(rounds.Select(one => one.Interactive))} | {rounds.Select(one => one.Drawn).Order().ElementAt(Rounds / 2):0} |");
        }

        for (var i =
            0; i < 3; i++)
        {
            output.WriteLine(
                    $"1,000 rows of CSV, from the choice of the file to the table of results, the press on the button in between: {await CsvAsync(window):0} ms");
        }
    }

    private static string Told(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return $"{sorted[sorted.Count / 2]:0.0} ({sorted[^1]:0.0})";
    }

    private static async Task<double> CsvAsync(Window window)
    {
        var page = await window.GoAsync("/");
        var began = Stopwatch.GetTimestamp();
        await page.Locator("#file")
            .SetInputFilesAsync(new FilePayload { Name = "thousand.csv", MimeType = "text/csv", Buffer = Encoding.UTF8.GetBytes(Thousand.Csv()) });
        await page.WaitForURLAsync("**/evaluation/*");
        await page.GetByRole(AriaRole.Button, new() { Name = " tickets" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "1,000 tickets" })).ToBeVisibleAsync(new() { Timeout = 60_000 });
        await Assertions.Expect(page.Locator("progress")).ToHaveCountAsync(0, new() { Timeout = 60_000 });
        var took = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
        await page.WaitForLoadStateAsync(LoadState.NetworkIdle);
        return took;
    }
}
