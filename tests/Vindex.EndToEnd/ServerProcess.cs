using System.Diagnostics;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Reflection;
using System.Text.Json;

namespace Vindex.EndToEnd;

/// <summary>A real server in a process of its own, on a port that the system chooses, over a data folder that outlives it.</summary>
public sealed class ServerProcess : IAsyncDisposable
{
    /// <summary>Admin key of every server started here.</summary>
    public const string AdminKey = "end-to-end-admin-key-0123456789abcdef";

    private const int MostLines = 1000;

    private readonly Process _process;
    private readonly List<string> _output = [];
    private readonly SocketsHttpHandler _handler = new()
    {
        MaxConnectionsPerServer = 512,
        PooledConnectionLifetime = TimeSpan.FromMinutes(10),
        UseCookies = false,
    };

    private ServerProcess(Process process, string dataFolder) => (_process, DataFolder) = (process, dataFolder);

    /// <summary>Where it keeps its data.</summary>
    public string DataFolder { get; }

    /// <summary>The id of the process.</summary>
    public int Id => _process.Id;

    /// <summary>The data folder as the process sees it: a file system that it has mounted for itself is reached in this way only.</summary>
    public string SeenFolder => $"/proc/{Id}/root{DataFolder}";

    /// <summary>Its address, with the port that was chosen.</summary>
    public Uri Url { get; private set; } = null!;

    /// <summary>Time from the start of the process to the first ready answer.</summary>
    public TimeSpan StartUp { get; private set; }

    /// <summary>What it has written to the console, the beginning of it.</summary>
    public IReadOnlyList<string> Output
    {
        get
        {
            lock (_output) return [.. _output];
        }
    }

