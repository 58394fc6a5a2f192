using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace Vindex.Cli.Tests.Processes;

/// <summary>A server with one company, set up over its own admin routes.</summary>
internal sealed class ScoringService : IAsyncDisposable
{
    private const string AdminKey = "an-admin-key-of-more-than-32-characters";

    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false });
    private readonly ServedProcess _served;
    private string _company = "";

    private ScoringService(ServedProcess served) => _served = served;

    public string Url => _served.Address.ToString();

    public static async Task<ScoringService> StartAsync(string data, params string[] settings)
    {
        var service = new ScoringService(
            await ServedProcess.StartAsync(["serve", "--data", data, .. settings], "listening on", ("VINDEX_ADMIN_KEY", AdminKey)));
        var company = await service.SendAsync(HttpMethod.Post, "/admin/companies", AdminKey, new { name = "Kolibri" });
        service._company = company.GetProperty("company_id").GetString()!;
        return service;
    }

    /// <summary>Makes an API key with scopes.</summary>
    public async Task<string> KeyAsync(params string[] scopes) =>
        (await SendAsync(HttpMethod.Post, $"/admin/companies/{_company}/keys", AdminKey, new { name = "ci", scopes })).GetProperty("api_key").GetString()!;

    /// <summary>How many scores the company has.</summary>
    public async Task<int> TotalAsync() =>
        (await SendAsync(HttpMethod.Get, "/portal/scores/summary", await KeyAsync("scores:read"), null)).GetProperty("total_scored").GetInt32();

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _served.DisposeAsync();
    }

    private async Task<JsonElement> SendAsync(HttpMethod method, string path, string key, object? body)
    {
        using var request = new HttpRequestMessage(method, new Uri(_served.Address, path)) { Content = body is null ? null : JsonContent.Create(body) };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        using var response = await _http.SendAsync(request);
        var answer = await response.Content.ReadAsStringAsync();
        return response.IsSuccessStatusCode
            ? JsonDocument.Parse(answer).RootElement
            : throw new InvalidOperationException($"{method} {path}: {(int)response.StatusCode} {answer}");
    }
}
