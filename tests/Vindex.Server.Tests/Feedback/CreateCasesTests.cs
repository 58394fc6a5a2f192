using System.Text.Json;
using System.Text.Json.Nodes;
using Shouldly;
using Vindex.Server.Tests.Hosting;
using Vindex.Statistics.Tests.Contract;
using Xunit;

namespace Vindex.Server.Tests.Feedback;

/// <summary>The cases of the contract. They are told partly in words, so this test says which request each means.</summary>
public sealed class CreateCasesTests
{
    [Fact]
    public async Task Create_answers_every_case_of_the_contract()
    {
        using var cases = SharedCases.Read("create_validation.json");
        await using var server = await FeedbackServer.StartAsync();
        var count = 0;
        foreach (var one in cases.RootElement.GetProperty("create").EnumerateArray())
        {
            foreach (var (body, reason) in Requests(one))
            {
                var response = await server.Client.PostAsync("/feedback/create", Json.Text(body.ToJsonString()));
                var text = await response.Content.ReadAsStringAsync();
                var what = $"{one.Text("name")}: {text}";
                ((int)response.StatusCode).ShouldBe(one.GetProperty("status").GetInt32(), what);
                var answer = JsonElement.Parse(text);
                if (response.IsSuccessStatusCode)
                {
                    answer.GetProperty("payload").EnumerateObject().Select(member => $"{member.Name} {member.Value.GetString()}")
                        .ShouldBe(["emoji 👍🏽", "alias :thumbs_up_medium_skin_tone:", "detoned 👍", "detoned_alias :thumbs_up:"]);
                }
                else if (answer.TryGetProperty("reason", out var said) && reason.StartsWith("starts with: ", StringComparison.Ordinal))
                {
                    said.GetString()!.ShouldStartWith(reason["starts with: ".Length..]);
                }
                else if (answer.TryGetProperty("reason", out said))
                {
                    said.GetString().ShouldBe(reason, what);
                }
                else
                {
                    answer.GetProperty("detail")[0].Text("type").ShouldBe(reason == "field required" ? "missing" : "extra_forbidden", what);
                }
                count++;
            }
        }

        count.ShouldBeGreaterThan(20);
    }

    [Fact]
    public async Task Purge_answers_every_case_of_the_contract()
    {
        using var cases = SharedCases.Read("create_validation.json");
        await using var server = await FeedbackServer.StartAsync();
        await server.CreateAsync(new { }, id: "X");
        await server.CreateAsync(new { }, id: "Y");
        foreach (var one in cases.RootElement.GetProperty("purge").EnumerateArray())
        {
            var answer = await server.PostAsync(
                "purge", new { project_id = FeedbackServer.Project, query = one.GetProperty("query") }, one.GetProperty("status").GetInt32());

            if (one.TryGetProperty("reason", out var reason)) FeedbackServer.ShouldRefuse(answer, reason.GetString()!, "InvalidRequest");
            else answer.GetRawText().ShouldBe("{}");
        }

        (await server.RowsAsync()).ShouldBeEmpty();
    }

    private static IEnumerable<(JsonObject Body, string Reason)> Requests(JsonElement one)
    {
        var reason = one.Text("reason");
        switch (one.Text("name"))
        {
            case "note too long (1025 chars) or empty":
                foreach (var note in new[] { new string('x', 1025), "" }) yield return (With(one, ("payload", new JsonObject { ["note"] = note })), reason);
                break;
            case "payload over 1 MiB of JSON text":
                yield return (With(one, ("payload", new JsonObject { ["text"] = new string('x', 1024 * 1024) })), reason);
                break;
            case "agent monitor refs":
                var reasons = reason.Replace(" (in that order)", "", StringComparison.Ordinal).Split(" | ");
                var object1 = "weave:///e/p/object/x:d";
                yield return (With(one), reasons[0]);
                yield return (With(one, ("runnable_ref", object1)), reasons[1]);
                yield return (With(one, ("runnable_ref", object1), ("call_ref", "weave:///e/p/call/c")), reasons[2]);
                break;
            default:
                yield return (With(one), reason);
                break;
        }
    }

    private static JsonObject With(JsonElement one, params (string Name, JsonNode Value)[] more)
    {
        var body = JsonNode.Parse(one.GetProperty("body").GetRawText())!.AsObject();
        body["project_id"] = FeedbackServer.Project;
        body["weave_ref"] = "weave:///acme/stories/call/1";
        foreach (var (name, value) in more) body[name] = value;
        return body;
    }
}
