using System.Text.Json;
using Shouldly;
using Vindex.Scoring.Tickets;
using Vindex.Server.Callbacks.Signatures;
using Vindex.Server.Evaluations;
using Vindex.Server.Tests.Callbacks.Receivers;
using Vindex.Server.Tests.Callbacks.Signatures;
using Vindex.Server.Tests.Hosting;
using Xunit;

namespace Vindex.Server.Tests.Evaluations;

/// <summary>From the queue to the receiver.</summary>
public sealed class EvaluationTests
{
    private static string Url(LoopbackReceiver receiver) => $"http://127.0.0.1:{receiver.Port}/hook";

    [Fact]
    public async Task A_ticket_is_judged_and_its_signed_callback_says_what_the_portal_says()
    {
        await using var receiver = LoopbackReceiver.Start(LoopbackReceiver.Says("HTTP/1.1 204 No Content"));
        await using var server = await QueueServer.StartAsync();
        var acme = await server.CompanyAsync("acme", Url(receiver));
        var request = await acme.SendAsync("PROJ-1", "Today this takes ten minutes.");
        request.ShouldStartWith("req_");
        var delivery = await acme.DeliveryOfAsync(request);
        var job = await acme.EndOfAsync(request);
        (job.Text("status"), job.Text("request_id"), job.GetProperty("ticket").Text("key")).ShouldBe(("done", request, "PROJ-1"));

        var received = receiver.Requests.Single();
        var body = JsonElement.Parse(received.Body);
        body.EnumerateObject().Select(member => member.Name).ShouldBe(
            [
                "job_id", "customer_id", "ticket", "invest_scores", "overall_score", "top_recommendations", "context_used", "model_metadata",
                "processing_metadata", "created_at"
            ]);
        body.Text("job_id").ShouldBe(request["req_".Length..]);
        body.GetProperty("ticket").EnumerateObject().Select(member => member.Name).ShouldBe(["id", "key", "title", "snapshot_at"]);
        body.GetProperty("processing_metadata").EnumerateObject().Select(member => member.Name).ShouldBe(["started_at", "completed_at", "duration_ms"]);
        body.GetProperty("model_metadata").EnumerateObject().Select(member => member.Name).ShouldBe(["provider", "model_name"]);

        var score = await acme.GetAsync($"/portal/scores/{job.Text("score_id")}");
        foreach (var member in body.EnumerateObject()) JsonElement.DeepEquals(member.Value, score.GetProperty(member.Name)).ShouldBeTrue(member.Name);
        var webhook = score.GetProperty("webhook");
        (webhook.Text(
            "url"), webhook.Text(
                "status"), webhook.GetProperty("status_code").GetInt32(), webhook.GetProperty("retry_count").GetInt32(), webhook.GetProperty("error").ValueKind)
            .ShouldBe((Url(receiver), "delivered", 204, 0, JsonValueKind.Null));
        webhook.GetProperty("response_time_ms").GetInt32().ShouldBeGreaterThanOrEqualTo(0);

        received.Headers["X-Vindex-Job-Id"].ShouldBe(request["req_".Length..]);
        received.Headers["webhook-id"].ShouldBe(delivery.GetProperty("delivery").Text("id"));
        var verifier = new CallbackVerifier(acme.Secret, TimeSpan.FromMinutes(5));
        var now = TimeProvider.System.GetUtcNow();
        verifier.Verify(received.Headers["X-Vindex-Signature"], received.Headers["X-Vindex-Timestamp"], received.Body, now).ShouldBeTrue();
        verifier.VerifyStandard(
            received.Headers["webhook-id"], received.Headers["webhook-signature"], received.Headers["webhook-timestamp"], received.Body, now)
            .ShouldBeTrue();
    }

    [Fact]
    public async Task During_a_rotation_old_and_new_secret_both_verify()
    {
        await using var receiver = LoopbackReceiver.Start(LoopbackReceiver.Says("HTTP/1.1 200 OK"));
        await using var server = await QueueServer.StartAsync();
        var acme = await server.CompanyAsync("acme", Url(receiver));
        var other = await server.CompanyAsync("other", null);
        var now = TimeProvider.System.GetUtcNow();
        var audit = new Storage.Audit.AuditEntry(Guid.CreateVersion7(now).ToString("N"), now, null, "system", "secret.rotated", null, null);
        await server.Store.Installations.RotateAsync(
            new Storage.Installations.SecretRotation(acme.Installation, other.Installation.Secrets.Current, now.AddHours(24)), audit, CancellationToken.None);
        await acme.DeliveryOfAsync(await acme.SendAsync("PROJ-1"));
        var received = receiver.Requests.Single();
        foreach (var secret in (CallbackSecret[])[acme.Secret, other.Secret])
        {
            new CallbackVerifier(secret, TimeSpan.FromMinutes(5)).Verify(
                received.Headers["X-Vindex-Signature"], received.Headers["X-Vindex-Timestamp"], received.Body, now).ShouldBeTrue();
        }
    }

