using System.Net;
using System.Text.RegularExpressions;
using Shouldly;
using Vindex.Server.Tests.Accounts;
using Vindex.Server.Tests.Hosting;
using Vindex.Storage.Deliveries;
using Vindex.Storage.Scores;
using Xunit;

namespace Vindex.Server.Tests.Portal;

public sealed partial class DeliveryPageTests
{
    [Fact]
    public async Task One_list_shows_failures_first_with_their_tickets_and_a_delivery_is_a_timeline()
    {
        await using var server = await TestServer.StartAsync();
        var acme = await server.CompanyAsync("Acme");
        var viewer = await acme.PersonAsync("viewer");
        (await viewer.ReadAsync("/app/deliveries")).ShouldContain("No callbacks yet");
        var failed = await acme.DeliveryAsync(DeliveryStatus.Failed, error: "The receiver returned 500", excerpt: "it hurts", ticket: "T-1");
        var delivered = await acme.DeliveryAsync(DeliveryStatus.Delivered, excerpt: "thanks", ticket: "T-2");

        var list = await viewer.ReadAsync("/app/deliveries");
        InOrder(list, ">Failing<", $"/app/deliveries/{failed}", "T-1", "A ticket", "Others, newest first", $"/app/deliveries/{delivered}", "T-2");
        foreach (var id in new[] { failed, delivered }) list.Split($"href=\"/app/deliveries/{id}\"").Length.ShouldBe(2, "each is listed once");
        var onlyFailed = await viewer.ReadAsync($"/app/deliveries?status=failed&customer_id={acme.DefaultCustomerId}");
        onlyFailed.ShouldContain($"/app/deliveries/{failed}");
        onlyFailed.ShouldNotContain($"/app/deliveries/{delivered}");
        (await viewer.ReadAsync("/app/deliveries?status=delivering")).ShouldContain("No callbacks match this filter");
        (await viewer.ReadAsync("/app/deliveries?status=lost", 422)).ShouldContain("must be one of");

        var page = await viewer.ReadAsync($"/app/deliveries/{failed}");
        page.ShouldContain("A ticket");
        page.ShouldContain("Response 500");
        page.ShouldContain("The receiver returned 500");
        page.ShouldContain("it hurts");
        page.ShouldContain("https://hooks.example.com/vindex");
        page.ShouldNotContain("Retry now");
        page.ShouldNotContain("Send a test");
    }

    [Fact]
    public async Task A_delivery_shows_what_was_sent_and_what_came_back()
    {
        await using var server = await TestServer.StartAsync();
        var acme = await server.CompanyAsync("Acme");
        var id = await acme.DeliveryAsync(
            DeliveryStatus.Failed,
            "https://hooks.example.com/vindex?token=hush",
            "The receiver returned 500",
            sent: "X-Vindex-Signature: sha256=abc\nwebhook-id: 1",
            received: "Server: <nginx>");
        var old = await acme.DeliveryAsync(DeliveryStatus.Failed, error: "The receiver returned 500", ticket: "T-2");
        var viewer = await acme.PersonAsync("viewer");

        var page = await viewer.ReadAsync($"/app/deliveries/{id}");
        InOrder(page, "Response headers", "Server", "&lt;nginx&gt;", "Request headers and signature", "token=***", "X-Vindex-Signature", "sha256=abc");
        page.ShouldContain("Body sent");
        page.ShouldContain("The same 2 bytes in every attempt");
        page.ShouldNotContain("hush");
        (await viewer.ReadAsync("/app/deliveries")).ShouldNotContain("hush");
        (await viewer.ReadAsync($"/app/deliveries/{old}")).ShouldContain("Headers were not recorded for this attempt.");
    }

