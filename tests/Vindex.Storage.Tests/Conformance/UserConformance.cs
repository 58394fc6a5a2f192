using Vindex.Storage.Audit;
using Vindex.Storage.Users;

namespace Vindex.Storage.Tests.Conformance;

public abstract class UserConformance<TDriver> : StoreConformance<TDriver>
    where TDriver : IStoreDriver, new()
{
    [Fact]
    public async Task An_account_is_read_back_as_it_was_stored()
    {
        var acme = await HasCompany("acme");
        var ada = Some.User("ada") with { Name = "Ada \"Count\" Ünïcode", IsAdmin = true };
        (await Store.Users.AddAsync(ada, new Grant(acme.Id, Role.Owner, true), Some.Audit(acme.Id, "user.created"), Stop)).ShouldBeTrue();

        (await Store.Users.FindAsync(ada.Id, Stop)).ShouldBe(ada);
        (await Store.Users.FindByEmailAsync(ada.Email, Stop)).ShouldBe(ada);
        (await Store.Users.FindAsync("us_none", Stop)).ShouldBeNull();
        (await Store.Users.FindMemberAsync(acme.Id, ada.Id, Stop)).ShouldBe(new Member(ada, Role.Owner, ada.CreatedAt, false));
        (await Store.Audit.ListAsync(new AuditFilter { CompanyId = acme.Id }, null, 10, Stop)).Items.ShouldContain(entry => entry.Action == "user.created");
    }

    [Fact]
    public async Task A_taken_e_mail_or_an_unknown_company_leaves_nothing_behind()
    {
        var acme = await HasCompany("acme");
        await HasUser(acme, "ada", Role.Owner);

        (await Store.Users.AddAsync(Some.User("ada") with { Id = "us_other" }, new Grant(acme.Id, Role.Owner, false), Some.Audit(), Stop)).ShouldBeFalse();
        (await Store.Users.AddAsync(Some.User("bo"), new Grant("co_none", Role.Owner, false), Some.Audit(), Stop)).ShouldBeFalse();
        (await Store.Users.FindAsync("us_other", Stop)).ShouldBeNull();
        (await Store.Users.FindByEmailAsync("bo@example.com", Stop)).ShouldBeNull();
    }

    [Fact]
    public async Task Members_are_listed_oldest_first_and_only_to_their_company()
    {
        var acme = await HasCompany("acme");
        var other = await HasCompany("other");
        var bo = Some.User("bo") with { CreatedAt = Some.Noon.AddDays(-1) };
        await HasUser(acme, "ada", Role.Viewer);
        await Store.Users.AddAsync(bo, new Grant(acme.Id, Role.Member, false), Some.Audit(), Stop);
        await HasUser(other, "cy", Role.Owner);
        (await Store.Users.GrantAsync(bo.Id, new Grant(other.Id, Role.Viewer, false), Some.Audit(), Stop)).ShouldBeTrue();

        var members = await Store.Users.ListMembersAsync(acme.Id, Stop);
        members.Select(member => (member.User.Email, member.Role, member.IsElsewhere))
            .ShouldBe([("bo@example.com", Role.Member, true), ("ada@example.com", Role.Viewer, false)]);
        (await Store.Users.FindMemberAsync(acme.Id, "us_cy", Stop)).ShouldBeNull();
        (await Store.Users.ChangeRoleAsync(acme.Id, "us_cy", Role.Viewer, Some.Audit(), Stop)).ShouldBe(MemberChange.NotFound);
        (await Store.Users.RemoveAsync(acme.Id, "us_cy", Some.Audit(), Stop)).ShouldBe(MemberChange.NotFound);
    }

    [Fact]
    public async Task The_last_owner_is_neither_removed_nor_made_less()
    {
        var acme = await HasCompany("acme");
        var ada = await HasUser(acme, "ada", Role.Owner);
        var bo = await HasUser(acme, "bo", Role.Member);

        (await Store.Users.ChangeRoleAsync(acme.Id, ada.Id, Role.Member, Some.Audit(), Stop)).ShouldBe(MemberChange.LastOwner);
        (await Store.Users.RemoveAsync(acme.Id, ada.Id, Some.Audit(), Stop)).ShouldBe(MemberChange.LastOwner);
        (await Store.Users.ChangeRoleAsync(acme.Id, ada.Id, Role.Owner, Some.Audit(), Stop)).ShouldBe(MemberChange.Done);
        (await Store.Users.GrantAsync(ada.Id, new Grant(acme.Id, Role.Viewer, false), Some.Audit(), Stop)).ShouldBeTrue();
        (await Store.Users.FindMemberAsync(acme.Id, ada.Id, Stop))!.Role.ShouldBe(Role.Owner);
        (await Store.Users.ChangeRoleAsync(acme.Id, bo.Id, Role.Owner, Some.Audit(), Stop)).ShouldBe(MemberChange.Done);
        (await Store.Users.RemoveAsync(acme.Id, ada.Id, Some.Audit(), Stop)).ShouldBe(MemberChange.Done);
    }

    [Fact]
    public async Task Two_owners_that_take_each_other_out_at_one_time_do_not_both_succeed()
    {
        var acme = await HasCompany("acme");
        var owners = new[] { await HasUser(acme, "ada", Role.Owner), await HasUser(acme, "bo", Role.Owner) };

        var changes = await Task.WhenAll(owners.Select(owner => Store.Users.RemoveAsync(acme.Id, owner.Id, Some.Audit(), Stop)));

        changes.ShouldBe([MemberChange.Done, MemberChange.LastOwner], ignoreOrder: true);
    }

    [Fact]
    public async Task An_account_that_belongs_nowhere_any_more_is_deleted_unless_it_is_an_admins()
    {
        var acme = await HasCompany("acme");
        var other = await HasCompany("other");
        await HasUser(acme, "owner", Role.Owner);
        var gone = await HasUser(acme, "gone", Role.Viewer);
        var both = await HasUser(acme, "both", Role.Viewer);
        await Store.Users.GrantAsync(both.Id, new Grant(other.Id, Role.Viewer, false), Some.Audit(), Stop);
        var admin = await HasUser(acme, "admin", Role.Viewer);
        await Store.Users.GrantAsync(admin.Id, new Grant(null, null, true), Some.Audit(), Stop);

        foreach (var user in new[] { gone, both, admin }) (await Store.Users.RemoveAsync(acme.Id, user.Id, Some.Audit(), Stop)).ShouldBe(MemberChange.Done);

        (await Store.Users.FindAsync(gone.Id, Stop)).ShouldBeNull();
        (await Store.Users.FindAsync(both.Id, Stop)).ShouldNotBeNull();
        (await Store.Users.FindAsync(admin.Id, Stop))!.IsAdmin.ShouldBeTrue();
    }

    [Fact]
    public async Task With_a_company_go_the_accounts_that_belong_to_nothing_else()
    {
        var acme = await HasCompany("acme");
        var other = await HasCompany("other");
        var only = await HasUser(acme, "only", Role.Owner);
        var both = await HasUser(acme, "both", Role.Owner);
        await Store.Users.GrantAsync(both.Id, new Grant(other.Id, Role.Viewer, false), Some.Audit(), Stop);
        await Store.Sessions.StartAsync(Some.Session(both.Id, acme.Id, 1), null, Some.Audit(), Stop);

        (await DeletesCompany(acme.Id, Some.Audit())).ShouldBeTrue();

        (await Store.Users.FindAsync(only.Id, Stop)).ShouldBeNull();
        (await Store.Sessions.FindAsync([1], Stop))!.Companies.Select(company => company.CompanyId).ShouldBe([other.Id]);
        (await Store.CheckAsync(Stop)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_new_password_ends_sessions_and_resets_and_the_same_hashed_anew_does_not()
    {
        var acme = await HasCompany("acme");
        var ada = await HasUser(acme, "ada", Role.Owner);
        await Store.Sessions.StartAsync(Some.Session(ada.Id, acme.Id, 1), null, Some.Audit(), Stop);
        await Store.Links.AddResetAsync(Some.Reset(ada.Id, null, 2), Some.Audit(), Stop);

        await Store.Users.RehashAsync(ada.Id, "not the present one", "lost", Stop);
        await Store.Users.RehashAsync(ada.Id, ada.PasswordHash, "stronger", Stop);
        (await Store.Users.FindAsync(ada.Id, Stop))!.PasswordHash.ShouldBe("stronger");
        (await Store.Sessions.FindAsync([1], Stop)).ShouldNotBeNull();

        (await Store.Users.SetPasswordAsync(ada.Id, "new", Some.Audit(), Stop)).ShouldBeTrue();
        (await Store.Sessions.FindAsync([1], Stop)).ShouldBeNull();
        (await Store.Links.FindResetAsync([2], Some.Noon, Stop)).ShouldBeNull();
        (await Store.Users.SetPasswordAsync("us_none", "new", Some.Audit(), Stop)).ShouldBeFalse();
    }
}
