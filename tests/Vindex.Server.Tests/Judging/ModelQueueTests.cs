using System.Text.Json;
using Shouldly;
using Vindex.Models.Tests.Protocol;
using Vindex.Server.Tests.Callbacks.Receivers;
using Vindex.Server.Tests.Evaluations;
using Vindex.Server.Tests.Hosting;
using Xunit;

namespace Vindex.Server.Tests.Judging;

/// <summary>Tickets of the queue, judged by a model.</summary>
public sealed class ModelQueueTests
{
    private static readonly Api s_api = Api.Of("anthropic");

    [Fact]
    public async Task The_callback_has_the_models_score_and_an_unchanged_ticket_asks_no_second_time()
    {
        await using var model = await ModelServer.StartAsync(200, s_api.Success(AnswerText.Of(6).ToJsonString()));
        await using var receiver = LoopbackReceiver.Start(LoopbackReceiver.Says("HTTP/1.1 204 No Content"));
        await using var server = await QueueServer.StartAsync(JudgedCompany.Settings(s_api, model.Address));
        var acme = await StartAsync(server, receiver, "rules");

        await acme.DeliveryOfAsync(await acme.SendAsync("PROJ-1"));
        await acme.DeliveryOfAsync(await acme.SendAsync("PROJ-1"));

        model.Requests.Count.ShouldBe(1);
        receiver.Requests.Count.ShouldBe(2);
        var metadata = JsonElement.Parse(receiver.Requests[1].Body).GetProperty("model_metadata");
        (metadata.Text("provider"), metadata.Text("model_name"), metadata.GetProperty("run").GetProperty("calls").GetInt32())
            .ShouldBe(("anthropic", JudgedCompany.Model, 1));
    }

    [Fact]
    public async Task When_the_model_fails_for_good_the_callback_says_so_after_the_retries()
    {
        await using var model = await ModelServer.StartAsync(500, s_api.Error("api_error", "Broken."));
        await using var receiver = LoopbackReceiver.Start(LoopbackReceiver.Says("HTTP/1.1 204 No Content"));
        await using var server = await QueueServer.StartAsync(JudgedCompany.Settings(s_api, model.Address));
        var acme = await StartAsync(server, receiver, "fail");

        var request = await acme.SendAsync("PROJ-1");
        await acme.DeliveryOfAsync(request);

        (await acme.EndOfAsync(request)).Text("status").ShouldBe("failed");
        model.Requests.Count.ShouldBe(3);
        var body = JsonElement.Parse(receiver.Requests.ShouldHaveSingleItem().Body);
        (body.Text("status"), body.Text("error")).ShouldBe(("failed", $"The model {JudgedCompany.Model} failed (server_error)."));
    }

    [Fact]
    public async Task A_fallback_is_marked_and_the_next_event_of_the_ticket_asks_again()
    {
        await using var model = await ModelServer.StartAsync((context, _, number) => number == 1
            ? ModelServer.WriteAsync(context, 500, s_api.Error("api_error", "Broken."))
            : ModelServer.WriteAsync(context, 200, s_api.Success(AnswerText.Of(6).ToJsonString())));
        await using var receiver = LoopbackReceiver.Start(LoopbackReceiver.Says("HTTP/1.1 204 No Content"));
        await using var server = await QueueServer.StartAsync(JudgedCompany.Settings(s_api, model.Address));
        var acme = await StartAsync(server, receiver, "rules");

        await acme.DeliveryOfAsync(await acme.SendAsync("PROJ-1"));
        await acme.DeliveryOfAsync(await acme.SendAsync("PROJ-1"));

        var metadata = receiver.Requests.Select(request => JsonElement.Parse(request.Body).GetProperty("model_metadata")).ToList();
        (metadata[0].Text("provider"), metadata[0].GetProperty("run").Text("failure")).ShouldBe(("vindex", "server_error"));
        metadata[1].Text("provider").ShouldBe("anthropic");
    }

    private static async Task<QueueCompany> StartAsync(QueueServer server, LoopbackReceiver receiver, string fallback)
    {
        var acme = await server.CompanyAsync("acme", $"http://127.0.0.1:{receiver.Port}/hook");
        var rules = new { judge = "model:default", fallback, consenting_customers = (string[])[acme.Installation.CustomerId] };
        await (await server.Admin.PutAsync($"/admin/companies/{acme.Installation.CompanyId}/judging", Json.Content(rules))).JsonAsync(200);
        return acme;
    }
}
