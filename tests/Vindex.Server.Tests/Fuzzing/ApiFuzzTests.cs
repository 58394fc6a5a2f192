using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Shouldly;
using Vindex.Server.Tests.Hosting;
using Xunit;

namespace Vindex.Server.Tests.Fuzzing;

/// <summary>
/// Random requests to every operation of the API description, by callers of every scope and role, with ids of their own company and of another: no response is
/// a 5xx, and none has anything of the other company. Statuses that are not described are printed. With <c>VINDEX_TEST_STORE=postgresql</c> over that store.
/// </summary>
public sealed class ApiFuzzTests(ITestOutputHelper output)
{
    private const int RequestsPerCallers = 300;

    private static readonly (string, string)[] s_noLimits =
    [
        .. new[] { "Score", "Evaluate", "EvaluatorUpload", "EvaluatorScore", "EvaluatorResults", "EvaluatorTicket", "EvaluatorTyping", "SignInPerEmail", "SignInPerAddress" }
            .Select(limit => ($"Limits:{limit}:Requests", "0")),
        ("Limits:Batch:Tickets", "0"),
        ("Limits:Reads:Wait", "1m"),
        ("Callbacks:AllowHttp", "true"),
        ("Callbacks:AllowedNetworks", "127.0.0.0/8"),
    ];

    // What the web server itself says about requests that it cannot read.
    private static readonly int[] s_anywhere = [400, 405, 413, 414, 431];

    private static int Requests => Environment.GetEnvironmentVariable("VINDEX_LONG") == "1" ? 60_000 : 3_000;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Random_requests_get_no_server_error_and_nothing_of_another_company()
    {
        var seed = Environment.GetEnvironmentVariable("VINDEX_SEED") is { Length: > 0 } given ? int.Parse(given, CultureInfo.InvariantCulture)
            : (int)(TimeProvider.System.GetTimestamp() % 1_000_000_000);
        Log($"API fuzzing: {Requests} requests; repeat with VINDEX_SEED={seed}");
        var random = new Random(seed);
        await using var server = await TestServer.StartAsync(settings: s_noLimits);
        var world = await FuzzWorld.CreateAsync(server);
        var before = await world.TheirStateAsync();
        var description = JsonNode.Parse(await server.Anonymous.GetStringAsync("/openapi/v1.json", Stop))!;
        var operations = Operations(description);
        var (callers, findings, statuses) = (new List<FuzzCaller>(), new List<string>(), new SortedDictionary<int, int>());
        var undescribed = new SortedSet<string>(StringComparer.Ordinal);

        for (var number = 0; number < Requests && findings.Count < 20; number++)
        {
            // Some callers end their own sessions, or revoke keys.
            if (number % RequestsPerCallers == 0) callers = await world.CallersAsync();
            var caller = callers[random.Next(callers.Count)];
            // Every operation in turn, so that a short run misses none.
            var operation = operations[number % operations.Count];
            var values = new SchemaValues(random, description["components"]!["schemas"]!.AsObject(), name => world.Id(random, name, caller.IsAdmin));
            var request = new FuzzRequest(operation, caller, values, random);
            var (status, body) = await SendAsync(server, request);
            statuses[status] = statuses.GetValueOrDefault(status) + 1;
            Check(request, status, body, world, findings);
            if (!operation.Statuses.Contains(status) && !s_anywhere.Contains(status)) undescribed.Add($"{operation.Method} {operation.Path} → {status}");
            if (status is >= 200 and < 300 && !caller.IsAdmin) Learn(world, body);
        }

        Log($"API fuzzing: {string.Join(", ", statuses.Select(pair => $"{pair.Value} × {pair.Key}"))}");
        foreach (var one in undescribed) Log($"API fuzzing: not described: {one}");
        findings.ShouldBeEmpty($"VINDEX_SEED={seed}");
        (await world.TheirStateAsync()).ShouldBe(before, $"VINDEX_SEED={seed}: what another company has");
        statuses.Where(pair => pair.Key < 300).Sum(pair => pair.Value).ShouldBeGreaterThan(Requests / 20, "requests that were accepted");
    }

    private static void Check(FuzzRequest request, int status, string body, FuzzWorld world, List<string> findings)
    {
        if (status >= 500) findings.Add($"{request} → {status} {body}");
        if (request.Caller.IsAdmin) return;
        foreach (var secret in world.Secrets.Where(secret => body.Contains(secret, StringComparison.Ordinal) && !request.Contains(secret)))
            findings.Add($"{request} → {status} with {secret}: {body}");
    }

    private static async Task<(int Status, string Body)> SendAsync(TestServer server, FuzzRequest request)
    {
        using var message = request.Message();
        using var response = await server.Anonymous.SendAsync(message, Stop);
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync(Stop));
    }

    private static void Learn(FuzzWorld world, string body)
    {
        if (!body.StartsWith('{') || body.Length > 100_000) return;
        try
        {
            world.Learn(JsonElement.Parse(body.Split('\n')[0]));
        }
        catch (JsonException)
        {
            // Lines, or text that begins like JSON.
        }
    }

    // Deleting whole companies would end the run; the other deletions are part of it.
    private static List<FuzzOperation> Operations(JsonNode description) =>
    [
        .. from path in description["paths"]!.AsObject()
           from operation in path.Value!.AsObject()
           where operation.Value is JsonObject && (operation.Key, path.Key) is not ("delete", "/admin/companies/{company_id}")
           select new FuzzOperation(new HttpMethod(operation.Key.ToUpperInvariant()), path.Key, operation.Value!.AsObject()),
    ];

    private void Log(string line)
    {
        output.WriteLine(line);
        Console.WriteLine(line);
    }
}