    /// <summary>The process's resident memory now, in bytes.</summary>
    public long ResidentBytes
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64;
        }
    }

    /// <summary>How many file descriptors the process has open (Linux).</summary>
    public int Descriptors => Directory.EnumerateFileSystemEntries($"/proc/{_process.Id}/fd").Count();

    /// <summary>Processor time used so far.</summary>
    public TimeSpan ProcessorTime
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <summary>Starts a server and waits until it is ready.</summary>
    /// <param name="dataFolder">Its data folder.</param>
    /// <param name="environment">More settings, as environment variables.</param>
    public static Task<ServerProcess> StartAsync(
        string dataFolder, params (string Name, string Value)[] environment) => RunAsync("serve", dataFolder, environment);

    /// <summary>The same by another build of the program.</summary>
    /// <param name="program">Its <c>vindex.dll</c>.</param>
    /// <param name="dataFolder">Its data folder.</param>
    /// <param name="environment">More settings, as environment variables.</param>
    public static Task<ServerProcess> StartBuildAsync(string program, string dataFolder, params (string Name, string Value)[] environment) =>
        RunAsync("serve", dataFolder, environment, program: program);

    /// <summary>The same with the company, the scores and the login of the demo, which are in <c>demo.env</c> in the data folder.</summary>
    /// <param name="dataFolder">Its data folder.</param>
    /// <param name="environment">More settings, as environment variables.</param>
    public static Task<ServerProcess> StartDemoAsync(
        string dataFolder, params (string Name, string Value)[] environment) => RunAsync("demo", dataFolder, environment);

    /// <summary>The same as <see cref="StartAsync"/> in a process that can open so many files only.</summary>
    /// <param name="descriptors">Hard limit of file descriptors.</param>
    /// <param name="dataFolder">Its data folder.</param>
    public static Task<ServerProcess> StartWithDescriptorsAsync(int descriptors, string dataFolder) =>
        RunAsync("serve", dataFolder, [], new ProcessStartInfo("sh", ["-c", $"ulimit -n {descriptors} && exec \"$@\"", "sh", "dotnet"]));

    /// <summary>The same as <see cref="StartAsync"/> with a file system in memory as its data folder, which no other process sees (Linux).</summary>
    /// <param name="options">How it is mounted, such as <c>size=64m</c> or <c>ro</c>.</param>
    /// <param name="dataFolder">Its data folder.</param>
    public static Task<ServerProcess> StartOnFileSystemAsync(string options, string dataFolder) =>
        RunAsync(
            "serve",
            dataFolder,
            [("Vindex__Limits__Score__Requests", "0")],
            new ProcessStartInfo("unshare", ["-rm", "sh", "-c", $"mount -t tmpfs -o {options} tmpfs '{dataFolder}' && exec \"$@\"", "sh", "dotnet"]),
            ownsFileSystem: true);

    private static async Task<ServerProcess> RunAsync(
        string command, string dataFolder, (string Name, string Value)[] environment, ProcessStartInfo? through = null, bool ownsFileSystem = false,
        string? program = null)
    {
        Directory.CreateDirectory(dataFolder);
        File.Delete(Path.Combine(dataFolder, "server.json"));
        var start = through ?? new ProcessStartInfo("dotnet");
        string[] arguments = [program ?? ProgramPath(), command, "--urls", "http://127.0.0.1:0", "--data", dataFolder];
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        start.UseShellExecute = false;
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        start.Environment["VINDEX_ADMIN_KEY"] = AdminKey;
        start.Environment["Vindex__Logging__Level"] = "warning";
        foreach (var (name, value) in environment) start.Environment[name] = value;
        var watch = Stopwatch.StartNew();
        var process = Process.Start(start)!;
        var server = new ServerProcess(process, dataFolder);
        var endpoint = Path.Combine(ownsFileSystem ? server.SeenFolder : dataFolder, "server.json");
        var output = server._output;
        void Keep(object sender, DataReceivedEventArgs line)
        {
            lock (output) if (line.Data is not null && output.Count < MostLines) output.Add(line.Data);
        }

        process.OutputDataReceived += Keep;
        process.ErrorDataReceived += Keep;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        while (watch.Elapsed < TimeSpan.FromMinutes(2))
        {
            if (process.HasExited)
            {
                lock (output) throw new InvalidOperationException($"The server ended with code {process.ExitCode}:\n{string.Join('\n', output)}");
            }

            if (await server.TryReadyAsync(endpoint))
            {
                server.StartUp = watch.Elapsed;
                return server;
            }

            await Task.Delay(5);
        }

        server.Kill();
        lock (output) throw new TimeoutException($"The server was not ready after two minutes:\n{string.Join('\n', output)}");
    }

    /// <summary>A client that sends this bearer token (none when null).</summary>
    public HttpClient Client(string? bearer)
    {
        var client = new HttpClient(_handler, disposeHandler: false) { BaseAddress = Url, Timeout = TimeSpan.FromMinutes(2) };
        if (bearer is not null) client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", bearer);
        return client;
    }

    /// <summary>Makes a company and a key with these scopes; returns the company's id and the key.</summary>
    public async Task<(string CompanyId, string ApiKey)> AddCompanyAsync(string name, params string[] scopes)
    {
        using var admin = Client(AdminKey);
        var company = await PostAsync(admin, "/admin/companies", new { name });
        var id = company.GetProperty("company_id").GetString()!;
        var key = await PostAsync(admin, $"/admin/companies/{id}/keys", new { name = "end to end", scopes });
        return (id, key.GetProperty("api_key").GetString()!);
    }

    /// <summary>Ends the process at once, as a power cut would: no handler of it runs.</summary>
    public void Kill()
    {
        // It has no processes of its own, and looking for some would take longer than what a kill should interrupt.
        if (!_process.HasExited) _process.Kill();
        _process.WaitForExit();
    }

    /// <summary>Asks the process to stop (SIGTERM), and waits until it has.</summary>
    public async Task TerminateAsync()
    {
        using var kill = Process.Start("kill", ["-TERM", Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
        await _process.WaitForExitAsync();
    }

    /// <summary>Runs <c>vindex check</c> on a data folder whose server is down; throws with what it found.</summary>
    public static async Task CheckAsync(string dataFolder)
    {
        using var check = Process.Start(new ProcessStartInfo("dotnet", [ProgramPath(), "check", "--data", dataFolder])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var texts = await Task.WhenAll(check.StandardOutput.ReadToEndAsync(), check.StandardError.ReadToEndAsync());
        await check.WaitForExitAsync();
        if (check.ExitCode != 0) throw new InvalidOperationException($"vindex check ended with code {check.ExitCode}: {string.Concat(texts)}");
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync()
    {
        Kill();
        _process.Dispose();
        _handler.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>The built command-line program, wherever this project was built.</summary>
    public static string ProgramPath() =>
        typeof(ServerProcess).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "VindexProgram").Value!;

    private static async Task<JsonElement> PostAsync(HttpClient client, string path, object body)
    {
        using var response = await client.PostAsJsonAsync(path, body);
        var text = await response.Content.ReadAsStringAsync();
        if (!response.IsSuccessStatusCode) throw new InvalidOperationException($"POST {path}: {(int)response.StatusCode} {text}");
        return JsonDocument.Parse(text).RootElement;
    }

    private async Task<bool> TryReadyAsync(string endpoint)
    {
        try
        {
            if (Url is null)
            {
                if (!File.Exists(endpoint)) return false;
                using var document = JsonDocument.Parse(await File.ReadAllTextAsync(endpoint));
                Url = new Uri(document.RootElement.GetProperty("url").GetString()!);
            }

            using var client = Client(null);
            using var response = await client.GetAsync("/health/ready");
            return response.IsSuccessStatusCode;
        }
        catch (Exception e) when (e is HttpRequestException or IOException or JsonException)
        {
            return false;
        }
    }
}
