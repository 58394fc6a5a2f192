using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Vindex.Server.Tests.Hosting;

namespace Vindex.Server.Tests.Evaluator;

/// <summary>Speaks to the public evaluator as a browser or curl does.</summary>
internal static class EvaluatorClient
{
    public static Task<HttpResponseMessage> UploadAsync(this HttpClient client, string content, string fileName = "backlog.csv") =>
        client.UploadAsync(Encoding.UTF8.GetBytes(content), fileName);

    public static Task<HttpResponseMessage> UploadAsync(this HttpClient client, byte[] content, string fileName = "backlog.csv") =>
        client.PostAsync("/evaluate/upload", Form(("file", fileName, content)));

    public static MultipartFormDataContent Form(params (string Field, string FileName, byte[] Content)[] parts)
    {
        var form = new MultipartFormDataContent();
        foreach (var (field, fileName, content) in parts)
        {
            var part = new ByteArrayContent(content);
            part.Headers.ContentType = new MediaTypeHeaderValue("text/csv");
            form.Add(part, field, fileName);
        }

        return form;
    }

    /// <summary>Uploads a file that is accepted; returns the answer.</summary>
    public static async Task<JsonElement> UploadedAsync(this HttpClient client, string content) => await (await client.UploadAsync(content)).JsonAsync(201);

    public static Task<HttpResponseMessage> ScoreAsync(
        this HttpClient client, string sessionId, object? mapping = null, string? systemType = null, bool? again = null) =>
        client.PostAsync("/evaluate/score", Json.Content(new { session_id = sessionId, mapping, system_type = systemType, again }));

    public static async Task<JsonElement> ResultsAsync(
        this HttpClient client, string sessionId) => await (await client.GetAsync($"/evaluate/results/{sessionId}")).JsonAsync(200);

    /// <summary>The results once they are all there.</summary>
    public static async Task<JsonElement> DoneAsync(this HttpClient client, string sessionId)
    {
        while (true)
        {
            var results = await client.ResultsAsync(sessionId);
            if (results.Text("status") is "done" or "failed") return results;
            await Task.Delay(20);
        }
    }

    /// <summary>Uploads, scores, waits.</summary>
    public static async Task<JsonElement> EvaluatedAsync(this HttpClient client, string content, object? mapping = null)
    {
        var id = (await client.UploadedAsync(content)).Text("session_id");
        await (await client.ScoreAsync(id, mapping)).JsonAsync(202);
        return await client.DoneAsync(id);
    }

    /// <summary>A server whose evaluator can be asked as often as a test likes.</summary>
    public static Task<TestServer> StartAsync(params (string Key, string Value)[] settings) => TestServer.StartAsync(null, null, [.. Unlimited, .. settings]);

    public static (string Key, string Value)[] Unlimited { get; } =
        [
            ("Limits:EvaluatorUpload:Requests", "0"), ("Limits:EvaluatorScore:Requests", "0"), ("Limits:EvaluatorResults:Requests", "0"),
            ("Limits:EvaluatorTicket:Requests", "0")
        ];
}
