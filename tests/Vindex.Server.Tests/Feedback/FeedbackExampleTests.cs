using System.Text.Json;
using Shouldly;
using Vindex.Server.Tests.Hosting;
using Xunit;

namespace Vindex.Server.Tests.Feedback;

/// <summary>The examples of the API description, sent in their order.</summary>
public sealed class FeedbackExampleTests
{
    private static readonly string[] s_stamped = ["id", "created_at", "wb_user_id"];

    [Fact]
    public async Task Every_example_about_feedback_is_answered_as_the_description_says()
    {
        await using var server = await FeedbackServer.StartAsync();
        var paths = (await (await server.Server.Anonymous.GetAsync("/openapi/v1.json", TestContext.Current.CancellationToken)).JsonAsync(200)).GetProperty(
            "paths");

        foreach (var path in new[] { "create", "batch/create", "replace", "purge", "import", "export", "query", "payload_schema", "aggregate", "stats" })
        {
            var operation = paths.GetProperty("/feedback/" + path).GetProperty("post");
            var example = operation.GetProperty("requestBody").GetProperty("content").GetProperty("application/json").GetProperty("example");

            // On one line, as an import takes it.
            var answer = await server.PostTextAsync(path, JsonSerializer.Serialize(example));
            if (path == "purge") server.Server.Time.Advance(TimeSpan.FromSeconds(1));
            if (path == "import") answer.GetProperty("imported").GetInt32().ShouldBe(1);
            if (operation.GetProperty("responses").GetProperty("200").GetProperty("content").TryGetProperty("application/json", out var media))
            {
                // The description leaves an example out that is an empty object.
                Plain(answer).ShouldBe(media.TryGetProperty("example", out var shown) ? Plain(shown) : "{}", path);
            }
        }

        var projects = await (await server.Client.GetAsync("/portal/projects", TestContext.Current.CancellationToken)).JsonAsync(200);
        Plain(projects.GetProperty("items")[0]).ShouldBe(
            Plain(paths.GetProperty("/portal/projects").GetProperty("get").GetProperty("responses").GetProperty("200").GetProperty("content").GetProperty(
                "application/json")
                .GetProperty("example").GetProperty("items")[0]));
    }

    // The same text for the same JSON, whatever is stamped by the server.
    private static string Plain(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object =>
            "{" + string.Join(", ", value.EnumerateObject().Select(member => $"{member.Name}: {(s_stamped.Contains(member.Name) ? "…" : Plain(member.Value))}"))
                + "}",
        JsonValueKind.Array => "[" + string.Join(", ", value.EnumerateArray().Select(Plain)) + "]",
        JsonValueKind.Number => value.GetDouble().ToString("R"),
        _ => value.ToString(),
    };
}