    [Fact]
    public async Task Unchanged_text_is_not_judged_again_and_its_callback_goes_out_all_the_same()
    {
        await using var receiver = LoopbackReceiver.Start(LoopbackReceiver.Says("HTTP/1.1 200 OK"));
        await using var server = await QueueServer.StartAsync();
        var acme = await server.CompanyAsync("acme", Url(receiver));
        var first = await acme.SendAsync("PROJ-1", "Text");
        await acme.DeliveryOfAsync(first);
        var second = await acme.SendAsync("PROJ-1", "Text");
        await acme.DeliveryOfAsync(second);
        var edited = await acme.SendAsync("PROJ-1", "Another text");
        await acme.DeliveryOfAsync(edited);

        var scores = new List<string>();
        foreach (var request in (string[])[first, second, edited]) scores.Add((await acme.EndOfAsync(request)).Text("score_id"));
        scores[1].ShouldBe(scores[0]);
        scores[2].ShouldNotBe(scores[0]);
        (await acme.GetAsync("/portal/scores/summary")).GetProperty("total_scored").GetInt32().ShouldBe(2);
        receiver.Requests.Select(received => received.Headers["X-Vindex-Job-Id"])
            .ShouldBe([.. ((string[])[first, second, edited]).Select(request => request["req_".Length..])]);
        receiver.Requests.Select(received => received.Headers["webhook-id"]).Distinct().Count().ShouldBe(3);
    }

    [Fact]
    public async Task A_score_made_by_the_direct_way_counts_as_the_tickets_last_one()
    {
        await using var server = await QueueServer.StartAsync();
        var acme = await server.CompanyAsync("acme", null);
        var direct = await (await acme.Client.PostAsync(
            "/v1/score", Json.Ticket("As a reader I want D-1 so that I can go on", "D-1", description: "Text"))).JsonAsync(200);
        (await acme.EndOfAsync(await acme.SendAsync("D-1", "Text"))).Text("score_id").ShouldBe(direct.Text("score_id"));
    }

    [Fact]
    public async Task A_newer_event_takes_the_place_of_a_queued_one()
    {
        await using var receiver = LoopbackReceiver.Start(LoopbackReceiver.Says("HTTP/1.1 200 OK"));
        var gate = new TaskCompletionSource();
        await using var server = await QueueServer.StartAsync(
            null,
            async (judge, reading, stop) =>
            {
                await gate.Task.WaitAsync(stop);
                return judge.Judge(reading);
            });
        var acme = await server.CompanyAsync("acme", Url(receiver));
        var running = await acme.SendAsync("PROJ-1", "one");
        await Eventually.Async(() => acme.GetAsync($"/portal/jobs/{running}"), job => job.Text("status") == "running");
        var waiting = await acme.SendAsync("PROJ-1", "two");
        var newest = await acme.SendAsync("PROJ-1", "three");
        var superseded = await acme.EndOfAsync(waiting);
        (superseded.Text("status"), superseded.Text("superseded_by")).ShouldBe(("superseded", newest));
        gate.SetResult();
        await acme.DeliveryOfAsync(running);
        await acme.DeliveryOfAsync(newest);
        receiver.Requests.Select(received => received.Headers["X-Vindex-Job-Id"]).ShouldBe([running["req_".Length..], newest["req_".Length..]]);
    }

    [Fact]
    public async Task A_judge_that_fails_is_asked_again_and_then_the_callback_says_so()
    {
        await using var receiver = LoopbackReceiver.Start(LoopbackReceiver.Says("HTTP/1.1 200 OK"));
        var asked = 0;
        await using var server = await QueueServer.StartAsync(null, (judge, reading, _) => reading.Ticket!.Key switch
        {
            "BAD" => Interlocked.Increment(ref asked) < 0 ? default : throw new InvalidOperationException("The model is out of words."),
            "SHAKY" when Interlocked.Increment(ref asked) < 5 => throw new InvalidOperationException("Not yet."),
            _ => ValueTask.FromResult(judge.Judge(reading)),
        });
        var acme = await server.CompanyAsync("acme", Url(receiver));
        var bad = await acme.SendAsync("BAD");
        await acme.DeliveryOfAsync(bad);
        asked.ShouldBe(3, "the first time and after each wait of the schedule");
        var job = await acme.EndOfAsync(bad);
        (job.Text("status"), job.Text("error"), job.GetProperty("attempts").GetInt32()).ShouldBe(("failed", "The model is out of words.", 2));
        var body = JsonElement.Parse(receiver.Requests.Single().Body);
        body.EnumerateObject().Select(member => member.Name).ShouldBe(["status", "job_id", "customer_id", "ticket", "error"]);
        (body.Text("status"), body.Text("job_id"), body.Text("error")).ShouldBe(("failed", bad["req_".Length..], "The model is out of words."));

        (await acme.EndOfAsync(await acme.SendAsync("SHAKY"))).Text("status").ShouldBe("done");
        (await acme.GetAsync("/portal/scores/summary")).GetProperty("total_scored").GetInt32().ShouldBe(1);
    }

