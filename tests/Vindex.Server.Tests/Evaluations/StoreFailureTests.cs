using System.Collections.Concurrent;
using System.Text;
using Shouldly;
using Vindex.Server.Tests.Callbacks.Receivers;
using Vindex.Server.Tests.Hosting;
using Xunit;

namespace Vindex.Server.Tests.Evaluations;

/// <summary>A store that fails while tickets are judged and callbacks are sent is the operator's concern, never the customer's.</summary>
public sealed class StoreFailureTests
{
    public static TheoryData<string> Calls =>
    [
        "Jobs.CompleteAsync", "Jobs.LeaseAsync", "Jobs.RetryAsync", "Scores.UnchangedAsync", "Installations.FindByCustomerAsync", "Deliveries.TakeAsync",
        "Deliveries.EndAsync",
    ];

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task A_store_that_fails_for_a_while_delays_a_ticket_and_says_nothing_to_the_customer(string failing)
    {
        var failed = 0;
        var judged = new ConcurrentBag<string>();
        var broken = false;
        await using var receiver = LoopbackReceiver.Start(LoopbackReceiver.Says("HTTP/1.1 200 OK"));
        await using var server = await QueueServer.StartAsync(
            null,
            (judge, reading, _) =>
            {
                judged.Add(reading.Ticket!.Key!);
                return failing == "Jobs.RetryAsync" && judged.Count == 1
                    ? throw new InvalidOperationException("Not yet.")
                    : ValueTask.FromResult(judge.Judge(reading));
            },
            store => FaultyStore.Around(store, call => Volatile.Read(ref broken) && call == failing && Interlocked.Increment(ref failed) <= 3));
        var acme = await server.CompanyAsync("acme", $"http://127.0.0.1:{receiver.Port}/hook");
        Volatile.Write(ref broken, true);
        var request = await acme.SendAsync("T-1");

        var job = await acme.EndOfAsync(request);
        (job.Text("status"), job.GetRawText().Contains(FaultyStore.Text, StringComparison.Ordinal)).ShouldBe(("done", false));
        var delivery = await acme.DeliveryOfAsync(request);
        (delivery.GetProperty("delivery").Text("status"), delivery.GetRawText().Contains(FaultyStore.Text, StringComparison.Ordinal)).ShouldBe(
            ("delivered", false));
        failed.ShouldBeGreaterThan(3, "the call must have failed and been repeated");
        judged.Count.ShouldBe(failing == "Jobs.RetryAsync" ? 2 : 1, "a store that fails is no reason to judge again");
        receiver.Requests.ShouldAllBe(received => !Encoding.UTF8.GetString(received.Body).Contains("disk"));
        job.GetProperty("attempts").GetInt32().ShouldBe(failing == "Jobs.RetryAsync" ? 1 : 0);
    }
}
