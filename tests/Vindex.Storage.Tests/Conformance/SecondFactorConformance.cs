using Vindex.Storage.Audit;
using Vindex.Storage.Users;

namespace Vindex.Storage.Tests.Conformance;

public abstract class SecondFactorConformance<TDriver> : StoreConformance<TDriver>
    where TDriver : IStoreDriver, new()
{
    private static readonly byte[] s_secret = [1, 2, 3];

    [Fact]
    public async Task A_prepared_second_factor_is_not_on_and_can_be_prepared_again()
    {
        var ada = await HasUser(await HasCompany("acme"), "ada", Role.Owner);

        (await Store.SecondFactors.FindAsync(ada.Id, Stop)).ShouldBeNull();
        (await Store.SecondFactors.PrepareAsync("us_none", s_secret, Some.Noon, Stop)).ShouldBeFalse();
        (await Store.KeyRing.IsUsedAsync(Stop)).ShouldBeFalse();
        (await Store.SecondFactors.PrepareAsync(ada.Id, [9], Some.Noon, Stop)).ShouldBeTrue();
        (await Store.SecondFactors.PrepareAsync(ada.Id, s_secret, Some.Noon.AddMinutes(1), Stop)).ShouldBeTrue();

        var prepared = (await Store.SecondFactors.FindAsync(ada.Id, Stop))!;
        prepared.Secret.ShouldBe(s_secret);
        (await Store.KeyRing.IsUsedAsync(Stop)).ShouldBeTrue();
        prepared.ShouldBe(new SecondFactor(prepared.Secret, IsOn: false, 0, 0, Some.Noon.AddMinutes(1)));
        (await Store.Users.FindAsync(ada.Id, Stop))!.HasSecondFactor.ShouldBeFalse();
        (await Store.SecondFactors.UseStepAsync(ada.Id, 1, Stop)).ShouldBeFalse();
        (await Store.SecondFactors.RemoveAsync(ada.Id, Some.Audit(), Stop)).ShouldBeFalse();
        (await Store.SecondFactors.ReplaceRecoveryCodesAsync(ada.Id, ["a"], Some.Audit(), Stop)).ShouldBeFalse();
    }

    [Fact]
    public async Task Only_the_secret_whose_code_was_checked_is_turned_on_once_and_it_is_seen_wherever_the_account_is()
    {
        var acme = await HasCompany("acme");
        var ada = await HasUser(acme, "ada", Role.Owner);
        await Store.SecondFactors.PrepareAsync(ada.Id, s_secret, Some.Noon, Stop);

        (await TurnOn(ada, [9])).ShouldBeFalse();
        (await TurnOn(ada, s_secret)).ShouldBeTrue();
        (await TurnOn(ada, s_secret)).ShouldBeFalse();

        var factor = (await Store.SecondFactors.FindAsync(ada.Id, Stop))!;
        (factor.IsOn, factor.LastStep, factor.RecoveryCodes, factor.ChangedAt).ShouldBe((true, 100L, 2, Some.Noon.AddMinutes(5)));
        (await Store.SecondFactors.PrepareAsync(ada.Id, [9], Some.Noon, Stop)).ShouldBeFalse();
        (await Store.Users.FindByEmailAsync(ada.Email, Stop))!.HasSecondFactor.ShouldBeTrue();
        (await Store.Users.FindMemberAsync(acme.Id, ada.Id, Stop))!.User.HasSecondFactor.ShouldBeTrue();
        (await Store.Users.ListMembersAsync(acme.Id, Stop)).ShouldHaveSingleItem().Role.ShouldBe(Role.Owner);
        (await Store.Audit.ListAsync(new AuditFilter { Action = "second_factor.on" }, null, 10, Stop)).Items.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Turning_it_on_ends_the_other_sessions_of_the_account_and_no_one_elses()
    {
        var acme = await HasCompany("acme");
        var (ada, bo) = (await HasUser(acme, "ada", Role.Owner), await HasUser(acme, "bo", Role.Owner));
        foreach (var (user, number) in new[] { (ada, (byte)1), (ada, (byte)2), (bo, (byte)3) })
            (await Store.Sessions.StartAsync(Some.Session(user.Id, acme.Id, number), null, Some.Audit(), Stop)).ShouldBeTrue();
        await Store.SecondFactors.PrepareAsync(ada.Id, s_secret, Some.Noon, Stop);

        await TurnOn(ada, s_secret);

        (await Store.Sessions.FindAsync([1], Stop))!.User.HasSecondFactor.ShouldBeTrue();
        (await Store.Sessions.FindAsync([2], Stop)).ShouldBeNull();
        (await Store.Sessions.FindAsync([3], Stop))!.User.HasSecondFactor.ShouldBeFalse();
    }

    [Fact]
    public async Task A_step_is_used_once_by_whichever_of_several_requests_is_first_and_no_earlier_one_after_it()
    {
        var ada = await HasUser(await HasCompany("acme"), "ada", Role.Owner);
        await Store.SecondFactors.PrepareAsync(ada.Id, s_secret, Some.Noon, Stop);
        await TurnOn(ada, s_secret);

        (await Store.SecondFactors.UseStepAsync(ada.Id, 100, Stop)).ShouldBeFalse();
        var used = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Store.SecondFactors.UseStepAsync(ada.Id, 102, Stop)));

        used.Count(isFirst => isFirst).ShouldBe(1);
        (await Store.SecondFactors.UseStepAsync(ada.Id, 101, Stop)).ShouldBeFalse();
        (await Store.SecondFactors.UseStepAsync(ada.Id, 103, Stop)).ShouldBeTrue();
        (await Store.SecondFactors.UseStepAsync("us_none", 103, Stop)).ShouldBeFalse();
    }

    [Fact]
    public async Task A_recovery_code_is_used_once_by_its_own_account_and_new_ones_replace_all()
    {
        var acme = await HasCompany("acme");
        var (ada, bo) = (await HasUser(acme, "ada", Role.Owner), await HasUser(acme, "bo", Role.Owner));
        foreach (var user in new[] { ada, bo })
        {
            await Store.SecondFactors.PrepareAsync(user.Id, s_secret, Some.Noon, Stop);
            (await TurnOn(user, s_secret)).ShouldBeTrue();
        }

        (await Use(bo, $"{ada.Id} one")).ShouldBeFalse();
        var used = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Use(ada, $"{ada.Id} one")));
        used.Count(isFirst => isFirst).ShouldBe(1);
        (await Store.SecondFactors.FindAsync(ada.Id, Stop))!.RecoveryCodes.ShouldBe(1);
        (await Store.Audit.ListAsync(new AuditFilter { Action = "recovery_code.used" }, null, 10, Stop)).Items.ShouldHaveSingleItem();

        (await Store.SecondFactors.ReplaceRecoveryCodesAsync(ada.Id, ["x", "y", "z"], Some.Audit(), Stop)).ShouldBeTrue();
        (await Store.SecondFactors.FindAsync(ada.Id, Stop))!.RecoveryCodes.ShouldBe(3);
        (await Use(ada, $"{ada.Id} two")).ShouldBeFalse();
        (await Use(ada, "y")).ShouldBeTrue();
        (await Store.SecondFactors.FindAsync(bo.Id, Stop))!.RecoveryCodes.ShouldBe(2);
    }

    [Fact]
    public async Task What_is_removed_is_gone_with_its_codes_and_an_account_takes_its_own_along()
    {
        var acme = await HasCompany("acme");
        var (ada, bo) = (await HasUser(acme, "ada", Role.Owner), await HasUser(acme, "bo", Role.Member));
        foreach (var user in new[] { ada, bo })
        {
            await Store.SecondFactors.PrepareAsync(user.Id, s_secret, Some.Noon, Stop);
            await TurnOn(user, s_secret);
        }

        (await Store.SecondFactors.RemoveAsync(ada.Id, Some.Audit(), Stop)).ShouldBeTrue();
        (await Store.SecondFactors.RemoveAsync(ada.Id, Some.Audit(), Stop)).ShouldBeFalse();
        (await Store.SecondFactors.FindAsync(ada.Id, Stop)).ShouldBeNull();
        (await Use(ada, $"{ada.Id} one")).ShouldBeFalse();
        (await Store.Users.FindAsync(ada.Id, Stop))!.HasSecondFactor.ShouldBeFalse();

        (await Store.Users.RemoveAsync(acme.Id, bo.Id, Some.Audit(), Stop)).ShouldBe(MemberChange.Done);
        (await Store.SecondFactors.FindAsync(bo.Id, Stop)).ShouldBeNull();
    }

    [Fact]
    public async Task A_company_that_requires_it_says_so_in_the_sessions_of_its_people()
    {
        var (acme, other) = (await HasCompany("acme"), await HasCompany("other"));
        var ada = await HasUser(acme, "ada", Role.Owner);
        (await Store.Users.GrantAsync(ada.Id, new Grant(other.Id, Role.Viewer, false), Some.Audit(), Stop)).ShouldBeTrue();

        (await Store.Companies.UpdateAsync(acme with { RequiresSecondFactor = true }, Some.Audit(), Stop)).ShouldBeTrue();

        (await Store.Companies.FindAsync(acme.Id, Stop))!.RequiresSecondFactor.ShouldBeTrue();
        (await Store.Sessions.CompaniesOfAsync(ada.Id, Stop)).Select(company => (company.CompanyId, company.RequiresSecondFactor))
            .ShouldBe([(acme.Id, true), (other.Id, false)]);
    }

    private Task<bool> TurnOn(User user, byte[] secret) => Store.SecondFactors.TurnOnAsync(
        user.Id, secret, 100, [$"{user.Id} one", $"{user.Id} two"], "se_1", Some.Audit(action: "second_factor.on", minute: 5), Stop);

    private Task<bool> Use(User user, string code) =>
        Store.SecondFactors.UseRecoveryCodeAsync(user.Id, code, Some.Audit(action: "recovery_code.used"), Stop);
}
