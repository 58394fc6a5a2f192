using Vindex.Storage.Users;

namespace Vindex.Storage.Tests.Conformance;

public abstract class LinkConformance<TDriver> : StoreConformance<TDriver>
    where TDriver : IStoreDriver, new()
{
    [Fact]
    public async Task An_invitation_is_used_once_within_its_time()
    {
        var acme = await HasCompany("acme");
        await HasInvitation(acme.Id, "ada", 1);
        var ada = Some.User("ada");

        (await Store.Links.FindInvitationAsync([1], Some.Noon.AddDays(7), Stop)).ShouldBeNull();
        (await Store.Links.AcceptAsync([1], Some.Noon.AddDays(7), ada, true, Some.Audit(), Stop)).ShouldBe(InvitationUsed.Gone);
        (await Store.Users.FindAsync(ada.Id, Stop)).ShouldBeNull();
        (await Store.Links.AcceptAsync([1], Some.Noon, Some.User("bo"), true, Some.Audit(), Stop)).ShouldBe(InvitationUsed.Gone);
        (await Store.Links.AcceptAsync([1], Some.Noon, ada, true, Some.Audit(), Stop)).ShouldBe(InvitationUsed.Accepted);
        (await Store.Links.AcceptAsync([1], Some.Noon, ada, false, Some.Audit(), Stop)).ShouldBe(InvitationUsed.Gone);
        (await Store.Users.FindMemberAsync(acme.Id, ada.Id, Stop))!.Role.ShouldBe(Role.Member);
        (await Store.Links.ListInvitationsAsync(acme.Id, Some.Noon, Stop)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Of_many_that_accept_one_invitation_at_one_time_one_does()
    {
        var acme = await HasCompany("acme");
        await HasInvitation(acme.Id, "ada", 1);

        var used = await Task.WhenAll(Enumerable.Range(0, 5).Select(i =>
            Store.Links.AcceptAsync([1], Some.Noon, Some.User("ada") with { Id = $"us_{i}" }, true, Some.Audit(), Stop)));

        used.Count(outcome => outcome == InvitationUsed.Accepted).ShouldBe(1);
        (await Store.Users.ListMembersAsync(acme.Id, Stop)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_new_account_whose_e_mail_was_taken_meanwhile_leaves_the_invitation_as_it_is()
    {
        var acme = await HasCompany("acme");
        var other = await HasCompany("other");
        await HasInvitation(acme.Id, "ada", 1);
        var present = await HasUser(other, "ada", Role.Owner);

        (await Store.Links.AcceptAsync([1], Some.Noon, Some.User("ada") with { Id = "us_second" }, true, Some.Audit(), Stop)).ShouldBe(
            InvitationUsed.EmailTaken);
        (await Store.Links.AcceptAsync([1], Some.Noon, present, false, Some.Audit(), Stop)).ShouldBe(InvitationUsed.Accepted);
        (await Store.Sessions.CompaniesOfAsync(present.Id, Stop)).Select(company => (company.CompanyId, company.Role))
            .ShouldBe([(acme.Id, Role.Member), (other.Id, Role.Owner)]);
    }

    [Fact]
    public async Task A_later_invitation_of_the_same_person_takes_the_place_of_the_earlier()
    {
        var acme = await HasCompany("acme");
        var other = await HasCompany("other");
        await HasInvitation(acme.Id, "ada", 1);
        await HasInvitation(other.Id, "ada", 2);
        await HasInvitation(acme.Id, "ada", 3);

        (await Store.Links.FindInvitationAsync([1], Some.Noon, Stop)).ShouldBeNull();
        (await Store.Links.FindInvitationAsync([2], Some.Noon, Stop))!.Grant.CompanyId.ShouldBe(other.Id);
        (await Store.Links.ListInvitationsAsync(acme.Id, Some.Noon, Stop)).Select(invitation => invitation.Id).ShouldBe(["in_3"]);
        await HasUser(acme, "bo", Role.Viewer);
        (await Store.Links.InviteAsync(Some.Invitation(acme.Id, "bo", 4), Some.Audit(), Stop)).ShouldBe(InvitationAdded.IsMember);
        (await Store.Links.InviteAsync(Some.Invitation("co_none", "cy", 5), Some.Audit(), Stop)).ShouldBe(InvitationAdded.NoCompany);
    }

    [Fact]
    public async Task An_invitation_is_changed_renewed_and_withdrawn_by_its_company_only()
    {
        var acme = await HasCompany("acme");
        var other = await HasCompany("other");
        await HasInvitation(acme.Id, "ada", 1);

        (await Store.Links.ChangeInvitationAsync(other.Id, "in_1", Role.Owner, Some.Audit(), Stop)).ShouldBeFalse();
        (await Store.Links.RenewInvitationAsync(other.Id, "in_1", [9], Some.Noon.AddDays(9), Some.Audit(), Stop)).ShouldBeFalse();
        (await Store.Links.WithdrawInvitationAsync(other.Id, "in_1", Some.Audit(), Stop)).ShouldBeFalse();
        (await Store.Links.ChangeInvitationAsync(acme.Id, "in_1", Role.Owner, Some.Audit(), Stop)).ShouldBeTrue();
        (await Store.Links.RenewInvitationAsync(acme.Id, "in_1", [9], Some.Noon.AddDays(9), Some.Audit(), Stop)).ShouldBeTrue();

        (await Store.Links.FindInvitationAsync([1], Some.Noon, Stop)).ShouldBeNull();
        var renewed = (await Store.Links.FindInvitationAsync([9], Some.Noon.AddDays(8), Stop)).ShouldNotBeNull();
        renewed.Grant.ShouldBe(new Grant(acme.Id, Role.Owner, false));
        (await Store.Links.WithdrawInvitationAsync(acme.Id, "in_1", Some.Audit(), Stop)).ShouldBeTrue();
        (await Store.Links.FindInvitationAsync([9], Some.Noon, Stop)).ShouldBeNull();
    }

    [Fact]
    public async Task An_invitation_that_makes_an_admin_is_nothing_that_a_company_sees_or_renews()
    {
        var acme = await HasCompany("acme");
        var invitation = Some.Invitation(acme.Id, "ada", 1) with { Grant = new Grant(acme.Id, Role.Owner, true) };
        (await Store.Links.InviteAsync(invitation, Some.Audit(), Stop)).ShouldBe(InvitationAdded.Added);

        (await Store.Links.ListInvitationsAsync(acme.Id, Some.Noon, Stop)).ShouldBeEmpty();
        (await Store.Links.RenewInvitationAsync(acme.Id, "in_1", [9], Some.Noon.AddDays(9), Some.Audit(), Stop)).ShouldBeFalse();
        (await Store.Links.ChangeInvitationAsync(acme.Id, "in_1", Role.Viewer, Some.Audit(), Stop)).ShouldBeFalse();
        (await Store.Links.AcceptAsync([1], Some.Noon, Some.User("ada"), true, Some.Audit(), Stop)).ShouldBe(InvitationUsed.Accepted);
        (await Store.Users.FindAsync("us_ada", Stop))!.IsAdmin.ShouldBeTrue();
    }

    [Fact]
    public async Task A_reset_is_used_once_within_its_time_and_only_the_latest()
    {
        var acme = await HasCompany("acme");
        var ada = await HasUser(acme, "ada", Role.Owner);
        await Store.Sessions.StartAsync(Some.Session(ada.Id, acme.Id, 7), null, Some.Audit(), Stop);
        (await Store.Links.AddResetAsync(Some.Reset("us_none", null, 1), Some.Audit(), Stop)).ShouldBeFalse();
        (await Store.Links.AddResetAsync(Some.Reset(ada.Id, null, 1), Some.Audit(), Stop)).ShouldBeTrue();
        (await Store.Links.AddResetAsync(Some.Reset(ada.Id, null, 2), Some.Audit(), Stop)).ShouldBeTrue();

        (await Store.Links.FindResetAsync([1], Some.Noon, Stop)).ShouldBeNull();
        (await Store.Links.UseResetAsync([2], Some.Noon.AddDays(1), "new", Some.Audit(), Stop)).ShouldBeFalse();
        (await Store.Links.FindResetAsync([2], Some.Noon, Stop)).ShouldBe(ada);
        (await Store.Links.UseResetAsync([2], Some.Noon, "new", Some.Audit(), Stop)).ShouldBeTrue();
        (await Store.Links.UseResetAsync([2], Some.Noon, "newer", Some.Audit(), Stop)).ShouldBeFalse();
        (await Store.Users.FindAsync(ada.Id, Stop))!.PasswordHash.ShouldBe("new");
        (await Store.Sessions.FindAsync([7], Stop)).ShouldBeNull();
    }

    [Fact]
    public async Task A_reset_by_a_company_does_nothing_to_an_account_that_opens_more_than_it()
    {
        var acme = await HasCompany("acme");
        var other = await HasCompany("other");
        await HasUser(acme, "owner", Role.Owner);
        var users = new List<User>();
        foreach (var name in new[] { "elsewhere", "admin", "removed" }) users.Add(await HasUser(acme, name, Role.Viewer));
        await Store.Users.GrantAsync("us_elsewhere", new Grant(other.Id, Role.Viewer, false), Some.Audit(), Stop);
        await Store.Users.GrantAsync("us_removed", new Grant(other.Id, Role.Viewer, false), Some.Audit(), Stop);
        await Store.Users.GrantAsync("us_admin", new Grant(null, null, true), Some.Audit(), Stop);
        await Store.Users.RemoveAsync(acme.Id, "us_removed", Some.Audit(), Stop);

        byte number = 0;
        foreach (var user in users)
        {
            await Store.Links.AddResetAsync(Some.Reset(user.Id, acme.Id, ++number), Some.Audit(), Stop);
            (await Store.Links.FindResetAsync([number], Some.Noon, Stop)).ShouldBeNull(user.Email);
            (await Store.Links.UseResetAsync([number], Some.Noon, "stolen", Some.Audit(), Stop)).ShouldBeFalse(user.Email);
        }
    }

    [Fact]
    public async Task What_is_granted_ends_resets_made_before()
    {
        var acme = await HasCompany("acme");
        var other = await HasCompany("other");
        var ada = await HasUser(acme, "ada", Role.Viewer);
        await Store.Links.AddResetAsync(Some.Reset(ada.Id, acme.Id, 1), Some.Audit(), Stop);
        await HasInvitation(other.Id, "ada", 2);

        await Store.Links.AcceptAsync([2], Some.Noon, ada, false, Some.Audit(), Stop);
        await Store.Users.RemoveAsync(other.Id, ada.Id, Some.Audit(), Stop);

        (await Store.Links.FindResetAsync([1], Some.Noon, Stop)).ShouldBeNull();
    }

    [Fact]
    public async Task What_has_expired_is_forgotten()
    {
        var acme = await HasCompany("acme");
        var ada = await HasUser(acme, "ada", Role.Viewer);
        await HasInvitation(acme.Id, "bo", 1);
        await Store.Links.AddResetAsync(Some.Reset(ada.Id, null, 2), Some.Audit(), Stop);

        await Store.Links.ForgetAsync(Some.Noon.AddDays(2), Stop);
        (await Store.Links.FindResetAsync([2], Some.Noon, Stop)).ShouldBeNull();
        (await Store.Links.FindInvitationAsync([1], Some.Noon, Stop)).ShouldNotBeNull();
        await Store.Links.ForgetAsync(Some.Noon.AddDays(7), Stop);
        (await Store.Links.FindInvitationAsync([1], Some.Noon, Stop)).ShouldBeNull();
    }

    private async Task HasInvitation(string companyId, string name, byte number) =>
        (await Store.Links.InviteAsync(Some.Invitation(companyId, name, number), Some.Audit(companyId), Stop)).ShouldBe(InvitationAdded.Added);
}
