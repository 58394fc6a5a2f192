using Vindex.Storage.Audit;
using Vindex.Storage.Keys;
using Vindex.Storage.Users;

namespace Vindex.Storage.Tests.Conformance;

public abstract class ApiKeyConformance<TDriver> : StoreConformance<TDriver>
    where TDriver : IStoreDriver, new()
{
    [Fact]
    public async Task A_key_is_read_back_as_it_was_stored()
    {
        var acme = await HasCompany("acme");
        var key = Some.Key(acme.Id) with { CustomerIds = ["a \"quoted\" id", "ünï"], ExpiresAt = Some.Noon.AddDays(1), Scopes = [] };
        (await Store.Keys.AddAsync(key, Some.Audit(acme.Id), Stop)).ShouldBeTrue();

        (await Store.Keys.FindAsync(key.Id, Stop)).ShouldBeKey(key);
        (await Store.Keys.FindAsync(key.Id.ToUpperInvariant(), Stop)).ShouldBeNull();
    }

    [Fact]
    public async Task A_key_limited_to_no_customers_is_not_an_unlimited_key()
    {
        var acme = await HasCompany("acme");
        await Store.Keys.AddAsync(Some.Key(acme.Id) with { CustomerIds = [] }, Some.Audit(acme.Id), Stop);

        (await Store.Keys.FindAsync("k00000000001", Stop))!.CustomerIds.ShouldNotBeNull().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_taken_id_or_an_unknown_company_is_refused()
    {
        var acme = await HasCompany("acme");
        var other = await HasCompany("other");
        (await Store.Keys.AddAsync(Some.Key(acme.Id), Some.Audit(acme.Id), Stop)).ShouldBeTrue();

        (await Store.Keys.AddAsync(Some.Key(other.Id), Some.Audit(other.Id), Stop)).ShouldBeFalse();
        (await Store.Keys.AddAsync(Some.Key("co_nobody", "k2"), Some.Audit(), Stop)).ShouldBeFalse();
        (await Store.Keys.FindAsync("k00000000001", Stop))!.CompanyId.ShouldBe(acme.Id);
    }

    [Fact]
    public async Task Keys_are_listed_oldest_first_and_only_to_their_company()
    {
        var acme = await HasCompany("acme");
        var other = await HasCompany("other");
        await Store.Keys.AddAsync(Some.Key(acme.Id, "k3") with { CreatedAt = Some.Noon.AddDays(1) }, Some.Audit(), Stop);
        await Store.Keys.AddAsync(Some.Key(acme.Id, "k9"), Some.Audit(), Stop);
        await Store.Keys.AddAsync(Some.Key(other.Id, "k1"), Some.Audit(), Stop);

        (await Store.Keys.ListAsync(acme.Id, Stop)).Select(key => key.Id).ShouldBe(["k9", "k3"]);
        (await Store.Keys.DeleteAsync(other.Id, "k9", Some.Audit(), Stop)).ShouldBeFalse();
        (await Store.Keys.DeleteAsync(acme.Id, "k9", Some.Audit(), Stop)).ShouldBeTrue();
        (await Store.Keys.DeleteAsync(acme.Id, "k9", Some.Audit(), Stop)).ShouldBeFalse();
        (await Store.Keys.ListAsync(acme.Id, Stop)).Select(key => key.Id).ShouldBe(["k3"]);
    }

    [Fact]
    public async Task Rotation_keeps_the_secret_before_for_a_while()
    {
        var acme = await HasCompany("acme");
        var other = await HasCompany("other");
        var key = Some.Key(acme.Id);
        await Store.Keys.AddAsync(key, Some.Audit(acme.Id), Stop);

        (await Store.Keys.RotateAsync(other.Id, key.Id, [9], Some.Noon, Some.Audit(), Stop)).ShouldBeNull();
        var rotated = await Store.Keys.RotateAsync(acme.Id, key.Id, [9], Some.Noon.AddHours(24), Some.Audit(acme.Id, "key.rotated"), Stop);

        rotated.ShouldBeKey(
            key with { SecretHash = [9], PreviousSecretHash = key.SecretHash, PreviousValidUntil = Some.Noon.AddHours(24) });
        (await Store.Keys.FindAsync(key.Id, Stop)).ShouldBeKey(rotated);
        (await Store.Audit.ListAsync(new AuditFilter { CompanyId = acme.Id }, null, 10, Stop)).Items.ShouldContain(entry => entry.Action == "key.rotated");
    }

    [Fact]
    public async Task A_personal_key_is_of_a_member_and_has_the_members_present_role()
    {
        var (acme, other) = (await HasCompany("acme"), await HasCompany("other"));
        var bo = await HasUser(acme, "bo", Role.Member);
        await HasUser(acme, "ada", Role.Owner);
        await HasUser(other, "cy", Role.Owner);
        var key = Some.Key(acme.Id) with { UserId = bo.Id };

        (await Store.Keys.AddAsync(Some.Key(acme.Id, "k2") with { UserId = "us_cy" }, Some.Audit(), Stop)).ShouldBeFalse();
        (await Store.Keys.AddAsync(key, Some.Audit(), Stop)).ShouldBeTrue();
        (await Store.Keys.FindAsync(key.Id, Stop)).ShouldBeKey(key with { Person = new KeyPerson(Role.Member, HasPassword: true, false, false) });

        await Store.Users.ChangeRoleAsync(acme.Id, bo.Id, Role.Viewer, Some.Audit(), Stop);
        (await Store.Keys.ListAsync(acme.Id, Stop)).ShouldHaveSingleItem()
            .ShouldBeKey(key with { Person = new KeyPerson(Role.Viewer, HasPassword: true, false, false) });
        (await Store.Keys.RotateAsync(acme.Id, key.Id, [9], Some.Noon, Some.Audit(), Stop))!.Person!.Role.ShouldBe(Role.Viewer);
    }

    [Fact]
    public async Task A_personal_key_ends_when_its_person_leaves_and_does_not_come_back_with_the_person()
    {
        var (acme, other) = (await HasCompany("acme"), await HasCompany("other"));
        await HasUser(acme, "ada", Role.Owner);
        var bo = await HasUser(acme, "bo", Role.Member);
        await Store.Users.GrantAsync(bo.Id, new Grant(other.Id, Role.Viewer, false), Some.Audit(), Stop);
        await Store.Keys.AddAsync(Some.Key(acme.Id, "k1") with { UserId = bo.Id }, Some.Audit(), Stop);
        await Store.Keys.AddAsync(Some.Key(other.Id, "k2") with { UserId = bo.Id }, Some.Audit(), Stop);
        await Store.Keys.AddAsync(Some.Key(acme.Id, "k3"), Some.Audit(), Stop);

        (await Store.Users.RemoveAsync(acme.Id, bo.Id, Some.Audit(), Stop)).ShouldBe(MemberChange.Done);
        await Store.Users.GrantAsync(bo.Id, new Grant(acme.Id, Role.Owner, false), Some.Audit(), Stop);

        (await Store.Keys.FindAsync("k1", Stop)).ShouldBeNull();
        (await Store.Keys.FindAsync("k2", Stop)).ShouldNotBeNull();
        (await Store.Keys.ListAsync(acme.Id, Stop)).Select(key => key.Id).ShouldBe(["k3"]);
        (await Store.Users.RemoveAsync(other.Id, bo.Id, Some.Audit(), Stop)).ShouldBe(MemberChange.Done);
        (await Store.Keys.FindAsync("k2", Stop)).ShouldBeNull();
    }
}
