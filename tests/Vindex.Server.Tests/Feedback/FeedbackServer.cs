using System.Text;
using System.Text.Json;
using Shouldly;
using Vindex.Server.Tests.Hosting;

namespace Vindex.Server.Tests.Feedback;

/// <summary>A company "acme" on a test server, with a key for feedback.</summary>
internal sealed record FeedbackServer(TestServer Server, TestCompany Company, HttpClient Client) : IAsyncDisposable
{
    public const string Project = "acme/stories";

    public static async Task<FeedbackServer> StartAsync(params (string Key, string Value)[] settings)
    {
        var server = await TestServer.StartAsync(settings: settings);
        var company = await server.CompanyAsync("Acme");
        return new FeedbackServer(server, company, await company.ClientAsync("feedback:read", "feedback:write"));
    }

    public async Task<JsonElement> PostAsync(string path, object body, int status = 200) =>
        await (await Client.PostAsync("/feedback/" + path, Json.Content(body))).JsonAsync(status);

    public async Task<JsonElement> PostTextAsync(string path, string body, int status = 200) =>
        await (await Client.PostAsync("/feedback/" + path, Json.Text(body))).JsonAsync(status);

    /// <summary>Stores a feedback of a type without rules.</summary>
    public Task<JsonElement> CreateAsync(object payload, string? id = null, string project = Project) =>
        PostAsync("create", id is null
            ? new { project_id = project, weave_ref = "weave:///acme/stories/call/1", feedback_type = "custom", payload }
            : new { id, project_id = project, weave_ref = "weave:///acme/stories/call/1", feedback_type = "custom", payload });

    /// <summary>The rows of a project, as a query shows them.</summary>
    public async Task<List<JsonElement>> RowsAsync(string project = Project) =>
        [.. (await PostAsync("query", new { project_id = project })).GetProperty("result").EnumerateArray()];

    /// <summary>Sends lines and gives the last line of the answer.</summary>
    public async Task<JsonElement> ImportAsync(string lines, string query = "")
    {
        var response = await Client.PostAsync("/feedback/import" + query, new StringContent(lines, Encoding.UTF8, "application/x-ndjson"));
        var text = await response.Content.ReadAsStringAsync();
        ((int)response.StatusCode).ShouldBe(200, text);
        return JsonElement.Parse(text.TrimEnd('\n').Split('\n')[^1]);
    }

    public async Task<string[]> ExportAsync(object body)
    {
        var response = await Client.PostAsync("/feedback/export", Json.Content(body));
        var text = await response.Content.ReadAsStringAsync();
        ((int)response.StatusCode).ShouldBe(200, text);
        return text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    public static void ShouldRefuse(JsonElement answer, string reason, string errorType)
    {
        answer.EnumerateObject().Select(member => member.Name).ShouldBe(["reason", "error_type", "detail"]);
        answer.Text("reason").ShouldBe(reason);
        answer.Text("error_type").ShouldBe(errorType);
        answer.Text("detail").ShouldBe(reason);
    }

    public ValueTask DisposeAsync() => Server.DisposeAsync();
}
