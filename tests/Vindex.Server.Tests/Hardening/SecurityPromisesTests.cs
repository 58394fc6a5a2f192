using System.Text.RegularExpressions;
using Shouldly;
using Xunit;

namespace Vindex.Server.Tests.Hardening;

/// <summary><c>docs/security.md</c> names the test that holds each promise.</summary>
public sealed partial class SecurityPromisesTests
{
    [Fact]
    public async Task Every_promise_names_a_test_that_exists()
    {
        var root = Root();
        var rows = (await File.ReadAllLinesAsync(Path.Combine(root, "docs", "security.md"), TestContext.Current.CancellationToken))
            .SkipWhile(line => line != "## Promises")
            .Where(line => line.StartsWith("| ", StringComparison.Ordinal) && line != "| promise | held by |")
            .ToList();
        rows.Count.ShouldBeGreaterThan(5);
        var files = Directory.EnumerateFiles(Path.Combine(root, "tests"), "*.cs", SearchOption.AllDirectories).ToLookup(Path.GetFileNameWithoutExtension);

        foreach (var row in rows)
        {
            var names = TestName().Matches(row.Split('|')[2]).ToList();
            names.Count.ShouldBeGreaterThan(0, row);
            foreach (var name in names)
            {
                var file = files[name.Groups["type"].Value].ShouldHaveSingleItem(name.Value);
                (await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken)).ShouldContain(
                    $" {name.Groups["method"].Value}(", Case.Sensitive, name.Value);
            }
        }
    }

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Vindex.slnx"))) folder = folder.Parent!;
        return folder.FullName;
    }

    [GeneratedRegex("`(?<type>[A-Za-z0-9]+)\\.(?<method>[A-Za-z0-9_]+)`", RegexOptions.NonBacktracking)]
    private static partial Regex TestName();
}
