using System.Globalization;

namespace Vindex.Mutations;

/// <summary>The outcome of a run: the share of mutants that the tests noticed, by folder, and the ones that they did not.</summary>
internal sealed record Report(IReadOnlyList<(Mutant Mutant, Verdict Verdict)> Outcomes)
{
    /// <summary>The percentage of mutants noticed.</summary>
    public double Score => Share(Outcomes);

    /// <summary>The mutants that no test noticed, in the order of the files.</summary>
    public IEnumerable<(Mutant Mutant, Verdict Verdict)> Survivors => Outcomes
        .Where(outcome => outcome.Verdict is Verdict.Survived or Verdict.NotCovered)
        .OrderBy(outcome => outcome.Mutant.File, StringComparer.Ordinal)
        .ThenBy(outcome => outcome.Mutant.Line)
        .ThenBy(outcome => outcome.Mutant.Id);

    /// <summary>Prints everything.</summary>
    public void Write(TextWriter output)
    {
        output.WriteLine();
        output.WriteLine("Not noticed:");
        foreach (var (mutant, verdict) in Survivors)
        {
            output.WriteLine($"{mutant.File}:{mutant.Line}: {mutant.Mutator} #{mutant.Id}{(verdict == Verdict.NotCovered ? ", run by no test" : "")}");
            output.WriteLine($"    - {mutant.Original}");
            output.WriteLine($"    + {mutant.Mutated}");
        }
        output.WriteLine();
        foreach (var folder in Outcomes.GroupBy(outcome => outcome.Mutant.Folder).OrderBy(group => group.Key, StringComparer.Ordinal))
            WriteLine(output, folder.Key, [.. folder]);
        WriteLine(output, "all", Outcomes);
    }

    private static void WriteLine(TextWriter output, string name, IReadOnlyCollection<(Mutant Mutant, Verdict Verdict)> outcomes)
    {
        int Count(Verdict verdict) => outcomes.Count(outcome => outcome.Verdict == verdict);
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{Share(outcomes),6:0.0} % of {outcomes.Count,5} noticed ({Count(Verdict.TimedOut)} by time), {Count(Verdict.Survived)} survived, {Count(Verdict.NotCovered)} run by no test: {name}"));
    }

    private static double Share(IReadOnlyCollection<(Mutant Mutant, Verdict Verdict)> outcomes) =>
        outcomes.Count == 0 ? 100 : 100.0 * outcomes.Count(outcome => outcome.Verdict is Verdict.Failed or Verdict.TimedOut) / outcomes.Count;
}
