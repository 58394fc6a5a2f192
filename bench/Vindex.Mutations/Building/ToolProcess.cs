using System.Diagnostics;
using System.Text;

namespace Vindex.Mutations.Building;

/// <summary>How a process ended.</summary>
/// <param name="ExitCode">Its exit code; null when it was killed after the time limit.</param>
/// <param name="Output">Its standard output.</param>
/// <param name="Duration">How long it ran.</param>
internal sealed record ProcessEnding(int? ExitCode, string Output, TimeSpan Duration);

/// <summary>Runs a program to its end.</summary>
internal static class ToolProcess
{
    /// <summary>Runs <c>dotnet</c>. A process past the limit is killed with its children.</summary>
    public static async Task<ProcessEnding> RunDotnetAsync(
        IEnumerable<string> arguments, IReadOnlyDictionary<string, string> environment, TimeSpan limit, CancellationToken cancellation)
    {
        var start = new ProcessStartInfo("dotnet") { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        foreach (var (name, value) in environment) start.Environment[name] = value;
        var began = Stopwatch.GetTimestamp();
        using var process = Process.Start(start) ?? throw new MutationException("dotnet could not be started.");
        process.StandardInput.Close();
        var output = new StringBuilder();
        process.OutputDataReceived += (_, line) => output.AppendLine(line.Data);
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        using var timeLimit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        timeLimit.CancelAfter(limit);
        try
        {
            await process.WaitForExitAsync(timeLimit.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(CancellationToken.None);
            cancellation.ThrowIfCancellationRequested();
            return new ProcessEnding(null, output.ToString(), Stopwatch.GetElapsedTime(began));
        }
        return new ProcessEnding(process.ExitCode, output.ToString(), Stopwatch.GetElapsedTime(began));
    }
}
