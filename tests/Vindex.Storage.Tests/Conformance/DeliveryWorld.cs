using Vindex.Storage.Deliveries;
using Vindex.Storage.Installations;
using Vindex.Storage.Jobs;
using Vindex.Storage.Scores;

namespace Vindex.Storage.Tests.Conformance;

/// <summary>
/// Random lives of many tickets' deliveries in a real store, with a model beside it that <see cref="DeliveryLifecycle"/> moves. After each round the rows of
/// the
/// store must be those of the model. That attempts keep their order is checked apart from both, from the log of attempts.
/// </summary>
internal sealed class DeliveryWorld(IStore store, Random random, CancellationToken stop)
{
    private static readonly TimeSpan s_lease = TimeSpan.FromSeconds(60);

    private readonly List<(Installation Installation, string TicketId)> _tickets = [];
    private readonly Dictionary<string, EndpointState> _endpoints = [];
    private readonly List<TakenDelivery> _underWay = [];
    private readonly List<TakenDelivery> _dead = [];
    private readonly Dictionary<(string TicketId, string CustomerId, string Url), List<string>> _ids = [];
    private readonly Dictionary<(string TicketId, string CustomerId, string Url), long> _latestBegun = [];
    private readonly HashSet<(string TicketId, string CustomerId, string Url)> _busy = [];
    private DateTimeOffset _now = Some.Noon;

    public Dictionary<string, Delivery> Deliveries { get; } = [];

    public int Begun { get; private set; }

    public int Died { get; private set; }

    public int Waited { get; private set; }

    public int Replayed { get; private set; }

    public void Add(Installation installation, int tickets)
    {
        _endpoints.Add(installation.CustomerId, EndpointState.Clean);
        _tickets.AddRange(Enumerable.Range(0, tickets).Select(number => (installation, $"T-{number}")));
    }

    public async Task RunAsync(int rounds)
    {
        for (var round = 0; round < rounds; round++)
        {
            _now += TimeSpan.FromMilliseconds(random.Next(1, 20_000));
            await ScoreAsync();
            await TakeAsync(random.Next(3) == 0 ? random.Next(1, 50) : int.MaxValue);
            await EndSomeAsync(percent: 60);
            await ChangeEndpointsAsync();
            await ReplaySomeAsync();
            await TakeBackAsync();
            await CompareAsync();
        }

        await EnableAllAsync();
        for (var rest = 0; Deliveries.Values.Any(delivery => !delivery.IsFinished); rest++)
        {
            rest.ShouldBeLessThan(1000, "the lives must come to an end");
            _now += s_lease;
            await TakeBackAsync();
            await TakeAsync(int.MaxValue);
            await EndSomeAsync(percent: 100);
        }

        await CompareAsync();
        CheckEnds();
    }

    private static (string TicketId, string CustomerId, string Url) KeyOf(Delivery delivery) => (delivery.TicketId, delivery.CustomerId, delivery.Url);

    private List<Delivery> SiblingsOf(Delivery delivery) => [.. _ids.GetValueOrDefault(KeyOf(delivery), []).Select(id => Deliveries[id])];

    private EndpointState? EndpointOf(Delivery delivery) => delivery.EndpointId is { } id ? _endpoints[id] : null;

    /// <summary>Some tickets are scored, each with its callback.</summary>
    private async Task ScoreAsync()
    {
        var scored = _tickets.Where(_ => random.Next(8) == 0).ToList();
        await Task.WhenAll(scored.Select(ticket => store.Jobs.EnqueueAsync(Some.Job(ticket.Installation, ticket.TicketId) with { CreatedAt = _now }, stop)));
        foreach (var leased in (await store.Jobs.LeaseAsync(scored.Count, _now, _now + s_lease, stop)).Jobs)
        {
            var job = leased.Job;
            var score = Some.Score(job.CompanyId, job.CustomerId).OfTicket(job.TicketId) with { JobId = job.Id };
            var delivery = random.Next(6) == 0 ? Some.Delivery(null, "https://own.example.com/x") : Some.Delivery(job.CustomerId);
            var subject = new DeliverySubject(job.CompanyId, job.CustomerId, job.TicketId, job.Id, score.Item.Id);
            (await store.Jobs.CompleteAsync(job.Id, job.Taken, score, delivery, _now, stop)).ShouldBe(LeaseEnd.Stored);

            var sequence = (await store.Deliveries.FindAsync(ScoreAccess.All, delivery.Id, stop))!.Sequence;
            var endpoint = delivery.EndpointId is { } id ? _endpoints[id] : null;
            var created = DeliveryLifecycle.Create(delivery, subject, endpoint, _now) with { Sequence = sequence };
            foreach (var older in SiblingsOf(created))
            {
                Deliveries[older.Id] = DeliveryLifecycle.Supersede(older, created, _now) ?? older;
            }

            Deliveries.Add(created.Id, created);
            if (!_ids.TryAdd(KeyOf(created), [created.Id])) _ids[KeyOf(created)].Add(created.Id);
        }
    }

