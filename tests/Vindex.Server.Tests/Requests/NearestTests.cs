using Shouldly;
using Vindex.Server.Web.Requests;
using Xunit;

namespace Vindex.Server.Tests.Requests;

public sealed class NearestTests
{
    private static readonly string[] s_commands = ["score", "serve", "demo", "backup", "restore", "check"];

    [Theory]
    [InlineData("scroe", "score")]
    [InlineData("Score", "score")]
    [InlineData("chek", "check")]
    [InlineData("back", "backup")]
    [InlineData("server", "serve")]
    public void A_slip_finds_what_was_meant(string typed, string meant) => Nearest.Of(typed, s_commands).ShouldBe(meant);

    [Theory]
    [InlineData("frobnicate")]
    [InlineData("x")]
    [InlineData("")]
    public void Something_else_finds_nothing(string typed) => Nearest.Of(typed, s_commands).ShouldBeNull();

    [Theory]
    [InlineData("", "abc", 3)]
    [InlineData("score", "score", 0)]
    [InlineData("scroe", "score", 1)]
    [InlineData("kitten", "sitting", 3)]
    public void Distance_counts_letters(string a, string b, int distance)
    {
        Nearest.Distance(a, b).ShouldBe(distance);
        Nearest.Distance(b, a).ShouldBe(distance);
    }
}
