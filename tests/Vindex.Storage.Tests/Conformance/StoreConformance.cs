using Vindex.Storage.Audit;
using Vindex.Storage.Companies;
using Vindex.Storage.Deliveries;
using Vindex.Storage.Installations;
using Vindex.Storage.Jobs;
using Vindex.Storage.Scores;
using Vindex.Storage.Users;

namespace Vindex.Storage.Tests.Conformance;

/// <summary>Gives each test an empty store of one database, and takes it away afterwards.</summary>
public interface IStoreDriver : IAsyncDisposable
{
    /// <summary>How many times fewer random steps a suite takes: more than 1 where every statement crosses a socket.</summary>
    static virtual int Shortening => 1;

    Task<IStore> OpenAsync(CancellationToken cancellationToken);
}

/// <summary>What every suite shares. A suite is one kind of promise of one port; a driver's test file derives from each.</summary>
public abstract class StoreConformance<TDriver> : IAsyncLifetime
    where TDriver : IStoreDriver, new()
{
    private readonly TDriver _driver = new();
    private IStore? _store;

    protected static CancellationToken Stop => TestContext.Current.CancellationToken;

    protected IStore Store => _store ?? throw new InvalidOperationException("Not opened.");

    public async ValueTask InitializeAsync() => _store = await _driver.OpenAsync(Stop);

    public async ValueTask DisposeAsync()
    {
        if (_store is not null)
        {
            await _store.DisposeAsync();
        }

        await _driver.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>A company of this name, with its default customer and more.</summary>
    protected async Task<Company> HasCompany(string name, params string[] customers)
    {
        var company = Some.Company(name);
        (await Store.Companies.AddAsync(company, Some.DefaultCustomer(company), Some.Audit(company.Id), Stop)).ShouldBeTrue();
        foreach (var customer in customers)
        {
            (await Store.Companies.AddCustomerAsync(new Customer(customer, company.Id, customer, Some.Noon), Some.Audit(company.Id), Stop)).ShouldBeTrue();
        }

        return company;
    }

    /// <summary>Deletes a company with all its rows; false if there is none.</summary>
    protected async Task<bool> DeletesCompany(string companyId, AuditEntry audit)
    {
        if (!await Store.Companies.BeginDeletionAsync(companyId, _ => audit, Stop)) return false;
        await Store.Companies.FinishDeletionAsync(companyId, () => Some.Audit(companyId, "company.deletion_done"), Stop);
        return true;
    }

    /// <summary>An account of this name in a company.</summary>
    protected async Task<User> HasUser(Company company, string name, Role role)
    {
        var user = Some.User(name);
        (await Store.Users.AddAsync(user, new Grant(company.Id, role, IsAdmin: false), Some.Audit(company.Id), Stop)).ShouldBeTrue();
        return user;
    }

    /// <summary>A company of this name whose default customer is an installation.</summary>
    protected async Task<Installation> HasInstallation(string name)
    {
        var company = await HasCompany(name);
        var installation = Some.Installation(company.Id, company.DefaultCustomerId, $"ext-{name}");
        (await Store.Installations.AddAsync(installation, null, Some.Audit(company.Id), Stop)).ShouldBe(InstallationAdded.Added);
        return installation;
    }

    /// <summary>Changes an installation, whatever its version is now.</summary>
    protected async Task<Installation> Change(Installation installation, Func<Installation, Installation> change, EndpointState? endpoint = null)
    {
        var present = await Store.Installations.FindByCustomerAsync(installation.CompanyId, installation.CustomerId, Stop);
        return (await Store.Installations.UpdateAsync(new InstallationUpdate(change(present!), endpoint), Some.Audit(), Stop)).Installation!;
    }

    protected async Task<NewJob> HasJob(Installation installation, string ticketId, int second = 0)
    {
        var job = Some.Job(installation, ticketId, second);
        (await Store.Jobs.EnqueueAsync(job, Stop)).Stored.ShouldBeTrue();
        return job;
    }

    /// <summary>What a lease of so many gives at a second after noon, for one minute.</summary>
    protected async Task<IReadOnlyList<LeasedJob>> Lease(int count, int second = 0) =>
        (await Store.Jobs.LeaseAsync(count, Some.Noon.AddSeconds(second), Some.Noon.AddSeconds(second + 60), Stop)).Jobs;

    /// <summary>A delivery at its endpoint (or at a URL of its own), made by a job that was judged.</summary>
    protected async Task<NewDelivery> HasDelivery(Installation installation, string ticketId, int second = 0, string? ownUrl = null)
    {
        await HasJob(installation, ticketId, second);
        var leased = (await Lease(1, second)).Single();
        var delivery = ownUrl is null ? Some.Delivery(installation.CustomerId) : Some.Delivery(null, ownUrl);
        var score = Some.Score(installation.CompanyId, installation.CustomerId).OfTicket(ticketId) with { JobId = leased.Job.Id };
        (await Store.Jobs.CompleteAsync(leased.Job.Id, leased.Job.Taken, score, delivery, Some.Noon.AddSeconds(second), Stop)).ShouldBe(LeaseEnd.Stored);
        return delivery;
    }

    protected async Task<StoredScore> HasScore(StoredScore score)
    {
        (await Store.Scores.AddAsync(score, null, Stop)).ShouldBeTrue();
        return score;
    }

    protected Task<StoredScore> HasScore(Company company, int minute = 0, int overall = 60, string? customer = null) =>
        HasScore(Some.Score(company.Id, customer ?? company.DefaultCustomerId, minute, overall));

    protected static ScoreAccess Of(Company company, params string[] customers) => new(company.Id, customers.Length == 0 ? null : customers);

    /// <summary>The ids of a whole list, walked by cursor.</summary>
    protected async Task<List<string>> Walk(ScoreAccess access, ScoreFilter? filter = null, ScoreSort sort = ScoreSort.CreatedAt, int limit = 3)
    {
        var ids = new List<string>();
        PagePosition? after = null;
        do
        {
            var page = await Store.Scores.ListAsync(access, filter ?? ScoreFilter.None, sort, after, 0, limit, Stop);
            page.Items.Count.ShouldBeLessThanOrEqualTo(limit);
            ids.AddRange(page.Items.Select(item => item.Id));
            after = page.Next;
        }
        while (after is not null);
        return ids;
    }
}
