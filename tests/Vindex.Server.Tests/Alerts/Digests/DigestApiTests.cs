using System.Net;
using System.Text.Json;
using Shouldly;
using Vindex.Server.Tests.Accounts;
using Vindex.Server.Tests.Callbacks.Receivers;
using Vindex.Server.Tests.Hosting;
using Vindex.Storage.Audit;
using Xunit;

namespace Vindex.Server.Tests.Alerts.Digests;

/// <summary>Weekly digests by the API: one's own, those of channels, and that of webhooks.</summary>
public sealed class DigestApiTests
{
    private const string All = "/portal/digests";
    private const string Own = All + "/own";
    private const string Webhooks = All + "/channels/webhooks";

    private static readonly (string, string)[] s_loopback = [("Callbacks:AllowHttp", "true"), ("Callbacks:AllowedNetworks", "127.0.0.0/8")];

    [Fact]
    public async Task People_set_up_their_own_digest_which_the_page_shows_and_delete_it()
    {
        await using var smtp = SmtpReceiver.Start();
        await using var server = await TestServer.StartAsync(settings: [.. s_loopback, .. Mail(smtp)]);
        var acme = await server.CompanyAsync("Acme");
        var (ada, bo) = (await acme.PersonAsync("viewer", "ada@example.com"), await acme.PersonAsync("owner", "bo@example.com"));
        await (await ada.GetAsync(Own)).ProblemAsync(404);
        await (await ada.PostAsync(Own + "/send")).ProblemAsync(404);

        var set = await (await ada.PutAsync(Own, Settings("07:30", "Europe/Vienna", "de"))).JsonAsync(200);

        (set.Text("reader"), set.GetProperty("channel_id").ValueKind).ShouldBe(("person", JsonValueKind.Null));
        var settings = set.GetProperty("settings");
        (settings.GetProperty("enabled").GetBoolean(), settings.GetProperty("day").GetInt32(), settings.Text("at"), settings.Text("timezone"), settings.Text("language"))
            .ShouldBe((true, 2, "07:30", "Europe/Vienna", "de"));
        set.GetProperty("due_at").GetDateTimeOffset().ShouldBe(DateTimeOffset.Parse("2026-04-21T05:30:00Z"));
        (await (await ada.GetAsync("/app/digest")).PageAsync()).ShouldContain("value=\"07:30\"");
        (await (await ada.GetAsync(Own)).JsonAsync(200)).ToString().ShouldBe(set.ToString());
        Readers(await (await ada.GetAsync(All)).JsonAsync(200)).ShouldBe(["person"]);
        Readers(await (await bo.GetAsync(All)).JsonAsync(200)).ShouldBeEmpty();
        await (await bo.GetAsync(Own)).ProblemAsync(404);

        (await (await ada.PostAsync(Own + "/send")).JsonAsync(200)).GetProperty("delivered").GetBoolean().ShouldBeTrue();
        smtp.Mails.ShouldHaveSingleItem().To.ShouldBe(["ada@example.com"]);
        var off = await (await ada.PutAsync(Own, Settings(enabled: false))).JsonAsync(200);
        off.GetProperty("due_at").ValueKind.ShouldBe(JsonValueKind.Null);
        Readers(await (await ada.GetAsync(All)).JsonAsync(200)).ShouldBeEmpty();
        (await ada.DeleteAsync(Own)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        await (await ada.GetAsync(Own)).ProblemAsync(404);
        await (await ada.DeleteAsync(Own)).ProblemAsync(404);
        var audit = await server.Store.Audit.ListAsync(new AuditFilter { CompanyId = acme.Id, Action = "digest." }, null, 10, TestContext.Current.CancellationToken);
        audit.Items.Select(entry => entry.Action).ShouldBe(["digest.deleted", "digest.set", "digest.stopped"], ignoreOrder: true);
    }

    [Fact]
    public async Task A_personal_key_sets_up_its_person_s_digest_and_other_keys_are_refused()
    {
        await using var smtp = SmtpReceiver.Start();
        await using var server = await TestServer.StartAsync(settings: [.. s_loopback, .. Mail(smtp)]);
        var acme = await server.CompanyAsync("Acme");
        var ada = await acme.PersonAsync("viewer", "ada@example.com");
        var made = await (await ada.PostAsync("/portal/personal-keys", new { name = "x", scopes = (string[])["scores:read"] })).JsonAsync(201);
        var limited = await (await ada.PostAsync(
            "/portal/personal-keys", new { name = "x", scopes = (string[])["scores:read"], customer_ids = (string[])[acme.DefaultCustomerId] })).JsonAsync(201);
        var (personal, company) = (server.WithKey(made.Text("api_key")), await acme.ClientAsync());

        await (await personal.PutAsync(Own, Json.Content(Settings()))).JsonAsync(200);

        await (await ada.GetAsync(Own)).JsonAsync(200);
        Readers(await (await personal.GetAsync(All)).JsonAsync(200)).ShouldBe(["person"]);
        Readers(await (await company.GetAsync(All)).JsonAsync(200)).ShouldBeEmpty();
        await (await company.GetAsync(Own)).ProblemAsync(403, "person_only");
        await (await company.PutAsync(Own, Json.Content(Settings()))).ProblemAsync(403, "person_only");
        await (await company.DeleteAsync(Own)).ProblemAsync(403, "person_only");
        await (await personal.PutAsync(Webhooks, Json.Content(Settings()))).ProblemAsync(403, "scope_missing");
        var narrow = server.WithKey(limited.Text("api_key"));
        foreach (var path in (string[])[All, Own, Webhooks]) await (await narrow.GetAsync(path)).ProblemAsync(403, "limited_key");
        await (await narrow.PostAsync(All + "/preview", Json.Content(Settings()))).ProblemAsync(403, "limited_key");
    }

    [Fact]
    public async Task Owners_set_up_the_digests_of_channels_and_webhooks_and_other_companies_do_not_know_them()
    {
        await using var slack = LoopbackReceiver.Start(LoopbackReceiver.Says("HTTP/1.1 200 OK", "ok"));
        await using var server = await TestServer.StartAsync(settings: s_loopback);
        var acme = await server.CompanyAsync("Acme");
        var (owner, member) = (await acme.PersonAsync("owner"), await acme.PersonAsync("member"));
        var stranger = await (await server.CompanyAsync("Other")).PersonAsync("owner", "cy@example.com");
        var target = $"http://127.0.0.1:{slack.Port}/services/T0/B0/secret";
        var channel = (await (await owner.PostAsync("/portal/alert-channels", new { name = "Chat", kind = "slack", target, language = "de" })).JsonAsync(201))
            .Text("channel_id");
        var path = $"{All}/channels/{channel}";

        var set = await (await owner.PutAsync(path, Settings())).JsonAsync(200);
        await (await owner.PutAsync(Webhooks, Settings())).JsonAsync(200);

        (set.Text("reader"), set.Text("channel_id"), set.GetProperty("settings").GetProperty("language").ValueKind).ShouldBe(("channel", channel, JsonValueKind.Null));
        Readers(await (await member.GetAsync(All)).JsonAsync(200)).Order().ShouldBe(["channel", "webhooks"]);
        await (await member.GetAsync(path)).JsonAsync(200);
        await (await member.PutAsync(path, Settings())).ProblemAsync(403, "role_missing");
        await (await member.DeleteAsync(path)).ProblemAsync(403, "role_missing");
        await (await member.PostAsync(path + "/send")).ProblemAsync(403, "role_missing");
        foreach (var wrong in (string[])[path, All + "/channels/nothing"])
        {
            await (await stranger.GetAsync(wrong)).ProblemAsync(404);
            await (await stranger.PutAsync(wrong, Settings())).ProblemAsync(404);
            await (await stranger.DeleteAsync(wrong)).ProblemAsync(404);
            await (await stranger.PostAsync(wrong + "/send")).ProblemAsync(404);
        }

        (await (await owner.PostAsync(path + "/send")).JsonAsync(200)).GetProperty("delivered").GetBoolean().ShouldBeTrue();
        (await owner.DeleteAsync(path)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        await (await owner.GetAsync(path)).ProblemAsync(404);
        await (await owner.GetAsync(Webhooks)).JsonAsync(200);
    }

    [Fact]
    public async Task A_preview_has_the_figures_of_the_last_seven_days_and_stores_nothing()
    {
        await using var server = await TestServer.StartAsync();
        var acme = await server.CompanyAsync("Acme");
        var ada = await acme.PersonAsync("viewer", "ada@example.com");
        var now = server.Time.GetUtcNow();
        await acme.SeedAsync(now.AddDays(-8), [8, 8, 8, 8, 8, 8], key: "KOL-8");
        await acme.SeedAsync(now.AddDays(-1), [4, 4, 4, 4, 4, 4], key: "KOL-1");
        await acme.SeedAsync(now.AddDays(-2), [6, 6, 6, 6, 6, 6], key: "KOL-2");

        var preview = await (await ada.PostAsync(All + "/preview", Settings(language: "de"))).JsonAsync(200);

        preview.Text("subject").ShouldContain("Durchschnitt der Woche 5,0");
        preview.GetProperty("lines").EnumerateArray().Select(line => line.GetString()).ShouldContain("Tickets: 2 (+1)");
        (preview.GetProperty("week").Number("average"), preview.GetProperty("week_before").Number("average")).ShouldBe((5m, 8m));
        await (await ada.GetAsync(Own)).ProblemAsync(404);
    }

    [Fact]
    public async Task What_cannot_be_is_refused()
    {
        await using var server = await TestServer.StartAsync();
        var ada = await (await server.CompanyAsync("Acme")).PersonAsync("owner");
        foreach (var path in (string[])[Own, Webhooks])
        {
            await (await ada.PutAsync(path, new { enabled = true, day = 8, at = "08:00", timezone = "UTC", skip_empty = true })).ProblemAsync(422);
            await (await ada.PutAsync(path, Settings(at: "25:00"))).ProblemAsync(422);
            await (await ada.PutAsync(path, Settings(language: "xx"))).ProblemAsync(422);
            await (await ada.PutAsync(path, new { enabled = true })).ProblemAsync(422);
            var zone = await (await ada.PutAsync(path, Settings(timezone: "Mars/Base"))).ProblemAsync(422);
            zone.GetProperty("errors").GetProperty("timezone")[0].GetString().ShouldBe("must be an IANA time zone such as UTC or Europe/Vienna");
        }

        await (await ada.PostAsync(All + "/preview", Settings(timezone: "Mars/Base"))).ProblemAsync(422);
        await (await ada.PutAsync(Own, Settings())).ProblemAsync(409, "mail_not_set_up");
        await (await ada.PutAsync(Webhooks, Settings())).JsonAsync(200);
    }

    private static object Settings(string at = "08:00", string timezone = "UTC", string language = "en", bool enabled = true) =>
        new { enabled, day = 2, at, timezone, skip_empty = true, language };

    private static List<string> Readers(JsonElement list) => [.. list.GetProperty("items").EnumerateArray().Select(digest => digest.Text("reader"))];

    private static (string, string)[] Mail(SmtpReceiver smtp) =>
    [
        ("Mail:Host", "127.0.0.1"), ("Mail:Port", $"{smtp.Port}"), ("Mail:Security", "none"), ("Mail:From", "vindex@example.com"), ("Mail:AllowedNetworks", "127.0.0.0/8"),
    ];
}
