using System.Collections.Immutable;

namespace Vindex.Mutations.Running;

/// <summary>A test class: how long it takes without a mutant.</summary>
internal sealed record TestClass(string Name, TimeSpan Duration);

/// <summary>Which test classes run which mutants, from one run of each class on its own: what a class initialises is then its own doing.</summary>
internal sealed class Coverage
{
    private readonly Dictionary<int, List<TestClass>> _byMutant = [];
    private readonly Dictionary<string, List<TestClass>> _byResource = new(StringComparer.Ordinal);

    /// <summary>The classes that run a mutant, the quickest first.</summary>
    public IReadOnlyList<TestClass> Of(Mutant mutant) =>
        (mutant.Content is null ? _byMutant.GetValueOrDefault(mutant.Id) : _byResource.GetValueOrDefault(mutant.File)) ?? [];

    /// <summary>Runs every class once without a mutant; a failing test ends the check.</summary>
    public static async Task<Coverage> RecordAsync(TestProgram program, string folder, int jobs, CancellationToken cancellation)
    {
        var coverage = new Coverage();
        var classes = await program.ClassesAsync(cancellation);
        var recorded = new (TestClass Class, string[] Lines)[classes.Count];
        await Parallel.ForAsync(0, classes.Count, new ParallelOptions { MaxDegreeOfParallelism = jobs, CancellationToken = cancellation }, async (i, token) =>
        {
            var file = Path.Combine(folder, $"coverage-{i}.txt");
            var environment = ImmutableDictionary<string, string>.Empty.Add("VINDEX_MUTANTS_RECORD", file);
            var ending = await program.RunAsync([classes[i]], environment, TimeSpan.FromMinutes(10), token);
            if (ending.ExitCode != 0) throw new MutationException($"Without a mutant the tests of {classes[i]} must pass:\n{ending.Output}");
            recorded[i] = (new TestClass(classes[i], ending.Duration), File.Exists(file) ? await File.ReadAllLinesAsync(file, token) : []);
        });
        foreach (var (testClass, lines) in recorded.OrderBy(one => one.Class.Duration))
        {
            foreach (var line in lines) coverage.Add(testClass, line);
        }
        return coverage;
    }

    private void Add(TestClass testClass, string line)
    {
        const string resource = "resource ";
        if (line.StartsWith(resource, StringComparison.Ordinal)) Add(_byResource, line[resource.Length..], testClass);
        else Add(_byMutant, int.Parse(line), testClass);
    }

    private static void Add<TKey>(Dictionary<TKey, List<TestClass>> map, TKey key, TestClass testClass) where TKey : notnull
    {
        if (!map.TryGetValue(key, out var list)) map.Add(key, list = []);
        list.Add(testClass);
    }
}
