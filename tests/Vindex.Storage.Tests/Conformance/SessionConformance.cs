using Vindex.Storage.Users;

namespace Vindex.Storage.Tests.Conformance;

public abstract class SessionConformance<TDriver> : StoreConformance<TDriver>
    where TDriver : IStoreDriver, new()
{
    [Fact]
    public async Task A_session_is_found_by_its_token_with_account_and_companies_by_name()
    {
        var zeta = await HasCompany("zeta");
        var acme = await HasCompany("acme");
        var ada = await HasUser(zeta, "ada", Role.Owner);
        await Store.Users.GrantAsync(ada.Id, new Grant(acme.Id, Role.Viewer, false), Some.Audit(), Stop);
        var session = Some.Session(ada.Id, zeta.Id, 1);
        (await Store.Sessions.StartAsync(session, null, Some.Audit(), Stop)).ShouldBeTrue();

        var live = (await Store.Sessions.FindAsync([1], Stop)).ShouldNotBeNull();

        (live.Session with { TokenHash = session.TokenHash }).ShouldBe(session);
        live.Session.TokenHash.ShouldBe(session.TokenHash);
        live.User.ShouldBe(ada);
        live.Companies.ShouldBe([new UserCompany(acme.Id, acme.Slug, acme.Name, Role.Viewer), new UserCompany(zeta.Id, zeta.Slug, zeta.Name, Role.Owner)]);
        (await Store.Sessions.CompaniesOfAsync(ada.Id, Stop)).ShouldBe(live.Companies);
        (await Store.Sessions.FindAsync([9], Stop)).ShouldBeNull();
        (await Store.Sessions.StartAsync(Some.Session("us_none", null, 2), null, Some.Audit(), Stop)).ShouldBeFalse();
    }

    [Fact]
    public async Task A_session_takes_the_place_of_the_one_before()
    {
        var acme = await HasCompany("acme");
        var ada = await HasUser(acme, "ada", Role.Owner);
        await Store.Sessions.StartAsync(Some.Session(ada.Id, acme.Id, 1), null, Some.Audit(), Stop);

        await Store.Sessions.StartAsync(Some.Session(ada.Id, acme.Id, 2), [1], Some.Audit(), Stop);

        (await Store.Sessions.FindAsync([1], Stop)).ShouldBeNull();
        (await Store.Sessions.ListAsync(ada.Id, Stop)).Select(session => session.Id).ShouldBe(["se_2"]);
    }

    [Fact]
    public async Task A_session_looks_only_at_companies_of_its_account()
    {
        var acme = await HasCompany("acme");
        var mine = await HasCompany("mine");
        var theirs = await HasCompany("theirs");
        var ada = await HasUser(acme, "ada", Role.Owner);
        await Store.Users.GrantAsync(ada.Id, new Grant(mine.Id, Role.Viewer, false), Some.Audit(), Stop);
        await Store.Sessions.StartAsync(Some.Session(ada.Id, acme.Id, 1), null, Some.Audit(), Stop);

        (await Store.Sessions.SwitchAsync("se_1", theirs.Id, Stop)).ShouldBeFalse();
        (await Store.Sessions.FindAsync([1], Stop))!.Session.CompanyId.ShouldBe(acme.Id);
        (await Store.Sessions.SwitchAsync("se_1", mine.Id, Stop)).ShouldBeTrue();
        (await Store.Sessions.FindAsync([1], Stop))!.Session.CompanyId.ShouldBe(mine.Id);
    }

    [Fact]
    public async Task Another_role_ends_the_sessions_in_that_company_and_no_others()
    {
        var acme = await HasCompany("acme");
        var other = await HasCompany("other");
        var ada = await HasUser(acme, "ada", Role.Member);
        await Store.Users.GrantAsync(ada.Id, new Grant(other.Id, Role.Viewer, false), Some.Audit(), Stop);
        await Store.Sessions.StartAsync(Some.Session(ada.Id, acme.Id, 1), null, Some.Audit(), Stop);
        await Store.Sessions.StartAsync(Some.Session(ada.Id, other.Id, 2), null, Some.Audit(), Stop);

        (await Store.Users.ChangeRoleAsync(acme.Id, ada.Id, Role.Viewer, Some.Audit(), Stop)).ShouldBe(MemberChange.Done);

        (await Store.Sessions.ListAsync(ada.Id, Stop)).Select(session => session.Id).ShouldBe(["se_2"]);
    }

    [Fact]
    public async Task A_session_is_ended_by_its_account_only()
    {
        var acme = await HasCompany("acme");
        var ada = await HasUser(acme, "ada", Role.Owner);
        var bo = await HasUser(acme, "bo", Role.Owner);
        await Store.Sessions.StartAsync(Some.Session(ada.Id, acme.Id, 1), null, Some.Audit(), Stop);

        (await Store.Sessions.EndAsync(bo.Id, "se_1", Some.Audit(), Stop)).ShouldBeFalse();
        (await Store.Sessions.EndAsync(ada.Id, "se_1", Some.Audit(), Stop)).ShouldBeTrue();
        (await Store.Sessions.EndAsync(ada.Id, "se_1", Some.Audit(), Stop)).ShouldBeFalse();
    }

    [Fact]
    public async Task What_has_ended_or_was_long_not_used_is_forgotten()
    {
        var acme = await HasCompany("acme");
        var ada = await HasUser(acme, "ada", Role.Owner);
        for (byte number = 1; number <= 3; number++) await Store.Sessions.StartAsync(Some.Session(ada.Id, acme.Id, number), null, Some.Audit(), Stop);
        await Store.Sessions.TouchAsync("se_1", Some.Noon.AddDays(20), Stop);
        await Store.Sessions.TouchAsync("se_1", Some.Noon.AddDays(10), Stop);
        (await Store.Sessions.FindAsync([1], Stop))!.Session.SeenAt.ShouldBe(Some.Noon.AddDays(20), "time does not go back");

        await Store.Sessions.ForgetAsync(Some.Noon.AddDays(20), Some.Noon.AddDays(19), Stop);
        (await Store.Sessions.ListAsync(ada.Id, Stop)).Select(session => session.Id).ShouldBe(["se_1"]);
        await Store.Sessions.ForgetAsync(Some.Noon.AddDays(30), Some.Noon.AddDays(19), Stop);
        (await Store.Sessions.ListAsync(ada.Id, Stop)).ShouldBeEmpty();
    }
}
