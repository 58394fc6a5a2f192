using System.Text;
using System.Text.Json;
using Shouldly;
using Vindex.Server.Tests.Callbacks.Receivers;
using Vindex.Server.Tests.Callbacks.Signatures;
using Vindex.Server.Tests.Hosting;
using Xunit;

namespace Vindex.Server.Tests.Evaluations;

/// <summary>What is kept of deliveries, and tests of endpoints.</summary>
public sealed class DeliveryRecordTests
{
    [Fact]
    public async Task What_was_sent_and_what_came_back_is_kept_and_secrets_are_not()
    {
        var secret = "";
        await using var receiver = LoopbackReceiver.Start((request, socket, stopped) => LoopbackReceiver.Says(
            $"HTTP/1.1 500 Broken\r\nX-Request-Id: r-7\r\nSet-Cookie: session=1\r\nLocation: https://user:pass@example.com/?token=abc\r\nServer: {secret}",
            $"your key is {secret}, or {secret["whsec_".Length..]}")(request, socket, stopped));
        await using var server = await QueueServer.StartAsync(("Callbacks:Schedule", "1ms"));
        var acme = await server.CompanyAsync("acme", $"http://127.0.0.1:{receiver.Port}/hook?token=hush");
        secret = acme.Secret.Text;
        var body = await acme.DeliveryOfAsync(await acme.SendAsync("T-1"));

        var received = receiver.Requests[0];
        body.Text("body").ShouldBe(Encoding.UTF8.GetString(received.Body));
        body.GetProperty("delivery").GetProperty("ticket").GetRawText().ShouldBe("""{"id":"T-1","key":"T-1","title":"As a reader I want T-1 so that I can go on"}""");
        body.GetProperty("delivery").GetProperty("test").GetBoolean().ShouldBeFalse();
        var attempt = body.GetProperty("attempts")[0];
        attempt.Text("url").ShouldBe($"http://127.0.0.1:{receiver.Port}/hook?token=***");
        foreach (var name in new[] { "X-Vindex-Signature", "X-Vindex-Timestamp", "webhook-id", "webhook-signature", "Content-Type", "User-Agent" })
            attempt.GetProperty("request_headers").Text(name).ShouldBe(received.Headers[name]);
        attempt.Text("response_excerpt").ShouldBe("your key is [secret], or [secret]");
        attempt.GetProperty("response_headers").GetRawText().ShouldBe(
            $$"""{"Content-Length":"{{secret.Length * 2 + 11}}","Location":"https://***@example.com/?token=***","Server":"[secret]","X-Request-Id":"r-7"}""");
        body.GetRawText().ShouldNotContain(secret["whsec_".Length..]);
    }

    [Fact]
    public async Task Of_an_attempt_that_was_refused_nothing_was_sent()
    {
        await using var server = await QueueServer.StartAsync(("Callbacks:Schedule", "1ms"), ("Callbacks:AllowedNetworks", ""));
        var acme = await server.CompanyAsync("acme", "http://127.0.0.1:9999/hook");
        var attempt = (await acme.DeliveryOfAsync(await acme.SendAsync("T-1"))).GetProperty("attempts")[0];
        attempt.Text("url").ShouldBe("http://127.0.0.1:9999/hook");
        attempt.GetProperty("request_headers").ValueKind.ShouldBe(JsonValueKind.Null);
        attempt.GetProperty("response_headers").ValueKind.ShouldBe(JsonValueKind.Null);
    }

    [Fact]
    public async Task A_test_goes_through_the_outbox_signed_and_marked_and_is_tried_once()
    {
        var status = "HTTP/1.1 200 OK";
        await using var receiver = LoopbackReceiver.Start((request, socket, stopped) => LoopbackReceiver.Says(status)(request, socket, stopped));
        await using var server = await QueueServer.StartAsync();
        var acme = await server.CompanyAsync("acme", $"http://127.0.0.1:{receiver.Port}/hook");

        var delivered = await TestAsync(acme);
        delivered.GetProperty("delivery").Text("status").ShouldBe("delivered");
        var received = receiver.Requests.Single();
        received.Headers["X-Vindex-Test"].ShouldBe("true");
        var sent = JsonElement.Parse(received.Body);
        sent.GetProperty("test").GetBoolean().ShouldBeTrue();
        sent.GetProperty("ticket").Text("key").ShouldBe("TEST-1");
        sent.Text("job_id").ShouldBe(received.Headers["X-Vindex-Job-Id"]);
        var now = TimeProvider.System.GetUtcNow();
        new CallbackVerifier(acme.Secret, TimeSpan.FromMinutes(5)).Verify(
            received.Headers["X-Vindex-Signature"], received.Headers["X-Vindex-Timestamp"], received.Body, now).ShouldBeTrue();
        var listed = (await acme.GetAsync("/portal/deliveries")).GetProperty("items").EnumerateArray().Single();
        (listed.GetProperty("test").GetBoolean(), listed.GetProperty("ticket").Text("title")).ShouldBe((true, "Test callback"));
        (await acme.GetAsync("/portal/scores")).GetProperty("total").GetInt32().ShouldBe(0);

        status = "HTTP/1.1 500 Broken";
        var failed = await TestAsync(acme);
        (failed.GetProperty("delivery").Text("status"), failed.GetProperty("attempts").GetArrayLength()).ShouldBe(("failed", 1));

        await (await acme.Client.PatchAsync($"/portal/installations/{acme.Installation.CustomerId}", Json.Content(new { enabled = false }))).JsonAsync(200);
        await (await acme.Client.PostAsync(PathOf(acme), null)).ProblemAsync(409, "endpoint_disabled");
        receiver.Requests.Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_test_needs_an_installation_of_the_caller_with_a_URL()
    {
        await using var server = await QueueServer.StartAsync();
        var acme = await server.CompanyAsync("acme", null);
        var other = await server.CompanyAsync("other", null);
        await (await acme.Client.PostAsync(PathOf(acme), null)).ProblemAsync(409, "no_callback_url");
        await (await other.Client.PostAsync(PathOf(acme), null)).ProblemAsync(404, "not_found");
        await (await acme.Client.PostAsync("/portal/installations/none/test", null)).ProblemAsync(404, "not_found");
        (await acme.GetAsync("/portal/deliveries")).GetProperty("items").GetArrayLength().ShouldBe(0);
    }

    private static string PathOf(QueueCompany company) => $"/portal/installations/{company.Installation.CustomerId}/test";

    private static async Task<JsonElement> TestAsync(QueueCompany company)
    {
        var made = await (await company.Client.PostAsync(PathOf(company), null)).JsonAsync(202);
        made.GetProperty("test").GetBoolean().ShouldBeTrue();
        return await Eventually.Async(
            () => company.GetAsync($"/portal/deliveries/{made.Text("id")}"),
            delivery => delivery.GetProperty("delivery").Text("status") is not ("pending" or "delivering"));
    }
}
