using System.Diagnostics;
using System.Net;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using Shouldly;
using Vindex.Cli.Tests.Processes;
using Xunit;

namespace Vindex.Cli.Tests.Packaging;

/// <summary>The folder that <c>dotnet publish</c> makes runs from anywhere, pages included.</summary>
public sealed partial class PublishedFolderTests : IDisposable
{
    private readonly Workspace _work = new();
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false });

    public void Dispose()
    {
        _http.Dispose();
        _work.Dispose();
    }

    [Fact]
    public async Task A_folder_that_needs_dotnet_runs_from_anywhere()
    {
        // What the tests were built from, so that nothing is built again.
        var configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;
        var (exitCode, output) = await PublishAsync("-c", configuration, "--no-build");
        exitCode.ShouldBe(0, output);
        await RunAsync();
    }

    [Fact]
    public async Task A_self_contained_folder_runs_from_anywhere_without_dotnet()
    {
        Assert.SkipUnless(Environment.GetEnvironmentVariable("VINDEX_LONG") == "1", "Builds everything once more; ./test long runs it.");
        var (exitCode, output) = await PublishAsync(
            "-c", "Release", "-r", RuntimeInformation.RuntimeIdentifier, "--self-contained", "-p:RunAnalyzers=false", "--artifacts-path", _work["artifacts"]);
        Assert.SkipWhen(output.Contains("error NU", StringComparison.Ordinal), "The runtime's packages could not be restored.");
        exitCode.ShouldBe(0, output);
        File.Exists(_work["app/libcoreclr.so"]).ShouldBeTrue();
        await RunAsync(("DOTNET_ROOT", _work["missing"]), ("PATH", "/usr/bin:/bin"));
    }

    /// <summary>Serves from a folder that can only be read, over the data folder of the user.</summary>
    private async Task RunAsync(params (string Name, string Value)[] environment)
    {
        Directory.CreateDirectory(_work["home"]);
        var start = new ProcessStartInfo(_work["app/vindex"], ["serve", "--urls", "http://127.0.0.1:0"])
        {
            UseShellExecute = false,
            WorkingDirectory = "/",
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var name in (string[])["VINDEX_DATA", "VINDEX_ROOT", "XDG_DATA_HOME"]) start.Environment.Remove(name);
        start.Environment["HOME"] = _work["home"];
        foreach (var (name, value) in environment) start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        try
        {
            var line = await process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException(await errors);
            line.ShouldContain($"data in {_work["home/.local/share/vindex/data"]}");
            var address = new Uri(Http().Match(line).Value);
            var page = await _http.GetStringAsync(new Uri(address, "/login"));
            var asset = Asset().Match(page).Value;
            using var response = await _http.GetAsync(new Uri(address, asset));
            response.StatusCode.ShouldBe(HttpStatusCode.OK, asset);
        }
        finally
        {
            process.Kill();
            await process.WaitForExitAsync();
        }
    }

    private Task<(int ExitCode, string Output)> PublishAsync(params string[] options) => ToolProcess.RunAsync(
        "dotnet", ["publish", Checkout.PathOf("src/Vindex.Cli/Vindex.Cli.csproj"), "-o", _work["app"], "--nologo", "-nodeReuse:false", .. options]);

    [GeneratedRegex(@"http://127\.0\.0\.1:\d+", RegexOptions.NonBacktracking)]
    private static partial Regex Http();

    [GeneratedRegex(@"/assets/app-\w+\.css", RegexOptions.NonBacktracking)]
    private static partial Regex Asset();
}
