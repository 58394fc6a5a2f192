using Vindex.Storage.Dashboards;
using Vindex.Storage.Users;

namespace Vindex.Storage.Tests.Conformance;

public abstract class DashboardConformance<TDriver> : StoreConformance<TDriver>
    where TDriver : IStoreDriver, new()
{
    private static readonly byte[] s_token = [1, 2, 3];

    [Fact]
    public async Task A_company_has_its_own_dashboards_by_name()
    {
        var acme = await HasCompany("acme");
        var other = await HasCompany("other");
        foreach (var one in (Dashboard[])[Board(acme.Id, "b"), Board(acme.Id, "A"), Board(other.Id, "c")])
            (await Store.Dashboards.AddAsync(one, Some.Audit(one.CompanyId), Stop)).ShouldBeTrue();

        (await Store.Dashboards.ListAsync(acme.Id, Stop)).Select(one => one.Name).ShouldBe(["A", "b"]);
        var theirs = (await Store.Dashboards.ListAsync(other.Id, Stop)).ShouldHaveSingleItem();
        (await Store.Dashboards.FindAsync(other.Id, theirs.Id, Stop)).ShouldBe(theirs);
        (await Store.Dashboards.FindAsync(acme.Id, theirs.Id, Stop)).ShouldBeNull();
        (await Store.Dashboards.ChangeAsync(theirs with { CompanyId = acme.Id }, null, Stop)).ShouldBeFalse();
        (await Store.Dashboards.DeleteAsync(acme.Id, theirs.Id, Some.Audit(acme.Id), Stop)).ShouldBeFalse();
        (await Store.Dashboards.AddAsync(Board("co_nobody", "d"), Some.Audit("co_nobody"), Stop)).ShouldBeFalse();
        (await Store.Dashboards.DeleteAsync(other.Id, theirs.Id, Some.Audit(other.Id), Stop)).ShouldBeTrue();
        (await Store.Dashboards.ListAsync(other.Id, Stop)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_change_needs_the_version_that_is_stored()
    {
        var acme = await HasCompany("acme");
        var board = Board(acme.Id, "Team");
        await Store.Dashboards.AddAsync(board, Some.Audit(acme.Id), Stop);

        var changed = board with { Name = "Ours", Cards = "[1]", ChangedAt = Some.Noon.AddMinutes(1) };
        (await Store.Dashboards.ChangeAsync(changed, null, Stop)).ShouldBeTrue();
        (await Store.Dashboards.FindAsync(acme.Id, board.Id, Stop)).ShouldBe(changed with { Version = 2 });
        (await Store.Dashboards.ChangeAsync(changed with { Name = "Late" }, Some.Audit(acme.Id), Stop)).ShouldBeFalse();
        (await Store.Dashboards.ChangeAsync(changed with { Version = 2, Name = "Next" }, Some.Audit(acme.Id), Stop)).ShouldBeTrue();
    }

    [Fact]
    public async Task A_link_is_found_by_its_token_until_it_expires_or_is_revoked()
    {
        var (board, link) = await HasLink();

        var opened = (await Store.Dashboards.FindLinkAsync(s_token, Some.Noon, Stop)).ShouldNotBeNull();
        (opened.Link.Id, opened.Link.HasTitles, opened.Link.Visits, opened.Link.VisitedAt).ShouldBe((link.Id, true, 0, null));
        (opened.Dashboard, opened.Role).ShouldBe((board, Role.Owner));
        (await Store.Dashboards.FindLinkAsync([1, 2, 4], Some.Noon, Stop)).ShouldBeNull();
        (await Store.Dashboards.FindLinkAsync(s_token, link.ExpiresAt, Stop)).ShouldBeNull();
        (await Store.Dashboards.ListLinksAsync(board.CompanyId, board.Id, link.ExpiresAt, Stop)).ShouldBeEmpty();

        (await Store.Dashboards.CountVisitAsync(link.Id, Some.Noon.AddHours(1), Some.Audit(board.CompanyId), Stop)).ShouldBeTrue();
        var listed = (await Store.Dashboards.ListLinksAsync(board.CompanyId, board.Id, Some.Noon, Stop)).ShouldHaveSingleItem();
        (listed.Visits, listed.VisitedAt).ShouldBe((1, Some.Noon.AddHours(1)));
        (await Store.Dashboards.RevokeLinkAsync(board.CompanyId, "another", link.Id, Some.Audit(board.CompanyId), Stop)).ShouldBeFalse();
        (await Store.Dashboards.RevokeLinkAsync(board.CompanyId, board.Id, link.Id, Some.Audit(board.CompanyId), Stop)).ShouldBeTrue();
        (await Store.Dashboards.FindLinkAsync(s_token, Some.Noon, Stop)).ShouldBeNull();
        (await Store.Dashboards.CountVisitAsync(link.Id, Some.Noon, Some.Audit(board.CompanyId), Stop)).ShouldBeFalse();
    }

    [Fact]
    public async Task A_link_has_the_present_role_of_its_creator_and_ends_with_the_membership()
    {
        var (board, link) = await HasLink();
        await HasUser(Company, "bo", Role.Owner);

        await Store.Users.ChangeRoleAsync(board.CompanyId, link.UserId, Role.Viewer, Some.Audit(board.CompanyId), Stop);
        (await Store.Dashboards.FindLinkAsync(s_token, Some.Noon, Stop)).ShouldNotBeNull().Role.ShouldBe(Role.Viewer);
        await Store.Users.RemoveAsync(board.CompanyId, link.UserId, Some.Audit(board.CompanyId), Stop);

        (await Store.Dashboards.FindLinkAsync(s_token, Some.Noon, Stop)).ShouldBeNull();
        (await Store.Dashboards.FindAsync(board.CompanyId, board.Id, Stop)).ShouldBe(board);
        (await Store.Dashboards.AddLinkAsync(link with { Id = Some.Id() }, Some.Audit(board.CompanyId), Stop)).ShouldBeFalse();
        (await Store.CheckAsync(Stop)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Dashboards_links_and_rules_go_with_the_company_and_links_with_their_dashboard()
    {
        var (board, link) = await HasLink();
        var second = Board(board.CompanyId, "Second");
        await Store.Dashboards.AddAsync(second, Some.Audit(board.CompanyId), Stop);
        await Store.Dashboards.AddLinkAsync(link with { Id = Some.Id(), DashboardId = second.Id, TokenHash = [9] }, Some.Audit(board.CompanyId), Stop);

        await Store.Dashboards.DeleteAsync(board.CompanyId, second.Id, Some.Audit(board.CompanyId), Stop);
        (await Store.Dashboards.FindLinkAsync([9], Some.Noon, Stop)).ShouldBeNull();
        await Store.Companies.BeginDeletionAsync(board.CompanyId, _ => Some.Audit(board.CompanyId), Stop);

        (await Store.Dashboards.FindLinkAsync(s_token, Some.Noon, Stop)).ShouldBeNull();
        (await Store.Dashboards.ListAsync(board.CompanyId, Stop)).ShouldBeEmpty();
        (await Store.Dashboards.RulesAsync(board.CompanyId, Stop)).ShouldBe(SharingRules.Default);
        (await Store.CheckAsync(Stop)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Rules_are_the_usual_ones_until_a_company_chooses_others()
    {
        var acme = await HasCompany("acme");
        (await Store.Dashboards.RulesAsync(acme.Id, Stop)).ShouldBe(new SharingRules(LinkSharers.Owners, false));
        foreach (var rules in (SharingRules[])[new(LinkSharers.Members, true), new(LinkSharers.NoOne, false)])
        {
            (await Store.Dashboards.SetRulesAsync(acme.Id, rules, Some.Audit(acme.Id), Stop)).ShouldBeTrue();
            (await Store.Dashboards.RulesAsync(acme.Id, Stop)).ShouldBe(rules);
        }

        (await Store.Dashboards.SetRulesAsync("co_nobody", SharingRules.Default, Some.Audit("co_nobody"), Stop)).ShouldBeFalse();
    }

    private Storage.Companies.Company Company { get; set; } = null!;

    private static Dashboard Board(string companyId, string name) => new(Some.Id(), companyId, "user:us_ada", name, "[]", 1, Some.Noon, Some.Noon);

    private async Task<(Dashboard Board, DashboardLink Link)> HasLink()
    {
        Company = await HasCompany("acme");
        await HasUser(Company, "ada", Role.Owner);
        await Store.Dashboards.SetRulesAsync(Company.Id, new SharingRules(LinkSharers.Members, true), Some.Audit(Company.Id), Stop);
        var board = Board(Company.Id, "Team");
        await Store.Dashboards.AddAsync(board, Some.Audit(Company.Id), Stop);
        var link = new DashboardLink(Some.Id(), board.Id, Company.Id, "us_ada", s_token, HasTitles: true, Some.Noon, Some.Noon.AddDays(7));
        (await Store.Dashboards.AddLinkAsync(link, Some.Audit(Company.Id), Stop)).ShouldBeTrue();
        return (board, link);
    }
}
