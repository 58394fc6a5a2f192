using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Vindex.EndToEnd;
using Vindex.Server.Tests.Alerts;

namespace Vindex.Browser.Site;

/// <summary>Addresses of what was put into a company.</summary>
/// <param name="Id">The company.</param>
/// <param name="Ticket">Page of a ticket with marks and a history.</param>
/// <param name="OldVersion">Page of an older version of that ticket.</param>
/// <param name="Comparison">Page with both versions.</param>
/// <param name="Delivery">Page of a callback that failed.</param>
/// <param name="Installation">Page of an installation.</param>
/// <param name="Mapping">Page of an uploaded file that is not scored.</param>
/// <param name="Results">Page of one that is.</param>
/// <param name="Invitation">Page of an invitation that nobody has accepted.</param>
/// <param name="Reset">Page of a link for a new password.</param>
/// <param name="Review">Page of a review.</param>
/// <param name="ReviewTicket">Page of a ticket in it.</param>
internal sealed record CompanyData(
    string Id, string Ticket, string OldVersion, string Comparison, string Delivery, string Installation, string Mapping, string Results, string Invitation,
    string Reset, string Review, string ReviewTicket)
{
    /// <summary>Page of a webhook.</summary>
    public string Webhook { get; init; } = "";

    /// <summary>Page of what was sent to it.</summary>
    public string Event { get; init; } = "";

    /// <summary>Page of a dashboard.</summary>
    public string Dashboard { get; init; } = "";

    /// <summary>Page of the same dashboard for anyone with the link.</summary>
    public string Shared { get; init; } = "";

    /// <summary>Page of an alert.</summary>
    public string Alert { get; init; } = "";

    /// <summary>Page of a connection to a tracker.</summary>
    public string Tracker { get; init; } = "";

    /// <summary>Page of a project of it.</summary>
    public string TrackedProject { get; init; } = "";

    /// <summary>Page of a team.</summary>
    public string Team { get; init; } = "";

    /// <summary>Page of what a digest said.</summary>
    public string Digest { get; init; } = "";

    /// <summary>Page that stops it.</summary>
    public string Unsubscribe { get; init; } = "";
}

/// <summary>Addresses of the trackers of a company of their own.</summary>
/// <param name="Tracker">Page of a connection whose project is followed.</param>
/// <param name="Project">Page of that project.</param>
/// <param name="Limited">Page of a connection that waits for the end of a limit, in the middle of a backlog.</param>
internal sealed record PlannedData(string Tracker, string Project, string Limited);

/// <summary>What the companies of the site hold beside the scores of the demo.</summary>
internal sealed record SiteData(CompanyData Demo, CompanyData Strange, string NewCompanyId)
{
    /// <summary>What the company with trackers has.</summary>
    public required PlannedData Planned { get; init; }

    private CompanyFiller? StrangeFiller { get; init; }

    private ServerProcess? Server { get; init; }

    public const string ViewerEmail = "viewer@example.com";
    public const string StrangerEmail = "stranger@example.com";
    public const string NewcomerEmail = "newcomer@example.com";
    public const string PlannerEmail = "planner@example.com";

    /// <summary>The company with trackers.</summary>
    public const string PlannedSlug = "planned";

    private const int GoodCallbacks = 4;
    private const int BrokenCallbacks = 5;

    /// <summary>Scores a ticket of the stranger's company.</summary>
    public Task<string> ScoreAsync(string key, string summary) => StrangeFiller!.ScoreAsync(new { key, summary });

    /// <summary>Another company in which nothing is, and the address of its owner.</summary>
    public async Task<(CompanyFiller Filler, string Email)> NewCompanyAsync(string slug)
    {
        using var admin = Server!.Client(ServerProcess.AdminKey);
        var company = await NewAsync(Server, admin, slug, slug);
        var email = $"owner@{slug}.example.com";
        await company.AddPersonAsync(email, "owner", "Olga Owner");
        return (company, email);
    }

