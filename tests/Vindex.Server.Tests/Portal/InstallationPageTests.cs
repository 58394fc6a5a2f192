using System.Net;
using Shouldly;
using Vindex.Server.Tests.Accounts;
using Vindex.Server.Tests.Hosting;
using Xunit;

namespace Vindex.Server.Tests.Portal;

public sealed class InstallationPageTests
{
    [Fact]
    public async Task A_tracker_is_connected_set_up_switched_off_given_a_secret_and_deleted()
    {
        await using var server = await TestServer.StartAsync();
        var acme = await server.CompanyAsync("Acme");
        var owner = await acme.PersonAsync("owner");
        (await owner.ReadAsync("/app/settings/installations")).ShouldContain("No trackers connected yet");
        var refused = await (await owner.SubmitAsync(
            "/app/settings/installations", ("source", "generic"), ("external_id", "shop"), ("callback_url", "https://10.0.0.1/"))).PageAsync(422);
        refused.ShouldContain("value=\"https://10.0.0.1/\"");
        refused.ShouldContain("id=\"callback_url-error\"");

        var made = await owner.SubmitAndFollowAsync(
            "/app/settings/installations", ("source", "generic"), ("external_id", "shop"), ("customer_id", acme.DefaultCustomerId));
        Secret(made).Length.ShouldBeGreaterThan(20);
        made.ShouldContain("/api/v1/evaluate/generic");
        var path = $"/app/settings/installations/{acme.DefaultCustomerId}";
        (await owner.ReadAsync("/app/settings/installations")).ShouldNotContain(Secret(made));
        (await owner.SubmitAndFollowAsync("/app/settings/installations", ("source", "generic"), ("external_id", "shop"))).ShouldContain(
            "was already registered");

        var wrong = await (await owner.SubmitAsync(path, ("profile", "none-such"), ("quality_gate", "12"), ("issue_types", "Story\nBug"))).PageAsync(422);
        wrong.ShouldContain("id=\"quality_gate-error\"");
        WebUtility.HtmlDecode(wrong).ShouldContain("Story\nBug");
        (await (await owner.SubmitAsync(path, ("profile", "none-such"))).PageAsync(422)).ShouldContain("must be one of adam");
        var saved = await owner.SubmitAndFollowAsync(
            path, ("profile", "adam"), ("quality_gate", "6.5"), ("criteria_fields", "Done when"), ("issue_types", "Story\nBug"), ("display_name", "The shop"));
        saved.ShouldContain("Installation saved");
        saved.ShouldContain("value=\"6.5\"");
        saved.ShouldContain("The shop");
        saved.ShouldContain(">Done when</textarea>");

        (await owner.SubmitAndFollowAsync(path + "/enabled", ("enabled", "false"))).ShouldContain("Disabled");
        (await owner.SubmitAndFollowAsync(path + "/enabled", ("enabled", "true"))).ShouldNotContain("Disabled");
        (await owner.ReadAsync(path)).ShouldContain("This deletes 0 queued tickets and stops 0 waiting callbacks.");
        var again = await owner.SubmitAndFollowAsync(path + "/secret");
        Secret(again).ShouldNotBe(Secret(made));
        again.ShouldContain("valid until");
        (await owner.SubmitAndFollowAsync(path + "/delete")).ShouldContain("The installation and its queued work have been deleted");
        await owner.ReadAsync(path, 404);
    }

    [Fact]
    public async Task Those_of_other_companies_are_not_there()
    {
        await using var server = await TestServer.StartAsync();
        var acme = await server.CompanyAsync("Acme");
        var owner = await acme.PersonAsync("owner");
        await owner.SubmitAndFollowAsync(
            "/app/settings/installations", ("source", "generic"), ("external_id", "shop"), ("customer_id", acme.DefaultCustomerId));
        var stranger = await (await server.CompanyAsync("Other")).PersonAsync("owner", "stranger@example.com");
        var path = $"/app/settings/installations/{acme.DefaultCustomerId}";

        await stranger.ReadAsync(path, 404);
        foreach (var form in new[] { path, path + "/enabled", path + "/secret", path + "/delete" })
            await (await stranger.SubmitAsync(form, ("display_name", "Mine"))).PageAsync(404);
        (await stranger.SubmitAsync("/app/settings/installations", ("source", "nothing"), ("external_id", "x"))).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        await owner.ReadAsync(path);
    }

    private static string Secret(string page) => WebUtility.HtmlDecode(page.Split("<code id=\"secret\">")[1].Split('<')[0]);
}
