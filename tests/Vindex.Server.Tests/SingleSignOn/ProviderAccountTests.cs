using System.Net;
using Shouldly;
using Vindex.Server.Tests.Accounts;
using Vindex.Server.Tests.Hosting;
using Vindex.Storage.Users;
using Xunit;

namespace Vindex.Server.Tests.SingleSignOn;

/// <summary>Which account a person of a provider has, and with which roles.</summary>
public sealed class ProviderAccountTests
{
    [Fact]
    public async Task An_account_is_issuer_and_subject_and_keeps_its_person_when_the_address_changes()
    {
        await using var world = await ProviderWorld.StartAsync();
        var first = await (await (await world.SignedInAsync()).GetAsync("/session")).JsonAsync(200);
        world.Provider.Person["email"] = "ada.married@example.com";

        var again = await (await (await world.SignedInAsync()).GetAsync("/session")).JsonAsync(200);

        again.Text("user_id").ShouldBe(first.Text("user_id"));
    }

    [Fact]
    public async Task An_address_of_a_local_account_opens_it_to_no_one()
    {
        await using var world = await ProviderWorld.StartAsync();
        await world.Acme.PersonAsync("owner", "ada@example.com");

        var (person, answer) = await world.SignInAsync();

        (await answer.PageAsync(409)).ShouldContain("already an account with your e-mail address");
        person.Cookie.ShouldBeNull();
    }

    [Fact]
    public async Task An_account_without_a_password_cannot_be_signed_in_to_with_an_empty_one()
    {
        await using var world = await ProviderWorld.StartAsync();
        await world.SignedInAsync();

        foreach (var password in new[] { "", " ", "password" })
            ((int)(await new Person(world.Server).SignInAsync("ada@example.com", password)).StatusCode).ShouldBeOneOf(401, 422);
    }

    [Fact]
    public async Task The_highest_role_of_a_person_s_groups_counts_and_follows_them_at_each_sign_in()
    {
        await using var world = await ProviderWorld.StartAsync();
        await world.Acme.PersonAsync("owner");
        foreach (var (groups, role) in new (string[], string)[] { (["everyone"], "viewer"), (["everyone", "leads"], "owner"), (["everyone"], "viewer") })
        {
            world.Provider.Person = TestProvider.PersonOf("ada", groups);
            var session = await (await (await world.SignedInAsync()).GetAsync("/session")).JsonAsync(200);
            session.GetProperty("company").Text("role").ShouldBe(role);
        }
    }

