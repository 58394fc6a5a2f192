using System.Collections.Concurrent;
using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Vindex.Server.Alerts.Sending;
using Vindex.Server.Tests.Accounts;
using Vindex.Server.Tests.Callbacks.Receivers;
using Vindex.Server.Tests.Hosting;
using Vindex.Storage;
using Vindex.Storage.Alerts;
using Xunit;

namespace Vindex.Server.Tests.Alerts;

/// <summary>What reaches the receivers of messages about alerts: real requests and real mail on loopback.</summary>
public sealed class AlertChannelTests
{
    private const string Root = "/portal/alert-channels";
    private const string Hostile = "<!channel> [x](http://evil.example) \"quoted\" & *bold* Ünï";

    private static readonly (string, string)[] s_loopback = [("Callbacks:AllowHttp", "true"), ("Callbacks:AllowedNetworks", "127.0.0.0/8"), ("Callbacks:Jitter", "0")];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Slack_and_teams_get_the_figure_the_change_the_tickets_and_the_link()
    {
        await using var slack = LoopbackReceiver.Start(LoopbackReceiver.Says("HTTP/1.1 200 OK", "ok"));
        await using var teams = LoopbackReceiver.Start(LoopbackReceiver.Says("HTTP/1.1 202 Accepted"));
        await using var server = await TestServer.StartAsync(settings: s_loopback);
        var acme = await server.CompanyAsync("Acme");
        var client = await acme.ClientAsync("scores:read", "scores:write", "installations:write");
        await SeedAsync(acme);
        await AlertAsync(client, await ChannelAsync(client, "slack", Url(slack)), await ChannelAsync(client, "teams", Url(teams), titles: false));

        await server.AdvanceAsync(TimeSpan.FromHours(1));

        var said = JsonElement.Parse((await ReceivedAsync(slack))[0].Body);
        said.Text("text").ShouldBe("Alert: Quality &lt;1&gt;");
        var text = string.Join('\n', said.GetProperty("blocks").EnumerateArray().Select(block => block.GetProperty("text").Text("text")));
        text.ShouldContain("Average overall score: 3, −5 against the window before (8)");
        text.ShouldContain("Thresholds: alert below 5");
        text.ShouldContain("Window: 2026-04-15 10:00 to 2026-04-16 10:00 (UTC)");
        text.ShouldContain("|T-5> 3.0 &lt;!channel&gt; [x](http://evil.example) \"quoted\" &amp; *bold* Ünï");
        text.ShouldContain("/app/alerts/events/");
        text.ShouldContain("/app/tickets?latest=false&amp;since=2026-04-15T10%3A00%3A00Z&amp;until=2026-04-16T10%3A00%3A00Z&amp;sort=worst_first|All tickets of this figure>");
        text.ShouldNotContain("<!channel>");

        var card = JsonElement.Parse((await ReceivedAsync(teams))[0].Body);
        var content = card.GetProperty("attachments")[0].GetProperty("content");
        (card.Text("type"), content.Text("type")).ShouldBe(("message", "AdaptiveCard"));
        var runs = content.GetProperty("body").EnumerateArray().Select(block => block.GetProperty("inlines")[0].Text("text")).ToList();
        runs[0].ShouldBe("Alert: Quality <1>");
        runs.Count(run => run.StartsWith("T-", StringComparison.Ordinal)).ShouldBe(5);
        string.Join('\n', runs).ShouldNotContain("Ünï", customMessage: "titles are left out");
        content.GetProperty("actions")[0].Text("url").ShouldContain("/app/alerts/events/");
    }

    [Fact]
    public async Task A_channel_gets_messages_in_its_language()
    {
        await using var slack = LoopbackReceiver.Start(LoopbackReceiver.Says("HTTP/1.1 200 OK", "ok"));
        await using var server = await TestServer.StartAsync(settings: s_loopback);
        var acme = await server.CompanyAsync("Acme");
        var client = await acme.ClientAsync("scores:read", "scores:write", "installations:write");
        await SeedAsync(acme);
        var made = await (await client.PostAsync(Root, Json.Content(new { name = "Team", kind = "slack", target = Url(slack) }))).JsonAsync(201);
        var path = $"{Root}/{made.Text("channel_id")}";
        made.Text("language").ShouldBe("en");
        (await (await client.PatchAsync(path, Json.Content(new { language = "de" }))).JsonAsync(200)).Text("language").ShouldBe("de");
        await (await client.PatchAsync(path, Json.Content(new { language = "xx" }))).ProblemAsync(422);
        await AlertAsync(client, made.Text("channel_id"));

        await server.AdvanceAsync(TimeSpan.FromHours(1));

        var said = JsonElement.Parse((await ReceivedAsync(slack))[0].Body);
        said.Text("text").ShouldBe("Alarm: Quality &lt;1&gt;");
        said.GetProperty("blocks")[1].GetProperty("text").Text("text").ShouldContain("Durchschnittliche Gesamtwertung: 3, −5 gegenüber dem Fenster davor (8)");
    }

