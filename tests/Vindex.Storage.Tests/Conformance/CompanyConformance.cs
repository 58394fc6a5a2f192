using Vindex.Storage.Audit;
using Vindex.Storage.Companies;
using Vindex.Storage.Deletions;
using Vindex.Storage.Installations;
using Vindex.Storage.Users;

namespace Vindex.Storage.Tests.Conformance;

public abstract class CompanyConformance<TDriver> : StoreConformance<TDriver>
    where TDriver : IStoreDriver, new()
{
    [Fact]
    public async Task A_company_is_read_back_as_it_was_stored()
    {
        var company = Some.Company("acme") with { QualityGateTenths = 65, TimeZone = "Europe/Oslo", RetentionDays = 30, CreatedAt = Some.Noon.AddTicks(12345) };
        (await Store.Companies.AddAsync(company, Some.DefaultCustomer(company), Some.Audit(), Stop)).ShouldBeTrue();

        var cut = company with { CreatedAt = Some.Noon.AddMilliseconds(1) };
        (await Store.Companies.FindAsync(company.Id, Stop)).ShouldBe(cut);
        (await Store.Companies.FindBySlugAsync("acme", Stop)).ShouldBe(cut);
        (await Store.Companies.FindCustomerAsync(company.Id, "acme_default", Stop)).ShouldBe(Some.DefaultCustomer(company));
    }

    [Fact]
    public async Task What_exists_of_a_company_is_known_and_that_of_another_does_not_count()
    {
        var (acme, other) = (await HasCompany("acme"), await HasCompany("other"));
        (await Store.Companies.ProgressAsync(acme.Id, Stop)).ShouldBe(new CompanyProgress(false, false, false, false));

        (await Store.Scores.AddAsync(Some.Score(acme.Id, acme.DefaultCustomerId), null, Stop)).ShouldBeTrue();
        var installation = Some.Installation(acme.Id, acme.DefaultCustomerId);
        (await Store.Installations.AddAsync(installation, null, Some.Audit(), Stop)).ShouldBe(InstallationAdded.Added);
        (await Store.Companies.ProgressAsync(acme.Id, Stop)).ShouldBe(new CompanyProgress(true, true, false, false));
        (await Store.Jobs.EnqueueAsync(Some.Job(installation, "T-1"), Stop)).Stored.ShouldBeTrue();
        (await Store.Links.InviteAsync(Some.Invitation(acme.Id, "ann", 1), Some.Audit(), Stop)).ShouldBe(InvitationAdded.Added);
        (await Store.Companies.ProgressAsync(acme.Id, Stop)).ShouldBe(new CompanyProgress(true, true, true, true));
        (await Store.Companies.ProgressAsync(other.Id, Stop)).ShouldBe(new CompanyProgress(false, false, false, false));
    }

    [Fact]
    public async Task A_checklist_is_hidden_shown_and_ended_once()
    {
        var acme = await HasCompany("acme");
        (await Store.Companies.SetChecklistAsync(acme.Id, ChecklistState.Hidden, Some.Audit(acme.Id), Stop)).ShouldBeTrue();
        await Store.Companies.FinishChecklistAsync(acme.Id, Stop);
        (await Store.Companies.FindAsync(acme.Id, Stop)).ShouldBe(acme with { Checklist = ChecklistState.Hidden });
        (await Store.Companies.SetChecklistAsync(acme.Id, ChecklistState.Open, Some.Audit(acme.Id), Stop)).ShouldBeTrue();
        await Store.Companies.FinishChecklistAsync(acme.Id, Stop);
        (await Store.Companies.FindAsync(acme.Id, Stop)).ShouldBe(acme with { Checklist = ChecklistState.Done });
        (await Store.Companies.SetChecklistAsync("co_nobody", ChecklistState.Open, Some.Audit(), Stop)).ShouldBeFalse();
    }

    [Fact]
    public async Task An_unknown_company_is_null()
    {
        (await Store.Companies.FindAsync("co_nobody", Stop)).ShouldBeNull();
        (await Store.Companies.FindBySlugAsync("nobody", Stop)).ShouldBeNull();
        (await Store.Companies.ListCustomersAsync("co_nobody", Stop)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_taken_id_slug_or_customer_is_refused_and_leaves_nothing_behind()
    {
        var acme = await HasCompany("acme");
        var other = Some.Company("other");

        (await Store.Companies.AddAsync(other with { Id = acme.Id }, Some.DefaultCustomer(other), Some.Audit(), Stop)).ShouldBeFalse();
        (await Store.Companies.AddAsync(other with { Slug = acme.Slug }, Some.DefaultCustomer(other), Some.Audit(), Stop)).ShouldBeFalse();
        (await Store.Companies.AddAsync(other, Some.DefaultCustomer(acme) with { CompanyId = other.Id }, Some.Audit(), Stop)).ShouldBeFalse();

        (await Store.Companies.FindAsync(other.Id, Stop)).ShouldBeNull();
        (await Store.Companies.ListCustomersAsync(other.Id, Stop)).ShouldBeEmpty();
        (await Store.Audit.ListAsync(new AuditFilter(), null, 10, Stop)).Items.Count.ShouldBe(1);
        (await Store.Companies.AddAsync(other, Some.DefaultCustomer(other), Some.Audit(), Stop)).ShouldBeTrue();
    }

    [Fact]
    public async Task Companies_are_listed_newest_first_and_walked_by_cursor()
    {
        var expected = new List<string>();
        for (var i = 0; i < 7; i++)
        {
            var company = Some.Company($"c{i}") with { CreatedAt = Some.Noon.AddMinutes(i / 2) };
            (await Store.Companies.AddAsync(company, Some.DefaultCustomer(company), Some.Audit(), Stop)).ShouldBeTrue();
            expected.Insert(0, company.Id);
        }

        var seen = new List<string>();
        PagePosition? after = null;
        do
        {
            var page = await Store.Companies.ListAsync(after, 2, Stop);
            seen.AddRange(page.Items.Select(company => company.Id));
            after = page.Next;
        }
        while (after is not null);
        seen.ShouldBe(expected);
    }

    [Fact]
    public async Task An_update_changes_name_gate_zone_and_retention_only()
    {
        var acme = await HasCompany("acme");
        var changed = acme with { Name = "New", QualityGateTenths = 80, IsGateDecided = true, TimeZone = "Asia/Kathmandu", RetentionDays = 9 };

        (await Store.Companies.UpdateAsync(
            changed with { Slug = "stolen", DefaultCustomerId = "x" }, Some.Audit(acme.Id, "company.updated"), Stop)).ShouldBeTrue();

        (await Store.Companies.FindAsync(acme.Id, Stop)).ShouldBe(changed);
        (await Store.Audit.ListAsync(new AuditFilter { CompanyId = acme.Id }, null, 10, Stop)).Items.ShouldContain(entry => entry.Action == "company.updated");
        (await Store.Companies.UpdateAsync(Some.Company("nobody"), Some.Audit(), Stop)).ShouldBeFalse();
    }

    [Fact]
    public async Task Customers_are_listed_oldest_first_and_only_to_their_company()
    {
        var acme = await HasCompany("acme", "a1", "a2");
        var other = await HasCompany("other", "b1");

        (await Store.Companies.ListCustomersAsync(acme.Id, Stop)).Select(customer => customer.Id).ShouldBe(["a1", "a2", "acme_default"]);
        (await Store.Companies.FindCustomerAsync(other.Id, "a1", Stop)).ShouldBeNull();
        (await Store.Companies.AddCustomerAsync(new Customer("a1", other.Id, "Taken", Some.Noon), Some.Audit(), Stop)).ShouldBeFalse();
        (await Store.Companies.AddCustomerAsync(new Customer("c1", "co_nobody", "Nobody's", Some.Noon), Some.Audit(), Stop)).ShouldBeFalse();
    }

    [Fact]
    public async Task A_customer_changes_its_name_and_badge_for_its_own_company_only()
    {
        var acme = await HasCompany("acme", "a1");
        var other = await HasCompany("other");
        var customer = (await Store.Companies.FindCustomerAsync(acme.Id, "a1", Stop))!;
        customer.Badge.ShouldBeFalse();
        var changed = customer with { Name = "New", Badge = true };

        (await Store.Companies.UpdateCustomerAsync(changed, Some.Audit(acme.Id, "customer.changed"), Stop)).ShouldBeTrue();
        (await Store.Companies.UpdateCustomerAsync(changed with { CompanyId = other.Id, Name = "Stolen" }, Some.Audit(other.Id), Stop)).ShouldBeFalse();

        (await Store.Companies.FindCustomerAsync(acme.Id, "a1", Stop)).ShouldBe(changed);
        (await Store.Audit.ListAsync(new AuditFilter { CompanyId = acme.Id }, null, 10, Stop)).Items.ShouldContain(entry => entry.Action == "customer.changed");
    }

    [Fact]
    public async Task A_deleted_company_is_gone_with_all_but_its_audit_log()
    {
        var acme = await HasCompany("acme", "a1");
        var other = await HasCompany("other");
        await Store.Keys.AddAsync(Some.Key(acme.Id), Some.Audit(acme.Id), Stop);
        await Store.Profiles.PutAsync(new(acme.Id, "p", "{}", Some.Noon), Some.Audit(acme.Id), Stop);
        var score = await HasScore(acme);
        var kept = await HasScore(other);

        (await DeletesCompany(acme.Id, Some.Audit(acme.Id, "company.deleted"))).ShouldBeTrue();

        (await Store.Companies.FindAsync(acme.Id, Stop)).ShouldBeNull();
        (await Store.Companies.ListCustomersAsync(acme.Id, Stop)).ShouldBeEmpty();
        (await Store.Keys.FindAsync("k00000000001", Stop)).ShouldBeNull();
        (await Store.Profiles.FindAsync(acme.Id, "p", Stop)).ShouldBeNull();
        (await Store.Scores.FindAsync(Scores.ScoreAccess.All, score.Item.Id, Stop)).ShouldBeNull();
        (await Store.Scores.FindAsync(Scores.ScoreAccess.All, kept.Item.Id, Stop)).ShouldNotBeNull();
        (await Store.Scores.TotalsAsync(Scores.ScoreAccess.All, null, Stop)).Count.ShouldBe(1);
        (await Store.Audit.ListAsync(new AuditFilter { CompanyId = acme.Id }, null, 10, Stop)).Items.Count.ShouldBe(6);
        (await DeletesCompany(acme.Id, Some.Audit(acme.Id))).ShouldBeFalse();
        (await Store.CheckAsync(Stop)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_deletion_that_was_interrupted_shows_nothing_and_is_finished_later()
    {
        var acme = await HasCompany("acme", "a1");
        for (var i = 0; i < 1200; i++)
        {
            await HasScore(acme, i, customer: "a1");
        }

        DeletedRows? counted = null;
        (await Store.Companies.BeginDeletionAsync(
            acme.Id,
            rows =>
            {
                counted = rows;
                return Some.Audit(acme.Id);
            },
            Stop)).ShouldBeTrue();
        counted.ShouldBe(new DeletedRows(1200, 1200));
        (await Store.Companies.DeletedAsync(Stop)).ShouldBe([acme.Id]);
        (await Store.Companies.LeftAsync(acme.Id, Stop)).ShouldBe(counted);
        using var interrupt = new CancellationTokenSource();
        var finishing = Store.Companies.FinishDeletionAsync(acme.Id, () => Some.Audit(acme.Id), interrupt.Token);
        while ((await Store.Companies.LeftAsync(acme.Id, Stop))?.Scores == 1200) await Task.Yield();
        await interrupt.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => finishing);
        foreach (var access in (Scores.ScoreAccess[])[Scores.ScoreAccess.All, Of(acme), Of(acme, "a1"), new(null, ["a1"])])
        {
            (await Walk(access)).ShouldBeEmpty();
            (await Store.Scores.CountAsync(access, new() { MinTenths = 0 }, Stop)).ShouldBe(0);
        }

        (await Store.Scores.HistoryAsync("a1", "T-1", 10, Stop)).ShouldBeEmpty();
        // Whoever gets the customer's id next sees nothing of the one before.
        var next = await HasCompany("next", "a1");
        (await Walk(Of(next, "a1"))).ShouldBeEmpty();

        await Store.Companies.FinishDeletionAsync(acme.Id, () => Some.Audit(acme.Id, "company.deletion_done"), Stop);
        (await Store.Companies.DeletedAsync(Stop)).ShouldBeEmpty();
        (await Store.Companies.LeftAsync(acme.Id, Stop)).ShouldBeNull();
        (await Store.Audit.ListAsync(new AuditFilter { CompanyId = acme.Id }, null, 10, Stop)).Items
            .Count(entry => entry.Action == "company.deletion_done").ShouldBe(1);
        await Store.Companies.FinishDeletionAsync(acme.Id, () => Some.Audit(acme.Id, "company.deletion_done"), Stop);
        (await Store.Audit.ListAsync(new AuditFilter { CompanyId = acme.Id }, null, 10, Stop)).Items
            .Count(entry => entry.Action == "company.deletion_done").ShouldBe(1);
        (await Store.CheckAsync(Stop)).ShouldBeEmpty();
        (await HasCompany("acme")).Id.ShouldBe(acme.Id);
        (await Walk(Of(acme))).ShouldBeEmpty();
    }
}
