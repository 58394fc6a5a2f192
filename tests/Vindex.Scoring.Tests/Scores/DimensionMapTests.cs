using Shouldly;
using Xunit;

namespace Vindex.Scoring.Tests.Scores;

/// <summary>Values by dimension: a dictionary in the order of the API.</summary>
public sealed class DimensionMapTests
{
    [Fact]
    public void Values_come_in_the_order_of_the_dimensions()
    {
        var map = new DimensionMap<string>();
        map.Set(Dimension.Testable, "t");
        map.Set(Dimension.Negotiable, "n");
        map.Set(Dimension.Negotiable, "again");

        map.Count.ShouldBe(2);
        map.Keys.ShouldBe([Dimension.Negotiable, Dimension.Testable]);
        map.Values.ShouldBe(["again", "t"]);
        map[Dimension.Testable].ShouldBe("t");
    }

    [Fact]
    public void A_dimension_without_a_value_is_not_there()
    {
        var map = new DimensionMap<string>();
        map.Set(Dimension.Small, "s");

        map.ContainsKey(Dimension.Small).ShouldBeTrue();
        map.ContainsKey(Dimension.Valuable).ShouldBeFalse();
        map.TryGetValue((Dimension)6, out _).ShouldBeFalse();
        Should.Throw<KeyNotFoundException>(() => map[Dimension.Valuable]).Message.ShouldContain("valuable");
    }
}
