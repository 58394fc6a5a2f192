using Vindex.Storage.Users;
using Vindex.Storage.Views;

namespace Vindex.Storage.Tests.Conformance;

public abstract class ViewConformance<TDriver> : StoreConformance<TDriver>
    where TDriver : IStoreDriver, new()
{
    [Fact]
    public async Task People_see_their_own_views_and_the_shared_ones_of_their_company()
    {
        var acme = await HasCompany("acme");
        var other = await HasCompany("other");
        await HasUser(acme, "ada", Role.Member);
        await HasUser(acme, "bo", Role.Member);
        await HasUser(other, "cy", Role.Member);
        foreach (var view in (SavedView[])[View(acme.Id, "us_ada", "b"), View(acme.Id, "us_bo", "a"), View(acme.Id, null, "C"), View(other.Id, null, "d")])
            (await Store.Views.AddAsync(view, Stop)).ShouldBeTrue();

        (await Names(acme.Id, "us_ada")).ShouldBe(["b", "C"]);
        (await Names(acme.Id, "us_bo")).ShouldBe(["a", "C"]);
        (await Names(acme.Id, null)).ShouldBe(["C"]);
        (await Names(other.Id, "us_cy")).ShouldBe(["d"]);
        (await Store.Views.AddAsync(View("co_nobody", null, "e"), Stop)).ShouldBeFalse();
        (await Store.Views.AddAsync(View(acme.Id, "us_cy", "e"), Stop)).ShouldBeFalse();
    }

    [Fact]
    public async Task Only_its_company_changes_and_deletes_a_view()
    {
        var acme = await HasCompany("acme");
        var other = await HasCompany("other");
        await HasUser(acme, "ada", Role.Member);
        var view = View(acme.Id, "us_ada", "Mine");
        await Store.Views.AddAsync(view, Stop);

        (await Store.Views.ChangeAsync(view with { CompanyId = other.Id, Name = "Yours" }, null, Stop)).ShouldBeFalse();
        (await Store.Views.DeleteAsync(other.Id, view.Id, Some.Audit(other.Id), Stop)).ShouldBeFalse();
        (await Store.Views.ChangeAsync(view with { Name = "Ours", Query = "band=healthy", UserId = null }, Some.Audit(acme.Id), Stop)).ShouldBeTrue();
        (await Store.Views.ListAsync(acme.Id, null, Stop)).ShouldBe([view with { Name = "Ours", Query = "band=healthy", UserId = null }]);
        (await Store.Views.ChangeAsync(view with { UserId = "us_nobody" }, null, Stop)).ShouldBeFalse();
        (await Store.Views.DeleteAsync(acme.Id, view.Id, null, Stop)).ShouldBeTrue();
        (await Store.Views.DeleteAsync(acme.Id, view.Id, null, Stop)).ShouldBeFalse();
    }

    [Fact]
    public async Task Views_of_ones_own_go_with_the_membership_and_shared_ones_stay()
    {
        var acme = await HasCompany("acme");
        await HasUser(acme, "ada", Role.Member);
        await HasUser(acme, "bo", Role.Owner);
        await Store.Views.AddAsync(View(acme.Id, "us_ada", "Mine"), Stop);
        await Store.Views.AddAsync(View(acme.Id, null, "Ours"), Stop);

        await Store.Users.RemoveAsync(acme.Id, "us_ada", Some.Audit(acme.Id), Stop);

        (await Names(acme.Id, "us_ada")).ShouldBe(["Ours"]);
        (await Store.CheckAsync(Stop)).ShouldBeEmpty();
    }

    private static SavedView View(string companyId, string? userId, string name) =>
        new(Some.Id(), companyId, userId, "user:us_ada", "tickets", name, "band=at_risk", Some.Noon);

    private async Task<IEnumerable<string>> Names(string companyId, string? userId) =>
        (await Store.Views.ListAsync(companyId, userId, Stop)).Select(view => view.Name);
}
