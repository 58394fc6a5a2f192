using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;

namespace Vindex.Cli.Tests.Processes;

/// <summary><c>vindex serve</c> or <c>vindex demo</c> at work, on a port that was free.</summary>
internal sealed partial class ServedProcess : IAsyncDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(2);

    private readonly Process _process;
    private readonly Task<string> _errors;

    private ServedProcess(Process process)
    {
        _process = process;
        _errors = process.StandardError.ReadToEndAsync();
    }

    /// <summary>Where it listens.</summary>
    public Uri Address { get; private set; } = null!;

    /// <summary>What it has written to standard output so far.</summary>
    public string Out { get; private set; } = "";

    /// <summary>Starts it and waits until it has written a line that contains <paramref name="last"/>.</summary>
    public static async Task<ServedProcess> StartAsync(string[] args, string last, params (string Name, string? Value)[] environment)
    {
        var served = new ServedProcess(VindexProcess.Start([.. args, "--urls", "http://127.0.0.1:0"], environment: environment));
        using var patience = new CancellationTokenSource(s_patience);
        var written = new StringBuilder();
        while (!written.ToString().Contains(last, StringComparison.Ordinal))
        {
            var line = await served._process.StandardOutput.ReadLineAsync(patience.Token)
                ?? throw new InvalidOperationException($"It ended: {written} {await served._errors}");
            written.Append(line).Append('\n');
        }

        served.Out = written.ToString();
        served.Address = new Uri(Http().Match(served.Out).Value);
        return served;
    }

    /// <summary>Asks it to stop, as Ctrl-C or a service manager does, and gives exit code and standard error.</summary>
    public async Task<(int ExitCode, string Err)> StopAsync(string signal = "TERM")
    {
        using (var kill = Process.Start("kill", [$"-{signal}", _process.Id.ToString()])) await kill.WaitForExitAsync();
        using var patience = new CancellationTokenSource(s_patience);
        await _process.WaitForExitAsync(patience.Token);
        return (_process.ExitCode, await _errors);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    [GeneratedRegex(@"http://127\.0\.0\.1:\d+", RegexOptions.NonBacktracking)]
    private static partial Regex Http();
}
