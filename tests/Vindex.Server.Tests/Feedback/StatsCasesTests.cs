using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Shouldly;
using Vindex.Server.Tests.Hosting;
using Vindex.Statistics.Tests.Contract;
using Xunit;

namespace Vindex.Server.Tests.Feedback;

/// <summary>The cases of the contract, over HTTP.</summary>
public sealed partial class StatsCasesTests
{
    [Fact]
    public async Task Every_question_of_the_contract_is_answered_as_it_says()
    {
        using var cases = SharedCases.Read("stats.json");
        await using var server = await TestServer.StartAsync();
        var entity = await StatsProject.OpenAsync(server);
        var lines = cases.RootElement.GetProperty("datasets").EnumerateObject().SelectMany(set => set.Value.EnumerateArray().Select(row =>
        {
            var line = JsonNode.Parse(row.GetRawText())!;
            line["project_id"] = ProjectOf(row, set.Name);
            return line.ToJsonString();
        })).ToList();
        using var rows = new StringContent(string.Join('\n', lines), new MediaTypeHeaderValue("application/x-ndjson"));
        using var import = await entity.Client.PostAsync("/feedback/import", rows);
        var imported = JsonElement.Parse((await import.Content.ReadAsStringAsync()).TrimEnd().Split('\n')[^1]);
        imported.GetProperty("imported").GetInt32().ShouldBe(lines.Count, imported.GetRawText());

        var wrong = new List<string>();
        var asked = 0;
        foreach (var item in cases.RootElement.GetProperty("cases").EnumerateArray())
        {
            var request = JsonNode.Parse(item.GetProperty("request").GetRawText())!;
            request["project_id"] = ProjectOf(item.GetProperty("request"), item.Text("dataset"));
            using var response = await entity.Client.PostAsync("/feedback/stats", Json.Text(request.ToJsonString()));
            CaseAnswer.Compare(item.Text("name"), item.GetProperty("expect"), await response.JsonAsync(200), wrong);
            asked++;
        }

        wrong.ShouldBeEmpty();
        asked.ShouldBeGreaterThan(25);
    }

    [Fact]
    public async Task Every_refusal_of_the_contract_has_its_status_and_text()
    {
        using var cases = SharedCases.Read("stats_validation.json");
        await using var server = await TestServer.StartAsync();
        var entity = await StatsProject.OpenAsync(server);
        var asked = 0;
        foreach (var item in cases.RootElement.GetProperty("cases").EnumerateArray())
        {
            var request = JsonNode.Parse(cases.RootElement.GetProperty("base_request").GetRawText())!.AsObject();
            foreach (var field in item.GetProperty("request_patch").EnumerateObject())
            {
                if (field.Value.ValueKind == JsonValueKind.String && field.Value.GetString() == "<absent>") request.Remove(field.Name);
                else request[field.Name] = JsonNode.Parse(field.Value.GetRawText());
            }

            // Those of another endpoint are its own to test.
            if (request.ContainsKey("endpoint")) continue;
            asked++;
            using var response = await entity.Client.PostAsync("/feedback/stats", Json.Text(request.ToJsonString()));
            var text = await response.Content.ReadAsStringAsync();
            ((int)response.StatusCode).ShouldBe(item.GetProperty("status").GetInt32(), $"{item.Text("name")}: {text}");
            if (item.GetProperty("body").ValueKind == JsonValueKind.Object) Check(item.Text("name"), item.GetProperty("body"), JsonElement.Parse(text));
        }

        asked.ShouldBeGreaterThan(33);
    }

    private static string ProjectOf(JsonElement json, string set) => json.Text("project_id") is "entity/project" ? "entity/" + set : json.Text("project_id");

    private static void Check(string name, JsonElement expected, JsonElement given)
    {
        foreach (var part in expected.EnumerateObject())
        {
            switch (part.Name)
            {
                case "reason present":
                    given.Text("reason").ShouldNotBeNullOrWhiteSpace(name);
                    given.Text("detail").ShouldBe(given.Text("reason"), name);
                    given.Text("error_type").ShouldBe("ValueError", name);
                    break;
                case "both keys present":
                    foreach (var key in part.Value.EnumerateArray()) given.GetProperty("buckets")[0].TryGetProperty(key.GetString()!, out _).ShouldBeTrue(name);
                    break;
                case "granularity":
                    given.GetProperty("granularity").GetInt32().ShouldBe(21_600, name);
                    break;
                default:
                    JsonElement.DeepEquals(At(given, part.Name), part.Value).ShouldBeTrue($"{name}: {part.Name} of {given}");
                    break;
            }
        }
    }

    // A path such as detail[0].msg.
    private static JsonElement At(JsonElement element, string path)
    {
        foreach (Match step in Step().Matches(path))
            element = step.Groups["index"].Success ? element[int.Parse(step.Groups["index"].Value)] : element.GetProperty(step.Groups["name"].Value);
        return element;
    }

    [GeneratedRegex(@"\[(?<index>\d+)\]|(?<name>[^.\[\]]+)", RegexOptions.NonBacktracking)]
    private static partial Regex Step();
}