    [Fact]
    public async Task A_person_who_has_left_the_groups_is_no_longer_let_in_and_keeps_no_role()
    {
        await using var world = await ProviderWorld.StartAsync();
        var person = await world.SignedInAsync();
        world.Provider.Person = TestProvider.PersonOf("ada", "strangers");

        (await (await world.SignInAsync()).Answer.PageAsync(403)).ShouldContain("no role in a company");

        await (await person.GetAsync("/session")).ProblemAsync(401);
        var users = (await (await world.Server.Admin.GetAsync($"/admin/companies/{world.Acme.Id}/users")).JsonAsync(200)).GetProperty("items");
        users.GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task The_last_owner_stays_owner_whatever_the_groups_say()
    {
        await using var world = await ProviderWorld.StartAsync();
        world.Provider.Person = TestProvider.PersonOf("ada", "leads");
        await world.SignedInAsync();
        world.Provider.Person = TestProvider.PersonOf("ada", "everyone");

        var session = await (await (await world.SignedInAsync()).GetAsync("/session")).JsonAsync(200);

        session.GetProperty("company").Text("role").ShouldBe("owner");
    }

    [Fact]
    public async Task Groups_decide_only_in_the_companies_that_the_settings_name()
    {
        await using var world = await ProviderWorld.StartAsync();
        var person = await world.SignedInAsync();
        var other = await world.Server.CompanyAsync("Other");
        var userId = (await (await person.GetAsync("/session")).JsonAsync(200)).Text("user_id");
        await Grant(world.Server, userId, other.Id, Role.Member);
        world.Provider.Person = TestProvider.PersonOf("ada", "strangers");

        var session = await (await (await world.SignedInAsync()).GetAsync("/session")).JsonAsync(200);

        session.GetProperty("companies").EnumerateArray().Select(company => (company.Text("slug"), company.Text("role"))).ShouldBe([("other", "member")]);
    }

    [Fact]
    public async Task Without_provisioning_people_need_an_account()
    {
        await using var world = await ProviderWorld.StartAsync((ProviderWorld.Section + "Provision", "false"));

        (await (await world.SignInAsync()).Answer.PageAsync(403)).ShouldContain("you have no account here");
    }

    [Fact]
    public async Task A_new_account_needs_an_address()
    {
        await using var world = await ProviderWorld.StartAsync();
        world.Provider.Person.Remove("email");
        world.Provider.UserInfo = new() { ["sub"] = "subject-of-ada" };

        (await (await world.SignInAsync()).Answer.PageAsync(403)).ShouldContain("did not send your e-mail address");
    }

    [Fact]
    public async Task People_whom_no_group_gives_a_role_get_that_of_the_settings()
    {
        await using var world = await ProviderWorld.StartAsync((ProviderWorld.Section + "Company", "acme"), (ProviderWorld.Section + "Role", "member"));
        world.Provider.Person = TestProvider.PersonOf("ada", "strangers");

        for (var i = 0; i < 2; i++)
        {
            var session = await (await (await world.SignedInAsync()).GetAsync("/session")).JsonAsync(200);
            session.GetProperty("company").Text("role").ShouldBe("member");
        }
    }

    [Fact]
    public async Task A_provider_that_is_limited_to_a_company_opens_no_other_and_no_administration()
    {
        await using var world = await ProviderWorld.StartAsync((ProviderWorld.Section + "Company", "acme"));
        var person = await world.SignedInAsync();
        var other = await world.Server.CompanyAsync("Other");
        var userId = (await (await person.GetAsync("/session")).JsonAsync(200)).Text("user_id");
        await Grant(world.Server, userId, other.Id, Role.Owner);
        await world.Server.Store.Users.GrantAsync(userId, new Grant(null, null, IsAdmin: true), Entry(), CancellationToken.None);

        person = await world.SignedInAsync();

        var session = await (await person.GetAsync("/session")).JsonAsync(200);
        session.GetProperty("companies").GetArrayLength().ShouldBe(1);
        session.GetProperty("is_admin").GetBoolean().ShouldBeFalse();
        await (await person.PatchAsync("/session", new { company_id = other.Id })).ProblemAsync(404);
        await (await person.GetAsync("/admin/companies")).ProblemAsync(403, "admin_only");
        await (await person.FormAsync("/account/identities", ("__token", person.Token!), ("provider", "default"))).PageAsync(403);
        var identity = (await world.Server.Store.Identities.ListAsync(userId, CancellationToken.None)).Single();
        await (await person.FormAsync($"/account/identities/{identity.Id}/disconnect", ("__token", person.Token!))).PageAsync(403);
    }

    [Fact]
    public async Task A_session_ends_with_its_provider()
    {
        await using var provider = await TestProvider.StartAsync();
        var folder = Directory.CreateTempSubdirectory("vindex-provider-");
        Person person;
        await using (var first = await TestServer.StartAsync(folder.FullName, settings: ProviderWorld.Settings(provider)))
        {
            provider.Time = first.Time;
            await first.CompanyAsync("Acme");
            person = new Person(first);
            var callback = new Uri(provider.Authorize(await ProviderWorld.StartAsync(person))).PathAndQuery;
            (await person.GetAsync(callback)).StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        }

        await using (var second = await TestServer.StartAsync(folder.FullName))
            await (await new Person(second) { Cookie = person.Cookie }.GetAsync("/session")).ProblemAsync(401);
        folder.Delete(recursive: true);
    }

    private static async Task Grant(TestServer server, string userId, string companyId, Role role) =>
        (await server.Store.Users.GrantAsync(userId, new Grant(companyId, role, IsAdmin: false), Entry(), CancellationToken.None)).ShouldBeTrue();

    private static Storage.Audit.AuditEntry Entry() =>
        new(Guid.CreateVersion7(TimeProvider.System.GetUtcNow()).ToString("N"), DateTimeOffset.UnixEpoch, null, "test", "test.granted", null, null);
}
