using Shouldly;
using Vindex.Storage.Deliveries;
using Vindex.Storage.Installations;
using Xunit;

namespace Vindex.Server.Tests.Callbacks.Deliveries;

public sealed class DeliverySimulationTests(ITestOutputHelper output)
{
    private static readonly bool Long = Environment.GetEnvironmentVariable("VINDEX_LONG") is "1";

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, Long ? 500 : 10)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Thousands_of_deliveries_to_every_kind_of_receiver_keep_the_invariants(int seed)
    {
        var simulation = new DeliverySimulation(seed, deliveries: 4000, endpoints: 24);
        simulation.Run();

        var statuses = simulation.Deliveries.Values.CountBy(delivery => delivery.Status).ToDictionary();
        output.WriteLine(
            $"seed {seed}: {simulation.Deliveries.Count} deliveries over {simulation.Simulated.TotalDays:0} days, {simulation.Begun} attempts begun, "
            + $"{simulation.Attempts.Count} recorded, {simulation.Crashed} killed, {simulation.TooLate} too late, {simulation.Replayed} replays, "
            + $"{simulation.Disabled.Count} endpoints disabled; {string.Join(", ", statuses.OrderBy(status => status.Key).Select(status => $"{status.Value} {status.Key}"))}");

        // Nothing is lost: every delivery came to an end, and every attempt begun was recorded, killed, or fenced off.
        simulation.Deliveries.Count.ShouldBe(4000);
        simulation.Deliveries.Values.ShouldAllBe(delivery => delivery.IsFinished);
        simulation.Begun.ShouldBe(simulation.Attempts.Count + simulation.Crashed + simulation.TooLate);

        var attempts = simulation.Attempts.ToLookup(pair => pair.DeliveryId, pair => pair.Attempt);
        foreach (var delivery in simulation.Deliveries.Values)
            CheckStory(delivery, [.. attempts[delivery.Id]], simulation);
    }

    [Fact]
    public void Five_worlds_together_meet_everything_that_can_happen()
    {
        var worlds = Enumerable.Range(1, 5).Select(seed => new DeliverySimulation(seed, deliveries: 4000, endpoints: 24)).ToList();
        worlds.ForEach(world => world.Run());

        worlds.SelectMany(world => world.Deliveries.Values).Select(delivery => delivery.Status).Distinct().Order()
            .ShouldBe([DeliveryStatus.Delivered, DeliveryStatus.Failed, DeliveryStatus.Disabled]);
        worlds.SelectMany(world => world.Disabled).Select(period => period.Reason).Distinct().Order()
            .ShouldBe([DisabledReason.Gone, DisabledReason.OnlyFailures, DisabledReason.Manual]);
        worlds.ShouldAllBe(world => world.Crashed > 0 && world.TooLate > 0 && world.Replayed > 0);
    }

    [Fact]
    public void The_same_seed_tells_the_same_story()
    {
        var first = new DeliverySimulation(11, deliveries: 1000, endpoints: 8);
        var second = new DeliverySimulation(11, deliveries: 1000, endpoints: 8);
        first.Run();
        second.Run();

        second.Attempts.ShouldBe(first.Attempts);
        second.Deliveries.Values.ShouldBe(first.Deliveries.Values);
    }

    private static void CheckStory(Delivery delivery, DeliveryAttempt[] attempts, DeliverySimulation simulation)
    {
        var closed = simulation.Disabled.Where(period => period.Endpoint.ToString() == delivery.EndpointId).ToList();

        // In order, without a gap, each after the one before, never more in a run than the schedule has.
        var run = 1;
        var number = 0;
        var end = delivery.CreatedAt;
        foreach (var attempt in attempts)
        {
            if (attempt.Run != run)
            {
                attempt.Run.ShouldBeGreaterThan(run, delivery.Id);
                (run, number) = (attempt.Run, 0);
            }

            attempt.Number.ShouldBe(++number, delivery.Id);
            number.ShouldBeLessThanOrEqualTo(8, delivery.Id);
            attempt.StartedAt.ShouldBeGreaterThanOrEqualTo(end, delivery.Id);
            end = attempt.StartedAt + TimeSpan.FromMilliseconds(attempt.ResponseTimeMs);
            var during = closed.FirstOrDefault(period => period.From < attempt.StartedAt && attempt.StartedAt < period.Until);
            during.ShouldBeNull($"attempt {number} of {delivery.Id} went to an endpoint that was disabled");
            (attempt.Error is null).ShouldBe(attempt.StatusCode is >= 200 and < 300, delivery.Id);
        }

        var last = attempts.LastOrDefault(attempt => attempt.Run == delivery.Run);
        switch (delivery.Status)
        {
            case DeliveryStatus.Delivered:
                last!.Error.ShouldBeNull(delivery.Id);
                break;
            case DeliveryStatus.Failed:
                (last!.Number == 8 || (last.StatusCode == 410 && delivery.EndpointId is null)).ShouldBeTrue(delivery.ToString());
                last.Error.ShouldNotBeNull(delivery.Id);
                break;
            default:
                closed.Any(period => period.From <= delivery.FinishedAt && delivery.FinishedAt <= period.Until).ShouldBeTrue(delivery.ToString());
                break;
        }
    }
}