    [Fact]
    public async Task A_webhook_gets_the_change_of_level_as_the_api_returns_it()
    {
        await using var hook = LoopbackReceiver.Start(LoopbackReceiver.Says("HTTP/1.1 200 OK"));
        await using var server = await TestServer.StartAsync(settings: s_loopback);
        var acme = await server.CompanyAsync("Acme");
        var client = await acme.ClientAsync("scores:read", "scores:write", "installations:write");
        await SeedAsync(acme);
        await (await client.PostAsync("/portal/webhooks", Json.Content(new { url = Url(hook), types = (string[])["alert.fired"] }))).JsonAsync(201);
        var rule = new { name = "Quality", metric = "average", window_hours = 24, alert = 5, every = "1h", webhooks = true };
        var alert = await (await client.PostAsync("/portal/alerts", Json.Content(rule))).JsonAsync(201);

        await server.AdvanceAsync(TimeSpan.FromHours(1));

        var sent = JsonElement.Parse((await ReceivedAsync(hook))[0].Body);
        sent.Text("type").ShouldBe("alert.fired");
        var change = sent.GetProperty("data");
        change.Text("alert_id").ShouldBe(alert.Text("alert_id"));
        var stored = await (await client.GetAsync($"/portal/alerts/events/{change.Text("event_id")}")).JsonAsync(200);
        JsonElement.DeepEquals(change, stored).ShouldBeTrue($"{change}\n{stored}");
    }

    [Fact]
    public async Task Mail_reaches_its_recipients_in_plain_text()
    {
        await using var smtp = SmtpReceiver.Start();
        await using var server = await TestServer.StartAsync(settings: Mail(smtp));
        var acme = await server.CompanyAsync("Acme");
        var client = await acme.ClientAsync("scores:read", "scores:write", "installations:write");
        await SeedAsync(acme);
        await AlertAsync(client, await ChannelAsync(client, "email", "ada@example.com, bo@example.com"));

        await server.AdvanceAsync(TimeSpan.FromHours(1));

        await UntilAsync(() => smtp.Mails.Count > 0);
        var mail = smtp.Mails[0];
        (mail.From, string.Join(' ', mail.To)).ShouldBe(("vindex@example.com", "ada@example.com bo@example.com"));
        mail.Header("Subject").ShouldNotBeNull().ShouldContain("Quality");
        mail.Header("Auto-Submitted").ShouldBe("auto-generated");
        mail.Text.ShouldContain("Average overall score: 3, −5 against the window before (8)");
        mail.Text.ShouldContain("- T-5 (3.0): " + Hostile);
        mail.Text.ShouldContain("/app/alerts/events/");
    }

    [Fact]
    public async Task A_message_that_is_not_accepted_is_tried_again_by_the_schedule_of_callbacks()
    {
        var answers = new ConcurrentQueue<string>(["HTTP/1.1 503 Busy", "HTTP/1.1 429 Slow", "HTTP/1.1 200 OK"]);
        await using var slack = LoopbackReceiver.Start((request, socket, stopped) =>
            LoopbackReceiver.Says(answers.TryDequeue(out var answer) ? answer : "HTTP/1.1 500 Too often")(request, socket, stopped));
        await using var server = await TestServer.StartAsync(settings: [.. s_loopback, ("Callbacks:Schedule", "1m 10m")]);
        var acme = await server.CompanyAsync("Acme");
        var client = await acme.ClientAsync("scores:read", "scores:write", "installations:write");
        await SeedAsync(acme);
        await AlertAsync(client, await ChannelAsync(client, "slack", Url(slack)));
        await server.AdvanceAsync(TimeSpan.FromMinutes(48));
        var change = (await (await client.GetAsync("/portal/alerts/events")).JsonAsync(200)).GetProperty("items")[0].Text("event_id");

        foreach (var (attempts, wait) in ((int, TimeSpan)[])[(1, TimeSpan.FromMinutes(1)), (2, TimeSpan.FromMinutes(10)), (3, TimeSpan.Zero)])
        {
            var message = await MessageAsync(server.Store, acme.Id, change, attempts);
            message.Status.ShouldBe(attempts < 3 ? AlertMessageStatus.Pending : AlertMessageStatus.Sent);
            if (attempts < 3) message.DueAt.ShouldBe(server.Time.GetUtcNow() + wait);
            server.Time.Set(message.DueAt > server.Time.GetUtcNow() ? message.DueAt : server.Time.GetUtcNow());
            server.Services.GetRequiredService<AlertOutboxSignal>().Set();
        }

        slack.Requests.Count.ShouldBe(3);
    }

