using Vindex.Storage.Deliveries;
using Vindex.Storage.Jobs;
using Vindex.Storage.Nodes;

namespace Vindex.Storage.Tests.Turns;

/// <summary>The decisions that stores and simulations share.</summary>
public sealed class TurnsTests
{
    private static readonly DateTimeOffset s_now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("a:9 b:9 c:9", 7, "a3 b2 c2")]
    [InlineData("a:9 b:1 c:9", 5, "a2 b1 c2")]
    [InlineData("a:0 b:0 c:2", 5, "c2")]
    [InlineData("a:1 b:9", 1, "a1")]
    [InlineData("a:9", 0, "")]
    [InlineData("", 3, "")]
    public void Each_company_gets_one_job_before_any_gets_a_second(string jobs, int count, string expected)
    {
        var left = jobs.Split(' ', StringSplitOptions.RemoveEmptyEntries).ToDictionary(one => one[..1], one => one[2] - '0');
        var turns = new CompanyTurns(left.Keys, count);
        while (turns.Next() is { } company)
        {
            if (left[company]-- > 0) turns.Leased();
            else turns.HasNone();
        }

        string.Join(' ', turns.Served.OrderBy(one => one.Key).Select(one => one.Key + one.Value)).ShouldBe(expected);
    }

    [Theory]
    [InlineData(null, "a c d")]
    [InlineData("a", "c d a")]
    [InlineData("b", "c d a")]
    [InlineData("c", "d a c")]
    [InlineData("d", "a c d")]
    public void Lanes_with_room_and_something_due_take_turns_after_the_one_served_last(string? after, string expected)
    {
        (string, DateTimeOffset)[] waiting = [("a", s_now), ("b", s_now), ("c", s_now.AddDays(-1)), ("d", s_now), ("e", s_now.AddTicks(1))];
        var busy = new Dictionary<string, int> { ["a"] = 1, ["b"] = 2 };
        string.Join(' ', LaneTurns.InTurn(waiting, busy, 2, after, s_now)).ShouldBe(expected);
        LaneTurns.Room(8, own: 3, others: 4, left: 100).ShouldBe(1);
        LaneTurns.Room(8, own: 1, others: 0, left: 5).ShouldBe(5);
        LaneTurns.Room(8, own: 8, others: 4, left: 100).ShouldBeLessThan(0);
    }

    [Theory]
    [InlineData(0, 1, 10, 10)]
    [InlineData(95, 1, 10, 5)]
    [InlineData(95, 6, 10, 0)]
    [InlineData(100, 1, 1, 0)]
    [InlineData(0, 20, 10, 20)]
    public void Of_a_limit_as_much_is_taken_as_is_left_and_useful(long used, long least, long most, long expected) =>
        LimitTake.Decide([new LimitUse(used, s_now)], 100, least, most).Taken.ShouldBe(expected);
}
