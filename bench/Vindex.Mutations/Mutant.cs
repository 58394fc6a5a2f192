namespace Vindex.Mutations;

/// <summary>One small change to the project under test.</summary>
/// <param name="Id">Its number, from 1.</param>
/// <param name="File">The source file relative to the project, or the name of an embedded data file.</param>
/// <param name="Line">The line, from 1.</param>
/// <param name="Mutator">What kind of change it is.</param>
/// <param name="Original">The text before the change, on one line.</param>
/// <param name="Mutated">The text after the change, on one line.</param>
internal sealed record Mutant(int Id, string File, int Line, string Mutator, string Original, string Mutated)
{
    private const int LongestText = 110;

    /// <summary>For a change to a data file: its whole content after the change.</summary>
    public byte[]? Content { get; init; }

    /// <summary>The folder that the change is in, for the summary.</summary>
    public string Folder => Path.GetDirectoryName(File) is { Length: > 0 } folder ? folder + (Content is null ? "" : " (data)") : ".";

    /// <summary>Puts any text on one line of readable length.</summary>
    public static string OneLine(string text)
    {
        var line = string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return line.Length <= LongestText ? line : line[..(LongestText - 1)] + "…";
    }
}

/// <summary>How the tests took a mutant.</summary>
internal enum Verdict
{
    /// <summary>A test failed or the test process crashed.</summary>
    Failed,

    /// <summary>The tests did not end in time.</summary>
    TimedOut,

    /// <summary>Every test that runs the changed code passed.</summary>
    Survived,

    /// <summary>No test runs the changed code.</summary>
    NotCovered,
}
