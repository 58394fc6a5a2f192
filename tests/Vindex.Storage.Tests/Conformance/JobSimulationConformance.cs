using Vindex.Benchmarks.Simulation;
using Vindex.Storage.Jobs;

namespace Vindex.Storage.Tests.Conformance;

/// <summary>The queue of the simulation in bench/ and the store's hand out the same jobs, so what the simulation finds is true of the store.</summary>
public abstract class JobSimulationConformance<TDriver> : StoreConformance<TDriver>
    where TDriver : IStoreDriver, new()
{
    private readonly SimulatedQueue _simulated = new();
    private readonly List<NewJob> _jobs = [];
    private readonly List<(SimulatedJob Job, int Taken)> _leased = [];
    private int _second;

    private DateTimeOffset Now => Some.Noon.AddSeconds(_second);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task The_simulated_queue_leases_the_same_jobs(int seed)
    {
        var random = new Random(seed);
        var installations = new List<Installations.Installation>();
        for (var i = 0; i < 6; i++) installations.Add(await HasInstallation($"company-{i}"));
        var leases = 0;
        for (var step = 0; step < 250; step++)
        {
            _second += random.Next(3);
            switch (random.Next(10))
            {
                case < 5:
                    var at = random.Next(installations.Count);
                    await EnqueueAsync(installations[at], at, random.Next(4));
                    break;
                case < 8:
                    leases += await LeaseAsync(random.Next(1, 6));
                    break;
                default:
                    await EndAsync(random);
                    break;
            }
        }

        leases.ShouldBeGreaterThan(40);
    }

    private async Task EnqueueAsync(Installations.Installation installation, int index, int ticket)
    {
        _jobs.Add(await HasJob(installation, $"T-{ticket}", _second));
        _simulated.Enqueue(installation.CompanyId, new SimulatedTicket(index, ticket), Now);
    }

    private async Task<int> LeaseAsync(int count)
    {
        // Turns are counted in milliseconds; two leases at the same time would be in no order.
        _second++;
        var expected = _simulated.Lease(0, count, Now);
        var leased = await Lease(count, _second);
        leased.Select(one => one.Job.Id).ShouldBe(expected.Select(job => _jobs[(int)job.No].Id));
        leased.Select(one => one.Job.Taken).ShouldBe(expected.Select(job => job.Taken));
        _leased.AddRange(expected.Select(job => (job, job.Taken)));
        (await Store.Jobs.StateAsync(Now, Stop)).Waiting.ShouldBe(_simulated.Waiting);
        return leased.Count;
    }

    private async Task EndAsync(Random random)
    {
        if (_leased.Count == 0) return;
        var (job, taken) = _leased[random.Next(_leased.Count)];
        _leased.Remove((job, taken));
        var id = _jobs[(int)job.No].Id;
        switch (random.Next(3))
        {
            case 0:
                (await Store.Jobs.FailAsync(id, taken, "no reason", null, Now, Stop)).ShouldBe(LeaseEnd.Stored);
                _simulated.End(job, taken, JobState.Failed, Now).ShouldBeTrue();
                break;
            case 1:
                var dueAt = Now.AddSeconds(random.Next(1, 30));
                (await Store.Jobs.RetryAsync(id, taken, "again", dueAt, Stop)).ShouldBe(LeaseEnd.Stored);
                _simulated.Retry(job, taken, dueAt, Now).ShouldBeTrue();
                break;
            default:
                (await Store.Jobs.ReleaseAsync(id, taken, Now, Stop)).ShouldBe(LeaseEnd.Stored);
                _simulated.Retry(job, taken, Now, Now).ShouldBeTrue();
                break;
        }
    }
}
