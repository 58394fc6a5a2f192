using System.Net;
using Shouldly;
using Vindex.Server.Tests.Accounts;
using Vindex.Server.Tests.Hosting;
using Vindex.Storage.Deliveries;
using Xunit;

namespace Vindex.Server.Tests.Portal;

public sealed class AdminPageTests
{
    [Fact]
    public async Task Admins_see_all_companies_and_how_the_work_fares()
    {
        await using var server = await TestServer.StartAsync();
        var admin = await RoleTests.AdminAsync(server);
        (await admin.ReadAsync("/app/admin")).ShouldContain("No companies yet");
        var acme = await server.CompanyAsync("Acme");
        var other = await server.CompanyAsync(Forms.Hostile);
        await acme.SeedAsync(server.Time.GetUtcNow(), [4, 4, 4, 4, 4, 4]);
        await other.SeedAsync(server.Time.GetUtcNow(), [9, 9, 9, 9, 9, 9]);
        await other.DeliveryAsync(DeliveryStatus.Failed, error: Forms.Hostile);

        var page = await admin.ReadAsync("/app/admin");
        page.ShouldBeHarmless();
        page.ShouldContain("average of 3 scores");
        page.ShouldContain("6.0<span class=\"score-of\">");
        page.ShouldContain("Callbacks failed</dt><dd class=\"at-risk\">1");
        page.ShouldContain("hooks.example.com");
        page.ShouldContain("aria-current=\"page\">Admin</a>");
        var one = await admin.ReadAsync($"/app/admin/companies/{acme.Id}");
        one.ShouldContain("<code>acme</code>");
        one.ShouldContain("This permanently deletes 1 score with their jobs and callbacks, 1 row of feedback");
        (await admin.ReadAsync($"/app/admin/companies/{other.Id}")).ShouldBeHarmless();
        await admin.ReadAsync("/app/admin/companies/co_none", 404);
    }

    [Fact]
    public async Task A_company_is_made_gets_its_first_owner_and_is_deleted_once_its_name_is_typed()
    {
        await using var server = await TestServer.StartAsync();
        var admin = await RoleTests.AdminAsync(server);
        await server.CompanyAsync("Acme");
        var refused = await (await admin.SubmitAsync("/app/admin/companies", ("name", "Shop"), ("slug", "acme"))).PageAsync(422);
        refused.ShouldContain("This is taken by another company.");
        refused.ShouldContain("value=\"Shop\"");

        var response = await admin.SubmitAsync("/app/admin/companies", ("name", "Shop"), ("slug", "shop"), ("quality_gate", ""), ("timezone", ""));
        var path = response.Headers.Location!.OriginalString;
        (await admin.ReadAsync(path)).ShouldContain("Shop has been created.");
        var invited = await admin.SubmitAndFollowAsync(path + "/invite", ("email", "olga@example.com"), ("role", "owner"));
        var link = new Uri(WebUtility.HtmlDecode(invited.Split("<code id=\"secret\">")[1].Split('<')[0])).AbsolutePath;
        var olga = new Person(server);
        (await olga.FormAsync(link, ("password", Person.Password))).StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        await olga.ReadAsync("/app/settings");

        (await (await admin.SubmitAsync(path + "/delete", ("confirm", "Shop"))).PageAsync(422)).ShouldContain("This must be exactly shop.");
        (await admin.FormAsync(path + "/delete", ("confirm", "shop"))).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        await admin.ReadAsync(path);
        (await admin.SubmitAndFollowAsync(path + "/delete", ("confirm", "shop"))).ShouldContain("Shop and everything that belonged to it have been deleted");
        await admin.ReadAsync(path, 404);
    }

    [Fact]
    public async Task Nobody_else_gets_in()
    {
        await using var server = await TestServer.StartAsync();
        var acme = await server.CompanyAsync("Acme");
        var owner = await acme.PersonAsync("owner");
        (await owner.ReadAsync("/app")).ShouldNotContain("/app/admin");
        await owner.ReadAsync("/app/admin", 403);
        await owner.ReadAsync($"/app/admin/companies/{acme.Id}", 403);
        await (await owner.SubmitAsync("/app/admin/companies", ("name", "Mine"))).PageAsync(403);
        await (await owner.SubmitAsync($"/app/admin/companies/{acme.Id}/delete", ("confirm", "acme"))).PageAsync(403);
        (await new Person(server).GetAsync("/app/admin")).Headers.Location!.OriginalString.ShouldBe("/login?return=%2Fapp%2Fadmin");
        await owner.ReadAsync("/app");
    }
}
