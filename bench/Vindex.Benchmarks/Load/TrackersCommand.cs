using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using Vindex.EndToEnd;
using Vindex.TrackerFakes;
using Vindex.TrackerFakes.AzureDevOps;
using Vindex.TrackerFakes.GitHub;
using Vindex.TrackerFakes.GitLab;
using Vindex.TrackerFakes.Jira;
using Vindex.TrackerFakes.Linear;

namespace Vindex.Benchmarks.Load;

/// <summary>
/// <c>trackers [--tickets 10000] [--kills 20] [--only PRODUCT]</c>: connects a server of its own to a fake of each tracker, which runs in this process. Prints
/// when the first ticket, 1,000 tickets and the whole backlog have a score, and the server's memory; then does it again while the server is killed (−9), with
/// comments switched on, and counts scores and comments that should not be there.
/// </summary>
internal static class TrackersCommand
{
    private const int Seed = 20261123;
    private static readonly string[] s_products = ["jiraforge", "github", "gitlab", "azuredevops", "linear"];
    private static readonly (string, string)[] s_settings = [("Vindex__Trackers__AllowHttp", "true"), ("Vindex__Trackers__AllowedNetworks", "127.0.0.0/8")];

    public static async Task<int> RunAsync(string[] args)
    {
        var (tickets, kills) = (Number(args, "--tickets", 10_000), Number(args, "--kills", 20));
        var products = Array.IndexOf(args, "--only") is >= 0 and var at ? [args[at + 1]] : s_products;
        Console.WriteLine($"| tracker | first score | 1,000 scores | {tickets:N0} scores | largest resident memory | requests |");
        Console.WriteLine("|---|---|---|---|---|---|");
        foreach (var product in products) await ReadAsync(product, tickets);
        var isWrong = false;
        foreach (var product in kills > 0 ? products : []) isWrong |= !await KillAsync(product, tickets, kills);
        return isWrong ? 1 : 0;
    }

    private static async Task ReadAsync(string product, int tickets)
    {
        using var folder = new TemporaryFolder();
        await using var fake = await FakeAsync(product);
        fake.Seed(ProjectOf(product), tickets, Text);
        await using var server = await ServerProcess.StartAsync(folder.Path, s_settings);
        var (_, key) = await server.AddCompanyAsync("bench", "scores:read", "installations:write");
        using var client = server.Client(key);
        var watch = Stopwatch.StartNew();
        var path = await ConnectAsync(client, fake, product);
        TimeSpan? first = null, thousand = null;
        var most = 0L;
        JsonElement project;
        do
        {
            await Task.Delay(20);
            project = (await SendAsync(client, HttpMethod.Get, path)).GetProperty("projects")[0];
            var scored = project.GetProperty("scored").GetInt64();
            if (scored > 0) first ??= watch.Elapsed;
            if (scored >= 1000) thousand ??= watch.Elapsed;
            most = Math.Max(most, server.ResidentBytes);
        }
        while (project.GetProperty("status").GetString() != "following");

        if (await TotalAsync(client) != tickets) throw new InvalidOperationException($"{product}: {await TotalAsync(client)} scores of {tickets} tickets");
        Console.WriteLine($"| {product} | {Seconds(first)} | {Seconds(thousand)} | {Seconds(watch.Elapsed)} | {most / 1_000_000} MB | {fake.Requests.Count} |");
    }

    private static async Task<bool> KillAsync(string product, int tickets, int kills)
    {
        var random = new Random(Seed);
        using var folder = new TemporaryFolder();
        await using var fake = await FakeAsync(product);
        var name = ProjectOf(product);
        fake.Seed(name, tickets, Text);
        var server = await ServerProcess.StartAsync(folder.Path, s_settings);
        try
        {
            var (_, key) = await server.AddCompanyAsync("bench", "scores:read", "installations:write");
            string path;
            using (var client = server.Client(key))
            {
                path = await ConnectAsync(client, fake, product);
                var project = (await SendAsync(client, HttpMethod.Get, path)).GetProperty("projects")[0].GetProperty("id").GetString();
                await SendAsync(client, HttpMethod.Patch, $"{path}/projects/{project}", new { write_back = "comment" });
            }

            for (var i = 0; i < kills; i++)
            {
                await Task.Delay(random.Next(50, 1500));
                server.Kill();
                await server.DisposeAsync();
                server = await ServerProcess.StartAsync(folder.Path, s_settings);
            }

            using var last = server.Client(key);
            JsonElement state;
            do
            {
                await Task.Delay(200);
                state = (await SendAsync(last, HttpMethod.Get, path)).GetProperty("projects")[0];
            }
            while (state.GetProperty("status").GetString() != "following" || state.GetProperty("to_write").GetInt64() > 0);

            var (scores, comments) = (await TotalAsync(last), Enumerable.Range(1, tickets).Count(number => fake.Comments(name, number).Count == 1));
            Console.WriteLine($"{product}: {kills} kills, {tickets} tickets, {scores} scores, {comments} tickets with exactly one comment");
            return scores == tickets && comments == tickets;
        }
        finally
        {
            await server.DisposeAsync();
        }
    }

    private static async Task<string> ConnectAsync(HttpClient client, TrackerFake fake, string product)
    {
        var user = product == "jiraforge" ? fake.Account.User : null;
        var made = await SendAsync(client, HttpMethod.Post, "/portal/trackers", new { product, base_address = fake.Address, token = fake.Account.Token, user });
        var path = $"/portal/trackers/{made.GetProperty("tracker_id").GetString()}";
        await SendAsync(client, HttpMethod.Post, path + "/projects", new { project_id = fake.IdOf(ProjectOf(product)) });
        return path;
    }

    private static async Task<long> TotalAsync(HttpClient client) =>
        (await SendAsync(client, HttpMethod.Get, "/portal/scores?limit=1")).GetProperty("total").GetInt64();

    private static async Task<JsonElement> SendAsync(HttpClient client, HttpMethod method, string path, object? body = null)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : JsonContent.Create(body) };
        using var response = await client.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        return response.IsSuccessStatusCode ? JsonElement.Parse(text) : throw new InvalidOperationException($"{method} {path}: {text}");
    }

    private static async Task<TrackerFake> FakeAsync(string product) => product switch
    {
        "jiraforge" => await JiraFake.StartAsync(),
        "github" => await GitHubFake.StartAsync(),
        "gitlab" => await GitLabFake.StartAsync(),
        "azuredevops" => await AzureDevOpsFake.StartAsync(),
        _ => await LinearFake.StartAsync(),
    };

    private static string ProjectOf(string product) => product is "github" or "gitlab" ? "acme/shop" : "SHOP";

    private static (string Title, string Description) Text(int number) =>
        (
            $"As a rider I want map {number} so that I find bikes",
            $"""
            Riders look at part {number} of the city before they leave. Today the map shows all stations, with and without bikes, so that {number % 17} of
            twenty riders walk to an empty one. The map should show where bikes are now.

            - Given a map, when I open part {number}, then I see stations with bikes within 2 seconds.
            - Given a station without bikes, when I open the map, then it is gray.
            - Given no connection, when I open the map, then it shows the bikes of the latest minute, and says so.
            """);

    private static string Seconds(TimeSpan? time) => time is { } known ? $"{known.TotalSeconds.ToString("F1", CultureInfo.InvariantCulture)} s" : "–";

    private static int Number(string[] args, string name, int usual) =>
        Array.IndexOf(args, name) is >= 0 and var at ? int.Parse(args[at + 1], CultureInfo.InvariantCulture) : usual;
}
