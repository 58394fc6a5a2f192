using System.Net;
using Shouldly;
using Vindex.Server.Tests.Accounts;
using Vindex.Server.Tests.Hosting;
using Xunit;

namespace Vindex.Server.Tests.Portal;

public sealed class WebhookPageTests
{
    private const string List = "/app/settings/webhooks";
    private const string Url = "http://127.0.0.1:9999/hook";
    private static readonly (string Key, string Value)[] s_loopback = [("Callbacks:AllowedNetworks", "127.0.0.0/8"), ("Callbacks:AllowHttp", "true")];

    [Fact]
    public async Task A_webhook_is_created_changed_tested_switched_off_given_a_secret_and_deleted()
    {
        await using var server = await TestServer.StartAsync(settings: s_loopback);
        var owner = await (await server.CompanyAsync("Acme")).PersonAsync("owner");
        (await owner.ReadAsync(List)).ShouldContain("No webhooks yet");
        var refused = await (await owner.SubmitAsync(List, ("kind", "http"), ("url", "http://10.0.0.1/"), ("signing", "hmac"))).PageAsync(422);
        refused.ShouldContain("id=\"url-error\"");

        var made = await owner.SubmitAndFollowAsync(List, ("kind", "http"), ("url", Url), ("types", "score.created"), ("signing", "both"));
        Secret(made).ShouldStartWith("whsec_");
        made.ShouldContain("whpk_");
        var page = await owner.ReadAsync(List);
        page.ShouldNotContain("whsec_");
        var path = List + "/" + page.Split($"href=\"{List}/")[1].Split('"')[0];

        var wrong = await (await owner.SubmitAsync(path, ("url", Url), ("headers", "Host: x"), ("signing", "hmac"))).PageAsync(422);
        wrong.ShouldContain("id=\"headers-error\"");
        var saved = await owner.SubmitAndFollowAsync(
            path, ("url", Url), ("description", "Team chat"), ("headers", "Authorization: Bearer hush"), ("projects", "stories\nbugs"), ("signing", "hmac"));
        saved.ShouldContain("Webhook saved");
        saved.ShouldContain("Authorization: ***");
        WebUtility.HtmlDecode(saved).ShouldContain("stories\nbugs");
        saved.ShouldNotContain("hush");
        saved.ShouldNotContain("whpk_");

        var tested = await owner.SubmitAndFollowAsync(path + "/test");
        tested.ShouldContain("A test is being sent");
        var delivery = WebUtility.HtmlDecode(tested.Split($"href=\"{path}/deliveries/")[1].Split('"')[0]);
        var detail = await owner.ReadAsync($"{path}/deliveries/{delivery}");
        detail.ShouldContain("webhook.test");
        detail.ShouldContain("This is a test from Vindex.");

        (await owner.SubmitAndFollowAsync(path + "/enabled", ("enabled", "false"))).ShouldContain("The webhook is disabled");
        (await (await owner.SubmitAsync(path + "/test")).PageAsync(409)).ShouldContain("This webhook is disabled. Enable it first.");
        (await (await owner.SubmitAsync($"{path}/deliveries/{delivery}")).PageAsync(409)).ShouldContain("can be sent again");
        (await owner.SubmitAndFollowAsync(path + "/enabled", ("enabled", "true"))).ShouldContain("The webhook is enabled");
        Secret(await owner.SubmitAndFollowAsync(path + "/rotate")).ShouldNotBe(Secret(made));
        (await owner.SubmitAndFollowAsync(path + "/delete")).ShouldContain("No webhooks yet");
        await owner.ReadAsync(path, 404);
    }