    public static async Task<SiteData> FillAsync(
        ServerProcess server, CallbackReceiver receiver, SiteTrackers trackers, (string Email, string Password) owner, SmtpReceiver mail)
    {
        using var admin = server.Client(ServerProcess.AdminKey);
        var demo = (await CompanyFiller.SendAsync(admin, HttpMethod.Get, "/admin/companies")).GetProperty("items")[0];
        var demoFiller = await CompanyFiller.OfAsync(server, demo.GetProperty("company_id").GetString()!, demo.GetProperty("slug").GetString()!);
        var demoData = DemoAsync(demoFiller, server, receiver);
        var strange = await NewAsync(server, admin, Hostile.Of(200), "strange");
        var strangeData = StrangeAsync(strange, server, receiver, admin);
        var empty = await NewAsync(server, admin, "Fresh start", "fresh-start");
        await empty.AddPersonAsync(NewcomerEmail, "owner", "Nora New");
        var planned = await NewAsync(server, admin, "Planned", PlannedSlug);
        await planned.AddPersonAsync(PlannerEmail, "owner", "Petra Planner");
        var stranger = (StrangerEmail, CompanyFiller.Password);
        var demoShared = await DigestAsync(demoFiller, await SharedAsync(demoFiller, await demoData, owner), owner, mail);
        var strangeShared = await DigestAsync(strange, await SharedAsync(strange, await strangeData, stranger), stranger, mail);
        await demoFiller.AddPersonalKeyAsync("Notebook", owner.Email, owner.Password);
        await strange.AddPersonalKeyAsync(Hostile.Of(200), StrangerEmail, CompanyFiller.Password);
        demoShared = demoShared with { Team = await demoFiller.TeamAsync("Shop", "Tess Team", owner) };
        strangeShared = strangeShared with { Team = await strange.TeamAsync(Hostile.Of(100), Hostile.Of(200), stranger) };
        return new SiteData(
            await HookedAsync(demoFiller, demoShared, receiver.Url + "/good", "Team chat"),
            await TrackedAsync(
                strange, trackers, await HookedAsync(strange, strangeShared, $"{receiver.Url}/broken/{Hostile.Word(1800)}", Hostile.Of(200))),
            empty.CompanyId)
        {
            Planned = await trackers.ConnectAsync(planned),
            StrangeFiller = strange,
            Server = server,
        };
    }

    private static async Task<CompanyData> HookedAsync(CompanyFiller company, CompanyData data, string url, string description)
    {
        var (page, sent) = await company.WebhookAsync(url, description, "Bearer 0123456789");
        return data with { Webhook = page, Event = sent };
    }

    private static async Task<CompanyData> TrackedAsync(CompanyFiller company, SiteTrackers trackers, CompanyData data)
    {
        var (tracker, project) = await trackers.ConnectStrangeAsync(company);
        return data with { Tracker = tracker, TrackedProject = project };
    }

    private static async Task<CompanyData> DigestAsync(CompanyFiller company, CompanyData data, (string Email, string Password) owner, SmtpReceiver mail)
    {
        var page = await company.DigestAsync(owner.Email, owner.Password);
        var link = mail.Mails.Last(one => one.To.Contains(owner.Email)).Header("List-Unsubscribe")!.Trim('<', '>');
        return data with { Digest = page, Unsubscribe = new Uri(link).AbsolutePath };
    }

    private static async Task<CompanyData> SharedAsync(CompanyFiller company, CompanyData data, (string Email, string Password) owner)
    {
        var dashboard = await company.DashboardAsync(
            Hostile.Text[..80],
            new { card = "overview.average", title = Hostile.Of(120) },
            new { card = "overview.trend", title = Hostile.Text, width = "full" },
            new { card = "overview.worst" },
            new { card = "tickets.list" },
            new { card = "compare.averages" },
            new { card = "compare.fails", width = "full" },
            new { card = "feedback.totals", query = "project=strange&path=text&type=categorical" },
            new { card = "feedback.distribution", query = "project=strange&path=value" });
        return data with
        {
            Dashboard = "/app" + dashboard["/portal".Length..],
            Shared = await company.ShareAsync(dashboard, owner.Email, owner.Password),
            Alert = "/app" + (await company.AlertAsync(Hostile.Text[..80]))["/portal".Length..],
        };
    }

