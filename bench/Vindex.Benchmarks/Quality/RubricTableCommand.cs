using Vindex.Scoring.Rubric;

namespace Vindex.Benchmarks.Quality;

/// <summary>Prints the table of rules that stands in <c>docs/scoring.md</c>.</summary>
internal static class RubricTableCommand
{
    public static int Run(string[] args)
    {
        if (args.Length > 0) return 2;
        Console.Write(RubricDescription.ToMarkdown());
        return 0;
    }
}
