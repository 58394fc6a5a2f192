namespace Vindex.Statistics.Tests.Questions;

public sealed class ScalarValueTests
{
    [Fact]
    public void Values_of_different_kinds_are_never_equal()
    {
        ScalarValue[] values = [
            ScalarValue.Null, ScalarValue.Of(""), ScalarValue.Of("1"), ScalarValue.Of(1), ScalarValue.Of(true), ScalarValue.Of("true"), ScalarValue.Of(0),
            ScalarValue.Of(false)
        ];
        values.Distinct().Count().ShouldBe(values.Length);
        values.Count(value => value.IsNull).ShouldBe(1);
    }

    [Fact]
    public void Minus_zero_equals_zero() => ScalarValue.Of(-0.0).ShouldBe(ScalarValue.Of(0.0));

    [Fact]
    public void A_value_has_a_text()
    {
        ScalarValue.Of(0.1).ToString().ShouldBe("0.1");
        ScalarValue.Of(1e21).ToString().ShouldBe("1E+21");
        ScalarValue.Of(-0.0).ToString().ShouldBe("0");
        ScalarValue.Of(true).ToString().ShouldBe("true");
        ScalarValue.Of(false).ToString().ShouldBe("false");
        ScalarValue.Of("x").ToString().ShouldBe("x");
        ScalarValue.Null.ToString().ShouldBe("");
    }
}
