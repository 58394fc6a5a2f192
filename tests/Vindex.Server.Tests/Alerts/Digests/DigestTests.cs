using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Vindex.Server.Alerts.Digests;
using Vindex.Server.Alerts.Sending;
using Vindex.Server.Tests.Accounts;
using Vindex.Server.Tests.Callbacks.Receivers;
using Vindex.Server.Tests.Hosting;
using Vindex.Storage.Digests;
using Xunit;

namespace Vindex.Server.Tests.Alerts.Digests;

/// <summary>Weekly digests as people set them up and as they reach their readers: forms, real mail and real requests on loopback.</summary>
public sealed partial class DigestTests
{
    private const string Own = "/app/digest";

    private static readonly (string, string)[] s_loopback =
        [("Callbacks:AllowHttp", "true"), ("Callbacks:AllowedNetworks", "127.0.0.0/8"), ("Callbacks:Jitter", "0"), ("Server:PublicUrl", "https://vindex.example.com")];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_person_gets_what_changed_and_what_to_do_in_their_zone_and_language()
    {
        await using var smtp = SmtpReceiver.Start();
        await using var server = await TestServer.StartAsync(settings: [.. s_loopback, .. Mail(smtp)]);
        var acme = await server.CompanyAsync("Acme & Söhne");
        var ada = await acme.PersonAsync("viewer", "ada@example.com");
        (await (await ada.GetAsync("/account")).PageAsync()).ShouldContain("href=\"/app/digest\"");
        await SetAsync(ada, Own, ("timezone", "Europe/Vienna"), ("language", "de"));
        // Monday 20 April 2026, 8:00 in Vienna.
        var monday = DateTimeOffset.Parse("2026-04-20T06:00:00Z");
        await SeedAsync(acme, monday);

        server.Time.Set(monday.AddSeconds(-1));
        await RunAsync(server);
        server.Time.Set(monday);
        await RunAsync(server);
        await RunAsync(server);

        var mail = await MailAsync(smtp, 1);
        mail.To.ShouldBe(["ada@example.com"]);
        var (text, html) = (mail.Part("text/plain").ShouldNotBeNull(), mail.Part("text/html").ShouldNotBeNull());
        text.ShouldContain("13. Apr. 2026, 08:00 bis 20. Apr. 2026, 08:00 (Europe/Vienna)", Case.Sensitive);
        text.ShouldContain("Durchschnittliche Gesamtwertung: 5,0 (−3,0)");
        text.ShouldContain("Tickets: 4 (+2)");
        text.ShouldContain("Auf oder über der Qualitätsschwelle von 7,0: 25 % (−75 Punkte)");
        text.ShouldContain("1. Add acceptance criteria\n   3 Tickets, im Mittel +0,5 Punkte für ihre Gesamtwertung");
        text.ShouldContain("2. Split the story\n   1 Ticket, +1,2 Punkte für seine Gesamtwertung");
        html.ShouldContain("<html lang=\"de\">");
        html.ShouldContain("Acme &amp; Söhne: Durchschnitt der Woche 5,0");
        mail.Header("List-Unsubscribe-Post").ShouldBe("List-Unsubscribe=One-Click");
        mail.Header("Auto-Submitted").ShouldBe("auto-generated");

        // The links open exactly the tickets of an action, also after they have been scored again.
        await acme.SeedAsync(monday.AddMinutes(1), [9, 9, 9, 9, 9, 9], key: "KOL-1");
        var action = new Uri(Link().Match(text).Value);
        action.Host.ShouldBe("vindex.example.com");
        var page = await (await ada.GetAsync(action.AbsolutePath)).PageAsync();
        foreach (var key in (string[])["KOL-1", "KOL-2", "KOL-3"]) page.ShouldContain($">{key}<");
        page.ShouldNotContain(">KOL-4<");
        await (await ada.GetAsync(action.AbsolutePath.Replace("/1", "/9", StringComparison.Ordinal))).PageAsync(404);
        (await (await ada.GetAsync(action.AbsolutePath.Split("/actions")[0])).PageAsync()).ShouldContain("Split the story");
        var stranger = await (await server.CompanyAsync("Other")).PersonAsync("owner", "cy@example.com");
        await (await stranger.GetAsync(action.AbsolutePath)).PageAsync(404);
        await (await stranger.GetAsync(action.AbsolutePath.Split("/actions")[0])).PageAsync(404);
    }

