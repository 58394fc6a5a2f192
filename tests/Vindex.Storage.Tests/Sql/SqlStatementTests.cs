using Vindex.Storage.Deliveries;
using Vindex.Storage.Sql;

namespace Vindex.Storage.Tests.Sql;

/// <summary>A hole of a statement is a value and never text, unless it says so.</summary>
public sealed class SqlStatementTests
{
    [Fact]
    public void A_hole_becomes_a_parameter()
    {
        const string Hostile = "x'; DROP TABLE jobs; --";
        SqlStatement sql = $"SELECT no FROM jobs WHERE id = {Hostile} AND attempts < {3}";

        sql.Text.ShouldBe("SELECT no FROM jobs WHERE id = @p0 AND attempts < @p1");
        sql.Values.ToArray().ShouldBe([Hostile, 3L]);
        sql.IsComposed.ShouldBeFalse();
    }

    [Fact]
    public void Values_are_stored_in_one_form_per_type()
    {
        DeliveryStatus? none = null;
        SqlStatement sql =
            $"VALUES ({DeliveryStatus.Superseded}, {none}, {DateTimeOffset.UnixEpoch.AddSeconds(1)}, {true}, {(int?)null}, {1.5}, {(byte[])[7]}, {(string?)null})";

        sql.Values.ToArray().ShouldBe(["superseded", null, 1000L, 1L, null, 1.5, new byte[] { 7 }, null]);
    }

    [Fact]
    public void Parts_are_joined_in_their_order_and_lists_take_a_parameter_each()
    {
        SqlStatement condition = $"b = {2L}";
        SqlStatement sql = $"SELECT {"a, b":raw} FROM t WHERE a = {1L} AND {condition}";
        sql.Add($" AND c IN {(string[])["x", "y"]}").Add($" AND d = {4L}").Add(condition);

        sql.Text.ShouldBe("SELECT a, b FROM t WHERE a = @p0 AND b = @p1 AND c IN (@p2, @p3) AND d = @p4b = @p5");
        sql.Values.ToArray().ShouldBe([1L, 2L, "x", "y", 4L, 2L]);
        sql.IsComposed.ShouldBeTrue();
    }

    [Fact]
    public void An_empty_list_matches_nothing()
    {
        SqlStatement sql = $"SELECT 1 WHERE 'a' IN {(string[])[]}";
        sql.Text.ShouldBe("SELECT 1 WHERE 'a' IN (NULL)");
    }

    [Fact]
    public void An_unknown_format_is_refused() =>
        Should.Throw<ArgumentException>(() => new SqlStatement(0, 1).AppendFormatted("a", "text")).Message.ShouldContain("Unknown format");

    [Fact]
    public void Statements_of_one_text_are_the_same_whatever_their_values()
    {
        SqlStatement.SameText.Equals(Of(1), Of(2).WithoutValues()).ShouldBeTrue();
        SqlStatement.SameText.GetHashCode(Of(1)).ShouldBe(SqlStatement.SameText.GetHashCode(Of(2).WithoutValues()));
        SqlStatement.SameText.Equals(Of(1), $"SELECT a FROM t WHERE b = {1}").ShouldBeFalse();
        SqlStatement.SameText.Equals($"SELECT {1}, {2}", $"SELECT {1}").ShouldBeFalse();
    }

    private static SqlStatement Of(int value) => $"SELECT a FROM t WHERE a = {value}";
}
