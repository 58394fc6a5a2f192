using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Vindex.Server.Tests.Callbacks.Receivers;
using Vindex.Server.Tests.Evaluations;
using Vindex.Server.Tests.Hosting;
using Vindex.Server.Webhooks.Events;
using Vindex.Storage.Webhooks;
using Xunit;

namespace Vindex.Server.Tests.Webhooks;

/// <summary>Events, from what causes them to a receiver on loopback.</summary>
public sealed class WebhookTests
{
    [Fact]
    public async Task A_score_is_sent_signed_with_the_secret_that_was_shown_once()
    {
        await using var receiver = LoopbackReceiver.Start(LoopbackReceiver.Says("HTTP/1.1 200 OK", "thanks"));
        await using var server = await QueueServer.StartAsync();
        var acme = await HookedCompany.CreateAsync(server, "acme");
        var hook = await acme.HookAsync(receiver);
        var score = await acme.ScoreAsync("T-1");

        var item = (await acme.EndedAsync(hook, 1)).GetProperty("items")[0];
        (item.Text("status"), item.Text("type"), item.GetProperty("status_code").GetInt32()).ShouldBe(("delivered", "score.created", 200));
        var received = receiver.Requests.ShouldHaveSingleItem();
        StandardReceiver.HasV1(received, hook.Text("secret")).ShouldBeTrue();
        StandardReceiver.Signatures(received, "v1a,").ShouldBeEmpty();
        StandardReceiver.HasV1(received with { Body = [.. received.Body, (byte)' '] }, hook.Text("secret")).ShouldBeFalse();
        (received.Headers["webhook-id"], received.Headers["Content-Type"]).ShouldBe((item.Text("event_id"), "application/json; charset=utf-8"));
        var sent = JsonElement.Parse(received.Body);
        sent.EnumerateObject().Select(member => member.Name).ShouldBe(["type", "timestamp", "data"]);
        var data = sent.GetProperty("data");
        (data.Text("score_id"), data.GetProperty("ticket").Text("key")).ShouldBe((score.Text("score_id"), "T-1"));
        data.GetProperty("overall_score").GetDecimal().ShouldBe(score.GetProperty("overall_score").GetDecimal());
        var detail = await acme.DeliveryAsync(hook, item.Text("event_id"));
        detail.Text("body").ShouldBe(System.Text.Encoding.UTF8.GetString(received.Body));
        detail.GetProperty("attempts")[0].Text("response_excerpt").ShouldBe("thanks");
        (await acme.GetAsync("/portal/webhooks")).GetRawText().ShouldNotContain("whsec_");
    }

    [Fact]
    public async Task A_webhook_that_signs_both_ways_is_verified_by_either_key_and_by_the_old_ones_during_a_rotation()
    {
        await using var receiver = LoopbackReceiver.Start(LoopbackReceiver.Says("HTTP/1.1 200 OK"));
        await using var server = await QueueServer.StartAsync();
        var acme = await HookedCompany.CreateAsync(server, "acme");
        var old = await acme.HookAsync(new { url = $"http://127.0.0.1:{receiver.Port}/", signing = "both" });
        var path = $"/portal/webhooks/{old.Text("webhook_id")}";
        var rotated = await (await acme.Client.PostAsync($"{path}/rotate", null)).JsonAsync(200);
        rotated.Text("secret").ShouldNotBe(old.Text("secret"));
        (rotated.Text("previous_public_key"), rotated.Text("public_key")).ShouldNotBe((rotated.Text("public_key"), old.Text("public_key")));
        rotated.Text("previous_public_key").ShouldBe(old.Text("public_key"));
        await acme.ScoreAsync("T-1");
        await acme.EndedAsync(old, 1);
        var received = receiver.Requests.ShouldHaveSingleItem();
        received.Headers["webhook-signature"].Split(' ').Select(part => part.Split(',')[0]).ShouldBe(["v1", "v1a", "v1", "v1a"]);
        foreach (var keys in (JsonElement[])[old, rotated])
        {
            StandardReceiver.HasV1(received, keys.Text("secret")).ShouldBeTrue();
            StandardReceiver.HasV1a(received, keys.Text("public_key")).ShouldBeTrue();
        }

        // Only with the key pair: the secret verifies nothing any more.
        await (await acme.Client.PatchAsync(path, Json.Content(new { signing = "ed25519" }))).JsonAsync(200);
        await acme.ScoreAsync("T-2");
        await acme.EndedAsync(old, 2);
        StandardReceiver.HasV1a(receiver.Requests[1], rotated.Text("public_key")).ShouldBeTrue();
        StandardReceiver.Signatures(receiver.Requests[1], "v1,").ShouldBeEmpty();
    }