    [Fact]
    public async Task Older_ones_are_behind_links_that_need_no_script_and_failures_on_top_are_not_repeated()
    {
        await using var server = await TestServer.StartAsync();
        var acme = await server.CompanyAsync("Acme");
        var ids = new List<string> { await acme.DeliveryAsync(DeliveryStatus.Failed, ticket: "T-failed") };
        for (var i = 0; i < 53; i++) ids.Add(await acme.DeliveryAsync(DeliveryStatus.Delivered, ticket: $"T-{i}"));

        var viewer = await acme.PersonAsync("viewer");
        var first = await viewer.ReadAsync("/app/deliveries");
        var older = first.Split("rel=\"next\" href=\"")[1].Split('"')[0].Replace("&amp;", "&", StringComparison.Ordinal);
        var second = await viewer.ReadAsync(older);

        ids.Count(id => first.Contains(id, StringComparison.Ordinal)).ShouldBe(51);
        ids.Where(id => !first.Contains(id, StringComparison.Ordinal)).ShouldBe(ids.Where(id => second.Contains(id, StringComparison.Ordinal)));
        second.ShouldContain(">Newest</a>");
        second.ShouldNotContain("rel=\"next\"");
        second.ShouldNotContain(">Failing<");
        (await viewer.ReadAsync(older + "&status=failed", 422)).ShouldContain("start from the first page");
    }

    [Fact]
    public async Task An_owner_retries_one_or_those_that_are_ticked_and_comes_back_to_the_list()
    {
        await using var server = await TestServer.StartAsync();
        var acme = await server.CompanyAsync("Acme");
        var one = await acme.DeliveryAsync(DeliveryStatus.Failed, ticket: "T-1");
        var two = await acme.DeliveryAsync(DeliveryStatus.Delivered, ticket: "T-2");
        var three = await acme.DeliveryAsync(DeliveryStatus.Failed, ticket: "T-3");
        var owner = await acme.PersonAsync("owner");
        var list = await owner.ReadAsync("/app/deliveries?status=failed");
        list.ShouldContain("Retry now");
        owner.Token = People.TokenIn(list);

        var response = await owner.SubmitAsync("/app/deliveries/replay", ("one", one), ("return", "/app/deliveries?status=failed"));
        response.Headers.Location!.OriginalString.ShouldBe("/app/deliveries?status=failed");
        (await owner.ReadAsync("/app/deliveries?status=failed")).ShouldContain("One callback will be sent again.");
        (await owner.ReadAsync("/app/deliveries?status=failed")).ShouldNotContain("One callback will be sent again.");
        (await Find(one))!.Run.ShouldBe(2);

        var page = await owner.SubmitAndFollowAsync("/app/deliveries/replay", ("id", two), ("id", three), ("id", three), ("return", "//evil.example.com/"));
        page.ShouldContain("2 callbacks will be sent again.");
        ((await Find(two))!.Run, (await Find(three))!.Run).ShouldBe((2, 2));

        await owner.SubmitAndFollowAsync($"/app/settings/installations/{acme.DefaultCustomerId}/enabled", ("enabled", "false"));
        (await owner.SubmitAndFollowAsync("/app/deliveries/replay", ("one", two))).ShouldContain(
            "No callbacks will be sent again. One was not replayed: Only a finished callback");
        (await owner.SubmitAndFollowAsync("/app/deliveries/replay")).ShouldContain("No callbacks were selected");

        Task<Delivery?> Find(string id) => server.Store.Deliveries.FindAsync(new ScoreAccess(acme.Id, null), id, CancellationToken.None);
    }