    [Fact]
    public async Task A_test_says_at_once_whether_a_channel_works()
    {
        await using var slack = LoopbackReceiver.Start(LoopbackReceiver.Says("HTTP/1.1 404 Not Found", "no_service"));
        await using var smtp = SmtpReceiver.Start(number => number == 1 ? "550 No such user" : null);
        await using var server = await TestServer.StartAsync(settings: [.. s_loopback, .. Mail(smtp)]);
        var client = await (await server.CompanyAsync("Acme")).ClientAsync("scores:read", "installations:write");
        var (chat, mail) = (await ChannelAsync(client, "slack", Url(slack)), await ChannelAsync(client, "email", "ada@example.com"));

        var failed = await (await client.PostAsync($"{Root}/{chat}/test", null)).JsonAsync(200);
        (failed.GetProperty("delivered").GetBoolean(), failed.Text("error")).ShouldBe((false, "The receiver returned 404"));
        (await (await client.PostAsync($"{Root}/{mail}/test", null)).JsonAsync(200)).Text("error").ShouldStartWith("The mail server did not accept the message");
        (await (await client.PostAsync($"{Root}/{mail}/test", null)).JsonAsync(200)).GetProperty("delivered").GetBoolean().ShouldBeTrue();
        smtp.Mails.ShouldHaveSingleItem().Header("Subject").ShouldBe("Test of alerts");
    }

    [Fact]
    public async Task Addresses_are_encrypted_masked_and_checked_by_the_address_guard()
    {
        await using var smtp = SmtpReceiver.Start();
        await using var server = await TestServer.StartAsync(settings: [("Mail:AllowedNetworks", ""), .. Mail(smtp)]);
        var acme = await server.CompanyAsync("Acme");
        var client = await acme.ClientAsync("scores:read", "installations:write");

        foreach (var (kind, target, error) in ((string, string, string)[])
        [
            ("slack", "http://hooks.example.com/x", "The URL must begin with https://"),
            ("slack", "https://127.0.0.1/x", "Callbacks to this address are not allowed"),
            ("teams", "https://169.254.169.254/latest", "Callbacks to this address are not allowed"),
            ("teams", "https://localhost/x", "Callbacks to 'localhost' are not allowed"),
            ("email", "ada", "contains \"ada\", which is not an e-mail address"),
            ("email", "Ada <ada@example.com>", "contains"),
            ("email", "ada@example.com\r\nBcc: x@example.com", "must not contain control characters"),
        ])
        {
            var refused = await (await client.PostAsync(Root, Json.Content(new { name = "x", kind, target }))).ProblemAsync(422);
            refused.GetProperty("errors").GetProperty("target")[0].GetString()!.ShouldStartWith(error);
        }

        // The mail server is on loopback, which the settings do not allow now.
        var channel = await ChannelAsync(client, "email", "ada@example.com");
        var test = await (await client.PostAsync($"{Root}/{channel}/test", null)).JsonAsync(200);
        test.Text("error").ShouldStartWith("E-mails to this address are not allowed");
        smtp.Mails.ShouldBeEmpty();

        var stored = (await server.Store.AlertMessages.FindChannelAsync(acme.Id, channel, Stop)).ShouldNotBeNull();
        Encoding.UTF8.GetString(stored.Target).ShouldNotContain("example");
        stored.Shown.ShouldBe("a***@example.com");
        var shown = await (await client.GetAsync(Root)).Content.ReadAsStringAsync();
        shown.ShouldContain("a***@example.com");
        shown.ShouldNotContain("ada@");
        Vindex.Server.Alerts.Channels.ChannelAddresses.Masked("slack", "https://hooks.slack.com/services/T0/B0/secret?x=1").ShouldBe("https://hooks.slack.com/***");
    }

