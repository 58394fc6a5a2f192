using System.Collections.Immutable;

namespace Vindex.Mutations.Running;

/// <summary>Runs the tests that touch a mutant against it.</summary>
internal sealed class MutantRunner(TestProgram program, Coverage coverage, string folder)
{
    private static readonly TimeSpan s_quick = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan s_grace = TimeSpan.FromSeconds(15);
    private const int Slowness = 4;

    /// <summary>Whether the tests notice the mutant. The quick classes run first, in one process, and the others only when these pass.</summary>
    public async Task<Verdict> RunAsync(Mutant mutant, CancellationToken cancellation)
    {
        var classes = coverage.Of(mutant);
        if (classes.Count == 0) return Verdict.NotCovered;
        var environment = await EnvironmentAsync(mutant, cancellation);
        foreach (var batch in (IReadOnlyList<TestClass>[])[[.. classes.Where(IsQuick)], [.. classes.Where(one => !IsQuick(one))]])
        {
            if (batch.Count == 0) continue;
            var usual = batch.Aggregate(TimeSpan.Zero, (sum, one) => sum + one.Duration);
            var ending = await program.RunAsync(batch.Select(one => one.Name), environment, (usual * Slowness) + s_grace, cancellation);
            if (ending.ExitCode is null) return Verdict.TimedOut;
            if (ending.ExitCode != 0) return Verdict.Failed;
        }
        return Verdict.Survived;
    }

    private static bool IsQuick(TestClass testClass) => testClass.Duration < s_quick;

    private async Task<ImmutableDictionary<string, string>> EnvironmentAsync(Mutant mutant, CancellationToken cancellation)
    {
        var environment = ImmutableDictionary<string, string>.Empty;
        if (mutant.Content is null) return environment.Add("VINDEX_MUTANT", mutant.Id.ToString());
        var file = Path.Combine(folder, $"data-{mutant.Id}");
        await File.WriteAllBytesAsync(file, mutant.Content, cancellation);
        return environment.Add("VINDEX_MUTANT_RESOURCE", mutant.File).Add("VINDEX_MUTANT_CONTENT", file);
    }
}