    [Fact]
    public async Task A_person_who_is_limited_to_teams_gets_none_and_opens_none()
    {
        await using var smtp = SmtpReceiver.Start();
        await using var server = await TestServer.StartAsync(settings: [.. s_loopback, .. Mail(smtp)]);
        var acme = await server.CompanyAsync("Acme");
        var owner = await acme.PersonAsync("owner");
        var ada = await acme.PersonAsync("viewer", "ada@example.com");
        await SetAsync(ada, Own, ("timezone", "UTC"), ("language", "en"));
        var monday = DateTimeOffset.Parse("2026-04-20T08:00:00Z");
        await SeedAsync(acme, monday);
        server.Time.Set(monday);
        await RunAsync(server);
        var id = await acme.UserIdAsync("ada@example.com");
        var reader = new DigestReader(id, null);
        var first = (await server.Store.Digests.FindAsync(acme.Id, reader, Stop))!;
        var issue = (await server.Store.Digests.LastIssueAsync(first.Id, Stop))!;

        var team = (await (await owner.PostAsync("/portal/teams", new { name = "One", role = "viewer", customer_ids = new[] { acme.DefaultCustomerId } }))
            .JsonAsync(201)).Text("team_id");
        await (await owner.PostAsync($"/portal/teams/{team}/members", new { user_id = id })).JsonAsync(200);
        await (await owner.PatchAsync($"/portal/users/{id}", new { role = "teams" })).JsonAsync(200);
        ada = await Person.SignedInAsync(server, "ada@example.com");

        await (await ada.GetAsync($"/app/digests/{issue}")).PageAsync(404);
        await (await ada.GetAsync($"/app/digests/{issue}/actions/1")).PageAsync(404);
        (await (await ada.GetAsync(Own)).PageAsync(403)).ShouldContain("Digests are about the whole company");
        (await (await ada.GetAsync("/account")).PageAsync()).ShouldNotContain("href=\"/app/digest\"");
        await SeedAsync(acme, monday.AddDays(7));
        server.Time.Set(monday.AddDays(7));
        await RunAsync(server);
        (await server.Store.Digests.LastIssueAsync(first.Id, Stop)).ShouldBe(issue);
        (await server.Store.Digests.FindAsync(acme.Id, reader, Stop))!.DueAt.ShouldBe(monday.AddDays(14));

        // With all customers again, the next one is written.
        owner = await Person.SignedInAsync(server, "owner@example.com"); // weeks later
        await (await owner.PatchAsync($"/portal/teams/{team}", new { customer_ids = (string[]?)null })).JsonAsync(200);
        await SeedAsync(acme, monday.AddDays(14));
        server.Time.Set(monday.AddDays(14));
        await RunAsync(server);
        (await server.Store.Digests.LastIssueAsync(first.Id, Stop)).ShouldNotBe(issue);
    }

