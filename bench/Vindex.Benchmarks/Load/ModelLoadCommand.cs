using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;
using Vindex.EndToEnd;
using Vindex.Scoring;

namespace Vindex.Benchmarks.Load;

/// <summary>
/// <c>load-model [SCORES]</c>: POST /v1/score judged by a model whose endpoint, in this process, answers after 200 ms: 64 connections, then two companies of
/// very different appetite, then a budget that is spent.
/// </summary>
internal static class ModelLoadCommand
{
    private const int Slots = 64;
    private const int InputTokens = 1_900;
    private const int OutputTokens = 400;
    private static readonly TimeSpan s_answer = TimeSpan.FromMilliseconds(200);
    private static int s_calls;

    public static async Task<int> RunAsync(string[] args)
    {
        var scores = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 10_000;
        await using var model = await StartModelAsync();
        using var folder = new TemporaryFolder();
        await using var server = await ServerProcess.StartAsync(
            folder.Path,
            ("Vindex__Limits__Score__Requests", "0"),
            ("Vindex__Models__Default__Provider", "openai_compatible"),
            ("Vindex__Models__Default__BaseUrl", $"{model.Urls.Single()}/v1"),
            ("Vindex__Models__Default__Model", "model-of-the-load-program"),
            ("Vindex__Models__Default__AllowedNetworks", "127.0.0.0/8"),
            ("Vindex__Models__Default__Concurrency", Slots.ToString(CultureInfo.InvariantCulture)));
        var isFast = await ScoreAsync(server, scores);
        await ShareAsync(server);
        return await SpendAsync(server) && isFast ? 0 : 1;
    }

    private static async Task<bool> ScoreAsync(ServerProcess server, int scores)
    {
        var requests = await RequestsAsync(server, "Busy", tokens: null);
        var before = server.ProcessorTime;
        var result = await HttpLoad.RunAsync(server.Url, Slots, scores / 10, scores, i => requests[i % requests.Length]);
        var processor = (server.ProcessorTime - before).TotalMilliseconds * 1000 / (scores * 1.1);
        Console.WriteLine($"POST /v1/score by a model that answers after {s_answer.TotalMilliseconds:F0} ms, {Slots} connections, {scores} scores");
        Console.WriteLine($"  {result.PerSecond:F0} scores/s of {Slots / s_answer.TotalSeconds:F0} possible, {Latencies(result)}");
        Console.WriteLine($"  answers: {Statuses(result)}; server: {processor:F0} µs of processor time a score");
        return result.Statuses.Count == 1 && result.Statuses.ContainsKey(200);
    }

    private static async Task ShareAsync(ServerProcess server)
    {
        const int many = 4 * Slots;
        const int few = 4;
        var (greedy, modest) = (await RequestsAsync(server, "Greedy", null), await RequestsAsync(server, "Modest", null));
        var flood = HttpLoad.RunAsync(server.Url, many, many, 20 * many, i => greedy[i % greedy.Length]);
        await Task.Delay(s_answer * 3);
        var polite = await HttpLoad.RunAsync(server.Url, few, few, 20 * few, i => modest[i % modest.Length]);
        var flooded = await flood;
        Console.WriteLine($"Two companies, {many} and {few} connections, {Slots} calls at a time");
        Console.WriteLine($"  the one with {many}: {flooded.PerSecond:F0} scores/s, {Latencies(flooded)}, {Statuses(flooded)}");
        Console.WriteLine($"  the one with {few}: {polite.PerSecond:F0} scores/s of {few / s_answer.TotalSeconds:F0} possible, {Latencies(polite)}, {Statuses(polite)}");
    }

    private static async Task<bool> SpendAsync(ServerProcess server)
    {
        const int budget = 500;
        var requests = await RequestsAsync(server, "Thrifty", tokens: budget * (InputTokens + OutputTokens));
        var before = Volatile.Read(ref s_calls);
        var result = await HttpLoad.RunAsync(server.Url, Slots, 0, 4 * budget, i => requests[i % requests.Length]);
        var calls = Volatile.Read(ref s_calls) - before;
        Console.WriteLine($"A budget for {budget} calls, {Slots} connections, {4 * budget} requests");
        Console.WriteLine($"  {calls} calls, {calls - budget} beyond the budget; answers: {Statuses(result)}");
        return calls - budget < Slots;
    }

    private static async Task<byte[][]> RequestsAsync(ServerProcess server, string name, int? tokens)
    {
        var (company, key) = await server.AddCompanyAsync(name, "scores:write", "scores:read");
        using var admin = server.Client(ServerProcess.AdminKey);
        var customers = await admin.GetFromJsonAsync<JsonElement>($"/admin/companies/{company}/customers");
        var rules = new
        {
            judge = "model:default",
            fallback = "fail",
            consenting_customers = customers.GetProperty("items").EnumerateArray().Select(customer => customer.GetProperty("customer_id").GetString()),
            monthly_tokens = tokens,
        };
        (await admin.PutAsJsonAsync($"/admin/companies/{company}/judging", rules)).EnsureSuccessStatusCode();
        return [.. ScoreLoadCommand.Tickets().Select(ticket => HttpLoad.Request("POST", server.Url, "/v1/score", key, ticket))];
    }

    private static async Task<WebApplication> StartModelAsync()
    {
        var answer = Encoding.UTF8.GetBytes(JsonSerializer.Serialize(new
        {
            id = "chatcmpl-1",
            @object = "chat.completion",
            created = 1,
            model = "model-of-the-load-program",
            choices = (object[])[new { index = 0, finish_reason = "stop", message = new { role = "assistant", content = Answer() } }],
            usage = new { prompt_tokens = InputTokens, completion_tokens = OutputTokens, total_tokens = InputTokens + OutputTokens },
        }));
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var app = builder.Build();
        app.Run(async context =>
        {
            Interlocked.Increment(ref s_calls);
            await Task.Delay(s_answer);
            context.Response.ContentType = "application/json";
            context.Response.ContentLength = answer.Length;
            await context.Response.Body.WriteAsync(answer);
        });
        await app.StartAsync();
        return app;
    }

    private static string Answer()
    {
        var dimensions = Dimensions.Names.ToDictionary(name => name, name => (object)new { score = 6, reason = $"It is judged on {name}.", quotes = Array.Empty<string>() });
        dimensions["recommendations"] = (object[])[new { dimension = "testable", text = "Say how many rows the list may have." }];
        return JsonSerializer.Serialize(dimensions);
    }

    private static string Latencies(LoadResult result) =>
        $"p50 {result.Percentile(50):F0} ms, p95 {result.Percentile(95):F0} ms, max {result.Milliseconds[^1]:F0} ms";

    private static string Statuses(LoadResult result) => string.Join(", ", result.Statuses.Select(status => $"{status.Key} × {status.Value}"));
}
