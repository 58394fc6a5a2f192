using Vindex.Mutations.Building;
using Vindex.Mutations.Code;
using Vindex.Mutations.Data;
using Vindex.Mutations.Running;

namespace Vindex.Mutations;

/// <summary>
/// One check from end to end. All mutants are compiled into one assembly that a variable of the environment switches (<c>MutantSwitch.txt</c>); it takes the
/// place of the real one in a copy of the tests' output. Each test class runs once alone to see which mutants it touches, then each mutant meets the classes
/// that touch it, in a process of its own.
/// </summary>
internal static class MutationRun
{
    /// <summary>Runs the check; the exit code is 0, or 1 when too few mutants were noticed.</summary>
    public static async Task<int> RunAsync(MutationOptions options, TextWriter output, CancellationToken cancellation)
    {
        var call = await CompilerCall.OfAsync(options.Projects.Project, cancellation);
        var assembly = MutatedAssembly.Create(call, options.Projects.Folder);
        var code = assembly.Mutants;
        var firstData = (code.Count == 0 ? 0 : code[^1].Id) + 1;
        var data = DataMutants.Create(call, options.Projects.DataEdits, firstData);
        var chosen = Choose([.. code, .. data], options);
        await output.WriteLineAsync(
            $"{options.Projects.Name}: {code.Count} mutants in code ({assembly.Dropped} more do not compile), {data.Count} in data files; {chosen.Count} chosen with seed {options.Seed}.");
        if (options.ListOnly)
        {
            foreach (var mutant in chosen.OrderBy(mutant => mutant.Id))
                await output.WriteLineAsync($"{mutant.File}:{mutant.Line}: {mutant.Mutator} #{mutant.Id}: {mutant.Original}  ->  {mutant.Mutated}");
            return 0;
        }
        using var folder = new WorkFolder(options.Projects);
        assembly.Write(folder.Assembly, firstData);
        var program = new TestProgram(folder.Tests);
        var coverage = await Coverage.RecordAsync(program, folder.Scratch, options.Jobs, cancellation);
        var report = new Report(await RunAllAsync(chosen, new MutantRunner(program, coverage, folder.Scratch), options.Jobs, output, cancellation));
        report.Write(output);
        if (report.Score >= options.AtLeast) return 0;
        await output.WriteLineAsync($"mutate: fewer than {options.AtLeast} % of the mutants were noticed.");
        return 1;
    }

    private static List<Mutant> Choose(List<Mutant> all, MutationOptions options)
    {
        bool Names(Mutant mutant, IReadOnlyList<string> parts) => parts.Any(part => $"{mutant.File}:{mutant.Line}".Contains(part, StringComparison.Ordinal));
        var mutants = all.Where(mutant => (options.Filters.Count == 0 || Names(mutant, options.Filters)) && !Names(mutant, options.Exceptions)).ToArray();
        if (mutants.Length == 0) throw new MutationException("No mutant matches the filters.");
        // In random order, so that the first lines of a long run already tell its outcome.
        new Random(options.Seed).Shuffle(mutants);
        return [.. mutants.Take(options.Count ?? mutants.Length)];
    }

    private static async Task<IReadOnlyList<(Mutant, Verdict)>> RunAllAsync(
        List<Mutant> mutants, MutantRunner runner, int jobs, TextWriter output, CancellationToken cancellation)
    {
        const int step = 100;
        var outcomes = new (Mutant, Verdict)[mutants.Count];
        var done = 0;
        await Parallel.ForAsync(0, mutants.Count, new ParallelOptions { MaxDegreeOfParallelism = jobs, CancellationToken = cancellation }, async (i, token) =>
        {
            var verdict = await runner.RunAsync(mutants[i], token);
            outcomes[i] = (mutants[i], verdict);
            var now = Interlocked.Increment(ref done);
            if (verdict == Verdict.Survived)
                await output.WriteLineAsync($"{now} of {mutants.Count}: {mutants[i].File}:{mutants[i].Line} #{mutants[i].Id} survived");
            else if (now % step == 0) await output.WriteLineAsync($"{now} of {mutants.Count} …");
        });
        return outcomes;
    }
}