    private static async Task<CompanyData> DemoAsync(CompanyFiller company, ServerProcess server, CallbackReceiver receiver)
    {
        await company.AddPersonAsync(ViewerEmail, "viewer", "Vera Viewer");
        var tracker = await company.ConnectAsync("kolibri/shop", "Shop board", receiver.Url + "/good", Tickets("SHOP", GoodCallbacks));
        await company.ConnectAsync("kolibri/fleet", "Fleet board", receiver.Url + "/broken", Tickets("FLEET", BrokenCallbacks));
        var now = TimeProvider.System.GetUtcNow();
        await company.ImportAsync("ratings", Enumerable.Range(0, 400).Select(i => (now.AddMinutes(-i * 97), i % 3 == 0 ? "survey" : "inline", (object)new
        {
            stars = 1 + (i * 7 % 5),
            helpful = i % 4 != 0,
            channel = (i % 3) switch { 0 => "mail", 1 => "app", _ => "desk" },
        })));
        await PutProfileAsync(server, company, "bugs");
        var failed = await company.DeliveredAsync(GoodCallbacks + BrokenCallbacks);
        var file = Encoding.UTF8.GetBytes(await File.ReadAllTextAsync(Path.Combine(DemoSite.Root, "samples", "backlog.csv")));
        return await DataAsync(company, server, await company.FindScoreAsync("KOL-6"), failed[0], tracker, "backlog.csv", file, await company.ReviewAsync());
    }

    private static async Task<CompanyData> StrangeAsync(CompanyFiller company, ServerProcess server, CallbackReceiver receiver, HttpClient admin)
    {
        var name = Hostile.Of(200);
        await company.AddPersonAsync(StrangerEmail, "owner", Hostile.Of(100));
        await company.ScoreAsync(new { key = Hostile.Of(255), summary = Hostile.Text, description = $"{Hostile.Text} was here, and {Hostile.Word(5_000)}" });
        var score = await company.ScoreAsync(new
        {
            key = Hostile.Of(255),
            summary = Hostile.Of(1000),
            description = $"As a {Hostile.Text} I want it to be fast and easy, so that {Hostile.Word(10_000)}.\n\n{Hostile.Text} should be user-friendly etc.",
            acceptance_criteria = $"* {Hostile.Text} works well\n* {Hostile.Word(10_000)}",
        });
        for (var i = 0; i < 3; i++) await company.ScoreAsync(new { key = $"\u202E{i}-{Hostile.Text}", summary = $"{Hostile.Text} {i} \u2067 fast" });
        var tracker = await company.ConnectAsync(Hostile.Of(255), name, $"{receiver.Url}/broken/{Hostile.Word(1800)}", Tickets(Hostile.Of(200), 2));
        var root = $"/admin/companies/{company.CompanyId}";
        await CompanyFiller.SendAsync(admin, HttpMethod.Post, root + "/keys", new { name, scopes = (string[])["scores:read"] });
        await company.InviteAsync($"{Hostile.Word(60)}@{Hostile.Word(60)}.example.com", "member");
        var now = TimeProvider.System.GetUtcNow();
        await company.ImportAsync("strange", Enumerable.Range(0, 9).Select(i => (now.AddHours(-i), Hostile.Of(200), (object)new Dictionary<string, object>
        {
            ["value"] = i,
            ["text"] = Hostile.Of(10_000) + i,
            [Hostile.Text] = i,
            [Hostile.Word(200)] = i,
        })));
        var failed = await company.DeliveredAsync(2);
        var cell = $"\"{Hostile.Text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
        var file =
            $"Key,Summary,Description,{cell},{Hostile.Word(300)}\n{cell},{cell},{Hostile.Word(10_000)},{cell},=1+1\nX-2,{Hostile.Word(900)},{cell}\nX-3,{Hostile.Word(900)},{cell}\n";
        return await DataAsync(
            company, server, score, failed[0], tracker, Hostile.Text.Replace('/', '_') + Hostile.Word(150) + ".csv", Encoding.UTF8.GetBytes(file),
            await company.ClosedReviewAsync(Hostile.Text[..80], Hostile.Text));
    }

