using Vindex.Storage.Profiles;

namespace Vindex.Storage.Tests.Conformance;

public abstract class ProfileConformance<TDriver> : StoreConformance<TDriver>
    where TDriver : IStoreDriver, new()
{
    [Fact]
    public async Task Putting_adds_and_replaces()
    {
        var acme = await HasCompany("acme");
        var first = new StoredProfile(acme.Id, "strict", """{"a":1}""", Some.Noon);
        var second = first with { Document = """{"a":2}""", UpdatedAt = Some.Noon.AddDays(1) };

        (await Store.Profiles.PutAsync(first, Some.Audit(acme.Id), Stop)).ShouldBeTrue();
        (await Store.Profiles.FindAsync(acme.Id, "strict", Stop)).ShouldBe(first);
        (await Store.Profiles.PutAsync(second, Some.Audit(acme.Id), Stop)).ShouldBeTrue();
        (await Store.Profiles.FindAsync(acme.Id, "strict", Stop)).ShouldBe(second);
        (await Store.Profiles.PutAsync(first with { CompanyId = "co_nobody" }, Some.Audit(), Stop)).ShouldBeFalse();
    }

    [Fact]
    public async Task Profiles_are_listed_by_name_and_only_to_their_company()
    {
        var acme = await HasCompany("acme");
        var other = await HasCompany("other");
        foreach (var name in (string[])["b", "a", "ä"])
        {
            await Store.Profiles.PutAsync(new StoredProfile(acme.Id, name, "{}", Some.Noon), Some.Audit(), Stop);
        }

        (await Store.Profiles.ListAsync(acme.Id, Stop)).Select(profile => profile.Name).ShouldBe(["a", "b", "ä"]);
        (await Store.Profiles.ListAsync(other.Id, Stop)).ShouldBeEmpty();
        (await Store.Profiles.FindAsync(other.Id, "a", Stop)).ShouldBeNull();
        (await Store.Profiles.DeleteAsync(other.Id, "a", Some.Audit(), Stop)).ShouldBeFalse();
        (await Store.Profiles.DeleteAsync(acme.Id, "a", Some.Audit(), Stop)).ShouldBeTrue();
        (await Store.Profiles.FindAsync(acme.Id, "a", Stop)).ShouldBeNull();
    }
}
