using System.Text.Json;
using Shouldly;
using Vindex.Server.Tests.Callbacks.Receivers;
using Vindex.Server.Tests.Hosting;
using Xunit;

namespace Vindex.Server.Tests.Evaluations;

/// <summary>The outbox at work: retries, disabling, replays.</summary>
public sealed class DeliveryTests
{
    private static string Url(LoopbackReceiver receiver) => $"http://127.0.0.1:{receiver.Port}/hook";

    [Fact]
    public async Task A_receiver_that_comes_back_gets_the_same_bytes_under_the_same_id_and_every_attempt_is_kept()
    {
        var asked = 0;
        await using var receiver = LoopbackReceiver.Start((request, socket, stopped) => Interlocked.Increment(ref asked) switch
        {
            1 => LoopbackReceiver.Says("HTTP/1.1 500 Broken", "it hurts")(request, socket, stopped),
            2 => Task.FromResult(false),
            3 => LoopbackReceiver.Says("HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/")(request, socket, stopped),
            _ => LoopbackReceiver.Says("HTTP/1.1 200 OK", "thanks")(request, socket, stopped),
        });
        await using var server = await QueueServer.StartAsync();
        var acme = await server.CompanyAsync("acme", Url(receiver));
        var body = await acme.DeliveryOfAsync(await acme.SendAsync("T-1"));
        var attempts = body.GetProperty("attempts").EnumerateArray().ToList();
        attempts.Select(attempt => attempt.GetProperty("number").GetInt32()).ShouldBe([1, 2, 3, 4]);
        attempts.Select(attempt => attempt.GetProperty("status_code") is { ValueKind: JsonValueKind.Number } code ? code.GetInt32() : 0)
            .ShouldBe([500, 0, 302, 200]);
        (attempts[0].Text("response_excerpt"), attempts[3].Text("response_excerpt")).ShouldBe(("it hurts", "thanks"));
        attempts[2].Text("error").ShouldContain("redirects are not followed");
        var delivery = body.GetProperty("delivery");
        (delivery.Text("status"), delivery.GetProperty("retry_count").GetInt32()).ShouldBe(("delivered", 3));
        receiver.Requests.Select(request => Convert.ToHexString(request.Body)).Distinct().Count().ShouldBe(1);
        receiver.Requests.Select(request => request.Headers["webhook-id"]).Distinct().ShouldBe([delivery.Text("id")]);
    }