    private static async Task<CompanyData> DataAsync(
        CompanyFiller company, ServerProcess server, string score, string delivery, string tracker, string fileName, byte[] file,
        (string Review, string Ticket) review)
    {
        using var admin = server.Client(ServerProcess.AdminKey);
        var oldest = await company.OldestVersionAsync(score);
        await company.AddPersonAsync($"forgetful@{company.CompanyId.Replace('_', '-')}.example.com", "member", "Fred Forgetful");
        var people = (await CompanyFiller.SendAsync(admin, HttpMethod.Get, $"/admin/companies/{company.CompanyId}/users")).GetProperty("items")
            .EnumerateArray();
        var forgetful = people.Single(one => one.GetProperty("email").GetString()!.StartsWith("forgetful", StringComparison.Ordinal))
            .GetProperty("user_id")
            .GetString();
        var reset = await CompanyFiller.SendAsync(admin, HttpMethod.Post, $"/admin/companies/{company.CompanyId}/users/{forgetful}/reset");
        var results = await UploadAsync(server, fileName, file);
        await ScoreAsync(server, results);
        return new CompanyData(
            company.CompanyId,
            $"/app/tickets/{score}",
            $"/app/tickets/{oldest}",
            $"/app/tickets/{score}/compare/{oldest}",
            $"/app/deliveries/{delivery}",
            $"/app/settings/installations/{tracker}",
            $"/evaluation/{await UploadAsync(server, fileName, file)}",
            $"/evaluation/{results}",
            await company.InviteAsync($"soon@{company.CompanyId.Replace('_', '-')}.example.com", "member"),
            new Uri(reset.GetProperty("link").GetString()!).AbsolutePath,
            review.Review,
            review.Ticket);
    }

    private static async Task PutProfileAsync(ServerProcess server, CompanyFiller company, string name)
    {
        using var admin = server.Client(ServerProcess.AdminKey);
        await CompanyFiller.SendAsync(admin, HttpMethod.Put, $"/admin/companies/{company.CompanyId}/profiles/{name}", new
        {
            rule_weights = new Dictionary<string, double> { ["negotiable.technology"] = 0.5 },
            vocabulary = new Dictionary<string, string[]> { ["technology"] = ["Kolibri OS", "gear hub"] },
        });
    }

    private static async Task<CompanyFiller> NewAsync(ServerProcess server, HttpClient admin, string name, string slug)
    {
        var made = await CompanyFiller.SendAsync(admin, HttpMethod.Post, "/admin/companies", new { name, slug });
        return await CompanyFiller.OfAsync(server, made.GetProperty("company_id").GetString()!, slug);
    }

    private static async Task<string> UploadAsync(ServerProcess server, string fileName, byte[] file)
    {
        using var anybody = server.Client(null);
        var part = new ByteArrayContent(file);
        part.Headers.ContentDisposition = new ContentDispositionHeaderValue("form-data") { Name = "file", FileNameStar = fileName };
        using var form = new MultipartFormDataContent { part };
        using var response = await anybody.PostAsync("/evaluate/upload", form);
        var text = await response.Content.ReadAsStringAsync();
        response.IsSuccessStatusCode.ShouldBeTrue(text);
        return JsonElement.Parse(text).GetProperty("session_id").GetString()!;
    }

    private static async Task ScoreAsync(ServerProcess server, string session)
    {
        using var anybody = server.Client(null);
        await CompanyFiller.SendAsync(anybody, HttpMethod.Post, "/evaluate/score", new { session_id = session });
        var began = TimeProvider.System.GetTimestamp();
        while ((await CompanyFiller.SendAsync(anybody, HttpMethod.Get, $"/evaluate/results/{session}")).GetProperty("status").GetString() is "queued"
            or "scoring")
        {
            TimeProvider.System.GetElapsedTime(began).ShouldBeLessThan(TimeSpan.FromMinutes(1), "a file is still being scored");
            await Task.Delay(100);
        }
    }

    private static IEnumerable<object> Tickets(string key, int count) => Enumerable.Range(1, count).Select(i => new
    {
        key = $"{key}-{i}",
        summary = $"As a dispatcher I want to see station {i} on the map so that I can send a van there in time",
        description = $"Stations with fewer than {i} bikes are shown first.",
    });
}
