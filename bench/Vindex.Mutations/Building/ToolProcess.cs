using System.Diagnostics;
using System.Text;

namespace Vindex.Mutations.Building;

/// <summary>How a process ended.</summary>
/// <param name="ExitCode">Its exit code; null when it was killed after the time limit.</param>
/// <param name="Output">The beginning of its standard output.</param>
/// <param name="Duration">How long it ran.</param>
internal sealed record ProcessEnding(int? ExitCode, string Output, TimeSpan Duration);

/// <summary>Runs a program to its end.</summary>
internal static class ToolProcess
{
    private const int MostOutput = 4 * 1024 * 1024;

    /// <summary>Runs <c>dotnet</c>. A process past the limit is killed with its children.</summary>
    public static async Task<ProcessEnding> RunDotnetAsync(
        IEnumerable<string> arguments, IReadOnlyDictionary<string, string> environment, TimeSpan limit, CancellationToken cancellation)
    {
        var start = new ProcessStartInfo(
            "dotnet")
        { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        foreach (var (name, value) in environment) start.Environment[name] = value;
        var began = Stopwatch.GetTimestamp();
        using var process = Process.Start(start) ?? throw new MutationException("dotnet could not be started.");
        process.StandardInput.Close();
        var output = ReadAsync(process.StandardOutput, MostOutput);
        var errors = ReadAsync(process.StandardError, 0);
        using var timeLimit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        timeLimit.CancelAfter(limit);
        try
        {
            await process.WaitForExitAsync(timeLimit.Token);
            await errors;
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(CancellationToken.None);
            cancellation.ThrowIfCancellationRequested();
            return new ProcessEnding(null, await output, Stopwatch.GetElapsedTime(began));
        }
        return new ProcessEnding(process.ExitCode, await output, Stopwatch.GetElapsedTime(began));
    }

    /// <summary>Reads to the end and keeps the beginning: a mutant may print endlessly, and a process whose output is not read would block.</summary>
    internal static async Task<string> ReadAsync(TextReader reader, int most)
    {
        var text = new StringBuilder();
        var buffer = new char[8192];
        while (await reader.ReadAsync(buffer) is > 0 and var read)
        {
            text.Append(buffer, 0, Math.Min(read, most - text.Length));
        }
        return text.ToString();
    }
}
