using Shouldly;
using Vindex.Mutations.Building;
using Xunit;

namespace Vindex.Mutations.Tests;

public sealed class ToolProcessTests
{
    [Theory]
    [InlineData(0, 0, 0)]
    [InlineData(5, 10, 5)]
    [InlineData(10, 10, 10)]
    [InlineData(20_000, 10, 10)]
    [InlineData(20_000, 0, 0)]
    public async Task Output_is_read_to_its_end_and_kept_up_to_a_limit(int length, int most, int kept)
    {
        using var reader = new StringReader(new string('x', length));
        (await ToolProcess.ReadAsync(reader, most)).Length.ShouldBe(kept);
        reader.Peek().ShouldBe(-1);
    }

    [Fact]
    public async Task A_process_past_its_limit_is_killed()
    {
        var ending = await ToolProcess.RunDotnetAsync(
            ["--version"], new Dictionary<string, string>(), TimeSpan.FromMinutes(2), TestContext.Current.CancellationToken);
        ending.ExitCode.ShouldBe(0);
        ending.Output.Trim().ShouldStartWith("10.");
        (await ToolProcess.RunDotnetAsync(
            ["--info"], new Dictionary<string, string>(), TimeSpan.Zero, TestContext.Current.CancellationToken)).ExitCode.ShouldBeNull();
    }
}
