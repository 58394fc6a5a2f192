using System.Text;
using System.Text.Json;
using Vindex.Server.Feedback.Queries;
using Vindex.Server.Tests.Hosting;
using Vindex.Storage;
using Vindex.Storage.Feedback;

namespace Vindex.Server.Tests.Feedback;

/// <summary>Rows of feedback for tests.</summary>
internal static class SomeFeedback
{
    public const string ProjectId = "acme/stories";

    public static readonly DateTimeOffset Start = new(2026, 4, 1, 0, 0, 0, TimeSpan.Zero);

    public static FeedbackRow Row(
        string id, string payload = "{}", int second = 0, string type = "custom", string? trigger = null, string? runnable = null, string? extras = null,
        string? weaveRef = null) => new()
        {
            Id = id,
            CreatedAt = Start.AddSeconds(second),
            FeedbackType = type,
            WeaveRef = weaveRef ?? "weave:///acme/stories/call/" + id,
            WbUserId = "key_1",
            TriggerRef = trigger,
            RunnableRef = runnable,
            Extras = extras,
            Payload = Encoding.UTF8.GetBytes(payload),
        };

    /// <summary>The query of an expression in JSON, single quotes for double ones.</summary>
    public static CompiledQuery Query(string expression)
    {
        var query = CompiledQuery.Compile(ProjectId, Parse(expression), out var refusal);
        return query ?? throw new InvalidOperationException(refusal!.Reason);
    }

    /// <summary>Why an expression is refused; null when it is not.</summary>
    public static string? Refusal(string expression)
    {
        CompiledQuery.Compile(ProjectId, Parse(expression), out var refusal);
        return refusal?.Reason;
    }

    /// <summary>JSON with single quotes, as deep as the edge lets it be.</summary>
    public static JsonElement Parse(string json) => JsonElement.Parse(json.Replace('\'', '"'), new JsonDocumentOptions { MaxDepth = 256 });

    /// <summary>Puts rows into a project of a company.</summary>
    public static async Task AddAsync(this IStore store, string companyId, params FeedbackRow[] rows)
    {
        foreach (var chunk in rows.Chunk(1000))
        {
            await store.Feedback.WriteAsync(
                [.. chunk.Select(row => new FeedbackEntry(new ProjectKey(companyId, "stories"), row))], null, allOrNothing: true, CancellationToken.None);
        }
    }

    /// <summary>A company <c>acme</c> with rows in <c>acme/stories</c>, and a client that may read them.</summary>
    public static async Task<(TestCompany Company, HttpClient Client)> WithAsync(TestServer server, params FeedbackRow[] rows)
    {
        var company = await server.CompanyAsync("acme");
        await server.Store.AddAsync(company.Id, rows);
        return (company, await company.ClientAsync("feedback:read"));
    }

    /// <summary>Asks <c>/feedback/query</c> with the members of a body in JSON, single quotes for double ones.</summary>
    public static Task<HttpResponseMessage> AskAsync(this HttpClient client, string members = "", string path = "query", string projectId = ProjectId) =>
        client.PostAsync(
            "/feedback/" + path, Json.Text($$"""{"project_id": "{{projectId}}"{{(members.Length == 0 ? "" : ", " + members.Replace('\'', '"'))}}}"""));

    /// <summary>The ids of an answer's rows, in order.</summary>
    public static async Task<string> IdsAsync(this Task<HttpResponseMessage> asking) =>
        string.Join(' ', (await (await asking).JsonAsync(200)).GetProperty("result").EnumerateArray().Select(row => row.Text("id")));

    /// <summary>The reason of a refusal, in the shape that these endpoints give it.</summary>
    public static async Task<string> ReasonAsync(this Task<HttpResponseMessage> asking, int status = 400)
    {
        var answer = await (await asking).JsonAsync(status);
        return answer.Text("reason");
    }
}