    [Fact]
    public async Task Events_since_a_day_are_sent_again_after_a_preview()
    {
        await using var server = await TestServer.StartAsync(settings: s_loopback);
        var acme = await server.CompanyAsync("Acme");
        var owner = await acme.PersonAsync("owner");
        await owner.SubmitAndFollowAsync(List, ("kind", "http"), ("url", Url), ("signing", "hmac"));
        var path = List + "/" + (await owner.ReadAsync(List)).Split($"href=\"{List}/")[1].Split('"')[0];
        (await owner.ReadAsync(path)).ShouldNotContain("/replay");
        await owner.SubmitAndFollowAsync(path + "/enabled", ("enabled", "false"));
        await acme.SeedAsync(server.Time.GetUtcNow(), [5, 5, 5, 5, 5, 5]);
        await acme.SeedAsync(server.Time.GetUtcNow(), [6, 6, 6, 6, 6, 6]);
        (await owner.ReadAsync(path)).ShouldContain($"href=\"{path}/replay\"");
        (await owner.ReadAsync(path + "/replay?status=disabled")).ShouldContain("The webhook is disabled. Enable it first.");
        await owner.SubmitAndFollowAsync(path + "/enabled", ("enabled", "true"));

        (await owner.ReadAsync(path + "/replay")).ShouldContain("No events match.");
        (await owner.ReadAsync(path + "/replay?status=disabled&from=2026-04-17")).ShouldContain("No events match.");
        (await owner.ReadAsync(path + "/replay?status=disabled&from=tomorrow", 422)).ShouldContain("must be an ISO 8601 date");
        (await owner.ReadAsync(path + "/replay?status=superseded", 422)).ShouldContain("must be one of failed, disabled, delivered, all");
        var preview = await owner.ReadAsync(path + "/replay?status=disabled&from=2026-04-16");
        preview.ShouldContain("This will send 2 events again");
        preview.ShouldContain("<bdi>score.created</bdi> <span class=\"muted nowrap\">2</span>");

        var since = preview.Split("name=\"since\" value=\"")[1].Split('"')[0];
        (await owner.SubmitAsync(path + "/replay", ("since", "tomorrow"), ("status", "disabled"))).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await owner.SubmitAsync(path + "/replay", ("since", since), ("status", "pending"))).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await owner.SubmitAndFollowAsync(path + "/replay", ("since", since), ("status", "disabled"))).ShouldContain("2 events are being sent again.");
        (await owner.ReadAsync(path + "/replay?status=disabled")).ShouldContain("No events match.");
        (await owner.SubmitAndFollowAsync(path + "/replay", ("since", since), ("status", "disabled"))).ShouldContain("No event is sent again.");
    }

    [Fact]
    public async Task One_that_is_polled_shows_where_and_sends_nothing()
    {
        await using var server = await TestServer.StartAsync();
        var owner = await (await server.CompanyAsync("Acme")).PersonAsync("owner");
        var made = await owner.SubmitAndFollowAsync(List, ("kind", "poll"), ("description", "Warehouse"), ("signing", "hmac"));
        made.ShouldContain("/poll");
        made.ShouldNotContain("whsec_");
        made.ShouldNotContain("name=\"url\"");
        var path = List + "/" + (await owner.ReadAsync(List)).Split($"href=\"{List}/")[1].Split('"')[0];
        (await owner.SubmitAndFollowAsync(path, ("description", "Lake"), ("types", "feedback.created"))).ShouldContain("Lake");
        await owner.ReadAsync(path + "/replay", 404);
    }

    [Fact]
    public async Task They_are_for_owners_of_their_own_company()
    {
        await using var server = await TestServer.StartAsync(settings: s_loopback);
        var acme = await server.CompanyAsync("Acme");
        var owner = await acme.PersonAsync("owner");
        await owner.SubmitAndFollowAsync(List, ("kind", "http"), ("url", Url), ("signing", "hmac"));
        var path = List + "/" + (await owner.ReadAsync(List)).Split($"href=\"{List}/")[1].Split('"')[0];
        var stranger = await (await server.CompanyAsync("Other")).PersonAsync("owner", "stranger@example.com");
        await stranger.ReadAsync(path, 404);
        await stranger.ReadAsync(path + "/replay", 404);
        (await stranger.SubmitAsync(path + "/replay", ("since", "2026-01-01T00:00:00Z"), ("status", "all"))).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        foreach (var form in (string[])[path, path + "/enabled", path + "/test", path + "/rotate", path + "/delete", path + "/deliveries/none"])
            await (await stranger.SubmitAsync(form, ("url", Url))).PageAsync(404);
        await (await acme.PersonAsync("member", "member@example.com")).ReadAsync(List, 403);
    }

    private static string Secret(string page) => WebUtility.HtmlDecode(page.Split("<code id=\"secret\">")[1].Split('<')[0]);
}
