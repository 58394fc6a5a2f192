using System.Text.Json;
using Shouldly;
using Xunit;

namespace Vindex.Cli.Tests.Processes;

public sealed class ScoreBacklogTests : IDisposable
{
    private const string Csv = """
        Key,Summary,Description
        SHOP-1,Show the due date of a loan in the list,Every row shows the date.
        SHOP-2,Show the due dates of a loan in the list!,Every row shows the date.
        SHOP-3,Remove the export,Nobody uses it. See SHOP-1.
        SHOP-4,Extend the export,It requires the address book of customers.
        SHOP-5,Add an address book,For all customers.

        """;

    private readonly Workspace _work = new();

    public void Dispose() => _work.Dispose();

    [Fact]
    public async Task The_table_ends_with_duplicates_conflicts_and_dependencies()
    {
        var ran = await VindexProcess.RunAsync("score", _work.Write("shop.csv", Csv), "--backlog");

        ran.ExitCode.ShouldBe(0, ran.Err);
        ran.Out.ShouldContain("Duplicates\n  SHOP-1 and SHOP-2: 1.00 alike\n");
        ran.Out.ShouldContain("Conflicts\n  SHOP-3 and SHOP-4: opposite requests\n        SHOP-3: »Remove the export«\n        SHOP-4: »Extend the export«\n");
        ran.Out.ShouldContain(
            "Dependencies\n  SHOP-4 needs what SHOP-5 adds\n        SHOP-4: »requires the address book of customers«\n        SHOP-5: »Add an address book«\n  SHOP-3 mentions SHOP-1\n");
    }

    [Fact]
    public async Task Json_has_them_too_and_only_when_asked()
    {
        var file = _work.Write("shop.csv", Csv);
        var with = await VindexProcess.RunAsync("score", file, "--format", "json", "--backlog");
        var without = await VindexProcess.RunAsync("score", file, "--format", "json");

        var document = JsonDocument.Parse(with.Out).RootElement;
        document.GetProperty("duplicates").GetArrayLength().ShouldBe(1);
        document.GetProperty("conflicts").GetArrayLength().ShouldBe(1);
        document.GetProperty("dependencies").GetArrayLength().ShouldBe(2);
        JsonDocument.Parse(without.Out).RootElement.TryGetProperty("duplicates", out _).ShouldBeFalse();
    }

    [Theory]
    [InlineData("jsonl")]
    [InlineData("csv")]
    [InlineData("junit")]
    [InlineData("sarif")]
    public async Task Formats_that_cannot_show_them_refuse(string format)
    {
        var ran = await VindexProcess.RunAsync("score", _work.Write("shop.csv", Csv), "--format", format, "--backlog");

        ran.ExitCode.ShouldBe(2);
        ran.Err.ShouldContain("--backlog works only with --format table or json");
        ran.Out.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_broken_row_does_not_shift_the_names()
    {
        var ran = await VindexProcess.RunAsync(
            "score",
            _work.Write("shop.csv", Csv.Replace("SHOP-2,Show the due dates of a loan in the list!", "SHOP-2,", StringComparison.Ordinal)),
            "--backlog");

        ran.ExitCode.ShouldBe(2);
        ran.Out.ShouldContain("SHOP-3 and SHOP-4: opposite requests");
        ran.Out.ShouldContain("Duplicates\n  none found\n");
    }
}