    [Fact]
    public async Task After_the_last_attempt_it_has_failed_and_a_replay_starts_anew()
    {
        var status = "HTTP/1.1 503 Later";
        await using var receiver = LoopbackReceiver.Start((request, socket, stopped) => LoopbackReceiver.Says(status)(request, socket, stopped));
        await using var server = await QueueServer.StartAsync();
        var acme = await server.CompanyAsync("acme", Url(receiver));
        var request = await acme.SendAsync("T-1");
        var failed = (await acme.DeliveryOfAsync(request)).GetProperty("delivery");
        (failed.Text("status"), failed.GetProperty("run").GetInt32(), failed.GetProperty("retry_count").GetInt32()).ShouldBe(("failed", 1, 3));
        (await acme.GetAsync("/portal/deliveries?status=failed")).GetProperty("items")
            .EnumerateArray()
            .Select(item => item.Text("id"))
            .ShouldBe([failed.Text("id")]);

        status = "HTTP/1.1 200 OK";
        var replayed = await (await acme.Client.PostAsync($"/portal/deliveries/{failed.Text("id")}/replay", null)).JsonAsync(202);
        replayed.GetProperty("run").GetInt32().ShouldBe(2);
        var body = await acme.DeliveryOfAsync(request);
        (body.GetProperty("delivery").Text("status"), body.GetProperty("attempts").GetArrayLength()).ShouldBe(("delivered", 5));
        receiver.Requests.Select(received => received.Headers["webhook-id"]).Distinct().Count().ShouldBe(1);
        (await acme.GetAsync("/portal/deliveries?status=failed")).GetProperty("items").GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task A_410_disables_the_endpoint_and_nothing_goes_there_until_it_is_replayed()
    {
        await using var receiver = LoopbackReceiver.Start(LoopbackReceiver.Says("HTTP/1.1 410 Gone"));
        await using var server = await QueueServer.StartAsync();
        var acme = await server.CompanyAsync("acme", Url(receiver));
        (await acme.DeliveryOfAsync(await acme.SendAsync("T-1"))).GetProperty("delivery").Text("status").ShouldBe("disabled");
        var second = await acme.DeliveryOfAsync(await acme.SendAsync("T-2"));
        (second.GetProperty("delivery").Text("status"), second.GetProperty("attempts").GetArrayLength(), receiver.Requests.Count).ShouldBe(("disabled", 0, 1));
        var audit = await (await server.Admin.GetAsync($"/admin/audit?company_id={acme.Installation.CompanyId}")).JsonAsync(200);
        var entry = audit.GetProperty("items").EnumerateArray().Single(entry => entry.Text("action") == "endpoint.disabled");
        entry.GetRawText().ShouldContain("Gone");
        await (await acme.Client.PostAsync($"/portal/deliveries/{second.GetProperty("delivery").Text("id")}/replay", null)).ProblemAsync(409, "not_replayable");
    }

    [Fact]
    public async Task An_endpoint_with_nothing_but_failures_is_disabled()
    {
        await using var receiver = LoopbackReceiver.Start(LoopbackReceiver.Says("HTTP/1.1 500 Broken"));
        await using var server = await QueueServer.StartAsync(
            ("Callbacks:DisableAfter", "1s"), ("Callbacks:Schedule", "200ms 200ms 200ms 200ms 200ms 200ms 200ms 200ms 200ms 200ms 200ms"));
        var acme = await server.CompanyAsync("acme", Url(receiver));
        (await acme.DeliveryOfAsync(await acme.SendAsync("T-1"))).GetProperty("delivery").Text("status").ShouldBe("disabled");
        (await server.Store.Installations.FindByCustomerAsync(acme.Installation.CompanyId, acme.Installation.CustomerId, CancellationToken.None))!
            .Endpoint.Reason.ShouldBe(Storage.Installations.DisabledReason.OnlyFailures);
    }

    [Fact]
    public async Task A_range_is_replayed_by_its_status()
    {
        var status = "HTTP/1.1 500 Broken";
        await using var receiver = LoopbackReceiver.Start((request, socket, stopped) => LoopbackReceiver.Says(status)(request, socket, stopped));
        await using var server = await QueueServer.StartAsync(("Callbacks:Schedule", "1ms"));
        var acme = await server.CompanyAsync("acme", Url(receiver));
        var requests = new List<string>();
        for (var i = 0; i < 5; i++) requests.Add(await acme.SendAsync($"T-{i}"));
        foreach (var request in requests) await acme.DeliveryOfAsync(request);

        status = "HTTP/1.1 200 OK";
        async Task<HttpResponseMessage> Replay(object body) => await acme.Client.PostAsync("/portal/deliveries/replay", Json.Content(body));
        (await (await Replay(new { since = "2000-01-01T00:00:00Z", until = "2000-01-02T00:00:00Z", status = "failed" })).JsonAsync(202)).GetProperty("replayed")
            .GetInt32()
            .ShouldBe(0);
        (await (await Replay(new { since = "2000-01-01T00:00:00Z", until = "2100-01-01T00:00:00Z", status = "failed" })).JsonAsync(202)).GetProperty("replayed")
            .GetInt32()
            .ShouldBe(5);
        foreach (var request in requests) (await acme.DeliveryOfAsync(request)).GetProperty("delivery").Text("status").ShouldBe("delivered");
        await (await Replay(new { since = "2100-01-01T00:00:00Z", until = "2000-01-01T00:00:00Z", status = "pending" })).ProblemAsync(422);
        await (await Replay(new { since = "2000-01-01T00:00:00Z", until = "2100-01-01T00:00:00Z", status = "failed", customer_id = "another" })).ProblemAsync(
            404);
    }

    [Fact]
    public async Task Anothers_deliveries_are_as_absent_as_none()
    {
        await using var receiver = LoopbackReceiver.Start(LoopbackReceiver.Says("HTTP/1.1 200 OK"));
        await using var server = await QueueServer.StartAsync();
        var acme = await server.CompanyAsync("acme", Url(receiver));
        var other = await server.CompanyAsync("other", null);
        var id = (await acme.DeliveryOfAsync(await acme.SendAsync("T-1"))).GetProperty("delivery").Text("id");
        await (await other.Client.GetAsync($"/portal/deliveries/{id}")).ProblemAsync(404, "not_found");
        await (await other.Client.PostAsync($"/portal/deliveries/{id}/replay", null)).ProblemAsync(404, "not_found");
        await (await other.Client.GetAsync($"/portal/deliveries?customer_id={acme.Installation.CustomerId}")).ProblemAsync(404, "not_found");
        (await other.GetAsync("/portal/deliveries")).GetProperty("items").GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task A_callback_that_failed_gives_way_to_a_newer_one_of_its_ticket()
    {
        var release = new TaskCompletionSource();
        var asked = 0;
        await using var receiver = LoopbackReceiver.Start(async (request, socket, stopped) =>
        {
            if (Interlocked.Increment(ref asked) > 1) return await LoopbackReceiver.Says("HTTP/1.1 200 OK")(request, socket, stopped);
            await release.Task.WaitAsync(stopped);
            return await LoopbackReceiver.Says("HTTP/1.1 500 Broken")(request, socket, stopped);
        });
        await using var server = await QueueServer.StartAsync(("Callbacks:Schedule", "1h"));
        var acme = await server.CompanyAsync("acme", Url(receiver));
        var older = await acme.SendAsync("T-1", "one");
        await acme.EndOfAsync(older);
        var newer = await acme.SendAsync("T-1", "two");
        await acme.EndOfAsync(newer);
        receiver.Requests.Count.ShouldBeLessThanOrEqualTo(1, "the newer one waits for the attempt under way");
        release.SetResult();

        var delivered = (await acme.DeliveryOfAsync(newer)).GetProperty("delivery");
        delivered.Text("status").ShouldBe("delivered");
        var superseded = (await acme.DeliveryOfAsync(older)).GetProperty("delivery");
        (superseded.Text("status"), superseded.Text("superseded_by")).ShouldBe(("superseded", delivered.Text("id")));
        receiver.Requests.Select(request => request.Headers["X-Vindex-Job-Id"]).ShouldBe([older["req_".Length..], newer["req_".Length..]]);
        (await acme.GetAsync("/portal/deliveries?status=superseded")).GetProperty("items")
            .EnumerateArray()
            .Select(item => item.Text("id"))
            .ShouldBe([superseded.Text("id")]);
        (await acme.GetAsync($"/portal/scores/{superseded.Text("score_id")}")).GetProperty("webhook").Text("status").ShouldBe("superseded");

        await (await acme.Client.PostAsync($"/portal/deliveries/{superseded.Text("id")}/replay", null)).JsonAsync(202);
        (await acme.DeliveryOfAsync(older)).GetProperty("delivery").Text("status").ShouldBe("delivered");
    }

    [Fact]
    public async Task A_slow_endpoint_does_not_hold_up_another()
    {
        var release = new TaskCompletionSource();
        await using var slow = LoopbackReceiver.Start(async (request, socket, stopped) =>
        {
            await release.Task.WaitAsync(stopped);
            return await LoopbackReceiver.Says("HTTP/1.1 200 OK")(request, socket, stopped);
        });
        await using var quick = LoopbackReceiver.Start(LoopbackReceiver.Says("HTTP/1.1 200 OK"));
        await using var server = await QueueServer.StartAsync(("Callbacks:Concurrency", "2"));
        var blocked = await server.CompanyAsync("blocked", Url(slow));
        var free = await server.CompanyAsync("free", Url(quick));
        for (var i = 0; i < 20; i++) await blocked.SendAsync($"B-{i}");
        (await free.DeliveryOfAsync(await free.SendAsync("F-1"))).GetProperty("delivery").Text("status").ShouldBe("delivered");
        slow.Requests.Count.ShouldBeLessThanOrEqualTo(2);
        release.SetResult();
        await Eventually.Async(() => slow.Requests.Count == 20);
    }
}
