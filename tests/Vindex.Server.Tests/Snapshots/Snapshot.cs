using Shouldly;

namespace Vindex.Server.Tests.Snapshots;

/// <summary>A committed text that the server's answers are compared with. With <c>VINDEX_SNAPSHOTS=write</c> the text is written instead.</summary>
public static class Snapshot
{
    private const string Variable = "VINDEX_SNAPSHOTS";

    public static void ShouldMatch(string name, string actual)
    {
        var file = Path.Combine(Folder(), name);
        if (Environment.GetEnvironmentVariable(Variable) == "write") File.WriteAllText(file, actual);
        var expected = File.Exists(file) ? File.ReadAllText(file) : "";
        if (expected == actual) return;
        throw new ShouldAssertException(
            $"{name} differs from the committed file; run the test with {Variable}=write and read the difference with git diff.\n{FirstDifference(expected, actual)}");
    }

    private static string FirstDifference(string expected, string actual)
    {
        var before = expected.Split('\n');
        var after = actual.Split('\n');
        var line = Enumerable.Range(0, Math.Min(before.Length, after.Length)).FirstOrDefault(i => before[i] != after[i], Math.Min(before.Length, after.Length));
        return $"line {line + 1}\n- {before.ElementAtOrDefault(line)}\n+ {after.ElementAtOrDefault(line)}";
    }

    private static string Folder()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Vindex.slnx"))) return Path.Combine(folder.FullName, "tests", "Vindex.Server.Tests", "Snapshots");
        }

        throw new DirectoryNotFoundException("The tests do not run inside the repository.");
    }
}
