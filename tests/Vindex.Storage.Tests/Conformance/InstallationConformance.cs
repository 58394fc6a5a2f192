using System.Text.Json;
using Vindex.Storage.Audit;
using Vindex.Storage.Installations;
using Vindex.Storage.Scores;

namespace Vindex.Storage.Tests.Conformance;

public abstract class InstallationConformance<TDriver> : StoreConformance<TDriver>
    where TDriver : IStoreDriver, new()
{
    [Fact]
    public async Task An_installation_reads_back_as_it_was_added()
    {
        var company = await HasCompany("acme");
        var installation = Some.Installation(company.Id, company.DefaultCustomerId) with
        {
            Secrets = new SealedSecrets([9, 9], [8], Some.Noon.AddHours(24)),
            Endpoint = new EndpointState(Some.Noon.AddHours(-1), Some.Noon, DisabledReason.OnlyFailures),
            Settings = """{"profile":"adam"}""",
        };
        (await Store.Installations.AddAsync(installation, null, Some.Audit(company.Id, "installation.created"), Stop)).ShouldBe(InstallationAdded.Added);

        ShouldBe(await Store.Installations.FindByCustomerAsync(company.Id, company.DefaultCustomerId, Stop), installation);
        ShouldBe(await Store.Installations.FindAsync(company.Id, "jiraforge", "ext-1", Stop), installation);
        ShouldBe((await Store.Installations.ListAsync(company.Id, null, Stop)).Single(), installation);
        (await Store.Audit.ListAsync(new AuditFilter { CompanyId = company.Id }, null, 10, Stop)).Items.ShouldContain(entry => entry.Action == "installation.created");
    }

    [Fact]
    public async Task Several_companies_may_have_the_same_external_id_and_all_are_candidates()
    {
        var one = await HasCompany("one", "one_second");
        var two = await HasCompany("two");
        foreach (var company in (string[])["one", "two"])
        {
            (await Store.Installations.AddAsync(Some.Installation($"co_{company}", $"{company}_default"), null, Some.Audit(), Stop)).ShouldBe(
                InstallationAdded.Added);
        }

        (await Store.Installations.FindAsync("jiraforge", "ext-1", Stop)).Select(found => found.CompanyId).ShouldBe([one.Id, two.Id]);
        (await Store.Installations.FindAsync("github", "ext-1", Stop)).ShouldBeEmpty();
        (await Store.Installations.AddAsync(Some.Installation(one.Id, "one_second"), null, Some.Audit(), Stop)).ShouldBe(InstallationAdded.ExternalIdTaken);
        (await Store.Installations.AddAsync(Some.Installation(one.Id, one.DefaultCustomerId, "ext-2"), null, Some.Audit(), Stop)).ShouldBe(
            InstallationAdded.CustomerTaken);
        (await Store.Installations.AddAsync(Some.Installation(one.Id, two.DefaultCustomerId, "ext-2"), null, Some.Audit(), Stop)).ShouldBe(
            InstallationAdded.NoCustomer);
    }

    [Fact]
    public async Task Rotating_keeps_the_secret_before_for_its_time()
    {
        var installation = await HasInstallation("acme");
        var until = Some.Noon.AddHours(24);
        var rotated = (await Store.Installations.RotateAsync(new SecretRotation(installation, [5, 5], until), Some.Audit(), Stop)).Installation;
        rotated!.Secrets.Live(until.AddMilliseconds(-1)).ShouldBe([[5, 5], [1, 2, 3]]);
        rotated.Secrets.Live(until).ShouldBe([[5, 5]]);
        (await Store.Installations.RotateAsync(new SecretRotation(rotated with { CompanyId = "co_other" }, [6], until), Some.Audit(), Stop)).ShouldBe(default);
        (await Store.Installations.RotateAsync(new SecretRotation(installation, [6], until), Some.Audit(), Stop)).ShouldBe(
            new InstallationChanged(null, IsOutdated: true));
        ShouldBe(await Store.Installations.FindByCustomerAsync(installation.CompanyId, installation.CustomerId, Stop), rotated);
    }

    [Fact]
    public async Task Another_companys_installation_is_as_absent_as_none()
    {
        var installation = await HasInstallation("acme");
        await HasCompany("other");
        (await Store.Installations.FindByCustomerAsync("co_other", installation.CustomerId, Stop)).ShouldBeNull();
        (await Store.Installations.ListAsync("co_other", null, Stop)).ShouldBeEmpty();
        (await Store.Installations.ListAsync(installation.CompanyId, ["another"], Stop)).ShouldBeEmpty();
        (await Store.Installations.UpdateAsync(new InstallationUpdate(installation with { CompanyId = "co_other" }), Some.Audit(), Stop)).ShouldBe(default);
        (await Store.Installations.DeleteAsync("co_other", installation.CustomerId, Some.Noon, Some.Audit(), Stop)).ShouldBeFalse();
        ShouldBe(await Store.Installations.FindByCustomerAsync(installation.CompanyId, installation.CustomerId, Stop), installation);
    }

    [Fact]
    public async Task Disabling_an_endpoint_ends_what_waits_for_it_and_leaves_the_rest()
    {
        var installation = await HasInstallation("acme");
        var waiting = await HasDelivery(installation, "A");
        var own = await HasDelivery(installation, "B", ownUrl: "https://own.example.com/x");
        var off = new EndpointState(null, Some.Noon.AddSeconds(5), DisabledReason.Manual);
        var wanted = installation with { CallbackUrl = "https://new.example.com/", DisplayName = "New", Settings = """{"a":1}""" };
        var changed = (await Store.Installations.UpdateAsync(new InstallationUpdate(wanted, off), Some.Audit(), Stop)).Installation;
        ShouldBe(changed, wanted with { Endpoint = off, Version = 2 });
        var ended = await Store.Deliveries.FindAsync(ScoreAccess.All, waiting.Id, Stop);
        (ended!.Status, ended.DueAt, ended.FinishedAt).ShouldBe((Deliveries.DeliveryStatus.Disabled, null, Some.Noon.AddSeconds(5)));
        (await Store.Deliveries.FindAsync(ScoreAccess.All, own.Id, Stop))!.Status.ShouldBe(Deliveries.DeliveryStatus.Pending);
    }

    [Fact]
    public async Task Of_changes_made_from_one_version_the_first_counts_and_the_others_are_told()
    {
        var installation = await HasInstallation("acme");
        var names = Enumerable.Range(0, 20).Select(number => $"Name {number}").ToList();
        var results = await Task.WhenAll(names.Select(name =>
            Store.Installations.UpdateAsync(
                new InstallationUpdate(installation with { DisplayName = name }), Some.Audit(installation.CompanyId, "installation.changed"), Stop)));
        var stored = results.Single(result => result.Installation is not null).Installation!;
        results.Count(result => result.IsOutdated).ShouldBe(19);
        ShouldBe(await Store.Installations.FindByCustomerAsync(installation.CompanyId, installation.CustomerId, Stop), stored);
        (await Store.Audit.ListAsync(new AuditFilter { CompanyId = installation.CompanyId }, null, 99, Stop)).Items.Count(entry => entry.Action == "installation.changed").ShouldBe(1);
    }

    [Fact]
    public async Task A_new_customer_is_stored_with_its_installation_or_not_at_all()
    {
        var company = await HasCompany("acme");
        var customer = new CustomerOfInstallation(
            new Companies.Customer("acme_jira", company.Id, "Jira", Some.Noon), Some.Audit(company.Id, "customer.created"));
        var installation = Some.Installation(company.Id, "acme_jira");
        (await Store.Installations.AddAsync(installation, customer, Some.Audit(company.Id), Stop)).ShouldBe(InstallationAdded.Added);
        (await Store.Installations.AddAsync(installation, customer, Some.Audit(company.Id), Stop)).ShouldBe(InstallationAdded.CustomerIdTaken);
        var second = customer with { Customer = customer.Customer with { Id = "acme_jira_2" }, Audit = Some.Audit(company.Id, "customer.created") };
        (await Store.Installations.AddAsync(installation with { CustomerId = "acme_jira_2" }, second, Some.Audit(company.Id), Stop)).ShouldBe(
            InstallationAdded.ExternalIdTaken);
        (await Store.Companies.FindCustomerAsync(company.Id, "acme_jira_2", Stop)).ShouldBeNull();
        (await Store.Audit.ListAsync(new AuditFilter { CompanyId = company.Id }, null, 99, Stop)).Items.Count(entry => entry.Action == "customer.created").ShouldBe(1);
    }

    [Fact]
    public async Task Deleting_takes_queued_jobs_along_and_leaves_scores()
    {
        var installation = await HasInstallation("acme");
        await HasDelivery(installation, "A");
        var queued = await HasJob(installation, "B");
        (await Store.Installations.DeleteAsync(installation.CompanyId, installation.CustomerId, Some.Noon, Some.Audit(), Stop)).ShouldBeTrue();
        (await Store.Jobs.FindAsync(ScoreAccess.All, queued.Id, Stop)).ShouldBeNull();
        (await Store.Jobs.StateAsync(Some.Noon, Stop)).ShouldBe(new Jobs.QueueState(0, null));
        (await Store.Jobs.EnqueueAsync(Some.Job(installation, "C"), Stop)).Stored.ShouldBeFalse();
        (await Store.Scores.TotalsAsync(ScoreAccess.All, null, Stop)).Count.ShouldBe(1);
        (await Store.CheckAsync(Stop)).ShouldBeEmpty();
    }

    private static void ShouldBe(Installation? actual, Installation? expected) => JsonSerializer.Serialize(actual).ShouldBe(JsonSerializer.Serialize(expected));
}
