using Shouldly;
using Xunit;

namespace Vindex.Cli.Tests.Processes;

/// <summary>What <c>docs/command-line.md</c> shows for the sample backlog is what the program prints.</summary>
public sealed class DocumentedOutputTests
{
    private const string Command = "    $ ./vindex score samples/backlog.csv";

    [Theory]
    [InlineData("")]
    [InlineData(" --format csv | sed -n '1p;60p'", "--format", "csv")]
    [InlineData(" --format junit | sed -n '/KOL-26 /,/<\\/testcase>/p'", "--format", "junit")]
    public async Task Every_line_is_printed_in_this_order(string rest, params string[] options)
    {
        var folder = Path.GetDirectoryName(ScriptSandbox.RealScript())!;
        var page = await File.ReadAllLinesAsync(Path.Combine(folder, "docs", "command-line.md"), TestContext.Current.CancellationToken);
        var shown = page.SkipWhile(line => line != Command + rest).Skip(1).TakeWhile(line => line.Length == 0 || line.StartsWith("    ", StringComparison.Ordinal))
            .Select(line => line.Trim()).Where(line => line is not ("" or "…")).ToList();

        var ran = await VindexProcess.RunAsync(["score", "samples/backlog.csv", .. options], folder: folder);

        shown.Count.ShouldBeGreaterThan(1);
        var printed = new Queue<string>(ran.OutLines.Select(line => line.Trim()));
        foreach (var line in shown)
        {
            while (printed.TryPeek(out var next) && next != line) printed.Dequeue();
            printed.TryDequeue(out _).ShouldBeTrue($"not printed, or not in this order: {line}");
        }
    }
}
