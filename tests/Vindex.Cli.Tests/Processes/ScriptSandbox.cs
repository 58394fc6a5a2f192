using System.Diagnostics;

namespace Vindex.Cli.Tests.Processes;

/// <summary>
/// A checkout with nothing in it but the <c>vindex</c> script and one source file, and a <c>dotnet</c> that only pretends: it notes each build and, asked to
/// run the program, prints folder and arguments. So the script is tested without building anything.
/// </summary>
internal sealed class ScriptSandbox : IDisposable
{
    private const string PretendedDotnet = """
        #!/usr/bin/env bash
        set -e
        case $1 in
          --list-sdks) echo "10.0.100 [/usr/share/dotnet/sdk]" ;;
          build)
            echo built >>"$SANDBOX/builds"
            [[ -e $SANDBOX/fail ]] && { echo "error CS1002: ; expected"; exit 1; }
            while [[ $1 != --artifacts-path ]]; do shift; done
            sleep 0.3
            mkdir -p "$2/bin/Vindex.Cli/release"
            echo program >"$2/bin/Vindex.Cli/release/vindex.dll"
            ;;
          msbuild)
            for arg in "$@"; do [[ $arg != -property:Folder=* ]] || echo "${arg#*=}" >>"$SANDBOX/precompiled"; done
            [[ ! -e $SANDBOX/fail-precompile ]] || exit 1
            ;;
          *)
            [[ -s $1 ]] || { echo "no program at $1"; exit 9; }
            shift
            echo "in $PWD"
            echo "root $VINDEX_ROOT"
            for arg in "$@"; do echo "arg <$arg>"; done
            exit "${SANDBOX_EXIT:-0}"
            ;;
        esac
        """;

    private static readonly string[] s_tools =
        ["bash", "env", "cat", "cp", "date", "find", "flock", "grep", "ln", "ls", "mkdir", "mv", "readlink", "rm", "rmdir", "sleep", "tail", "touch", "uname", "ldconfig"];

    private readonly Workspace _work = new();

    public ScriptSandbox()
    {
        Directory.CreateDirectory(_work["checkout/src/Vindex.Cli"]);
        Directory.CreateDirectory(_work["checkout/samples"]);
        Directory.CreateDirectory(_work["tools"]);
        Directory.CreateDirectory(_work["elsewhere"]);
        foreach (var file in (string[])["Directory.Build.props", "Directory.Packages.props", "global.json", "samples/backlog.csv", "src/Vindex.Cli/Program.cs"])
            _work.Write($"checkout/{file}", "");
        File.Copy(RealScript(), _work["checkout/vindex"]);
        foreach (var tool in s_tools)
        {
            if (Find(tool) is { } path) File.CreateSymbolicLink(_work[$"tools/{tool}"], path);
        }

        Pretend("dotnet", PretendedDotnet);
        Pretend("node", "#!/usr/bin/env bash\necho 20\n");
        Pretend("npm", "#!/usr/bin/env bash\n");
    }

    /// <summary>The script.</summary>
    public string Script => _work["checkout/vindex"];

    /// <summary>Times that a build was begun.</summary>
    public int Builds => File.Exists(_work["builds"]) ? File.ReadAllLines(_work["builds"]).Length : 0;

    /// <summary>The folders that were precompiled.</summary>
    public string[] Precompiled => File.Exists(_work["precompiled"]) ? File.ReadAllLines(_work["precompiled"]) : [];

    /// <summary>A path in the sandbox.</summary>
    public string this[string name] => _work[name];

    /// <summary>Makes a tool unknown.</summary>
    public void Without(string tool) => File.Delete(_work[$"tools/{tool}"]);

    public async Task<Ran> RunAsync(string script, string[] args, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo(Find("bash")!)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = _work["elsewhere"],
        };
        start.ArgumentList.Add(script);
        foreach (var arg in args) start.ArgumentList.Add(arg);
        start.Environment["PATH"] = _work["tools"];
        start.Environment["SANDBOX"] = _work.Folder;
        foreach (var (name, value) in environment) start.Environment[name] = value;
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return new Ran(process.ExitCode, output, await errors);
    }

    public void Dispose() => _work.Dispose();

    private void Pretend(string tool, string script)
    {
        var path = _work[$"tools/{tool}"];
        File.WriteAllText(path, script);
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserExecute);
    }


    private static string? Find(string tool) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':')
            .Append("/sbin")
            .Append("/usr/sbin")
            .Select(folder => Path.Combine(folder, tool))
            .FirstOrDefault(File.Exists);

    /// <summary>The script of this checkout: the first one above the tests' output.</summary>
    public static string RealScript()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var script = Path.Combine(folder.FullName, "vindex");
            if (File.Exists(script) && File.Exists(Path.Combine(folder.FullName, "Vindex.slnx"))) return script;
        }

        throw new FileNotFoundException("The vindex script is not above the tests.");
    }
}
