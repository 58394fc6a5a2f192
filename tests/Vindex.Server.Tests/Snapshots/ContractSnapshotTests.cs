using System.Text.Json;
using System.Text.Json.Nodes;
using Vindex.Server.Tests.Feedback;
using Vindex.Server.Tests.Hosting;
using Vindex.Statistics.Tests.Contract;
using Xunit;

namespace Vindex.Server.Tests.Snapshots;

/// <summary>
/// The answers to the refused requests of the contract, which are compared to the last character; the cases themselves say only parts of them.
/// </summary>
public sealed class ContractSnapshotTests
{
    [Fact]
    public async Task Refused_statistics_say_what_is_committed()
    {
        using var cases = SharedCases.Read("stats_validation.json");
        await using var server = await TestServer.StartAsync();
        var project = await StatsProject.OpenAsync(server);
        var log = new RefusalLog([]);
        var number = 0;
        log.Begin("POST /feedback/stats");
        foreach (var one in cases.RootElement.GetProperty("cases").EnumerateArray())
        {
            await log.AddAsync(
                $"case {++number}",
                await project.Client.PostAsync("/feedback/stats", Json.Text(Patched(cases.RootElement.GetProperty("base_request"), one).ToJsonString())));
        }

        Snapshot.ShouldMatch("contract-stats.txt", log.ToString());
    }

    [Fact]
    public async Task Refused_feedback_says_what_is_committed()
    {
        using var cases = SharedCases.Read("create_validation.json");
        await using var server = await FeedbackServer.StartAsync();
        var log = new RefusalLog([]);
        log.Begin("POST /feedback/create");
        var number = 0;
        foreach (var one in cases.RootElement.GetProperty("create").EnumerateArray())
        {
            var body = JsonNode.Parse(one.GetProperty("body").GetRawText())!.AsObject();
            body["project_id"] = FeedbackServer.Project;
            body["weave_ref"] = "weave:///acme/stories/call/1";
            await log.AddAsync($"case {++number}", await server.Client.PostAsync("/feedback/create", Json.Text(body.ToJsonString())));
        }

        log.Begin("POST /feedback/purge");
        foreach (var one in cases.RootElement.GetProperty("purge").EnumerateArray())
        {
            await log.AddAsync(
                $"case {++number}",
                await server.Client.PostAsync("/feedback/purge", Json.Content(new { project_id = FeedbackServer.Project, query = one.GetProperty("query") })));
        }

        Snapshot.ShouldMatch("contract-feedback.txt", log.ToString());
    }

    private static JsonObject Patched(JsonElement request, JsonElement one)
    {
        var body = JsonNode.Parse(request.GetRawText())!.AsObject();
        if (!one.TryGetProperty("request_patch", out var patch)) return body;
        foreach (var member in patch.EnumerateObject())
        {
            if (member.Value.ValueKind == JsonValueKind.String && member.Value.GetString() == "<absent>") body.Remove(member.Name);
            else body[member.Name] = JsonNode.Parse(member.Value.GetRawText());
        }

        return body;
    }
}