    [Fact]
    public async Task Many_are_replayed_after_a_look_at_how_many_how_old_and_where_to()
    {
        await using var server = await TestServer.StartAsync();
        var acme = await server.CompanyAsync("Acme");
        var ids = new List<string>();
        for (var i = 0; i < 3; i++) ids.Add(await acme.DeliveryAsync(DeliveryStatus.Failed, "https://hooks.example.com/x?key=hush", ticket: $"T-{i}"));
        var owner = await acme.PersonAsync("owner");
        (await owner.ReadAsync("/app/deliveries?status=failed")).ShouldContain("/app/deliveries/replay?status=failed");

        var ticked = await owner.ReadAsync($"/app/deliveries/replay?selected=1&id={ids[0]}&id={ids[2]}&return=/app/deliveries");
        ticked.ShouldContain("This will send 2 callbacks again");
        InOrder(ticked, "Oldest", "Newest", "https://hooks.example.com/x?key=***");
        ticked.ShouldContain($"value=\"{ids[2]}\"");
        ticked.ShouldNotContain(ids[1]);
        (await Runs()).ShouldAllBe(run => run == 1, "a look changes nothing");

        var preview = await owner.ReadAsync("/app/deliveries/replay?status=failed");
        preview.ShouldContain("This will send 3 callbacks again");
        var fields = HiddenField().Matches(preview).Select(match => (match.Groups["name"].Value, match.Groups["value"].Value)).ToArray();
        (await owner.SubmitAndFollowAsync("/app/deliveries/replay", fields)).ShouldContain("3 callbacks will be sent again.");
        (await Runs()).ShouldAllBe(run => run == 2);
        (await owner.ReadAsync("/app/deliveries/replay?status=failed")).ShouldContain("Nothing to replay");
        (await owner.ReadAsync("/app/deliveries/replay?status=pending", 422)).ShouldContain("must be one of");
        (await owner.ReadAsync("/app/deliveries/replay?from=2026-02-02&to=2026-02-01", 422)).ShouldContain("must not be after the last day");
        await owner.ReadAsync("/app/deliveries/replay?customer_id=another", 404);
        (await owner.GetAsync("/app/deliveries/replay?selected=1")).Headers.Location!.OriginalString.ShouldBe("/app/deliveries");

        async Task<List<int>> Runs()
        {
            var rows = await server.Store.Deliveries.ListAsync(new ScoreAccess(acme.Id, null), DeliveryFilter.None, null, 9, CancellationToken.None);
            return [.. rows.Items.Select(row => row.Run)];
        }
    }

    [Fact]
    public async Task An_owner_sends_a_test_and_sees_it_in_the_list()
    {
        await using var server = await TestServer.StartAsync();
        var acme = await server.CompanyAsync("Acme");
        await acme.DeliveryAsync(DeliveryStatus.Failed);
        var owner = await acme.PersonAsync("owner");
        (await owner.ReadAsync("/app/deliveries")).ShouldContain("Send a test");
        (await owner.ReadAsync($"/app/settings/installations/{acme.DefaultCustomerId}")).ShouldContain("Send a test");

        var page = await owner.SubmitAndFollowAsync("/app/deliveries/test", ("customer_id", acme.DefaultCustomerId));
        page.ShouldContain("A test callback is being sent.");
        page.ShouldContain("it is a test, sent once");
        page.ShouldContain("&quot;test&quot;: true");
        (await owner.ReadAsync("/app/deliveries")).ShouldContain(">Test</span>");

        await owner.SubmitAndFollowAsync($"/app/settings/installations/{acme.DefaultCustomerId}/enabled", ("enabled", "false"));
        (await owner.ReadAsync("/app/deliveries")).ShouldNotContain("Send a test");
        (await owner.SubmitAndFollowAsync("/app/deliveries/test", ("customer_id", acme.DefaultCustomerId))).ShouldContain(
            "No test was sent. Callbacks of this installation are disabled.");
        await (await owner.SubmitAsync("/app/deliveries/test", ("customer_id", "another"))).PageAsync(404);
    }

