using Vindex.Storage.Audit;
using Vindex.Storage.Companies;
using Vindex.Storage.Teams;
using Vindex.Storage.Users;

namespace Vindex.Storage.Tests.Conformance;

public abstract class TeamConformance<TDriver> : StoreConformance<TDriver>
    where TDriver : IStoreDriver, new()
{
    [Fact]
    public async Task A_team_is_read_back_as_it_was_stored_and_only_by_its_company()
    {
        var acme = await HasCompany("acme", "alpha", "beta");
        var other = await HasCompany("other");
        var some = await HasTeam(acme, "te_1", "platform", Role.Member, ["beta", "alpha", "beta"]);
        var all = await HasTeam(acme, "te_2", "Audit", Role.Viewer, null);

        var listed = await Store.Teams.ListAsync(acme.Id, Stop);
        listed.Select(Text).ShouldBe(["te_2 Audit Viewer all: ", "te_1 platform Member alpha,beta: "]);
        listed[1].CreatedAt.ShouldBe(Some.Noon);
        Text((await Store.Teams.FindAsync(acme.Id, some.Id, Stop))!).ShouldBe("te_1 platform Member alpha,beta: ");
        (await Store.Teams.FindAsync(acme.Id, all.Id, Stop))!.CustomerIds.ShouldBeNull();
        (await Store.Teams.ListAsync(other.Id, Stop)).ShouldBeEmpty();
        (await Store.Teams.FindAsync(other.Id, some.Id, Stop)).ShouldBeNull();
        (await Store.Audit.ListAsync(new AuditFilter { Action = "team.stored" }, null, 10, Stop)).Items.Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_taken_name_an_unknown_customer_and_an_unknown_company_change_nothing()
    {
        var acme = await HasCompany("acme", "alpha");
        var other = await HasCompany("other", "foreign");
        await HasTeam(acme, "te_1", "platform", Role.Member, ["alpha"]);
        await HasTeam(other, "te_2", "platform", Role.Member, null);

        (await Store.Teams.AddAsync(Team(acme.Id, "te_3", "PLATFORM", Role.Viewer, null), Some.Audit(), Stop)).ShouldBe(TeamChange.NameTaken);
        (await Store.Teams.AddAsync(Team(acme.Id, "te_3", "new", Role.Viewer, ["alpha", "foreign"]), Some.Audit(), Stop)).ShouldBe(TeamChange.UnknownCustomer);
        (await Store.Teams.AddAsync(Team("co_none", "te_3", "new", Role.Viewer, null), Some.Audit(), Stop)).ShouldBe(TeamChange.NotFound);
        (await Store.Teams.ChangeAsync(Team(acme.Id, "te_1", "new", Role.Viewer, ["foreign"]), Some.Audit(), Stop)).ShouldBe(TeamChange.UnknownCustomer);
        (await Store.Teams.ChangeAsync(Team(acme.Id, "te_2", "new", Role.Viewer, null), Some.Audit(), Stop)).ShouldBe(TeamChange.NotFound);

        (await Store.Teams.ListAsync(acme.Id, Stop)).Select(Text).ShouldBe(["te_1 platform Member alpha: "]);
        (await Store.Teams.ListAsync(other.Id, Stop)).Select(Text).ShouldBe(["te_2 platform Member all: "]);
    }

    [Fact]
    public async Task A_change_replaces_name_role_and_customers_and_keeps_the_members()
    {
        var acme = await HasCompany("acme", "alpha", "beta");
        var ada = await HasUser(acme, "ada", Role.Teams);
        await HasTeam(acme, "te_1", "platform", Role.Member, ["alpha"]);
        (await Store.Teams.JoinAsync(acme.Id, "te_1", ada.Id, Some.Audit(), Stop)).ShouldBeTrue();

        (await Store.Teams.ChangeAsync(Team(acme.Id, "te_1", "Platform", Role.Viewer, ["beta"]), Some.Audit(), Stop)).ShouldBe(TeamChange.Done);
        (await Store.Teams.ListAsync(acme.Id, Stop)).Select(Text).ShouldBe(["te_1 Platform Viewer beta: us_ada"]);

        (await Store.Teams.ChangeAsync(Team(acme.Id, "te_1", "Platform", Role.Viewer, null), Some.Audit(), Stop)).ShouldBe(TeamChange.Done);
        (await Store.Teams.ListAsync(acme.Id, Stop)).Select(Text).ShouldBe(["te_1 Platform Viewer all: us_ada"]);
        (await Store.Teams.ChangeAsync(Team(acme.Id, "te_1", "Platform", Role.Viewer, []), Some.Audit(), Stop)).ShouldBe(TeamChange.Done);
        (await Store.Teams.ListAsync(acme.Id, Stop)).Select(Text).ShouldBe(["te_1 Platform Viewer : us_ada"]);
    }

    [Fact]
    public async Task Only_members_of_the_company_join_its_teams_and_joining_twice_is_noted_once()
    {
        var (acme, other) = (await HasCompany("acme"), await HasCompany("other"));
        var (ada, bo) = (await HasUser(acme, "ada", Role.Viewer), await HasUser(other, "bo", Role.Owner));
        await HasTeam(acme, "te_1", "platform", Role.Member, null);

        (await Join(acme, bo)).ShouldBeFalse();
        (await Join(other, bo)).ShouldBeFalse();
        (await Store.Teams.JoinAsync(acme.Id, "te_none", ada.Id, Some.Audit(), Stop)).ShouldBeFalse();
        (await Join(acme, ada)).ShouldBeTrue();
        (await Join(acme, ada)).ShouldBeTrue();
        (await Store.Audit.ListAsync(new AuditFilter { Action = "team.joined" }, null, 10, Stop)).Items.ShouldHaveSingleItem();

        (await Store.Teams.LeaveAsync(other.Id, "te_1", ada.Id, Some.Audit(), Stop)).ShouldBeFalse();
        (await Store.Teams.LeaveAsync(acme.Id, "te_1", ada.Id, Some.Audit(), Stop)).ShouldBeTrue();
        (await Store.Teams.LeaveAsync(acme.Id, "te_1", ada.Id, Some.Audit(), Stop)).ShouldBeFalse();
    }

    [Fact]
    public async Task A_session_has_what_the_teams_give_only_where_the_role_is_teams()
    {
        var (acme, other) = (await HasCompany("acme", "alpha", "beta"), await HasCompany("other"));
        var ada = await HasUser(acme, "ada", Role.Teams);
        (await Store.Users.GrantAsync(ada.Id, new Grant(other.Id, Role.Viewer, false), Some.Audit(), Stop)).ShouldBeTrue();
        await HasTeam(acme, "te_1", "platform", Role.Member, ["alpha", "beta"]);
        await HasTeam(acme, "te_2", "audit", Role.Viewer, null);
        await HasTeam(acme, "te_3", "not hers", Role.Member, null);
        await HasTeam(other, "te_4", "elsewhere", Role.Member, null);
        foreach (var (company, team) in new[] { (acme, "te_1"), (acme, "te_2"), (other, "te_4") })
            (await Store.Teams.JoinAsync(company.Id, team, ada.Id, Some.Audit(), Stop)).ShouldBeTrue();
        (await Store.Sessions.StartAsync(Some.Session(ada.Id, acme.Id, 1), null, Some.Audit(), Stop)).ShouldBeTrue();

        (await RightsAsync(ada)).ShouldBe(["co_acme Teams: te_1 platform Member alpha,beta; te_2 audit Viewer all", "co_other Viewer: "]);
        (await Store.Sessions.FindAsync([1], Stop))!.Companies[0].Teams.Select(team => team.TeamId).ShouldBe(["te_1", "te_2"]);

        (await Store.Teams.LeaveAsync(acme.Id, "te_2", ada.Id, Some.Audit(), Stop)).ShouldBeTrue();
        (await RightsAsync(ada))[0].ShouldBe("co_acme Teams: te_1 platform Member alpha,beta");
        (await Store.Users.ChangeRoleAsync(acme.Id, ada.Id, Role.Viewer, Some.Audit(), Stop)).ShouldBe(MemberChange.Done);
        (await RightsAsync(ada))[0].ShouldBe("co_acme Viewer: ");
    }

    [Fact]
    public async Task Leaving_the_company_leaves_its_teams_and_a_deleted_team_or_company_gives_nothing()
    {
        var acme = await HasCompany("acme", "alpha");
        var (ada, bo) = (await HasUser(acme, "ada", Role.Teams), await HasUser(acme, "bo", Role.Teams));
        await HasTeam(acme, "te_1", "platform", Role.Member, ["alpha"]);
        (await Join(acme, ada)).ShouldBeTrue();
        (await Join(acme, bo)).ShouldBeTrue();

        (await Store.Users.RemoveAsync(acme.Id, bo.Id, Some.Audit(), Stop)).ShouldBe(MemberChange.Done);
        (await Store.Teams.FindAsync(acme.Id, "te_1", Stop))!.UserIds.ShouldBe([ada.Id]);

        (await Store.Teams.DeleteAsync("co_none", "te_1", Some.Audit(), Stop)).ShouldBeFalse();
        (await Store.Teams.DeleteAsync(acme.Id, "te_1", Some.Audit(), Stop)).ShouldBeTrue();
        (await Store.Teams.DeleteAsync(acme.Id, "te_1", Some.Audit(), Stop)).ShouldBeFalse();
        (await RightsAsync(ada)).ShouldBe(["co_acme Teams: "]);

        await HasTeam(acme, "te_2", "second", Role.Member, ["alpha"]);
        (await DeletesCompany(acme.Id, Some.Audit())).ShouldBeTrue();
        (await Store.Teams.ListAsync(acme.Id, Stop)).ShouldBeEmpty();
        (await Store.CheckAsync(Stop)).ShouldBeEmpty();
    }

    [Fact]
    public async Task An_invitation_leads_into_its_teams_and_into_none_that_was_deleted_or_is_another_companys()
    {
        var (acme, other) = (await HasCompany("acme"), await HasCompany("other"));
        foreach (var team in new[] { "te_1", "te_2" }) await HasTeam(acme, team, team, Role.Member, null);
        await HasTeam(other, "te_9", "foreign", Role.Member, null);
        var invitation = Some.Invitation(acme.Id, "cy", 1) with
        {
            Grant = new Grant(acme.Id, Role.Teams, false) { TeamIds = ["te_1", "te_2", "te_9"] },
        };
        (await Store.Links.InviteAsync(invitation, Some.Audit(), Stop)).ShouldBe(InvitationAdded.Added);

        (await Store.Links.FindInvitationAsync([1], Some.Noon, Stop))!.Grant.TeamIds.ShouldBe(["te_1", "te_2"]);
        (await Store.Links.ListInvitationsAsync(acme.Id, Some.Noon, Stop)).ShouldHaveSingleItem().Grant.TeamIds.ShouldBe(["te_1", "te_2"]);
        (await Store.Links.ChangeInvitationAsync(acme.Id, invitation.Id, Role.Viewer, Some.Audit(), Stop)).ShouldBeTrue();
        (await Store.Links.ChangeInvitationAsync(acme.Id, invitation.Id, Role.Teams, Some.Audit(), Stop)).ShouldBeTrue();
        (await Store.Teams.DeleteAsync(acme.Id, "te_2", Some.Audit(), Stop)).ShouldBeTrue();

        var cy = Some.User("cy");
        (await Store.Links.AcceptAsync([1], Some.Noon, cy, isNew: true, Some.Audit(), Stop)).ShouldBe(InvitationUsed.Accepted);
        (await RightsAsync(cy)).ShouldBe(["co_acme Teams: te_1 te_1 Member all"]);
        (await Store.CheckAsync(Stop)).ShouldBeEmpty();
    }

    private static Team Team(string companyId, string id, string name, Role role, IReadOnlyList<string>? customers) =>
        new(id, companyId, name, role, customers, Some.Noon);

    private static string Text(Team team) =>
        $"{team.Id} {team.Name} {team.Role} {(team.CustomerIds is null ? "all" : string.Join(',', team.CustomerIds))}: {string.Join(',', team.UserIds)}";

    private async Task<Team> HasTeam(Company company, string id, string name, Role role, IReadOnlyList<string>? customers)
    {
        var team = Team(company.Id, id, name, role, customers);
        (await Store.Teams.AddAsync(team, Some.Audit(company.Id, "team.stored"), Stop)).ShouldBe(TeamChange.Done);
        return team;
    }

    private Task<bool> Join(Company company, User user) => Store.Teams.JoinAsync(company.Id, "te_1", user.Id, Some.Audit(company.Id, "team.joined"), Stop);

    private async Task<IReadOnlyList<string>> RightsAsync(User user) =>
    [
        .. (await Store.Sessions.CompaniesOfAsync(user.Id, Stop)).Select(company =>
            $"{company.CompanyId} {company.Role}: " + string.Join(
                "; ",
                company.Teams.Select(team => $"{team.TeamId} {team.Name} {team.Role} {(team.CustomerIds is null ? "all" : string.Join(',', team.CustomerIds))}"))),
    ];
}