    private async Task TakeAsync(int count)
    {
        var take = await store.Deliveries.TakeAsync(new Dictionary<string, int>(), int.MaxValue, count, null, _now, _now + s_lease, stop);
        foreach (var taken in take.Deliveries)
        {
            var before = Deliveries[taken.Delivery.Id];
            SiblingsOf(before).Any(other => DeliveryLifecycle.MustWaitFor(before, other)).ShouldBeFalse();
            var begun = DeliveryLifecycle.Begin(before, EndpointOf(before), _now, _now + s_lease).ShouldNotBeNull();
            taken.Delivery.ShouldBe(begun);
            CheckOrder(begun);
            Deliveries[begun.Id] = begun;
            _underWay.Add(taken);
            Begun++;
        }

        var waiting = Deliveries.Values.Where(delivery => delivery.Status == DeliveryStatus.Pending && delivery.DueAt <= _now).ToList();
        Waited += waiting.Count;
        if (take.Deliveries.Count < count)
        {
            waiting.ShouldAllBe(
                delivery => SiblingsOf(delivery).Any(other => DeliveryLifecycle.MustWaitFor(delivery, other)), "nothing that may go is left behind");
        }
    }

    /// <summary>The promise itself: of a ticket and URL no attempt begins beside another, or after one of a newer callback.</summary>
    private void CheckOrder(Delivery begun)
    {
        if (begun.Run > 1) return;
        var key = KeyOf(begun);
        _busy.Add(key).ShouldBeTrue($"{begun.Id} was sent while another callback of {key} was under way");
        begun.Sequence.ShouldBeGreaterThanOrEqualTo(_latestBegun.GetValueOrDefault(key), $"{begun.Id} was sent after a newer callback of {key}");
        _latestBegun[key] = begun.Sequence;
    }

    private async Task EndSomeAsync(int percent)
    {
        foreach (var taken in _underWay.Where(_ => random.Next(100) < percent).ToList())
        {
            _underWay.Remove(taken);
            if (percent < 100 && random.Next(15) == 0)
            {
                Died++;
                _dead.Add(taken);
                continue;
            }

            await EndAsync(taken);
        }
    }

    private async Task EndAsync(TakenDelivery taken)
    {
        var outcome = random.Next(3);
        var wait = TimeSpan.FromMilliseconds(random.Next(1, 60_000));
        var held = Deliveries[taken.Delivery.Id];
        var isHeld = held.Status == DeliveryStatus.Delivering && held.Taken == taken.Delivery.Taken;
        var end = await store.Deliveries.EndAsync(
            held.CompanyId, held.Id, taken.Delivery.Taken, (delivery, endpoint) => new DeliveryChange(After(delivery, endpoint), null, endpoint, null), _now,
            stop);
        end.Stored.ShouldBe(isHeld);
        if (!isHeld) return;

        if (held.Run == 1) _busy.Remove(KeyOf(held));
        var next = After(held, EndpointOf(held));
        var newer = SiblingsOf(held)
            .Where(other => !other.IsFinished && other.Run == 1 && other.Sequence > held.Sequence)
            .OrderBy(other => other.Sequence)
            .ToList();
        if (held.Run == 1) end.NewerWaits.ShouldBe(newer.Count > 0);
        Deliveries[held.Id] = (newer.Count > 0 ? DeliveryLifecycle.Supersede(next, newer[^1], _now) : null) ?? next;

        Delivery After(Delivery delivery, EndpointState? endpoint)
        {
            var attempted = delivery with { Attempts = delivery.Attempts + 1, LeaseUntil = null, LastError = outcome == 0 ? null : "It failed" };
            return outcome == 0 ? DeliveryLifecycle.Finish(attempted, DeliveryStatus.Delivered, _now)
                : attempted.Attempts >= 5 ? DeliveryLifecycle.Finish(attempted, DeliveryStatus.Failed, _now)
                : endpoint is { IsDisabled: true } ? DeliveryLifecycle.Finish(attempted, DeliveryStatus.Disabled, _now)
                : attempted with { Status = DeliveryStatus.Pending, DueAt = _now + wait };
        }
    }

