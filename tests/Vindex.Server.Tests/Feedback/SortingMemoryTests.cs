using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Vindex.Server.Feedback.Queries;
using Vindex.Server.Feedback.Queries.Rows;
using Vindex.Server.Tests.Hosting;
using Xunit;

namespace Vindex.Server.Tests.Feedback;

public sealed class SortingMemoryTests
{
    private const string Sorted = "'sort_by': [{'field': 'payload.n', 'direction': 'desc'}], 'limit': 2";

    [Fact]
    public async Task A_request_that_sorts_is_told_to_come_back_while_others_hold_all_memory_for_it()
    {
        await using var server = await TestServer.StartAsync();
        var (_, client) = await SomeFeedback.WithAsync(server, SomeFeedback.Row("a", """{"n":1}"""), SomeFeedback.Row("b", """{"n":2}"""));
        var memory = server.Services.GetRequiredService<SortingMemory>();

        using (var others = memory.Open())
        {
            others.Covers(QueryLimits.HeldBytesOfAll).ShouldBeTrue();
            var refused = await client.AskAsync(Sorted);
            FeedbackServer.ShouldRefuse(
                await refused.JsonAsync(503), "Other requests are using all memory reserved for sorting; try again.", "ServiceUnavailable");
            refused.Headers.RetryAfter!.Delta!.Value.ShouldBeGreaterThan(TimeSpan.Zero);
            (await client.AskAsync("'limit': 2").IdsAsync()).ShouldBe("a b");
        }

        (await client.AskAsync(Sorted).IdsAsync()).ShouldBe("b a");
        memory.Taken.ShouldBe(0);
    }

    [Fact]
    public void Shares_are_counted_together_and_given_back()
    {
        var memory = new SortingMemory();
        var first = memory.Open();
        using var second = memory.Open();

        first.Covers(QueryLimits.HeldBytesOfAll - (1 << 20)).ShouldBeTrue();
        second.Covers(1).ShouldBeTrue();
        second.Covers(1 << 20).ShouldBeTrue();
        second.Covers((1 << 20) + 1).ShouldBeFalse();
        first.Covers(QueryLimits.HeldBytesOfAll).ShouldBeFalse();
        first.Dispose();
        second.Covers((1 << 20) + 1).ShouldBeTrue();
        memory.Taken.ShouldBe(2 << 20);
    }
}
