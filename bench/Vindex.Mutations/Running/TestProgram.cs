using System.Collections.Immutable;
using Vindex.Mutations.Building;

namespace Vindex.Mutations.Running;

/// <summary>The test program (an xunit v3 executable) beside the mutated assembly.</summary>
internal sealed class TestProgram(string assembly)
{
    // An endless loop may allocate without end; the limit turns that into a crash, which counts as noticed.
    private static readonly ImmutableDictionary<string, string> s_environment = ImmutableDictionary<string, string>.Empty
        .Add("DOTNET_GCHeapHardLimit", "0x80000000")
        .Add("DOTNET_gcServer", "0")
        .Add("DOTNET_TieredPGO", "0");

    /// <summary>The full names of the test classes.</summary>
    public async Task<IReadOnlyList<string>> ClassesAsync(CancellationToken cancellation)
    {
        var ending = await ToolProcess.RunDotnetAsync(
            [assembly, "-list", "classes/json", "-noLogo", "-noColor"], s_environment, TimeSpan.FromMinutes(2), cancellation);
        var json = ending.Output.Split('\n').FirstOrDefault(line => line.StartsWith('['));
        if (json is null) throw new MutationException($"{assembly} lists no test classes:\n{ending.Output}");
        return System.Text.Json.JsonSerializer.Deserialize<string[]>(json) ?? [];
    }

    /// <summary>Runs some classes until the first failure.</summary>
    public Task<ProcessEnding> RunAsync(
        IEnumerable<string> classes, IReadOnlyDictionary<string, string> environment, TimeSpan limit, CancellationToken cancellation) =>
        ToolProcess.RunDotnetAsync(
            [assembly, "-noLogo", "-noColor", "-stopOnFail", "-parallel", "none", .. classes.SelectMany(name => (string[])["-class", name])],
            s_environment.AddRange(environment), limit, cancellation);
}