    private async Task ChangeEndpointsAsync()
    {
        foreach (var installation in _tickets.Select(ticket => ticket.Installation).Distinct().Where(_ => random.Next(10) == 0))
        {
            var present = _endpoints[installation.CustomerId];
            await SetAsync(installation, present.IsDisabled ? EndpointState.Clean : present.DisableManually(_now));
        }
    }

    private async Task EnableAllAsync()
    {
        foreach (var installation in _tickets.Select(ticket => ticket.Installation).Distinct())
        {
            await SetAsync(installation, EndpointState.Clean);
        }
    }

    private async Task SetAsync(Installation installation, EndpointState endpoint)
    {
        _endpoints[installation.CustomerId] = endpoint;
        var present = await store.Installations.FindByCustomerAsync(installation.CompanyId, installation.CustomerId, stop);
        await store.Installations.UpdateAsync(new InstallationUpdate(present!, endpoint), Some.Audit(installation.CompanyId), stop);
        if (!endpoint.IsDisabled) return;
        foreach (var waiting in Deliveries.Values.Where(delivery => delivery.EndpointId == installation.CustomerId).ToList())
        {
            Deliveries[waiting.Id] = DeliveryLifecycle.EndpointDisabled(waiting, _now) ?? waiting;
        }
    }

    private async Task ReplaySomeAsync()
    {
        foreach (var finished in Deliveries.Values.Where(delivery => delivery.IsFinished && delivery.Run < 3 && random.Next(100) == 0).ToList())
        {
            var url = finished.EndpointId is null
                ? null
                : _tickets.First(ticket => ticket.Installation.CustomerId == finished.EndpointId).Installation.CallbackUrl;
            var due = DeliveryLifecycle.Replay(finished, EndpointOf(finished), url, _now);
            (await store.Deliveries.ReplayAsync(ScoreAccess.All, finished.Id, _now, Some.Audit(finished.CompanyId), stop))
                .ShouldBe(due is null ? Storage.Deliveries.Replayed.Refused : Storage.Deliveries.Replayed.Due);
            if (due is null) continue;
            Replayed++;
            Deliveries[finished.Id] = due;
        }
    }

    private async Task TakeBackAsync()
    {
        await store.Deliveries.TakeBackAsync(_now, all: false, stop);
        foreach (var held in Deliveries.Values.Where(delivery => delivery.Status == DeliveryStatus.Delivering).OrderBy(delivery => delivery.Sequence).ToList())
        {
            if (DeliveryLifecycle.TakeBack(held, EndpointOf(held), _now) is not { } back) continue;
            if (held.Run == 1) _busy.Remove(KeyOf(held));
            var newer = SiblingsOf(held).Where(other => !other.IsFinished && other.Run == 1).MaxBy(other => other.Sequence);
            Deliveries[held.Id] = (newer is null ? null : DeliveryLifecycle.Supersede(back, newer, _now)) ?? back;
        }

        // Those whose lease ran out learn it when they come with their result.
        foreach (var late in _dead.Where(taken => Deliveries[taken.Delivery.Id].Taken != taken.Delivery.Taken || Deliveries[taken.Delivery.Id].IsFinished)
            .ToList())
        {
            _dead.Remove(late);
            await EndAsync(late);
        }
    }

    private async Task CompareAsync()
    {
        var rows = (await store.Deliveries.ListAsync(ScoreAccess.All, DeliveryFilter.None, null, 1_000_000, stop)).Items.ToDictionary(row => row.Id);
        rows.Count.ShouldBe(Deliveries.Count);
        foreach (var (id, expected) in Deliveries)
        {
            if (rows[id] != expected) rows[id].ShouldBe(expected);
        }
    }

    private void CheckEnds()
    {
        foreach (var ticket in Deliveries.Values.GroupBy(KeyOf))
        {
            var newest = ticket.MaxBy(delivery => delivery.Sequence)!;
            newest.Status.ShouldNotBe(DeliveryStatus.Superseded);
            foreach (var superseded in ticket.Where(delivery => delivery.Status == DeliveryStatus.Superseded))
            {
                superseded.Attempts.ShouldBeGreaterThan(0, "each callback is attempted at least once");
                Deliveries[superseded.SupersededBy!].Sequence.ShouldBeGreaterThan(superseded.Sequence);
            }
        }
    }
}
