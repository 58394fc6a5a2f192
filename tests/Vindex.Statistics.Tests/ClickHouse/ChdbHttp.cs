using System.Diagnostics;
using Vindex.Statistics.ClickHouse;
using Vindex.Statistics.Tests.ClickHouse;
using Vindex.Storage.Tests.PostgreSql;

[assembly: Xunit.AssemblyFixture(typeof(ChdbHttp))]

namespace Vindex.Statistics.Tests.ClickHouse;

/// <summary>
/// The engine of ClickHouse as a library behind ClickHouse's HTTP interface (tests/clickhouse/chdb-http.mjs), started for the first test that needs it. It is
/// not a ClickHouse server, and no test runs on a cluster.
/// </summary>
public sealed class ChdbHttp : IAsyncDisposable
{
    private static readonly string? s_program = FindProgram();
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(3);
    private static int s_databases;
    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly string _folder = Directory.CreateTempSubdirectory("vindex-chdb-").FullName;
    private Process? _process;
    private readonly int _port = ReservedPorts.Next();

    /// <summary>Why it cannot run; null if it can.</summary>
    private static string? Missing => s_program is null ? "chdb is not installed (npm ci in tests/clickhouse)" : null;

    /// <summary>A database of its own, in which nothing has been created. Skips the test where chdb is not installed.</summary>
    internal async Task<ClickHouseOptions> DatabaseAsync()
    {
        if (Missing is { } missing)
            Xunit.Assert.Skip(missing);
        await StartAsync();
        return new ClickHouseOptions
        {
            Address = new Uri($"http://127.0.0.1:{_port}"),
            Database = $"test_{Interlocked.Increment(ref s_databases)}",
            Wait = TimeSpan.FromMinutes(2),
            StatementTimeout = TimeSpan.FromMinutes(2),
        };
    }

    /// <summary>Starts it again on the same port, after <see cref="StopAsync"/>.</summary>
    public async Task StartAsync()
    {
        await _gate.WaitAsync();
        try
        {
            for (var tries = 1; _process is null; tries++)
            {
                _process = await TryStartAsync();
                if (_process is null && tries == 5) throw new InvalidOperationException($"chdb-http did not start within {s_patience} in {tries} tries.");
            }
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Stops it.</summary>
    public async Task StopAsync()
    {
        if (_process is not { } process) return;
        _process = null;
        process.StandardInput.Close();
        await EndedAsync(process, process.WaitForExitAsync());
    }

    // A library that hangs while it loads or ends would hold up every test that waits for it.
    private async Task<Process?> TryStartAsync()
    {
        var start = new ProcessStartInfo("node", [s_program!, _folder, $"{_port}"])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        var process = Process.Start(start)!;
        var line = process.StandardOutput.ReadLineAsync();
        try
        {
            if (await line.WaitAsync(s_patience) is not null) return process;
            throw new InvalidOperationException("chdb-http ended before it listened.");
        }
        catch (TimeoutException)
        {
            process.Kill();
            await EndedAsync(process, line);
            return null;
        }
    }

    private static async Task EndedAsync(Process process, Task ending)
    {
        try
        {
            await ending.WaitAsync(s_patience);
        }
        catch (TimeoutException)
        {
            process.Kill();
        }

        process.Dispose();
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        Directory.Delete(_folder, recursive: true);
        _gate.Dispose();
    }

    private static string? FindProgram()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var own = Path.Combine(folder.FullName, "tests", "clickhouse");
            if (Directory.Exists(own))
                return Directory.Exists(Path.Combine(own, "node_modules", "chdb")) ? Path.Combine(own, "chdb-http.mjs") : null;
        }
        return null;
    }
}
