using System.Text.Json;
using Shouldly;
using Vindex.Server.Tests.Callbacks.Receivers;
using Vindex.Server.Tests.Evaluations;
using Vindex.Server.Tests.Hosting;
using Xunit;

namespace Vindex.Server.Tests.Webhooks;

/// <summary>On a clock that stands still, the dispatcher never looks by itself: it sends only what it is told about.</summary>
public sealed class WebhookSignalTests
{
    [Theory]
    [InlineData("score.created")]
    [InlineData("feedback.created")]
    [InlineData("webhook.test")]
    public async Task An_event_is_sent_without_waiting_for_the_next_look(string type)
    {
        await using var receiver = LoopbackReceiver.Start(LoopbackReceiver.Says("HTTP/1.1 200 OK"));
        await using var server = await TestServer.StartAsync(
            settings: [("Callbacks:AllowHttp", "true"), ("Callbacks:AllowedNetworks", "127.0.0.0/8")]);
        var company = await server.CompanyAsync("acme");
        var client = await company.ClientAsync("scores:write", "feedback:write", "installations:write");
        var hook = await (await client.PostAsync("/portal/webhooks", Json.Content(new { url = $"http://127.0.0.1:{receiver.Port}/" }))).JsonAsync(201);
        using var response = await (type switch
        {
            "score.created" => client.PostAsync("/v1/score", Json.Ticket("As a reader I want to export my notes so that I can print them", "T-1")),
            "feedback.created" => client.PostAsync(
                "/feedback/create",
                Json.Content(new { project_id = "acme/stories", weave_ref = "weave:///acme/stories/call/1", feedback_type = "wandb.note.1", payload = new { note = "fine" } })),
            _ => client.PostAsync($"/portal/webhooks/{hook.Text("webhook_id")}/test", null),
        });
        response.IsSuccessStatusCode.ShouldBeTrue();

        var sent = await Eventually.Async(() => Task.FromResult(receiver.Requests), requests => requests.Count > 0);
        JsonElement.Parse(sent[0].Body).Text("type").ShouldBe(type);
    }
}