    [Fact]
    public async Task Each_webhook_gets_the_events_that_it_selects()
    {
        await using var all = LoopbackReceiver.Start(LoopbackReceiver.Says("HTTP/1.1 200 OK"));
        await using var some = LoopbackReceiver.Start(LoopbackReceiver.Says("HTTP/1.1 200 OK"));
        await using var server = await QueueServer.StartAsync();
        var acme = await HookedCompany.CreateAsync(server, "acme");
        var other = await HookedCompany.CreateAsync(server, "other");
        var everything = await acme.HookAsync(all);
        var notes = await acme.HookAsync(
            new { url = $"http://127.0.0.1:{some.Port}/", types = new[] { "feedback.created" }, projects = new[] { "stories" }, feedback_types = new[] { "a.b" } });
        await other.ScoreAsync("O-1");
        await acme.ScoreAsync("T-1");
        await acme.FeedbackAsync("acme/stories", "c.d");
        var noted = await acme.FeedbackAsync("acme/stories", "a.b");
        await acme.FeedbackAsync("acme/bugs", "a.b");
        var outbox = server.Services.GetRequiredService<IEventOutbox>();
        (await outbox.PublishAsync(acme.Company.Installation.CompanyId, EventSubject.AlertFired, """{"name":"Mean"}"""u8.ToArray(), CancellationToken.None))
            .ShouldBe(1);

        var types = (await acme.EndedAsync(everything, 5)).GetProperty("items").EnumerateArray().Select(item => item.Text("type")).ToList();
        types.ShouldBe(["alert.fired", "feedback.created", "feedback.created", "feedback.created", "score.created"]);
        await acme.EndedAsync(notes, 1);
        var data = JsonElement.Parse(some.Requests.ShouldHaveSingleItem().Body).GetProperty("data");
        (data.Text("id"), data.Text("project_id"), data.Text("feedback_type")).ShouldBe((noted.Text("id"), "acme/stories", "a.b"));
        data.GetProperty("payload").GetRawText().ShouldBe("""{"note":"fine"}""");
        all.Requests.ShouldAllBe(request => !System.Text.Encoding.UTF8.GetString(request.Body).Contains("O-1", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_ticket_of_the_queue_that_cannot_be_scored_is_reported()
    {
        await using var receiver = LoopbackReceiver.Start(LoopbackReceiver.Says("HTTP/1.1 200 OK"));
        await using var server = await QueueServer.StartAsync(null, (_, _, _) => throw new InvalidOperationException("The judge is broken"));
        var acme = await HookedCompany.CreateAsync(server, "acme");
        var hook = await acme.HookAsync(new { url = $"http://127.0.0.1:{receiver.Port}/", types = new[] { "score.failed" } });
        var request = await acme.Company.SendAsync("T-1");
        await acme.EndedAsync(hook, 1);
        var sent = JsonElement.Parse(receiver.Requests.ShouldHaveSingleItem().Body);
        sent.Text("type").ShouldBe("score.failed");
        var data = sent.GetProperty("data");
        ("req_" + data.Text("job_id"), data.GetProperty("ticket").Text("key")).ShouldBe((request, "T-1"));
        data.Text("error").ShouldNotBeNullOrWhiteSpace();
    }

    [Fact]
    public async Task A_receiver_that_comes_back_gets_the_same_bytes_under_the_same_id()
    {
        var asked = 0;
        await using var receiver = LoopbackReceiver.Start((request, socket, stopped) =>
            LoopbackReceiver.Says(Interlocked.Increment(ref asked) < 3 ? "HTTP/1.1 500 Broken" : "HTTP/1.1 200 OK")(request, socket, stopped));
        await using var server = await QueueServer.StartAsync();
        var acme = await HookedCompany.CreateAsync(server, "acme");
        var hook = await acme.HookAsync(receiver);
        await acme.ScoreAsync("T-1");
        var item = (await acme.EndedAsync(hook, 1)).GetProperty("items")[0];
        (item.Text("status"), item.GetProperty("retry_count").GetInt32()).ShouldBe(("delivered", 2));
        receiver.Requests.Select(request => Convert.ToHexString(request.Body)).Distinct().ShouldHaveSingleItem();
        receiver.Requests.Select(request => request.Headers["webhook-id"]).Distinct().ShouldBe([item.Text("event_id")]);
        receiver.Requests.ShouldAllBe(request => StandardReceiver.HasV1(request, hook.Text("secret")));
        (await acme.DeliveryAsync(hook, item.Text("event_id"))).GetProperty("attempts").EnumerateArray()
            .Select(attempt => attempt.GetProperty("status_code").GetInt32()).ShouldBe([500, 500, 200]);
    }

    [Fact]
    public async Task A_410_disables_the_webhook_and_what_it_missed_can_be_replayed()
    {
        var status = "HTTP/1.1 410 Gone";
        await using var receiver = LoopbackReceiver.Start((request, socket, stopped) => LoopbackReceiver.Says(status)(request, socket, stopped));
        await using var server = await QueueServer.StartAsync();
        var acme = await HookedCompany.CreateAsync(server, "acme");
        var hook = await acme.HookAsync(receiver);
        var path = $"/portal/webhooks/{hook.Text("webhook_id")}";
        await acme.ScoreAsync("T-1");
        await acme.EndedAsync(hook, 1);
        await acme.ScoreAsync("T-2");
        (await acme.EndedAsync(hook, 2)).GetProperty("items").EnumerateArray().ShouldAllBe(item => item.Text("status") == "disabled");
        receiver.Requests.Count.ShouldBe(1);
        var shown = await acme.GetAsync(path);
        (shown.GetProperty("enabled").GetBoolean(), shown.Text("disabled_reason")).ShouldBe((false, "gone"));
        var audit = await (await server.Admin.GetAsync($"/admin/audit?company_id={acme.Company.Installation.CompanyId}")).JsonAsync(200);
        audit.GetRawText().ShouldContain("webhook.disabled");
        await (await acme.Client.PostAsync($"{path}/test", null)).ProblemAsync(409, "webhook_disabled");
        var missed = (await acme.EndedAsync(hook, 2)).GetProperty("items")[0].Text("event_id");
        await (await acme.Client.PostAsync($"{path}/deliveries/{missed}/replay", null)).ProblemAsync(409, "not_replayable");

        status = "HTTP/1.1 200 OK";
        await (await acme.Client.PatchAsync(path, Json.Content(new { enabled = true }))).JsonAsync(200);
        await (await acme.Client.PostAsync($"{path}/replay", Json.Content(new { since = "yesterday" }))).ProblemAsync(422);
        var replayed = await (await acme.Client.PostAsync($"{path}/replay", Json.Content(new { since = "2000-01-01T00:00:00Z", status = "disabled" })))
            .JsonAsync(202);
        replayed.GetProperty("replayed").GetInt32().ShouldBe(2);
        await Eventually.Async(
            () => acme.GetAsync($"{path}/deliveries?status=delivered"), list => list.GetProperty("items").GetArrayLength() == 2);
        var again = await (await acme.Client.PostAsync($"{path}/deliveries/{missed}/replay", null)).JsonAsync(202);
        again.GetProperty("run").GetInt32().ShouldBe(3);
        await Eventually.Async(() => receiver.Requests.Count(request => request.Headers["webhook-id"] == missed) == 2);
    }

    [Fact]
    public async Task Own_headers_are_sent_and_their_values_are_not_shown_again()
    {
        const string Value = "Bearer hush-hush-42";
        await using var receiver = LoopbackReceiver.Start(LoopbackReceiver.Says("HTTP/1.1 200 OK", $"you said {Value}"));
        await using var server = await QueueServer.StartAsync();
        var acme = await HookedCompany.CreateAsync(server, "acme");
        var hook = await acme.HookAsync(
            new
            {
                url = $"http://127.0.0.1:{receiver.Port}/",
                headers = new[] { new { name = "Authorization", value = Value }, new { name = "X-Team", value = "reading" } },
            });
        var path = $"/portal/webhooks/{hook.Text("webhook_id")}";
        var test = await (await acme.Client.PostAsync($"{path}/test", null)).JsonAsync(202);
        test.Text("type").ShouldBe("webhook.test");
        var listed = await acme.EndedAsync(hook, 1);
        receiver.Requests.ShouldHaveSingleItem().Headers["Authorization"].ShouldBe(Value);
        var detail = await acme.DeliveryAsync(hook, test.Text("event_id"));
        var attempt = detail.GetProperty("attempts")[0];
        (attempt.GetProperty("request_headers").Text("Authorization"), attempt.Text("response_excerpt")).ShouldBe(("***", "you said [secret]"));
        foreach (var shown in (JsonElement[])[hook, listed, detail, await acme.GetAsync(path), await acme.GetAsync("/portal/webhooks")])
            shown.GetRawText().ShouldNotContain("hush");

        // One without a value keeps the one that it has; others go.
        var changed = await (await acme.Client.PatchAsync(path, Json.Content(new { headers = new[] { new { name = "authorization" } } }))).JsonAsync(200);
        changed.GetProperty("headers").GetRawText().ShouldBe("""[{"name":"authorization","value":"***"}]""");
        await acme.Client.PostAsync($"{path}/test", null);
        await acme.EndedAsync(hook, 2);
        var second = receiver.Requests[1];
        (second.Headers["authorization"], second.Headers.ContainsKey("X-Team")).ShouldBe((Value, false));
    }

    [Fact]
    public async Task An_address_that_is_not_allowed_is_refused_when_it_is_saved_and_when_it_is_connected_to()
    {
        await using var receiver = LoopbackReceiver.Start(LoopbackReceiver.Says("HTTP/1.1 200 OK"));
        await using (var strict = await QueueServer.StartAsync(("Callbacks:AllowedNetworks", "")))
        {
            var acme = await HookedCompany.CreateAsync(strict, "acme");
            foreach (var url in (string[])["http://127.0.0.1:9/", "http://169.254.169.254/latest", "ftp://example.com/", "https://user:pass@example.com/"])
                await (await acme.Client.PostAsync("/portal/webhooks", Json.Content(new { url }))).ProblemAsync(422, "url_refused");
        }

        // Saved while it was allowed.
        var first = await QueueServer.StartAsync();
        first.KeepFolder = true;
        var company = await HookedCompany.CreateAsync(first, "acme");
        var hook = await company.HookAsync(receiver);
        var key = company.Client.DefaultRequestHeaders.Authorization!.Parameter!;
        await first.DisposeAsync();
        await using var second = await QueueServer.StartAsync(first.Folder, null, ("Callbacks:AllowedNetworks", ""), ("Callbacks:Schedule", "1ms"));
        var later = company with { Client = second.WithKey(key) };
        await later.ScoreAsync("T-1");
        var item = (await later.EndedAsync(hook, 1)).GetProperty("items")[0];
        (item.Text("status"), receiver.Connections).ShouldBe(("failed", 0));
        item.Text("error").ShouldContain("not allowed");
    }
}