    [Fact]
    public async Task Owners_manage_channels_and_others_do_not_know_them()
    {
        await using var receiver = LoopbackReceiver.Start(LoopbackReceiver.Says("HTTP/1.1 200 OK"));
        await using var server = await TestServer.StartAsync(settings: [.. s_loopback, ("Alerts:Channels", "1")]);
        var acme = await server.CompanyAsync("Acme");
        var (owner, member) = (await acme.PersonAsync("owner"), await acme.PersonAsync("member"));
        var stranger = await (await server.CompanyAsync("Other")).PersonAsync("owner", "cy@example.com");
        var body = new { name = "Chat", kind = "slack", target = Url(receiver) };
        var path = $"{Root}/{(await (await owner.PostAsync(Root, body)).JsonAsync(201)).Text("channel_id")}";

        await (await owner.PostAsync(Root, body with { name = "Other" })).ProblemAsync(409, "too_many_channels");
        (await (await owner.PostAsync(Root, body)).ProblemAsync(422)).GetProperty("errors").GetProperty("name")[0].GetString().ShouldBe("is the name of another channel");
        await (await member.PostAsync(Root, body)).ProblemAsync(403, "role_missing");
        await (await member.PostAsync(path + "/test")).ProblemAsync(403, "role_missing");
        (await (await member.GetAsync(Root)).JsonAsync(200)).GetProperty("items").GetArrayLength().ShouldBe(1);
        (await (await stranger.GetAsync(Root)).JsonAsync(200)).GetProperty("items").GetArrayLength().ShouldBe(0);
        await (await stranger.PatchAsync(path, new { name = "Stolen" })).ProblemAsync(404);
        await (await stranger.PostAsync(path + "/test")).ProblemAsync(404);
        await (await stranger.DeleteAsync(path)).ProblemAsync(404);
        receiver.Requests.ShouldBeEmpty();

        var changed = await (await owner.PatchAsync(path, new { name = "Team", titles = false })).JsonAsync(200);
        (changed.Text("name"), changed.GetProperty("titles").GetBoolean()).ShouldBe(("Team", false));
        (await (await owner.PatchAsync(path, new { target = "https://127.0.0.1:25/x" })).ProblemAsync(422)).GetProperty("errors").GetProperty("target").GetArrayLength().ShouldBe(1);
        (await owner.DeleteAsync(path)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        await (await owner.DeleteAsync(path)).ProblemAsync(404);
        await (await owner.PostAsync(Root, new { name = "Mail", kind = "email", target = "ada@example.com" })).ProblemAsync(409, "mail_not_set_up");
    }

    private static (string, string)[] Mail(SmtpReceiver smtp) =>
    [
        ("Mail:Host", "127.0.0.1"), ("Mail:Port", $"{smtp.Port}"), ("Mail:Security", "none"), ("Mail:From", "vindex@example.com"), ("Mail:AllowedNetworks", "127.0.0.0/8"),
    ];

    private static string Url(LoopbackReceiver receiver) => $"http://127.0.0.1:{receiver.Port}/services/T0/B0/secret";

    private static async Task<string> ChannelAsync(HttpClient client, string kind, string target, bool titles = true) =>
        (await (await client.PostAsync(Root, Json.Content(new { name = kind, kind, target, titles }))).JsonAsync(201)).Text("channel_id");

    private static async Task AlertAsync(HttpClient client, params string[] channels) => await (await client.PostAsync(
        "/portal/alerts", Json.Content(new { name = "Quality <1>", metric = "average", window_hours = 24, alert = 5, every = "1h", channels }))).JsonAsync(201);

    // The window has six bad scores, and the one before it a good one.
    private static async Task SeedAsync(TestCompany company)
    {
        for (var hours = 1; hours <= 6; hours++)
            await company.SeedAsync(company.Server.Time.GetUtcNow().AddHours(-hours), [3, 3, 3, 3, 3, 3], key: $"T-{hours}", title: Hostile);
        await company.SeedAsync(company.Server.Time.GetUtcNow().AddHours(-30), [8, 8, 8, 8, 8, 8]);
    }

    private static async Task<IReadOnlyList<ReceivedRequest>> ReceivedAsync(LoopbackReceiver receiver)
    {
        await UntilAsync(() => receiver.Requests.Count > 0);
        return receiver.Requests;
    }

    private static async Task<AlertMessage> MessageAsync(IStore store, string companyId, string eventId, int attempts)
    {
        while (true)
        {
            var message = (await store.AlertMessages.ListAsync(companyId, eventId, Stop)).Single();
            if (message.Attempts == attempts) return message;
            await Task.Delay(10, Stop);
        }
    }

    private static async Task UntilAsync(Func<bool> isReached)
    {
        while (!isReached()) await Task.Delay(10, Stop);
    }
}
