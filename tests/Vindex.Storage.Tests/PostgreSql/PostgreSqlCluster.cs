using System.Diagnostics;
using System.Globalization;
using Npgsql;

namespace Vindex.Storage.Tests.PostgreSql;

/// <summary>
/// A PostgreSQL server of this test run alone: own folder, own port of the loopback interface, own user where the tests run as root, gone in the end. Without
/// flushing to disk unless a test is about that.
/// </summary>
public sealed class PostgreSqlCluster : IAsyncDisposable
{
    private const string User = "vindex";
    private static readonly string? s_programs = FindPrograms();
    private readonly string _folder;
    private readonly bool _isDurable;
    private readonly string _settings;
    private readonly int _port;

    private PostgreSqlCluster(string folder, int port, bool isDurable, string settings) =>
        (_folder, _port, _isDurable, _settings) = (folder, port, isDurable, settings);

    /// <summary>Why there can be none; null if there can.</summary>
    public static string? Missing { get; } = s_programs is null ? "PostgreSQL 15 or later is not installed (Debian: postgresql)"
        : Environment.IsPrivilegedProcess && !Runs("setpriv", ["--version"]) ? "PostgreSQL refuses to run as root, and setpriv is not installed"
        : null;

    /// <summary>Its port on the loopback interface.</summary>
    public int Port => _port;

    /// <summary>A connection string for a database.</summary>
    public string Connection(string database) => $"Host=127.0.0.1;Port={_port};Username={User};Database={database};Include Error Detail=false";

    /// <summary>The processor time that the server and its processes have used (Linux).</summary>
    public TimeSpan ProcessorTime
    {
        get
        {
            var server = int.Parse(File.ReadLines(Path.Combine(Data, "postmaster.pid")).First(), CultureInfo.InvariantCulture);
            var ticks = 0L;
            foreach (var folder in Directory.EnumerateDirectories("/proc"))
            {
                if (!int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var process)) continue;
                try
                {
                    // After the name in parentheses: state, parent, …; the times are fields 14 to 17 of all, those of ended children the last two.
                    var stat = File.ReadAllText(Path.Combine(folder, "stat"));
                    var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
                    if (process == server) ticks += Field(11) + Field(12) + Field(13) + Field(14);
                    else if (Field(1) == server) ticks += Field(11) + Field(12);

                    long Field(int index) => long.Parse(fields[index], CultureInfo.InvariantCulture);
                }
                catch (IOException)
                {
                    // It has ended, and its parent has counted it.
                }
            }

            return TimeSpan.FromSeconds(ticks / 100.0);
        }
    }

    /// <summary>Creates and starts a server.</summary>
    /// <param name="isDurable">Whether it flushes to disk.</param>
    /// <param name="settings">More settings, such as <c>-c shared_preload_libraries=pg_stat_statements</c>.</param>
    public static async Task<PostgreSqlCluster> StartAsync(bool isDurable = false, string settings = "")
    {
        var folder = Directory.CreateTempSubdirectory("vindex-postgres-").FullName;
        if (Environment.IsPrivilegedProcess) Run("chown", ["postgres", folder]);
        var cluster = new PostgreSqlCluster(folder, ReservedPorts.Next(), isDurable, settings);
        Run(Program("initdb"), ["-D", cluster.Data, "-U", User, "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"], asServer: true);
        await cluster.ResumeAsync();
        return cluster;
    }

    /// <summary>Copies this server and starts the copy, which follows it by streaming replication and can be read.</summary>
    /// <param name="port">Its port; null for any.</param>
    public async Task<PostgreSqlCluster> FollowAsync(int? port = null)
    {
        var folder = Directory.CreateTempSubdirectory("vindex-postgres-").FullName;
        if (Environment.IsPrivilegedProcess) Run("chown", ["postgres", folder]);
        var standby = new PostgreSqlCluster(folder, port ?? ReservedPorts.Next(), _isDurable, _settings);
        Run(
            Program("pg_basebackup"),
            ["-h", "127.0.0.1", "-p", $"{_port}", "-U", User, "-D", standby.Data, "--checkpoint=fast", "--write-recovery-conf", "--no-sync"],
            asServer: true);
        await standby.ResumeAsync();
        return standby;
    }

    /// <summary>Makes a standby a server that accepts writes.</summary>
    public void Promote() => Run(Program("pg_ctl"), ["-D", Data, "-w", "-t", "60", "promote"], asServer: true);

    /// <summary>The first value that a query returns.</summary>
    public async Task<object?> AskAsync(string database, string sql)
    {
        await using var connection = new NpgsqlConnection(Connection(database) + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        return await command.ExecuteScalarAsync();
    }

    /// <summary>Starts the server again after <see cref="Stop"/>.</summary>
    public async Task ResumeAsync()
    {
        var settings = $"-p {_port} -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c max_connections=200 -c shared_buffers=64MB -c wal_retrieve_retry_interval=200ms"
            + (_isDurable ? "" : " -c fsync=off -c full_page_writes=off")
            + " " + _settings;
        Run(Program("pg_ctl"), ["-D", Data, "-w", "-t", "60", "-l", Path.Combine(_folder, "log"), "-o", settings, "start"], asServer: true);
        await using var source = NpgsqlDataSource.Create(Connection("postgres"));
        await using var command = source.CreateCommand("SELECT 1");
        await command.ExecuteScalarAsync();
    }

    /// <summary>Stops the server: at once, as a power failure would, or with running transactions rolled back.</summary>
    public void Stop(bool atOnce = false) => Run(Program("pg_ctl"), ["-D", Data, "-m", atOnce ? "immediate" : "fast", "-w", "stop"], asServer: true);

    /// <summary>Runs statements in a database.</summary>
    public async Task ExecuteAsync(string database, string sql)
    {
        await using var connection = new NpgsqlConnection(Connection(database) + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }

    public ValueTask DisposeAsync()
    {
        if (File.Exists(Path.Combine(Data, "postmaster.pid"))) Stop(atOnce: true);
        Directory.Delete(_folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    private string Data => Path.Combine(_folder, "data");

    private static string Program(string name) => Path.Combine(s_programs!, name);

    private static string? FindPrograms()
    {
        var debian = "/usr/lib/postgresql";
        IEnumerable<string> folders = Directory.Exists(debian)
            ? Directory.GetDirectories(debian).OrderByDescending(version => int.TryParse(Path.GetFileName(version), out var number) ? number : 0)
                .Select(version => Path.Combine(version, "bin"))
            : [];
        return folders.Concat((Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator))
            .FirstOrDefault(folder => File.Exists(Path.Combine(folder, "initdb")));
    }

    private static bool Runs(string program, string[] arguments)
    {
        try
        {
            Run(program, arguments);
            return true;
        }
        catch (Exception e) when (e is System.ComponentModel.Win32Exception or InvalidOperationException)
        {
            return false;
        }
    }

    private static void Run(string program, string[] arguments, bool asServer = false)
    {
        string[] line = asServer && Environment.IsPrivilegedProcess
            ? ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups", program, .. arguments]
            : [program, .. arguments];
        // Output goes to a file: the server inherits it and would keep a pipe open.
        var start = new ProcessStartInfo("/bin/sh", ["-c", "exec \"$@\" >/dev/null 2>&1 </dev/null", "sh", .. line]) { WorkingDirectory = "/" };
        using var process = Process.Start(start)!;
        process.WaitForExit();
        if (process.ExitCode != 0) throw new InvalidOperationException($"{string.Join(' ', line)} ended with code {process.ExitCode}.");
    }
}
