using Vindex.Storage.Judging;

namespace Vindex.Storage.Tests.Conformance;

public abstract class JudgingConformance<TDriver> : StoreConformance<TDriver>
    where TDriver : IStoreDriver, new()
{
    private const string Month = "2026-03";

    [Fact]
    public async Task A_company_has_its_judge_until_it_is_replaced()
    {
        var acme = await HasCompany("acme");
        var other = await HasCompany("other");

        (await Store.KeyRing.IsUsedAsync(Stop)).ShouldBeFalse();
        (await Store.Judging.SetAsync(acme.Id, """{"a":1}""", [1, 2, 3], Some.Audit(acme.Id, "judging.changed"), Stop)).ShouldBeTrue();
        (await Store.Judging.SetAsync("co_nobody", "{}", null, Some.Audit(), Stop)).ShouldBeFalse();

        var found = (await Store.Companies.FindAsync(acme.Id, Stop)).ShouldNotBeNull();
        (found.Judging, found.Name).ShouldBe(("""{"a":1}""", acme.Name));
        found.ModelKey.ShouldBe([1, 2, 3]);
        (await Store.Companies.FindBySlugAsync(acme.Slug, Stop)).ShouldNotBeNull().Judging.ShouldBe("""{"a":1}""");
        (await Store.Companies.FindAsync(other.Id, Stop)).ShouldNotBeNull().Judging.ShouldBeNull();
        (await Store.KeyRing.IsUsedAsync(Stop)).ShouldBeTrue();

        (await Store.Companies.UpdateAsync(acme with { Name = "Acme Inc." }, Some.Audit(acme.Id), Stop)).ShouldBeTrue();
        (await Store.Companies.FindAsync(acme.Id, Stop)).ShouldNotBeNull().Judging.ShouldBe("""{"a":1}""");

        (await Store.Judging.SetAsync(acme.Id, null, null, Some.Audit(acme.Id), Stop)).ShouldBeTrue();
        var reset = (await Store.Companies.FindAsync(acme.Id, Stop)).ShouldNotBeNull();
        (reset.Judging, reset.ModelKey).ShouldBe((null, null));
        (await Store.KeyRing.IsUsedAsync(Stop)).ShouldBeFalse();
    }

    [Fact]
    public async Task Use_adds_up_by_company_and_month()
    {
        var acme = await HasCompany("acme");
        var other = await HasCompany("other");

        foreach (var company in (string[])[acme.Id, acme.Id, "", "co_nobody"])
            await Store.Judging.AddUseAsync(company, new MonthlyUse(Month, 1, 1_200, 300, 5_400_000), Stop);
        await Store.Judging.AddUseAsync(acme.Id, new MonthlyUse("2026-04", 1, 1, 2, 3), Stop);

        (await Store.Judging.UseAsync(acme.Id, Month, Stop)).ShouldBe(new MonthlyUse(Month, 2, 2_400, 600, 10_800_000));
        (await Store.Judging.UseAsync(acme.Id, "2026-04", Stop)).ShouldBe(new MonthlyUse("2026-04", 1, 1, 2, 3));
        (await Store.Judging.UseAsync("", Month, Stop)).Calls.ShouldBe(1);
        (await Store.Judging.UseAsync(other.Id, Month, Stop)).ShouldBe(new MonthlyUse(Month, 0, 0, 0, 0));
        (await Store.Judging.UseAsync("co_nobody", Month, Stop)).Calls.ShouldBe(0);
    }

    [Fact]
    public async Task Concurrent_use_is_not_lost()
    {
        var acme = await HasCompany("acme");

        await Task.WhenAll(Enumerable.Range(0, 50).Select(i => Store.Judging.AddUseAsync(acme.Id, new MonthlyUse(Month, 1, i, 1, 1), Stop)));

        (await Store.Judging.UseAsync(acme.Id, Month, Stop)).ShouldBe(new MonthlyUse(Month, 50, 1_225, 50, 50));
    }

    [Fact]
    public async Task Failures_are_counted_by_reason()
    {
        var acme = await HasCompany("acme");
        var other = await HasCompany("other");

        await Fail(acme.Id, "fast", "timed_out", 1);
        await Fail(acme.Id, "fast", "timed_out", 3);
        await Fail(acme.Id, "fast", "timed_out", 2);
        await Fail(acme.Id, "own", "unauthorized", 5);
        await Fail("co_nobody", "own", "unauthorized", 5);

        (await Store.Judging.FailuresAsync(acme.Id, Month, Stop)).ShouldBe([
            new ModelFailureCount(Month, "own", "unauthorized", 1, Some.Noon.AddMinutes(5)),
            new ModelFailureCount(Month, "fast", "timed_out", 3, Some.Noon.AddMinutes(3)),
        ]);
        (await Store.Judging.FailuresAsync(other.Id, Month, Stop)).ShouldBeEmpty();
        (await Store.Judging.FailuresAsync(acme.Id, "2026-04", Stop)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_deleted_company_leaves_nothing()
    {
        var acme = await HasCompany("acme");
        await Store.Judging.AddUseAsync(acme.Id, new MonthlyUse(Month, 1, 1, 1, 1), Stop);
        await Fail(acme.Id, "fast", "busy", 1);

        (await Store.Companies.BeginDeletionAsync(acme.Id, _ => Some.Audit(), Stop)).ShouldBeTrue();
        await Store.Judging.AddUseAsync(acme.Id, new MonthlyUse(Month, 1, 1, 1, 1), Stop);

        (await Store.Judging.UseAsync(acme.Id, Month, Stop)).Calls.ShouldBe(0);
        (await Store.Judging.FailuresAsync(acme.Id, Month, Stop)).ShouldBeEmpty();
    }

    private Task Fail(string companyId, string connection, string reason, int minute) =>
        Store.Judging.AddFailureAsync(companyId, new ModelFailureCount(Month, connection, reason, 1, Some.Noon.AddMinutes(minute)), Stop);
}