    [Fact]
    public async Task Empty_weeks_are_left_out_or_say_so_and_of_missed_ones_the_last_is_made_up_for()
    {
        var folder = Directory.CreateTempSubdirectory("vindex-digests-").FullName;
        await using var smtp = SmtpReceiver.Start();
        (string, string)[] settings = [.. s_loopback, .. Mail(smtp)];
        await using (var before = await TestServer.StartAsync(folder, settings: settings))
        {
            var acme = await before.CompanyAsync("Acme");
            await SetAsync(await acme.PersonAsync("viewer", "ada@example.com"), Own, ("skip_empty", "on"));
            await SetAsync(await acme.PersonAsync("member", "bo@example.com"), Own);
        }

        // Four weeks without a server.
        await using (var server = await TestServer.StartAsync(folder, DateTimeOffset.Parse("2026-05-14T12:00:00Z"), settings))
        {
            await RunAsync(server);
            var mail = await MailAsync(smtp, 1);
            mail.To.ShouldBe(["bo@example.com"]);
            mail.Header("Subject").ShouldBe("Acme: no scores this week");
            mail.Part("text/plain").ShouldNotBeNull().ShouldContain("4 May 2026, 08:00 to 11 May 2026, 08:00 (UTC)");

            server.Time.Set(DateTimeOffset.Parse("2026-05-18T08:00:00Z"));
            await RunAsync(server);
            (await MailAsync(smtp, 2)).Part("text/plain").ShouldNotBeNull().ShouldContain("11 May 2026, 08:00 to 18 May 2026, 08:00 (UTC)");
        }

        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task A_digest_is_stopped_by_its_link_without_signing_in()
    {
        await using var smtp = SmtpReceiver.Start();
        await using var server = await TestServer.StartAsync(settings: [.. s_loopback, .. Mail(smtp)]);
        var acme = await server.CompanyAsync("Acme");
        var ada = await acme.PersonAsync("viewer", "ada@example.com");
        await SetAsync(ada, Own);
        server.Time.Set(DateTimeOffset.Parse("2026-04-20T08:00:00Z"));
        await RunAsync(server);
        var mail = await MailAsync(smtp, 1);
        var link = new Uri(mail.Header("List-Unsubscribe")!.Trim('<', '>'));
        (link.Scheme, link.Host).ShouldBe(("https", "vindex.example.com"));
        mail.Part("text/plain").ShouldNotBeNull().ShouldContain(link.AbsoluteUri);

        // Opening it changes nothing and shows nothing of the digest, its reader or the company.
        using (var opened = await server.Anonymous.GetAsync(link.AbsolutePath))
        {
            opened.Headers.GetValues("Referrer-Policy").ShouldBe(["no-referrer"]);
            var page = await opened.PageAsync();
            page.ShouldContain("<form method=\"post\">");
            foreach (var secret in (string[])["Acme", "acme", "ada"]) page.ShouldNotContain(secret, Case.Sensitive);
        }

        (await DigestAsync(acme)).DueAt.ShouldNotBeNull();
        foreach (var wrong in (string[])["/unsubscribe/nothing", link.AbsolutePath[..^3] + "AAA", "/unsubscribe/" + new string('A', 2000)])
        {
            await (await server.Anonymous.GetAsync(wrong)).PageAsync(404);
            (await server.Anonymous.PostAsync(wrong, null)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        }

        // What a mail program sends (RFC 8058), twice.
        for (var i = 0; i < 2; i++)
        {
            using var body = new StringContent("List-Unsubscribe=One-Click", Encoding.ASCII, "application/x-www-form-urlencoded");
            (await (await server.Anonymous.PostAsync(link.AbsolutePath, body)).PageAsync()).ShouldContain("The weekly digest was stopped.");
        }

        (await DigestAsync(acme)).DueAt.ShouldBeNull();
        (await (await ada.GetAsync(Own)).PageAsync()).ShouldContain("It is off.");
        server.Time.Set(DateTimeOffset.Parse("2026-04-27T08:00:00Z"));
        await RunAsync(server);
        smtp.Mails.Count.ShouldBe(1);
        var audit = await server.Store.Audit.ListAsync(new Vindex.Storage.Audit.AuditFilter { CompanyId = acme.Id, Action = "digest." }, null, 10, Stop);
        audit.Items.Select(entry => entry.Action).ShouldBe(["digest.unsubscribed", "digest.set"]);
    }

    [Fact]
    public async Task Links_that_stop_a_digest_are_limited_per_address()
    {
        await using var server = await TestServer.StartAsync(settings: [.. s_loopback, ("Limits:Unsubscribe:Requests", "2")]);
        var link = new Uri(server.Services.GetRequiredService<UnsubscribeLinks>().Of("0199a1b2c3d47e8f9a0b1c2d3e4f5a92")).AbsolutePath;

        await (await server.Anonymous.GetAsync(link)).PageAsync();
        await (await server.Anonymous.GetAsync("/unsubscribe/guessed")).PageAsync(404);
        var refused = await server.Anonymous.PostAsync(link, null);

        refused.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        refused.Headers.RetryAfter.ShouldNotBeNull();
        server.Time.Advance(TimeSpan.FromMinutes(1));
        (await server.Anonymous.PostAsync(link, null)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_message_that_waits_is_not_sent_once_the_digest_is_off()
    {
        await using var smtp = SmtpReceiver.Start(number => number == 1 ? "451 Later" : null);
        await using var server = await TestServer.StartAsync(settings: [.. s_loopback, .. Mail(smtp)]);
        var acme = await server.CompanyAsync("Acme");
        var ada = await acme.PersonAsync("viewer", "ada@example.com");
        await SetAsync(ada, Own);
        server.Time.Set(DateTimeOffset.Parse("2026-04-20T08:00:00Z"));
        await RunAsync(server);
        var digest = await DigestAsync(acme);
        var link = server.Services.GetRequiredService<UnsubscribeLinks>().Of(digest.Id);
        await UntilAsync(async () => await server.Store.AlertMessages.NextDueAsync(Stop) > server.Time.GetUtcNow());

        await server.Anonymous.PostAsync(new Uri(link).AbsolutePath, null);
        server.Time.Advance(TimeSpan.FromHours(1));
        server.Services.GetRequiredService<AlertOutboxSignal>().Set();

        await UntilAsync(async () => await server.Store.AlertMessages.NextDueAsync(Stop) is null);
        smtp.Mails.ShouldBeEmpty();
    }

    [Fact]
    public async Task Owners_switch_it_on_for_channels_in_the_language_of_each()
    {
        await using var slack = LoopbackReceiver.Start(LoopbackReceiver.Says("HTTP/1.1 200 OK", "ok"));
        await using var teams = LoopbackReceiver.Start(LoopbackReceiver.Says("HTTP/1.1 202 Accepted"));
        await using var hook = LoopbackReceiver.Start(LoopbackReceiver.Says("HTTP/1.1 200 OK"));
        await using var server = await TestServer.StartAsync(settings: s_loopback);
        var acme = await server.CompanyAsync("Acme");
        var (owner, member) = (await acme.PersonAsync("owner"), await acme.PersonAsync("member"));
        var stranger = await (await server.CompanyAsync("Other")).PersonAsync("owner", "cy@example.com");
        var (chat, team) = (await ChannelAsync(owner, "slack", Url(slack), "de"), await ChannelAsync(owner, "teams", Url(teams), "en"));
        await (await owner.PostAsync("/portal/webhooks", new { url = Url(hook), types = (string[])["digest.created"] })).JsonAsync(201);
        foreach (var path in (string[])[PathOf(chat), PathOf(team), PathOf("webhooks")])
        {
            await (await member.GetAsync(path)).PageAsync(403);
            if (path != PathOf("webhooks")) await (await stranger.GetAsync(path)).PageAsync(404);
            await SetAsync(owner, path);
        }

        (await (await owner.GetAsync("/app/alerts/channels")).PageAsync()).ShouldContain("Digest: on");
        var monday = DateTimeOffset.Parse("2026-04-20T08:00:00Z");
        await SeedAsync(acme, monday);
        server.Time.Set(monday);
        await RunAsync(server);

        var said = JsonElement.Parse((await ReceivedAsync(slack))[0].Body);
        said.Text("text").ShouldBe("Acme: Durchschnitt der Woche 5,0");
        var blocks = string.Join('\n', said.GetProperty("blocks").EnumerateArray().Select(block => block.GetProperty("text").Text("text")));
        blocks.ShouldContain("|1. Add acceptance criteria> 3 Tickets");
        blocks.ShouldNotContain("/unsubscribe/");
        var card = JsonElement.Parse((await ReceivedAsync(teams))[0].Body).GetProperty("attachments")[0].GetProperty("content");
        var runs = card.GetProperty("body").EnumerateArray().Select(block => block.GetProperty("inlines")[0]).ToList();
        runs[0].Text("text").ShouldBe("Acme: average of the week 5.0");
        runs.Single(run => run.Text("text").StartsWith("1. Add", StringComparison.Ordinal)).GetProperty("selectAction").Text("url").ShouldEndWith("/actions/1");
        var sent = JsonElement.Parse((await ReceivedAsync(hook))[0].Body);
        sent.Text("type").ShouldBe("digest.created");
        var week = sent.GetProperty("data").GetProperty("week");
        (week.GetProperty("tickets").GetInt32(), week.Number("average"), week.Number("ready_percent")).ShouldBe((4, 5m, 25m));
        sent.GetProperty("data").GetProperty("actions")[0].Text("rule").ShouldBe("testable.criteria");
    }

    [Fact]
    public async Task A_preview_stores_nothing_and_a_test_is_sent_at_once()
    {
        await using var smtp = SmtpReceiver.Start(number => number == 1 ? "550 No such user" : null);
        await using var server = await TestServer.StartAsync(settings: [.. s_loopback, .. Mail(smtp)]);
        var acme = await server.CompanyAsync("Acme");
        var ada = await acme.PersonAsync("viewer", "ada@example.com");
        await SeedAsync(acme, server.Time.GetUtcNow());
        var preview = await (await ada.GetAsync(Own + "?preview=on")).PageAsync();
        preview.ShouldContain("Add acceptance criteria");
        preview.ShouldContain("Test: Acme: average of the week 5.0");
        preview.ShouldNotContain("/actions/1");
        preview.ShouldNotContain("Send now");
        (await ada.FormAsync(Own + "/send", ("__token", People.TokenIn(preview)))).StatusCode.ShouldBe(HttpStatusCode.NotFound);

        await SetAsync(ada, Own);
        var before = await DigestAsync(acme);
        await ada.FormAsync(Own + "/send", ("__token", People.TokenIn(preview)));
        (await (await ada.GetAsync(Own)).PageAsync()).ShouldContain("The digest could not be sent");
        await ada.FormAsync(Own + "/send", ("__token", People.TokenIn(preview)));
        (await (await ada.GetAsync(Own)).PageAsync()).ShouldContain("The receiver accepted the digest.");
        smtp.Mails.ShouldHaveSingleItem().Header("Subject").ShouldBe("Test: Acme: average of the week 5.0");
        (await DigestAsync(acme)).ShouldBe(before);
        (await (await ada.GetAsync(Own)).PageAsync()).ShouldContain("Last digest");
        await (await ada.GetAsync(new Uri(Link().Match(smtp.Mails[0].Part("text/plain")!).Value).AbsolutePath)).PageAsync();
    }

    [Fact]
    public async Task What_cannot_be_is_refused()
    {
        await using var server = await TestServer.StartAsync();
        var acme = await server.CompanyAsync("Acme");
        var ada = await acme.PersonAsync("viewer", "ada@example.com");
        var token = People.TokenIn(await (await ada.GetAsync(Own)).PageAsync());
        (string, string)[] right = [("__token", token), ("enabled", "on"), ("day", "1"), ("at", "08:00"), ("timezone", "UTC"), ("language", "en")];
        foreach (var (field, value, error) in ((string, string, string)[])
        [
            ("day", "8", "must be a whole number from 1 to 7"),
            ("at", "25:00", "must be a time such as 08:30"),
            ("timezone", "Mars/Base", "must be an IANA time zone"),
            ("language", "xx", "must be one of en, de"),
        ])
        {
            var refused = await ada.FormAsync(Own, [.. right.Where(one => one.Item1 != field), (field, value)]);
            (await refused.PageAsync(422)).ShouldContain(error[5..]);
        }

        (await (await ada.FormAsync(Own, right)).PageAsync(409)).ShouldContain("E-mail is not set up on this server.");
        (await ada.FormAsync(Own, [.. right.Where(one => one.Item1 != "enabled")])).StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        (await ada.FormAsync(Own, [.. right.Where(one => one.Item1 != "__token")])).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    private static (string, string)[] Mail(SmtpReceiver smtp) =>
    [
        ("Mail:Host", "127.0.0.1"), ("Mail:Port", $"{smtp.Port}"), ("Mail:Security", "none"), ("Mail:From", "vindex@example.com"), ("Mail:AllowedNetworks", "127.0.0.0/8"),
    ];

    private static string Url(LoopbackReceiver receiver) => $"http://127.0.0.1:{receiver.Port}/services/T0/B0/secret";

    private static string PathOf(string channel) => $"/app/alerts/channels/{channel}/digest";

    private static async Task SetAsync(Person person, string path, params (string Name, string Value)[] fields)
    {
        var token = People.TokenIn(await (await person.GetAsync(path)).PageAsync());
        (string, string)[] usual = [("enabled", "on"), ("day", "1"), ("at", "08:00"), ("timezone", "UTC"), ("language", "en")];
        var saved = await person.FormAsync(path, [("__token", token), .. fields, .. usual.Where(field => fields.All(one => one.Name != field.Item1))]);
        saved.StatusCode.ShouldBe(HttpStatusCode.SeeOther, await saved.Content.ReadAsStringAsync());
    }

    private static async Task<string> ChannelAsync(Person owner, string kind, string target, string language) =>
        (await (await owner.PostAsync("/portal/alert-channels", new { name = kind, kind, target, language })).JsonAsync(201)).Text("channel_id");

    // The week has four tickets of average 5, three of them with advice; the one before had two of average 8.
    private static async Task SeedAsync(TestCompany company, DateTimeOffset end)
    {
        await company.SeedAsync(end.AddDays(-8), [8, 8, 8, 8, 8, 8], key: "KOL-8");
        await company.SeedAsync(end.AddDays(-9), [8, 8, 8, 8, 8, 8], key: "KOL-9");
        await company.SeedAsync(end.AddDays(-6), [1, 1, 1, 1, 1, 1], key: "KOL-1");
        foreach (var (number, score) in ((int, int)[])[(1, 4), (2, 4), (3, 5)])
        {
            await company.SeedAsync(end.AddDays(-5).AddMinutes(number), [score, score, score, score, score, score], key: $"KOL-{number}", change: seeded => seeded with
            {
                Detail = Encoding.UTF8.GetBytes(Advice(("testable.criteria", "Add acceptance criteria", 0.5), ("small.size", "Split the story", number == 2 ? 1.2 : 0))),
            });
        }

        await company.SeedAsync(end.AddMilliseconds(-1), [7, 7, 7, 7, 7, 7], key: "KOL-4");
        await company.SeedAsync(end, [1, 1, 1, 1, 1, 1], key: "KOL-5");
    }

    private static string Advice(params (string Rule, string Text, double Lift)[] advice) => JsonSerializer.Serialize(new
    {
        recommendations = advice.Select(one => one.Text),
        context_used = new { },
        findings = Array.Empty<string>(),
        recommendation_details = advice.Select(one => new { text = one.Text, dimension = "testable", lift = one.Lift, rule = one.Rule }),
    });

    private static async Task RunAsync(TestServer server)
    {
        var evaluation = server.Services.GetRequiredService<DigestEvaluation>();
        while (await evaluation.RunAsync(Stop) > 0)
        {
            // The worker of the server may do it at the same time.
        }
    }

    private static async Task<Vindex.Storage.Digests.Digest> DigestAsync(TestCompany company) =>
        (await company.Server.Store.Digests.FindAsync(
            company.Id, new Vindex.Storage.Digests.DigestReader(await company.UserIdAsync("ada@example.com"), null), Stop)).ShouldNotBeNull();

    private static async Task<ReceivedMail> MailAsync(SmtpReceiver smtp, int count)
    {
        await UntilAsync(() => Task.FromResult(smtp.Mails.Count >= count));
        smtp.Mails.Count.ShouldBe(count);
        return smtp.Mails[^1];
    }

    private static async Task<IReadOnlyList<ReceivedRequest>> ReceivedAsync(LoopbackReceiver receiver)
    {
        await UntilAsync(() => Task.FromResult(receiver.Requests.Count > 0));
        return receiver.Requests;
    }

    private static async Task UntilAsync(Func<Task<bool>> isReached)
    {
        while (!await isReached()) await Task.Delay(10, Stop);
    }

    [GeneratedRegex("https://\\S+/actions/1", RegexOptions.NonBacktracking)]
    private static partial Regex Link();
}