    [Fact]
    public async Task One_companys_many_tickets_do_not_delay_anothers_first()
    {
        var order = new System.Collections.Concurrent.ConcurrentQueue<string>();
        var gate = new TaskCompletionSource();
        await using var server = await QueueServer.StartAsync(
            null,
            async (judge, reading, stop) =>
            {
                await gate.Task.WaitAsync(stop);
                order.Enqueue(reading.Ticket!.Key!);
                return judge.Judge(reading);
            },
            ("Evaluations:Parallelism", "4"));
        var many = await server.CompanyAsync("many", null);
        var few = await server.CompanyAsync("few", null);
        await Task.WhenAll(Enumerable.Range(0, 500).Select(number => many.SendAsync($"M-{number}")));
        var first = await few.SendAsync("F-1");
        gate.SetResult();
        (await few.EndOfAsync(first)).Text("status").ShouldBe("done");
        order.TakeWhile(key => key != "F-1").Count().ShouldBeLessThan(16, "those that were leased before, and one turn");
    }

    [Fact]
    public async Task A_full_queue_asks_callers_to_come_back_and_opens_again()
    {
        var gate = new TaskCompletionSource();
        await using var server = await QueueServer.StartAsync(
            null,
            async (judge, reading, stop) =>
            {
                await gate.Task.WaitAsync(stop);
                return judge.Judge(reading);
            },
            ("Evaluations:MaxWaiting", "3"),
            ("Evaluations:Parallelism", "1"),
            ("Evaluations:RetryAfter", "7s"));
        var acme = await server.CompanyAsync("acme", null);
        var first = await acme.SendAsync("T-0");
        await Eventually.Async(() => acme.GetAsync($"/portal/jobs/{first}"), job => job.Text("status") == "running");
        for (var i = 1; i <= 3; i++) await acme.SendAsync($"T-{i}");
        (await acme.TryAsync("T-4")).ShouldBe(new IntakeResult.Busy(7));
        (await acme.GetAsync("/health/ready")).GetProperty("queue").GetProperty("waiting").GetInt32().ShouldBe(3);
        gate.SetResult();
        await Eventually.Async(() => acme.TryAsync("T-4"), answer => answer is IntakeResult.Accepted);
    }

    [Fact]
    public async Task A_queue_that_is_too_old_asks_callers_to_come_back()
    {
        var gate = new TaskCompletionSource();
        await using var server = await QueueServer.StartAsync(
            null,
            async (judge, reading, stop) =>
            {
                await gate.Task.WaitAsync(stop);
                return judge.Judge(reading);
            },
            ("Evaluations:MaxAge", "1s"),
            ("Evaluations:Parallelism", "1"));
        var acme = await server.CompanyAsync("acme", null);
        await acme.SendAsync("T-0");
        await acme.SendAsync("T-1");
        await acme.SendAsync("T-2");
        await Eventually.Async(() => acme.TryAsync("T-3"), answer => answer is IntakeResult.Busy);
        gate.SetResult();
        await Eventually.Async(() => acme.TryAsync("T-3"), answer => answer is IntakeResult.Accepted);
    }

    [Fact]
    public async Task What_cannot_be_taken_is_refused_with_its_field()
    {
        await using var server = await QueueServer.StartAsync(("Callbacks:AllowedNetworks", ""));
        var acme = await server.CompanyAsync("acme", null);
        (await acme.TryAsync("T-1", webhookUrl: "http://127.0.0.1/x")).ShouldBeOfType<IntakeResult.Refused>().Field.ShouldBe("webhook.url");
        var blank = await server.Intake.AcceptAsync(
            new EvaluationRequest(acme.Installation, new TicketInput(" "), null, "adam", null, TimeProvider.System.GetUtcNow()), CancellationToken.None);
        blank.ShouldBeOfType<IntakeResult.Refused>().Field.ShouldBe("summary");
        (await server.Store.Jobs.StateAsync(TimeProvider.System.GetUtcNow(), CancellationToken.None)).Waiting.ShouldBe(0);
    }

    [Fact]
    public async Task A_request_may_have_a_callback_url_of_its_own()
    {
        await using var receiver = LoopbackReceiver.Start(LoopbackReceiver.Says("HTTP/1.1 200 OK"));
        await using var server = await QueueServer.StartAsync();
        var acme = await server.CompanyAsync("acme", "http://127.0.0.1:1/never");
        var delivery = await acme.DeliveryOfAsync(await acme.SendAsync("T-1", webhookUrl: Url(receiver)));
        (delivery.GetProperty("delivery").Text("status"), delivery.GetProperty("delivery").Text("url")).ShouldBe(("delivered", Url(receiver)));
    }

    [Fact]
    public async Task Anothers_job_is_as_absent_as_none()
    {
        await using var server = await QueueServer.StartAsync();
        var acme = await server.CompanyAsync("acme", null);
        var other = await server.CompanyAsync("other", null);
        var request = await acme.SendAsync("T-1");
        await (await other.Client.GetAsync($"/portal/jobs/{request}")).ProblemAsync(404, "not_found");
        await (await acme.Client.GetAsync("/portal/jobs/req_nothing")).ProblemAsync(404, "not_found");
        await (await acme.Client.GetAsync($"/portal/jobs/{request["req_".Length..]}")).ProblemAsync(404, "not_found");
    }
}
