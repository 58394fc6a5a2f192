using Vindex.Storage.Audit;

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
}
