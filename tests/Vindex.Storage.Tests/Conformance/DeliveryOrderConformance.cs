using Vindex.Storage.Deliveries;

namespace Vindex.Storage.Tests.Conformance;

/// <summary>
/// Callbacks of one ticket to one URL keep their order, whatever happens in between; and the store does to its rows exactly what
/// <see cref="DeliveryLifecycle"/> says.
/// Each ticket is a random life of its own: scores, attempts that succeed, fail, hang or die, endpoints that are disabled and enabled, replays.
/// </summary>
public abstract class DeliveryOrderConformance<TDriver> : StoreConformance<TDriver>
    where TDriver : IStoreDriver, new()
{
    private static bool Long => Environment.GetEnvironmentVariable("VINDEX_LONG") == "1";

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Random_lives_keep_the_order_of_scores_per_ticket_and_url(int seed)
    {
        var world = new DeliveryWorld(Store, new Random(seed), Stop);
        foreach (var name in (string[])["acme", "other"])
        {
            world.Add(await HasInstallation(name), tickets: 500 / TDriver.Shortening);
        }

        await world.RunAsync(rounds: Long ? 400 : 40);

        world.Deliveries.Values.ShouldAllBe(delivery => delivery.IsFinished);
        world.Deliveries.Values.Select(delivery => delivery.Status).Distinct().Order()
            .ShouldBe([DeliveryStatus.Delivered, DeliveryStatus.Failed, DeliveryStatus.Disabled, DeliveryStatus.Superseded]);
        (world.Died > 0 && world.Replayed > 0 && world.Waited > 0).ShouldBeTrue("the lives must meet what they are about");
        TestContext.Current.SendDiagnosticMessage(
            $"seed {seed}: {world.Deliveries.Count} deliveries, {world.Begun} attempts, {world.Died} died, {world.Waited} times one waited for another, {world.Replayed} replays");
    }
}
