using System.Net;
using Shouldly;
using Vindex.Server.Tests.Accounts;
using Vindex.Server.Tests.Hosting;
using Vindex.Server.Tests.Portal;
using Xunit;

namespace Vindex.Server.Tests.Nodes;

public sealed class NodeTests
{
    [Fact]
    public async Task Admins_see_the_server_with_what_it_does()
    {
        await using var server = await TestServer.StartAsync();
        var company = await server.CompanyAsync("Acme");
        await (await (await company.ClientAsync()).PostAsync("/v1/score", Json.Ticket("Export"))).JsonAsync(200);

        var node = (await (await server.Admin.GetAsync("/admin/nodes")).JsonAsync(200)).GetProperty("items").EnumerateArray().ShouldHaveSingleItem();

        node.Text("node_id").ShouldStartWith("no_");
        node.Text("host").ShouldBe(Environment.MachineName);
        node.Text("address").ShouldStartWith("http://127.0.0.1:");
        node.GetProperty("is_responding").GetBoolean().ShouldBeTrue();
        node.GetProperty("settings_differ").GetBoolean().ShouldBeFalse();
        node.GetProperty("leases").GetProperty("evaluations").GetInt64().ShouldBe(0);
        node.GetProperty("statistics_behind").GetInt64().ShouldBe(0, "no question was asked, so nothing is followed");

        // A question makes the statistics follow the project; what comes afterwards is behind until the next one.
        var client = await company.ClientAsync();
        await (await client.GetAsync("/portal/scores/summary")).JsonAsync(200);
        await (await client.PostAsync("/v1/score", Json.Ticket("Import"))).JsonAsync(200);
        server.Time.Advance(TimeSpan.FromSeconds(11));
        (await BehindAsync(server)).ShouldBe(1);
        await (await client.GetAsync("/portal/scores/summary")).JsonAsync(200);
        server.Time.Advance(TimeSpan.FromSeconds(11));
        (await BehindAsync(server)).ShouldBe(0);
    }

    [Fact]
    public async Task Nobody_else_sees_servers()
    {
        await using var server = await TestServer.StartAsync();
        var company = await server.CompanyAsync("Acme");
        (await server.Anonymous.GetAsync("/admin/nodes")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await (await company.ClientAsync()).GetAsync("/admin/nodes")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await (await company.PersonAsync("owner")).GetAsync("/app/admin/nodes")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        await (await server.Admin.GetAsync("/admin/nodes?limit=1")).ProblemAsync(422);
    }

    [Fact]
    public async Task The_page_names_the_server_and_is_linked_from_the_admins_page()
    {
        await using var server = await TestServer.StartAsync();
        var admin = await RoleTests.AdminAsync(server);
        (await admin.ReadAsync("/app/admin")).ShouldContain("href=\"/app/admin/nodes\"");

        var page = await admin.ReadAsync("/app/admin/nodes");

        page.ShouldContain("1 server on this database");
        page.ShouldContain(Environment.MachineName);
        page.ShouldContain("(this one)");
        page.ShouldContain("aria-current=\"page\">Admin</a>");
    }

    private static async Task<long> BehindAsync(TestServer server) =>
        (await (await server.Admin.GetAsync("/admin/nodes")).JsonAsync(200)).GetProperty("items")[0].GetProperty("statistics_behind").GetInt64();
}