    [Fact]
    public async Task The_changing_part_of_a_page_is_empty_when_nothing_changed()
    {
        await using var server = await TestServer.StartAsync();
        var acme = await server.CompanyAsync("Acme");
        var failed = await acme.DeliveryAsync(DeliveryStatus.Failed, ticket: "T-0");
        var viewer = await acme.PersonAsync("viewer");
        foreach (var path in new[] { "/app/deliveries", $"/app/deliveries/{failed}" }) (await viewer.ReadAsync(path)).ShouldContain(" data-live ");
        var pending = await acme.DeliveryAsync(DeliveryStatus.Pending, ticket: "T-1");

        foreach (var path in new[] { "/app/deliveries", $"/app/deliveries/{pending}" })
        {
            var page = await viewer.ReadAsync(path);
            page.ShouldContain(" data-live ");
            var address = page.Split("hx-get=\"")[1].Split('"')[0].Replace("&amp;", "&", StringComparison.Ordinal);
            viewer.Headers["HX-Request"] = "true";
            (await viewer.GetAsync(address)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
            var part = await viewer.ReadAsync(address[..address.LastIndexOf("seen=", StringComparison.Ordinal)] + "seen=other");
            part.ShouldNotContain("<html");
            part.ShouldContain(" data-live ");
            part.ShouldContain("Waiting");
            viewer.Headers.Remove("HX-Request");
            (await viewer.ReadAsync(address)).ShouldContain("<html", customMessage: "without script it is the page");
        }
    }

    [Fact]
    public async Task Viewers_and_members_send_nothing_and_others_see_nothing()
    {
        await using var server = await TestServer.StartAsync();
        var acme = await server.CompanyAsync("Acme");
        var id = await acme.DeliveryAsync(DeliveryStatus.Failed);
        foreach (var role in new[] { "viewer", "member" })
        {
            var person = await acme.PersonAsync(role);
            (await (await person.SubmitAsync("/app/deliveries/replay", ("one", id))).PageAsync(403)).ShouldContain("Your role does not allow this");
            await (await person.SubmitAsync("/app/deliveries/test", ("customer_id", acme.DefaultCustomerId))).PageAsync(403);
            await person.ReadAsync("/app/deliveries/replay?status=failed", 403);
        }

        var owner = await acme.PersonAsync("owner");
        (await owner.FormAsync("/app/deliveries/replay", ("one", id))).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await owner.FormAsync("/app/deliveries/test", ("customer_id", acme.DefaultCustomerId))).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        var stranger = await (await server.CompanyAsync("Other")).PersonAsync("owner", "stranger@example.com");
        await stranger.ReadAsync($"/app/deliveries/{id}", 404);
        await stranger.ReadAsync($"/app/deliveries?customer_id={acme.DefaultCustomerId}", 404);
        await (await stranger.SubmitAsync("/app/deliveries/replay", ("one", id))).PageAsync(404);
        (await stranger.ReadAsync($"/app/deliveries/replay?id={id}")).ShouldContain("Nothing to replay");
        (await server.Store.Deliveries.FindAsync(new ScoreAccess(acme.Id, null), id, CancellationToken.None))!.Run.ShouldBe(1);
    }

    [Fact]
    public async Task What_a_receiver_answers_is_shown_as_text()
    {
        await using var server = await TestServer.StartAsync();
        var acme = await server.CompanyAsync("Acme");
        var id = await acme.DeliveryAsync(
            DeliveryStatus.Failed, error: Forms.Hostile, excerpt: Forms.Hostile + new string('w', 10_000), received: $"Server: {Forms.Hostile}");
        var owner = await acme.PersonAsync("owner");

        (await owner.ReadAsync($"/app/deliveries/{id}")).ShouldBeHarmless();
        (await owner.ReadAsync("/app/deliveries")).ShouldNotContain("<script>alert");
    }

    [GeneratedRegex(
        "<input type=\"hidden\" name=\"(?<name>status|customer_id|since|until)\"( value=\"(?<value>[^\"]*)\")?",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex HiddenField();

    private static void InOrder(string page, params string[] parts)
    {
        var at = 0;
        foreach (var part in parts)
        {
            at = page.IndexOf(part, at, StringComparison.Ordinal);
            at.ShouldBeGreaterThanOrEqualTo(0, $"{part} is missing, or too early");
        }
    }
}
