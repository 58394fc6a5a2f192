using Shouldly;
using Vindex.Mutations.Building;
using Xunit;

namespace Vindex.Mutations.Tests;

/// <summary>The whole check over a tiny project (<c>Sample</c>) of which the surviving mutants are known.</summary>
public sealed class MutationRunTests
{
    [Fact]
    public async Task The_mutants_that_no_test_notices_are_named()
    {
        var (exitCode, output) = await RunAsync(new MutationOptions { Projects = Sample(), Filters = ["Discount.cs:1", "rates.txt"], AtLeast = 100 });

        Survivors(output).ShouldBe(
        [
            "Data/rates.txt:3: lines staff 30 -> (left out)",
            "Data/rates.txt:3: weights 30 -> staff 0",
            "Data/rates.txt:3: weights 30 -> staff -30",
            "Data/rates.txt:3: weights 30 -> staff 300",
            "Discount.cs:14: relation amount >= Large -> amount > Large",
            "Discount.cs:14: constant Large -> (Large + 1)",
            "Discount.cs:15: constant 100 -> (100 - 1)",
            "Discount.cs:19: result, run by no test amount * 2 -> default!",
            "Discount.cs:19: arithmetic, run by no test amount * 2 -> amount / 2",
            "Discount.cs:19: constant, run by no test 2 -> (2 + 1)",
            "Discount.cs:19: constant, run by no test 2 -> (2 - 1)",
        ], ignoreOrder: true);
        output.ShouldContain("run by no test: all");
        exitCode.ShouldBe(1);
    }

    [Fact]
    public async Task A_sample_is_the_same_for_the_same_seed_and_enough_noticed_mutants_pass()
    {
        var options = new MutationOptions { Projects = Sample(), Count = 4, Seed = 7, ListOnly = true };
        var (exitCode, first) = await RunAsync(options);
        var (_, second) = await RunAsync(options);

        exitCode.ShouldBe(0);
        first.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length.ShouldBe(5);
        second.ShouldBe(first);
        (await RunAsync(options with { Seed = 8 })).Output.ShouldNotBe(first);
    }

    [Fact]
    public async Task A_filter_that_matches_nothing_is_an_error() =>
        (await Should.ThrowAsync<MutationException>(() => RunAsync(new MutationOptions { Projects = Sample(), Filters = ["Nothing.cs"] }))).Message.ShouldBe(
            "No mutant matches the filters.");

    private static async Task<(int ExitCode, string Output)> RunAsync(MutationOptions options)
    {
        await using var output = new StringWriter();
        var exitCode = await MutationRun.RunAsync(options, TextWriter.Synchronized(output), TestContext.Current.CancellationToken);
        return (exitCode, output.ToString());
    }

    private static List<string> Survivors(string output)
    {
        var lines = output.ReplaceLineEndings("\n").Split('\n');
        return
        [
            .. from i in Enumerable.Range(0, Math.Max(lines.Length - 2, 0))
               where lines[i + 1].StartsWith("    - ", StringComparison.Ordinal)
               select $"{System.Text.RegularExpressions.Regex.Replace(lines[i], " #[0-9]+", "", System.Text.RegularExpressions.RegexOptions.NonBacktracking)} {lines[i + 1][6..]} -> {lines[i + 2][6..]}",
        ];
    }

    private static ProjectPair Sample()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "Vindex.slnx"))) folder = folder.Parent;
        var sample = Path.Combine(folder.FullName, "tests", "Vindex.Mutations.Tests", "Sample");
        return ProjectPair.Find(Path.Combine(sample, "Sample", "Sample.csproj"), Path.Combine(sample, "Sample.Tests", "Sample.Tests.csproj"));
    }
}
