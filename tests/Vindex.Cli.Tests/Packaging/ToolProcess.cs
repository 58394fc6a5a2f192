using System.Diagnostics;

namespace Vindex.Cli.Tests.Packaging;

/// <summary>Runs a program of the system to its end.</summary>
internal static class ToolProcess
{
    /// <summary>Returns its exit code and what it wrote to standard output and standard error.</summary>
    public static async Task<(int ExitCode, string Output)> RunAsync(string program, params IEnumerable<string> arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            UseShellExecute = false,
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        })!;
        var texts = await Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return (process.ExitCode, string.Concat(texts));
    }
}
