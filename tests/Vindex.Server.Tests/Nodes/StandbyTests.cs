using Shouldly;
using Vindex.Server.Configuration;
using Vindex.Server.Tests.Hosting;
using Vindex.Storage.Tests.PostgreSql;
using Xunit;

namespace Vindex.Server.Tests.Nodes;

/// <summary>A server with a standby for lists and exports.</summary>
public sealed class StandbyTests
{
    [Fact]
    public async Task A_lost_standby_is_reported_and_lists_go_on()
    {
        if (PostgreSqlCluster.Missing is { } missing) Assert.Skip(missing);
        await using var primary = await PostgreSqlCluster.StartAsync();
        await using var standby = await primary.FollowAsync();
        await using var server = await TestServer.StartAsync(
            settings:
            [
                ("Store:Kind", "postgresql"), ("Store:Connection", primary.Connection("postgres") + ";Maximum Pool Size=12"),
                ("Store:ReplicaConnection", standby.Connection("postgres") + ";Maximum Pool Size=12"),
            ]);
        var client = await (await server.CompanyAsync("Acme")).ClientAsync("scores:read", "scores:write");
        await (await client.PostAsync("/v1/score", Json.Ticket("Export"))).JsonAsync(200);

        // The schema has to arrive there first.
        while (server.Store.Replica.Problem is not null) await server.Store.Replica.LookAsync(TestContext.Current.CancellationToken);
        (await ReadyAsync()).TryGetProperty("replica", out _).ShouldBeFalse();
        (await ListAsync()).ShouldBe(1);

        standby.Stop(atOnce: true);
        (await ListAsync()).ShouldBe(1);
        (await client.GetAsync("/portal/scores/export?format=csv")).EnsureSuccessStatusCode();
        (await ReadyAsync()).Text("replica").ShouldBe("unavailable");

        async Task<System.Text.Json.JsonElement> ReadyAsync() => await (await server.Anonymous.GetAsync("/health/ready")).JsonAsync(200);

        async Task<int> ListAsync() => (await (await client.GetAsync("/portal/scores")).JsonAsync(200)).GetProperty("items").GetArrayLength();
    }

    [Theory]
    [InlineData("sqlite", "Host=db;Database=vindex", "Store:ReplicaConnection is set, but Store:Kind is sqlite")]
    [InlineData("postgresql", "Database=vindex;Password=secret", "Store:ReplicaConnection names no Host")]
    public async Task A_standby_that_cannot_be_is_refused(string kind, string replica, string message)
    {
        var settings = new List<(string, string)> { ("Store:Kind", kind), ("Store:ReplicaConnection", replica) };
        if (kind == "postgresql") settings.Add(("Store:Connection", "Host=db;Database=vindex"));
        var refusal = await Should.ThrowAsync<BadSettingsException>(() => TestServer.StartAsync(settings: [.. settings]));
        refusal.Message.ShouldContain(message);
        refusal.Message.ShouldNotContain("secret");
    }
}
