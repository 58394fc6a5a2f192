using System.Net;
using System.Xml.Linq;
using Shouldly;
using Vindex.Server.Tests.Hosting;
using Xunit;

namespace Vindex.Server.Tests;

public sealed class BadgeTests
{
    [Fact]
    public async Task A_customer_that_did_not_ask_for_a_badge_is_as_if_it_did_not_exist()
    {
        await using var server = await TestServer.StartAsync();
        var company = await server.CompanyAsync("Acme");
        var nothing = await (await server.Anonymous.GetAsync("/badge/nobody/nothing.svg")).ProblemAsync(404, "not_found");
        var off = await (await server.Anonymous.GetAsync($"/badge/acme/{company.DefaultCustomerId}.svg")).ProblemAsync(404, "not_found");
        off.GetRawText().ShouldBe(nothing.GetRawText());
    }

    [Fact]
    public async Task A_badge_shows_the_average_of_its_customer_alone_and_goes_when_it_is_turned_off()
    {
        await using var server = await TestServer.StartAsync();
        var company = await server.CompanyAsync("Acme");
        var other = await company.NewCustomerAsync("Other");
        await company.SeedAsync(server.Time.GetUtcNow(), [7, 7, 7, 7, 7, 8]);
        await company.SeedAsync(server.Time.GetUtcNow(), [1, 1, 1, 1, 1, 1], other);
        var owner = await company.ClientAsync("installations:write");
        var address = $"/badge/acme/{company.DefaultCustomerId}.svg";

        var changed = await (await owner.PatchAsync($"/portal/customers/{company.DefaultCustomerId}", Json.Text("""{"badge":true}"""))).JsonAsync(200);
        (changed.GetProperty("badge").GetBoolean(), changed.Text("name")).ShouldBe((true, "Default"));
        var answer = await server.Anonymous.GetAsync(address);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("image/svg+xml");
        answer.Headers.CacheControl!.ToString().ShouldBe("public, max-age=300");
        XDocument.Parse(await answer.Content.ReadAsStringAsync()).Root!.Attribute("aria-label")!.Value.ShouldBe("INVEST: 7.2 healthy");
        (await server.Anonymous.GetAsync($"/badge/{company.Id}/{company.DefaultCustomerId}.svg")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await server.Anonymous.GetAsync($"/badge/acme/{other}.svg")).StatusCode.ShouldBe(HttpStatusCode.NotFound);

        await (await server.Admin.PatchAsync(
            $"/admin/companies/{company.Id}/customers/{company.DefaultCustomerId}", Json.Text("""{"badge":false,"name":"Renamed"}"""))).JsonAsync(200);
        (await server.Anonymous.GetAsync(address)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await (await owner.GetAsync("/portal/customers")).JsonAsync(200)).GetProperty("items")
            .EnumerateArray()
            .Select(item => item.Text("name"))
            .ShouldContain("Renamed");
    }

    [Fact]
    public async Task Without_scores_a_badge_says_so()
    {
        await using var server = await TestServer.StartAsync();
        var company = await server.CompanyAsync("Acme");
        await (await server.Admin.PatchAsync(
            $"/admin/companies/{company.Id}/customers/{company.DefaultCustomerId}", Json.Text("""{"badge":true}"""))).JsonAsync(
            200);
        (await server.Anonymous.GetStringAsync($"/badge/acme/{company.DefaultCustomerId}.svg")).ShouldContain("INVEST: no scores");
    }

    [Fact]
    public async Task Only_what_can_be_changed_is_and_only_by_its_own()
    {
        await using var server = await TestServer.StartAsync();
        var company = await server.CompanyAsync("Acme");
        var stranger = await (await server.CompanyAsync("Other")).ClientAsync("installations:write");
        var path = $"/portal/customers/{company.DefaultCustomerId}";
        await (await stranger.PatchAsync(path, Json.Text("""{"badge":true}"""))).ProblemAsync(404, "not_found");
        await (await (await company.ClientAsync("scores:read")).PatchAsync(path, Json.Text("""{"badge":true}"""))).ProblemAsync(403);
        var owner = await company.ClientAsync("installations:write");
        foreach (var body in (string[])["""{"badge":"yes"}""", """{"badge":null}""", """{"name":" "}""", """{"customer_id":"x"}"""])
            await (await owner.PatchAsync(path, Json.Text(body))).ProblemAsync(422, "invalid_fields");
        (await (await server.Admin.GetAsync("/admin/audit")).JsonAsync(200)).GetRawText().ShouldNotContain("customer.changed");
    }
}
