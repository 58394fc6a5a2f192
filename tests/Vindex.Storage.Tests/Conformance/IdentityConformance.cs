using Vindex.Storage.Audit;
using Vindex.Storage.Users;

namespace Vindex.Storage.Tests.Conformance;

public abstract class IdentityConformance<TDriver> : StoreConformance<TDriver>
    where TDriver : IStoreDriver, new()
{
    private const string Issuer = "https://id.example.com/realms/a";

    [Fact]
    public async Task An_identity_is_found_by_issuer_and_subject_exactly()
    {
        var acme = await HasCompany("acme");
        var ada = await HasUser(acme, "ada", Role.Owner);
        var identity = Identity("id_1", "Subject", ada.Id);
        (await Store.Identities.AddAsync(identity, Some.Audit(acme.Id, "identity.connected"), Stop)).ShouldBeTrue();

        (await Store.Identities.FindUserAsync(Issuer, "Subject", Stop)).ShouldBe(ada);
        (await Store.Identities.FindUserAsync(Issuer, "subject", Stop)).ShouldBeNull();
        (await Store.Identities.FindUserAsync(Issuer + "/", "Subject", Stop)).ShouldBeNull();
        (await Store.Identities.ListAsync(ada.Id, Stop)).ShouldBe([identity]);
        (await Store.Audit.ListAsync(new AuditFilter { CompanyId = acme.Id }, null, 10, Stop)).Items.ShouldContain(entry => entry.Action == "identity.connected");
    }

    [Fact]
    public async Task An_identity_belongs_to_one_account_also_if_two_want_it_at_one_time()
    {
        var acme = await HasCompany("acme");
        var users = new[] { await HasUser(acme, "ada", Role.Owner), await HasUser(acme, "bo", Role.Owner) };

        var added = await Task.WhenAll(users.Select((user, i) => Store.Identities.AddAsync(Identity($"id_{i}", "one", user.Id), Some.Audit(), Stop)));

        added.ShouldBe([true, false], ignoreOrder: true);
        (await Store.Identities.AddAsync(Identity("id_9", "two", "us_none"), Some.Audit(), Stop)).ShouldBeFalse();
    }

    [Fact]
    public async Task An_account_is_created_with_its_identity_and_roles_or_not_at_all()
    {
        var acme = await HasCompany("acme");
        await HasUser(acme, "taken", Role.Owner);
        var ada = Some.User("ada") with { PasswordHash = "" };
        Grant[] grants = [new(acme.Id, Role.Member, false)];

        (await Store.Identities.CreateUserAsync(ada, Identity("id_1", "ada", ada.Id), grants, Some.Audit(), Stop)).ShouldBeTrue();
        (await Store.Identities.FindUserAsync(Issuer, "ada", Stop)).ShouldBe(ada);
        (await Store.Users.FindMemberAsync(acme.Id, ada.Id, Stop))!.Role.ShouldBe(Role.Member);

        var bo = Some.User("bo");
        (await Store.Identities.CreateUserAsync(bo, Identity("id_2", "ada", bo.Id), grants, Some.Audit(), Stop)).ShouldBeFalse();
        (await Store.Identities.CreateUserAsync(bo, Identity("id_2", "bo", bo.Id), [new("co_none", Role.Member, false)], Some.Audit(), Stop)).ShouldBeFalse();
        var taken = Some.User("taken") with { Id = "us_other" };
        (await Store.Identities.CreateUserAsync(taken, Identity("id_2", "bo", taken.Id), grants, Some.Audit(), Stop)).ShouldBeFalse();
        (await Store.Users.FindAsync(bo.Id, Stop)).ShouldBeNull();
        (await Store.Identities.FindUserAsync(Issuer, "bo", Stop)).ShouldBeNull();
    }

    [Fact]
    public async Task An_identity_is_removed_from_its_own_account_only_and_goes_with_it()
    {
        var acme = await HasCompany("acme");
        var ada = await HasUser(acme, "ada", Role.Owner);
        var bo = await HasUser(acme, "bo", Role.Member);
        await Store.Identities.AddAsync(Identity("id_1", "ada", ada.Id), Some.Audit(), Stop);
        await Store.Identities.AddAsync(Identity("id_2", "bo", bo.Id), Some.Audit(), Stop);

        (await Store.Identities.RemoveAsync(bo.Id, "id_1", Some.Audit(), Stop)).ShouldBeFalse();
        (await Store.Identities.RemoveAsync(ada.Id, "id_1", Some.Audit(), Stop)).ShouldBeTrue();
        (await Store.Identities.ListAsync(ada.Id, Stop)).ShouldBeEmpty();

        await Store.Users.RemoveAsync(acme.Id, bo.Id, Some.Audit(), Stop);
        (await Store.Identities.FindUserAsync(Issuer, "bo", Stop)).ShouldBeNull();
    }

    [Fact]
    public async Task A_state_is_used_once_until_it_has_expired()
    {
        var used = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Store.Identities.UseStateAsync("aa", Some.Noon.AddMinutes(10), Stop)));
        used.Count(isFirst => isFirst).ShouldBe(1);
        (await Store.Identities.UseStateAsync("bb", Some.Noon.AddMinutes(20), Stop)).ShouldBeTrue();

        await Store.Identities.ForgetAsync(Some.Noon.AddMinutes(10), Stop);

        (await Store.Identities.UseStateAsync("aa", Some.Noon.AddMinutes(10), Stop)).ShouldBeTrue();
        (await Store.Identities.UseStateAsync("bb", Some.Noon.AddMinutes(20), Stop)).ShouldBeFalse();
    }

    [Fact]
    public async Task A_session_says_which_provider_started_it()
    {
        var acme = await HasCompany("acme");
        var ada = await HasUser(acme, "ada", Role.Owner);
        await Store.Sessions.StartAsync(Some.Session(ada.Id, acme.Id, 1) with { Provider = "example" }, null, Some.Audit(), Stop);
        await Store.Sessions.StartAsync(Some.Session(ada.Id, acme.Id, 2), null, Some.Audit(), Stop);

        (await Store.Sessions.FindAsync([1], Stop))!.Session.Provider.ShouldBe("example");
        (await Store.Sessions.FindAsync([2], Stop))!.Session.Provider.ShouldBeNull();
    }

    private static UserIdentity Identity(string id, string subject, string userId) => new(id, Issuer, subject, userId, Some.Noon);
}
