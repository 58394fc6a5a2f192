using System.Text.Json;
using Shouldly;
using Vindex.Server.Tests.Hosting;
using Xunit;

namespace Vindex.Server.Tests;

/// <summary>Lists, totals and exports by words, over more scores than are searched without the index of titles.</summary>
public sealed class WordSearchTests
{
    private const int Scores = 1100;

    private static readonly int[] s_sixes = [6, 6, 6, 6, 6, 6];
    private static readonly int[] s_twos = [2, 2, 2, 2, 2, 2];

    [Fact]
    public async Task Words_select_lists_totals_pages_and_exports_of_a_company_and_of_all()
    {
        await using var server = await TestServer.StartAsync();
        var acme = await server.CompanyAsync("Acme");
        var other = await server.CompanyAsync("Other");
        var now = server.Time.GetUtcNow();
        await Task.WhenAll(Enumerable.Range(0, Scores).Select(i =>
            acme.SeedAsync(now.AddMinutes(-i), i % 10 == 0 ? s_twos : s_sixes, key: $"K-{i}", title: $"Straße {(i % 100 == 0 ? "50% Rabatt" : "frei")} Nr. {i}")));
        await other.SeedAsync(now, s_sixes, key: "K-1", title: "Straße 50% Rabatt of another company");
        var client = await acme.ClientAsync();

        (await TotalAsync(client, "/portal/scores?q=STRASSE")).ShouldBe(0);
        (await TotalAsync(client, "/portal/scores?q=STRAßE")).ShouldBe(Scores);
        (await TotalAsync(client, "/portal/scores?q=rabatt+50%25")).ShouldBe(11);
        (await TotalAsync(client, "/portal/scores?q=r")).ShouldBe(Scores);
        (await TotalAsync(client, "/portal/scores?q=k-10")).ShouldBe(111);
        (await TotalAsync(client, "/portal/scores?q=k-1_")).ShouldBe(0);
        (await TotalAsync(client, "/portal/scores?q=frei&max=5")).ShouldBe(99);
        (await TotalAsync(client, "/portal/scores?q=frei&latest=true&band=needs_review")).ShouldBe(990);
        (await TotalAsync(client, "/portal/scores?q=rabatt+another")).ShouldBe(0);
        (await TotalAsync(server.Admin, "/admin/scores?q=rabatt")).ShouldBe(12);
        (await TotalAsync(server.Admin, $"/admin/scores?q=rabatt&customer_id={other.DefaultCustomerId}")).ShouldBe(1);
        (await LinesAsync(client, "/portal/scores/export?format=ndjson&q=rabatt")).ShouldBe(11);
        (await LinesAsync(server.Admin, "/admin/scores/export?format=ndjson&q=rabatt")).ShouldBe(12);
        (await WalkAsync(client, "/portal/scores?q=rabatt&limit=4")).ShouldBe([.. Enumerable.Range(0, 11).Select(i => $"K-{100 * i}")]);

        var newest = (await PageAsync(client, "/portal/scores?q=rabatt&limit=1")).GetProperty("items")[0].Text("_id");
        (await client.DeleteAsync($"/portal/scores/{newest}")).EnsureSuccessStatusCode();
        (await TotalAsync(client, "/portal/scores?q=rabatt")).ShouldBe(10);
        (await TotalAsync(server.Admin, "/admin/scores?q=rabatt")).ShouldBe(11);
    }

    private static async Task<JsonElement> PageAsync(HttpClient client, string path) => await (await client.GetAsync(path)).JsonAsync(200);

    private static async Task<long> TotalAsync(HttpClient client, string path)
    {
        var list = await PageAsync(client, path);
        var total = list.GetProperty("total").GetInt64();
        list.GetProperty("items").GetArrayLength().ShouldBe((int)Math.Min(total, 25));
        return total;
    }

    private static async Task<int> LinesAsync(HttpClient client, string path) =>
        (await client.GetStringAsync(path)).Split('\n', StringSplitOptions.RemoveEmptyEntries).Length;

    private static async Task<List<string>> WalkAsync(HttpClient client, string path)
    {
        var keys = new List<string>();
        for (var next = path; next is not null;)
        {
            var page = await PageAsync(client, next);
            keys.AddRange(page.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("ticket").Text("key")));
            next = page.GetProperty("next_cursor").GetString() is { } cursor ? $"{path}&cursor={Uri.EscapeDataString(cursor)}" : null;
        }

        return keys;
    }
}
