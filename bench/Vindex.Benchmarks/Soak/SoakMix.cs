using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Vindex.Benchmarks.Load;
using Vindex.EndToEnd;

namespace Vindex.Benchmarks.Soak;

/// <summary>The requests of a soak: of a hundred, 70 scores, 10 events, 10 rows of feedback, 5 statistics and 5 pages, by the company of the demo.</summary>
internal sealed class SoakMix : IDisposable
{
    public const int ImportRows = 2000;

    private static readonly string[] s_pages = ["/app", "/app/tickets", "/app/feedback", "/app/deliveries", "/portal/scores?limit=50"];
    private readonly HttpClient _key;
    private readonly HttpClient _person;
    private readonly HttpClient _tracker;
    private readonly string[] _tickets = [.. ScoreLoadCommand.Tickets()];

    private SoakMix(HttpClient key, HttpClient person, HttpClient tracker) => (_key, _person, _tracker) = (key, person, tracker);

    public static async Task<SoakMix> CreateAsync(ServerProcess server, string callbackUrl)
    {
        var demo = File.ReadLines(Path.Combine(server.DataFolder, "demo.env")).Where(line => line.Contains('='))
            .Select(line => line.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1].Trim('\''));
        var key = server.Client(demo["VINDEX_KEY"]);
        using var registered = await key.PostAsJsonAsync("/api/v1/register/generic", new { external_id = "load", callback_url = callbackUrl });
        registered.EnsureSuccessStatusCode();
        var secret = (await registered.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("shared_secret").GetString()!;
        var person = server.Client(null);
        using var signedIn = await person.PostAsJsonAsync("/session", new { email = demo["VINDEX_USER"], password = demo["VINDEX_PASSWORD"] });
        signedIn.EnsureSuccessStatusCode();
        person.DefaultRequestHeaders.Add("Cookie", string.Join("; ", signedIn.Headers.GetValues("Set-Cookie").Select(cookie => cookie.Split(';')[0])));
        var tracker = server.Client(null);
        tracker.DefaultRequestHeaders.Add("X-Vindex-Secret", secret);
        return new SoakMix(key, person, tracker);
    }

    /// <summary>Sends one request; gives its kind, and what was wrong with the answer.</summary>
    public async Task<(string Kind, string? Failure)> SendAsync(int number)
    {
        // 37 has no divisor in common with 100: each hundred has every remainder once, well mixed.
        var (kind, client, request) = (number * 37L % 100) switch
        {
            < 70 => ("score", _key, Post("/v1/score", _tickets[number % _tickets.Length])),
            < 80 => ("event", _tracker, Post("/api/v1/evaluate/generic", EvaluateLoadCommand.EventText(number))),
            < 90 => ("feedback", _key, Post("/feedback/create", Row(number))),
            < 95 => ("statistics", _key, Post("/feedback/stats", Question(number))),
            _ => ("page", _person, new HttpRequestMessage(HttpMethod.Get, s_pages[number % s_pages.Length])),
        };
        return (kind, await SendAsync(client, request));
    }

    /// <summary>Imports some rows; gives what was wrong with the answer.</summary>
    public Task<string?> ImportAsync(int number)
    {
        var lines = string.Join('\n', Enumerable.Range(0, ImportRows).Select(row => Row((number * ImportRows) + row)));
        return SendAsync(_key, Post("/feedback/import", lines, "application/x-ndjson"));
    }

    public void Dispose()
    {
        _key.Dispose();
        _person.Dispose();
        _tracker.Dispose();
    }

    private static async Task<string?> SendAsync(HttpClient client, HttpRequestMessage request)
    {
        using (request)
        {
            try
            {
                using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
                await response.Content.CopyToAsync(Stream.Null);
                return response.IsSuccessStatusCode ? null : ((int)response.StatusCode).ToString(CultureInfo.InvariantCulture);
            }
            catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException or IOException)
            {
                return exception.GetType().Name;
            }
        }
    }

    private static HttpRequestMessage Post(string path, string body, string type = "application/json") =>
        new(HttpMethod.Post, path) { Content = new StringContent(body, Encoding.UTF8, new MediaTypeHeaderValue(type)) };

    private static string Row(int number) =>
        $$$"""{"project_id":"kolibri-bikes/soak","weave_ref":"weave:///kolibri-bikes/soak/call/{{{number}}}","feedback_type":"bench","payload":{"score":{{{number % 101}}},"cost":{{{number % 997}}}.25,"label":"l{{{number % 12}}}"}}""";

    // The hours of the last day; the end differs, so that no answer comes from a cache.
    private static string Question(int number)
    {
        var end = TimeProvider.System.GetUtcNow().AddHours(1).AddSeconds(number % 600);
        var grouped = number % 2 == 0 ? ""","group_by":["label"]""" : "";
        return $$"""
            {"project_id":"kolibri-bikes/soak","start":"{{end.AddDays(-1):yyyy-MM-ddTHH:mm:ssZ}}","end":"{{end:yyyy-MM-ddTHH:mm:ssZ}}","granularity":3600{{grouped}},
            "metrics":[{"json_path":"score","aggregations":["avg","count"],"percentiles":[95]},{"json_path":"cost","aggregations":["sum"]}]}
            """;
    }
}
