using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Shouldly;
using Xunit;

namespace Vindex.EndToEnd.Nodes;

/// <summary>What one node knows, all know: three servers over one database answer as one.</summary>
public sealed class SharedStateTests(ITestOutputHelper output)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Three_nodes_that_start_at_once_on_an_empty_database_share_what_each_is_told()
    {
        await using var cluster = await NodeCluster.StartAsync(3);
        output.WriteLine($"started in {string.Join(", ", cluster.Nodes.Select(node => $"{node.StartUp.TotalSeconds:0.0} s"))}");
        var (company, key) = await cluster.Nodes[0].AddCompanyAsync("Acme", "scores:write", "scores:read");

        await NodesSeeEachOtherAsync(cluster);
        await OneScorePerIdempotencyKeyAsync(cluster, key);
        await StatisticsCountWhatAnyNodeAcknowledgedAsync(cluster, key);
        await SessionsAndLivePagesWorkOnEveryNodeAsync(cluster, company, key);
        await RevokedKeysAreRefusedEverywhereAsync(cluster, company);
    }

    [Fact]
    public async Task A_limit_holds_for_all_nodes_together()
    {
        await using var cluster = await NodeCluster.StartAsync(3, ("Vindex__Limits__Score__Requests", "20"), ("Vindex__Limits__Score__WindowSeconds", "3600"));
        var (_, key) = await cluster.Nodes[0].AddCompanyAsync("Acme", "scores:write", "scores:read");
        var clients = cluster.Nodes.Select(node => node.Client(key)).ToList();

        var statuses = await Task.WhenAll(Enumerable.Range(0, 45).Select(i => StatusAsync(clients[i % 3], $"T-{i}")));

        statuses.Count(status => status == HttpStatusCode.OK).ShouldBe(20);
        statuses.Count(status => status == HttpStatusCode.TooManyRequests).ShouldBe(25);
        foreach (var client in clients) (await StatusAsync(client, "T-more")).ShouldBe(HttpStatusCode.TooManyRequests);
    }

    [Fact]
    public async Task A_node_with_another_master_key_is_refused_and_one_with_other_settings_is_pointed_out()
    {
        await using var cluster = await NodeCluster.StartAsync(1);
        var refusal = await Should.ThrowAsync<InvalidOperationException>(() =>
            cluster.AddAsync(("VINDEX_MASTER_KEY", "another-master-key-0123456789-0123456789")));
        refusal.Message.ShouldContain("must have the same master key");
        var slow = await Should.ThrowAsync<InvalidOperationException>(() => cluster.AddAsync(("Vindex__Security__KeyCacheSeconds", "60")));
        slow.Message.ShouldContain("Security:KeyCacheSeconds must be 5 or less");

        await cluster.AddAsync(("Vindex__Scoring__IdempotencyHours", "3"));
        var nodes = await NodeCluster.ListAsync(cluster.Nodes[0]);
        nodes.Count.ShouldBe(2);
        nodes.Single(node => !node.GetProperty("is_responding").GetBoolean()).GetProperty("settings_differ").GetBoolean().ShouldBeTrue();
        nodes.Single(node => node.GetProperty("is_responding").GetBoolean()).GetProperty("settings_differ").GetBoolean().ShouldBeFalse();
    }

    private static async Task NodesSeeEachOtherAsync(NodeCluster cluster)
    {
        var ids = new HashSet<string>();
        foreach (var node in cluster.Nodes)
        {
            var nodes = await NodeCluster.ListAsync(node);
            nodes.Count.ShouldBe(3);
            nodes.ShouldAllBe(one => !one.GetProperty("settings_differ").GetBoolean());
            ids.Add(nodes.Single(one => one.GetProperty("is_responding").GetBoolean()).GetProperty("node_id").GetString()!);
        }

        ids.Count.ShouldBe(3);
    }

    private static async Task OneScorePerIdempotencyKeyAsync(NodeCluster cluster, string key)
    {
        var clients = cluster.Nodes.Select(node => node.Client(key)).ToList();
        for (var round = 0; round < 5; round++)
        {
            var once = $"once-{round}";
            var answers = await Task.WhenAll(Enumerable.Range(0, 9).Select(i => ScoreAsync(clients[i % 3], "ONCE-1", once)));
            answers.ShouldAllBe(answer => answer.Status == HttpStatusCode.OK || answer.Status == HttpStatusCode.Conflict);
            var score = answers.Where(answer => answer.Id is not null).Select(answer => answer.Id).Distinct().ShouldHaveSingleItem();
            foreach (var client in clients) (await ScoreAsync(client, "ONCE-1", once)).ShouldBe((HttpStatusCode.OK, score));
        }

        (await TotalAsync(clients[2])).ShouldBe(5);
    }

    private static async Task StatisticsCountWhatAnyNodeAcknowledgedAsync(NodeCluster cluster, string key)
    {
        var clients = cluster.Nodes.Select(node => node.Client(key)).ToList();
        var total = await TotalAsync(clients[0]);
        for (var i = 0; i < 30; i++)
        {
            (await ScoreAsync(clients[i % 3], $"STAT-{i}", null)).Status.ShouldBe(HttpStatusCode.OK);
            total++;
            (await TotalAsync(clients[(i + 1) % 3])).ShouldBe(total);
            (await TotalAsync(clients[(i + 2) % 3])).ShouldBe(total);
        }
    }

    private static async Task SessionsAndLivePagesWorkOnEveryNodeAsync(NodeCluster cluster, string company, string key)
    {
        var anonymous = cluster.Nodes.Select(node => node.Client(null)).ToList();
        using var admin = cluster.Nodes[0].Client(ServerProcess.AdminKey);
        using var invited = await admin.PostAsJsonAsync($"/admin/companies/{company}/users", new { email = "olga@example.com", role = "viewer" }, Stop);
        var link = new Uri((await invited.Content.ReadFromJsonAsync<JsonElement>(Stop)).GetProperty("invitation_link").GetString()!).AbsolutePath;

        // Accepted on one node, signed in on a second: cookies of the first are read by all.
        using var accepted = await anonymous[1].PostAsync(link, new FormUrlEncodedContent([new("password", "a long enough one")]), Stop);
        accepted.StatusCode.ShouldBeOneOf(HttpStatusCode.SeeOther, HttpStatusCode.OK);
        using var session = await anonymous[2].PostAsJsonAsync("/session", new { email = "olga@example.com", password = "a long enough one" }, Stop);
        session.StatusCode.ShouldBe(HttpStatusCode.OK);
        var cookie = session.Headers.GetValues("Set-Cookie").First(one => one.StartsWith("vindex-session", StringComparison.Ordinal)).Split(';')[0];

        // The page is made by node 0, listens to node 1, and the score is stored by node 2.
        using var page = await SendAsync(anonymous[0], "/app/tickets", cookie);
        page.StatusCode.ShouldBe(HttpStatusCode.OK);
        var address = WebUtility.HtmlDecode((await page.Content.ReadAsStringAsync(Stop)).Split("data-events=\"")[1].Split('"')[0]);
        using var stream = await SendAsync(anonymous[1], address, cookie);
        stream.StatusCode.ShouldBe(HttpStatusCode.OK);
        using var events = new StreamReader(await stream.Content.ReadAsStreamAsync(Stop));
        using var scoring = cluster.Nodes[2].Client(key);
        (await ScoreAsync(scoring, "LIVE-1", null)).Status.ShouldBe(HttpStatusCode.OK);
        string? line;
        do line = await events.ReadLineAsync(Stop);
        while (line?.StartsWith("data: ", StringComparison.Ordinal) == false);
        JsonElement.Parse(line.ShouldNotBeNull()[6..]).GetProperty("scores").GetInt64().ShouldBe(1);
    }

    private async Task RevokedKeysAreRefusedEverywhereAsync(NodeCluster cluster, string company)
    {
        using var admin = cluster.Nodes[0].Client(ServerProcess.AdminKey);
        using var created = await admin.PostAsJsonAsync($"/admin/companies/{company}/keys", new { name = "short", scopes = (string[])["scores:write", "scores:read"] }, Stop);
        var key = await created.Content.ReadFromJsonAsync<JsonElement>(Stop);
        var clients = cluster.Nodes.Select(node => node.Client(key.GetProperty("api_key").GetString())).ToList();
        foreach (var client in clients) (await StatusAsync(client, "KEY-1")).ShouldBe(HttpStatusCode.OK);

        using var revoked = await admin.DeleteAsync($"/admin/companies/{company}/keys/{key.GetProperty("key_id").GetString()}", Stop);
        revoked.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        var since = TimeProvider.System.GetTimestamp();
        (await StatusAsync(clients[0], "KEY-2")).ShouldBe(HttpStatusCode.Unauthorized);
        foreach (var client in clients)
        {
            while (await StatusAsync(client, "KEY-2") != HttpStatusCode.Unauthorized) await Task.Delay(5, Stop);
        }

        output.WriteLine($"a revoked key was refused everywhere after {TimeProvider.System.GetElapsedTime(since).TotalMilliseconds:0} ms");
    }

    private static async Task<HttpResponseMessage> SendAsync(HttpClient client, string address, string cookie)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.Add("Cookie", cookie);
        return await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Stop);
    }

    private static async Task<long> TotalAsync(HttpClient client) =>
        (await client.GetFromJsonAsync<JsonElement>("/portal/scores/summary", Stop)).GetProperty("total_scored").GetInt64();

    private static async Task<HttpStatusCode> StatusAsync(HttpClient client, string ticket) => (await ScoreAsync(client, ticket, null)).Status;

    private static async Task<(HttpStatusCode Status, string? Id)> ScoreAsync(HttpClient client, string ticket, string? once)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/score")
        {
            Content = JsonContent.Create(
                new { ticket_id = ticket, ticket_data = new { summary = "As a librarian I want to extend a loan so that readers can finish their book" } }),
        };
        if (once is not null) request.Headers.Add("Idempotency-Key", once);
        using var response = await client.SendAsync(request, Stop);
        return response.StatusCode == HttpStatusCode.OK
            ? (response.StatusCode, (await response.Content.ReadFromJsonAsync<JsonElement>(Stop)).GetProperty("score_id").GetString())
            : (response.StatusCode, null);
    }
}
