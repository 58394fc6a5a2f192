using System.Diagnostics;
using System.Text;

namespace Vindex.Cli.Tests.Processes;

/// <summary>What a run of the program left behind.</summary>
internal sealed record Ran(int ExitCode, string Out, string Err)
{
    /// <summary>Standard output in lines.</summary>
    public string[] OutLines => Out.TrimEnd('\n').Split('\n');

    /// <summary>Standard error in lines.</summary>
    public string[] ErrLines => Err.TrimEnd('\n').Split('\n');
}

/// <summary>Runs the built program as people do: as a process with arguments, pipes and an environment.</summary>
internal static class VindexProcess
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(2);

    /// <summary>The program's file.</summary>
    public static string Program { get; } = Path.Combine(AppContext.BaseDirectory, "vindex.dll");

    public static Task<Ran> RunAsync(params string[] args) => RunAsync(args, input: null);

    /// <summary>Runs to the end. Without <paramref name="input"/> standard input is empty.</summary>
    public static async Task<Ran> RunAsync(string[] args, byte[]? input = null, string? folder = null, params (string Name, string? Value)[] environment)
    {
        using var process = Start(args, folder, environment);
        using var outBytes = new MemoryStream();
        var reading = process.StandardOutput.BaseStream.CopyToAsync(outBytes);
        var errors = process.StandardError.ReadToEndAsync();
        try
        {
            if (input is not null) await process.StandardInput.BaseStream.WriteAsync(input);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It ended without reading everything, which is its right.
        }

        using var patience = new CancellationTokenSource(s_patience);
        try
        {
            await process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException e)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"vindex {string.Join(' ', args)} did not end", e);
        }

        await reading;
        return new Ran(process.ExitCode, Encoding.UTF8.GetString(outBytes.ToArray()), await errors);
    }

    /// <summary>Starts it with all three streams redirected.</summary>
    public static Process Start(string[] args, string? folder = null, params (string Name, string? Value)[] environment)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder ?? "",
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
        };
        start.ArgumentList.Add(Program);
        foreach (var arg in args) start.ArgumentList.Add(arg);
        foreach (var name in (string[])["VINDEX_DATA", "VINDEX_ROOT", "VINDEX_ADMIN_KEY", "NO_COLOR", "VINDEX_DEBUG"]) start.Environment.Remove(name);
        foreach (var (name, value) in environment) start.Environment[name] = value;
        return Process.Start(start)!;
    }
}
