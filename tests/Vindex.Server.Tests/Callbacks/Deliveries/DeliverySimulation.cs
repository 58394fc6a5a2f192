using Shouldly;
using Vindex.Server.Callbacks;
using Vindex.Server.Callbacks.Deliveries;
using Vindex.Server.Tests.Hosting;
using Vindex.Storage.Deliveries;
using Vindex.Storage.Installations;

namespace Vindex.Server.Tests.Callbacks.Deliveries;

/// <summary>A time in which an endpoint was disabled.</summary>
internal sealed record DisabledPeriod(int Endpoint, DisabledReason Reason, DateTimeOffset From, DateTimeOffset Until);

/// <summary>
/// Lives of deliveries over simulated weeks: a store in memory, dispatchers that die in the middle of an attempt or lose their lease, receivers of every kind,
/// operators who disable, enable and replay. The clock jumps from event to event. What must hold at every step is checked at that step.
/// </summary>
internal sealed class DeliverySimulation
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(2);

    private readonly Random _random;
    private readonly CallbackOptions _options = DefaultSettings.Of<CallbackOptions>("Callbacks");
    private readonly RetryPolicy _policy;
    private readonly SimulatedReceivers _receivers;
    private readonly EndpointState[] _endpoints;
    private readonly DateTimeOffset?[] _lastSuccess;
    private readonly PriorityQueue<Action, (DateTimeOffset At, long Order)> _events = new();
    private long _order;
    private DateTimeOffset _now = Start;

    public DeliverySimulation(int seed, int deliveries, int endpoints)
    {
        _random = new Random(seed);
        _policy = RetryPolicy.From(_options);
        // A request's own URL behaves like an endpoint, too, but has no health: these come after the endpoints.
        _receivers = new SimulatedReceivers(_random, endpoints * 2, Start);
        _endpoints = [.. Enumerable.Repeat(EndpointState.Clean, endpoints)];
        _lastSuccess = new DateTimeOffset?[endpoints];
        for (var i = 0; i < deliveries; i++)
        {
            var id = $"dlv_{i}";
            var endpoint = _random.Next(10) == 0 ? (int?)null : _random.Next(endpoints);
            At(Start.AddSeconds(_random.Next(14 * 86_400)), () => Create(id, endpoint));
        }
    }

    public Dictionary<string, Delivery> Deliveries { get; } = [];

    public List<(string DeliveryId, DeliveryAttempt Attempt)> Attempts { get; } = [];

    public List<DisabledPeriod> Disabled { get; } = [];

    public int Begun { get; private set; }

    public int Crashed { get; private set; }

    public int TooLate { get; private set; }

    public int Replayed { get; private set; }

    public TimeSpan Simulated => _now - Start;

    public void Run()
    {
        while (_events.TryDequeue(out var happen, out var when))
        {
            when.At.ShouldBeGreaterThanOrEqualTo(_now);
            _now = when.At;
            happen();
        }
    }

    private void At(DateTimeOffset when, Action happen) => _events.Enqueue(happen, (when, _order++));

    private EndpointState? Health(Delivery delivery) => delivery.EndpointId is { } endpoint ? _endpoints[int.Parse(endpoint)] : null;

    private void Create(string id, int? endpoint)
    {
        var subject = new DeliverySubject("co", "customer", $"ticket_{id}", $"job_{id}", $"score_{id}");
        var created = new NewDelivery(id, endpoint?.ToString(), "https://hooks.example.com/", []);
        Keep(DeliveryLifecycle.Create(created, subject, endpoint is { } index ? _endpoints[index] : null, _now));
    }

    private void Keep(Delivery delivery)
    {
        Deliveries[delivery.Id] = delivery;
        (delivery.DueAt is not null).ShouldBe(delivery.Status == DeliveryStatus.Pending);
        (delivery.LeaseUntil is not null).ShouldBe(delivery.Status == DeliveryStatus.Delivering);
        (delivery.FinishedAt is not null).ShouldBe(delivery.IsFinished);
        if (delivery.DueAt is { } due)
            At(due, () => Attempt(delivery.Id));
        if (delivery.IsFinished && _random.Next(delivery.Status == DeliveryStatus.Delivered ? 200 : 20) == 0)
            At(_now.AddHours(_random.Next(1, 100)), () => Replay(delivery.Id));
    }

    private void Attempt(string id)
    {
        var stored = Deliveries[id];
        var health = Health(stored);
        if (DeliveryLifecycle.Begin(stored, health, _now, _now + Lease) is not { } taken)
        {
            if (health is { IsDisabled: true } && DeliveryLifecycle.EndpointDisabled(stored, _now) is { } ended)
                Keep(ended);
            return;
        }

        Begun++;
        stored.Status.ShouldBe(DeliveryStatus.Pending, "two dispatchers must not hold one delivery");
        stored.DueAt!.Value.ShouldBeLessThanOrEqualTo(_now);
        (health?.IsDisabled ?? false).ShouldBeFalse("nothing goes to a disabled endpoint");
        Keep(taken);
        At(taken.LeaseUntil!.Value, () => TakeBack(id, taken.Taken));

        var startedAt = _now;
        var outcome = _receivers.Answer(taken.EndpointId is { } endpoint ? int.Parse(endpoint) : _endpoints.Length + (id.Length * 7 % _endpoints.Length), _now);
        switch (_random.Next(50))
        {
            case 0:
                // Killed in the middle: the receiver may have had it, nobody knows.
                Crashed++;
                break;
            case 1:
                // So slow that the lease is over and somebody else has the delivery.
                At(_now + Lease + TimeSpan.FromSeconds(_random.Next(1, 60)), () => End(taken, outcome, startedAt));
                break;
            default:
                At(_now + outcome.ResponseTime, () => End(taken, outcome, startedAt));
                break;
        }
    }

    private void End(Delivery taken, CallbackOutcome outcome, DateTimeOffset startedAt)
    {
        var stored = Deliveries[taken.Id];
        var before = Health(stored);
        if (stored.Taken != taken.Taken || _policy.End(stored, before, outcome, startedAt, _now, _random.NextDouble()) is not { } step)
        {
            TooLate++;
            return;
        }

        Attempts.Add((stored.Id, step.Attempt));
        step.Next.Id.ShouldBe(taken.Id);
        step.Next.Attempts.ShouldBe(stored.Attempts + 1);
        CheckWait(step.Next, outcome);
        Keep(step.Next);
        if (stored.EndpointId is not { } id)
            return;

        var endpoint = int.Parse(id);
        _endpoints[endpoint] = step.Endpoint!;
        if (step.EndpointDisabled)
            CheckAndDisable(endpoint, step.Endpoint!, outcome);
        else if (!step.Endpoint!.IsDisabled && outcome is not CallbackOutcome.Delivered)
            (_now - step.Endpoint.FailingSince!.Value).ShouldBeLessThan(_options.DisableAfter.Value);
        if (outcome is CallbackOutcome.Delivered)
            _lastSuccess[endpoint] = _now;
        if (_random.Next(5000) == 0)
            DisableManually(endpoint);
    }

    private void CheckWait(Delivery next, CallbackOutcome outcome)
    {
        if (next.DueAt is not { } due)
            return;
        next.Attempts.ShouldBeLessThanOrEqualTo(_options.Schedule.Count);
        var planned = _options.Schedule[next.Attempts - 1];
        var wait = due - _now;
        var asked = outcome is CallbackOutcome.Rejected { StatusCode: 429 or 503 } rejected ? rejected.RetryAfter : null;
        wait.ShouldBeGreaterThanOrEqualTo(planned * 0.7999);
        wait.ShouldBeLessThanOrEqualTo(planned * 1.2001 * (asked is null ? 1 : 2));
        if (asked is { } least)
            (wait >= least || wait >= planned * 1.5999).ShouldBeTrue($"asked for {least}, planned {planned}, waits {wait}");
    }

    private void CheckAndDisable(int endpoint, EndpointState health, CallbackOutcome outcome)
    {
        if (health.Reason == DisabledReason.Gone)
        {
            outcome.Status.ShouldBe(410);
        }
        else
        {
            health.Reason.ShouldBe(DisabledReason.OnlyFailures);
            (_now - health.FailingSince!.Value).ShouldBeGreaterThanOrEqualTo(_options.DisableAfter.Value);
            (_lastSuccess[endpoint] is { } success && success > health.FailingSince).ShouldBeFalse("a success came in between");
        }

        EndWaiting(endpoint);
    }

    private void DisableManually(int endpoint)
    {
        if (_endpoints[endpoint].IsDisabled)
            return;
        _endpoints[endpoint] = _endpoints[endpoint].DisableManually(_now);
        EndWaiting(endpoint);
    }

    private void EndWaiting(int endpoint)
    {
        var until = _now.AddHours(_random.Next(1, 72));
        Disabled.Add(new DisabledPeriod(endpoint, _endpoints[endpoint].Reason!.Value, _now, until));
        At(until, () => _endpoints[endpoint] = EndpointState.Clean);
        foreach (var waiting in Deliveries.Values.Where(delivery => delivery.EndpointId == endpoint.ToString()).ToList())
        {
            if (DeliveryLifecycle.EndpointDisabled(waiting, _now) is { } ended)
                Keep(ended);
        }
    }

    private void TakeBack(string id, int taken)
    {
        var stored = Deliveries[id];
        if (stored.Taken == taken && DeliveryLifecycle.TakeBack(stored, Health(stored), _now) is { } back)
            Keep(back);
    }

    private void Replay(string id)
    {
        var stored = Deliveries[id];
        if (DeliveryLifecycle.Replay(stored, Health(stored), "https://moved.example.com/", _now) is not { } again)
            return;
        Replayed++;
        again.Run.ShouldBe(stored.Run + 1);
        again.Id.ShouldBe(stored.Id);
        Keep(again);
    }
}
