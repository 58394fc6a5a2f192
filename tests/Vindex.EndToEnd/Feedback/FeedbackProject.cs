using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Shouldly;

namespace Vindex.EndToEnd.Feedback;

/// <summary>One project of a server, as a client of its feedback API sees it.</summary>
internal sealed class FeedbackProject(ServerProcess server, string key) : IDisposable
{
    public const string Company = "Crash";
    public const string Id = "crash/stories";

    private readonly HttpClient _client = server.Client(key);

    public Uri Url => server.Url;

    public string Key => key;

    /// <summary>Makes the company on a fresh server; returns a key to its feedback.</summary>
    public static async Task<string> CreateAsync(ServerProcess server) =>
        (await server.AddCompanyAsync(Company, "feedback:write", "feedback:read")).ApiKey;

    /// <summary>Sends a body that must be accepted.</summary>
    public async Task<JsonElement> PostAsync(string path, string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await _client.PostAsync("/feedback/" + path, content);
        var text = await response.Content.ReadAsStringAsync();
        response.StatusCode.ShouldBe(HttpStatusCode.OK, $"{path}: {text}");
        return JsonElement.Parse(text);
    }

    public Task<JsonElement> PostAsync(string path, object body) => PostAsync(path, JsonSerializer.Serialize(body));

    /// <summary>Removes rows by their ids.</summary>
    public Task<JsonElement> PurgeAsync(IEnumerable<string> ids)
    {
        var equal = ids.Select(id => new Dictionary<string, object>
        {
            ["$eq"] = new object[] { new Dictionary<string, object> { ["$getField"] = "id" }, new Dictionary<string, object> { ["$literal"] = id } },
        });
        return PostAsync("purge", new
        {
            project_id = Id,
            query = new Dictionary<string, object> { ["$expr"] = new Dictionary<string, object> { ["$or"] = equal } },
        });
    }

    /// <summary>The rows that the project says it has.</summary>
    public async Task<long> CountAsync() =>
        (await PostAsync("query", new { project_id = Id, fields = new[] { "count(*)" } })).GetProperty("total_count").GetInt64();

    /// <summary>Every row, as the export shows it.</summary>
    public async Task<List<ExportedRow>> ExportAsync(string? type = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/feedback/export")
        {
            Content = JsonContent.Create(type is null ? (object)new { project_id = Id } : new { project_id = Id, feedback_type = type }),
        };
        using var response = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());
        var rows = new List<ExportedRow>();
        while (await reader.ReadLineAsync() is { Length: > 0 } line) rows.Add(ExportedRow.Read(line));
        return rows;
    }

    public void Dispose() => _client.Dispose();
}

/// <summary>A row of an export, with those of its values that statistics are asked about.</summary>
internal sealed record ExportedRow(string Id, string CreatedAt, string Type, string Payload, double? Score, double? Latency, bool? Passed)
{
    public DateTimeOffset Created { get; } = DateTimeOffset.Parse(CreatedAt, CultureInfo.InvariantCulture);

    public static ExportedRow Read(string line)
    {
        using var document = JsonDocument.Parse(line);
        var row = document.RootElement;
        var payload = row.GetProperty("payload");
        return new ExportedRow(
            row.GetProperty("id").GetString()!,
            row.GetProperty("created_at").GetString()!,
            row.GetProperty("feedback_type").GetString()!,
            payload.GetRawText(),
            Number(payload, "score"),
            Number(payload, "latency"),
            payload.TryGetProperty("passed", out var passed) && passed.ValueKind is JsonValueKind.True or JsonValueKind.False ? passed.GetBoolean() : null);
    }

    private static double? Number(JsonElement payload, string name) =>
        payload.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number ? value.GetDouble() : null;
}
