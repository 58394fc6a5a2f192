using System.Net;
using Shouldly;
using Vindex.Server.Tests.Accounts;
using Vindex.Server.Tests.Hosting;
using Vindex.Storage.Deliveries;
using Vindex.Storage.Scores;
using Xunit;

namespace Vindex.Server.Tests.Portal;

public sealed class DeliveryPageTests
{
    [Fact]
    public async Task What_failed_stands_on_top_and_a_delivery_is_a_timeline()
    {
        await using var server = await TestServer.StartAsync();
        var acme = await server.CompanyAsync("Acme");
        var viewer = await acme.PersonAsync("viewer");
        (await viewer.ReadAsync("/app/deliveries")).ShouldContain("No callbacks yet");
        var failed = await acme.DeliveryAsync(DeliveryStatus.Failed, error: "The receiver returned 500", excerpt: "it hurts", ticket: "T-1");
        var delivered = await acme.DeliveryAsync(DeliveryStatus.Delivered, excerpt: "thanks", ticket: "T-2");

        var list = await viewer.ReadAsync("/app/deliveries");
        list.IndexOf(">Failing<", StringComparison.Ordinal).ShouldBeInRange(0, list.IndexOf("All, newest first", StringComparison.Ordinal));
        list.ShouldContain($"/app/deliveries/{delivered}");
        var onlyFailed = await viewer.ReadAsync($"/app/deliveries?status=failed&customer_id={acme.DefaultCustomerId}");
        onlyFailed.ShouldContain($"/app/deliveries/{failed}");
        onlyFailed.ShouldNotContain($"/app/deliveries/{delivered}");
        (await viewer.ReadAsync("/app/deliveries?status=delivering")).ShouldContain("No callbacks match this filter");
        (await viewer.ReadAsync("/app/deliveries?status=lost", 422)).ShouldContain("must be one of");

        var page = await viewer.ReadAsync($"/app/deliveries/{failed}");
        page.ShouldContain("Response 500");
        page.ShouldContain("The receiver returned 500");
        page.ShouldContain("it hurts");
        page.ShouldContain("https://hooks.example.com/vindex");
        page.ShouldNotContain("Replay</button>");
    }

    [Fact]
    public async Task Older_ones_are_behind_links_that_need_no_script()
    {
        await using var server = await TestServer.StartAsync();
        var acme = await server.CompanyAsync("Acme");
        var ids = new List<string>();
        for (var i = 0; i < 53; i++) ids.Add(await acme.DeliveryAsync(DeliveryStatus.Delivered, ticket: $"T-{i}"));

        var viewer = await acme.PersonAsync("viewer");
        var first = await viewer.ReadAsync("/app/deliveries");
        var older = first.Split("rel=\"next\" href=\"")[1].Split('"')[0].Replace("&amp;", "&", StringComparison.Ordinal);
        var second = await viewer.ReadAsync(older);

        ids.Count(id => first.Contains(id, StringComparison.Ordinal)).ShouldBe(50);
        ids.Where(id => !first.Contains(id, StringComparison.Ordinal)).ShouldBe(ids.Where(id => second.Contains(id, StringComparison.Ordinal)));
        second.ShouldContain(">Newest</a>");
        second.ShouldNotContain("rel=\"next\"");
        (await viewer.ReadAsync(older + "&status=failed", 422)).ShouldContain("start from the first page");
    }

    [Fact]
    public async Task An_owner_replays_one_or_those_that_are_ticked_and_comes_back_to_the_list()
    {
        await using var server = await TestServer.StartAsync();
        var acme = await server.CompanyAsync("Acme");
        var one = await acme.DeliveryAsync(DeliveryStatus.Failed, ticket: "T-1");
        var two = await acme.DeliveryAsync(DeliveryStatus.Delivered, ticket: "T-2");
        var three = await acme.DeliveryAsync(DeliveryStatus.Failed, ticket: "T-3");
        var owner = await acme.PersonAsync("owner");
        owner.Token = People.TokenIn(await owner.ReadAsync("/app/deliveries?status=failed"));

        var response = await owner.SubmitAsync("/app/deliveries/replay", ("one", one), ("return", "/app/deliveries?status=failed"));
        response.Headers.Location!.OriginalString.ShouldBe("/app/deliveries?status=failed");
        (await owner.ReadAsync("/app/deliveries?status=failed")).ShouldContain("One callback will be sent again.");
        (await owner.ReadAsync("/app/deliveries?status=failed")).ShouldNotContain("One callback will be sent again.");
        (await Find(one))!.Run.ShouldBe(2);

        var page = await owner.SubmitAndFollowAsync(
            "/app/deliveries/replay", ("id", two), ("id", three), ("id", three), ("many", "1"), ("return", "//evil.example.com/"));
        page.ShouldContain("2 callbacks will be sent again.");
        ((await Find(two))!.Run, (await Find(three))!.Run).ShouldBe((2, 2));

        await owner.SubmitAndFollowAsync($"/app/settings/installations/{acme.DefaultCustomerId}/enabled", ("enabled", "false"));
        (await owner.SubmitAndFollowAsync("/app/deliveries/replay", ("one", two))).ShouldContain(
            "No callbacks will be sent again. One was not replayed: Only a finished callback");
        (await owner.SubmitAndFollowAsync("/app/deliveries/replay", ("many", "1"))).ShouldContain("No callbacks were selected");

        Task<Delivery?> Find(string id) => server.Store.Deliveries.FindAsync(new ScoreAccess(acme.Id, null), id, CancellationToken.None);
    }

    [Fact]
    public async Task Viewers_and_members_replay_nothing_and_others_see_nothing()
    {
        await using var server = await TestServer.StartAsync();
        var acme = await server.CompanyAsync("Acme");
        var id = await acme.DeliveryAsync(DeliveryStatus.Failed);
        foreach (var role in new[] { "viewer", "member" })
        {
            var person = await acme.PersonAsync(role);
            (await (await person.SubmitAsync("/app/deliveries/replay", ("one", id))).PageAsync(403)).ShouldContain("Your role does not allow this");
        }

        var owner = await acme.PersonAsync("owner");
        (await owner.FormAsync("/app/deliveries/replay", ("one", id))).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        var stranger = await (await server.CompanyAsync("Other")).PersonAsync("owner", "stranger@example.com");
        await stranger.ReadAsync($"/app/deliveries/{id}", 404);
        await stranger.ReadAsync($"/app/deliveries?customer_id={acme.DefaultCustomerId}", 404);
        await (await stranger.SubmitAsync("/app/deliveries/replay", ("one", id))).PageAsync(404);
        (await server.Store.Deliveries.FindAsync(new ScoreAccess(acme.Id, null), id, CancellationToken.None))!.Run.ShouldBe(1);
    }

    [Fact]
    public async Task What_a_receiver_answers_is_shown_as_text()
    {
        await using var server = await TestServer.StartAsync();
        var acme = await server.CompanyAsync("Acme");
        var id = await acme.DeliveryAsync(DeliveryStatus.Failed, error: Forms.Hostile, excerpt: Forms.Hostile + new string('w', 10_000));
        var owner = await acme.PersonAsync("owner");

        (await owner.ReadAsync($"/app/deliveries/{id}")).ShouldBeHarmless();
        (await owner.ReadAsync("/app/deliveries")).ShouldNotContain("<script>alert");
    }
}
