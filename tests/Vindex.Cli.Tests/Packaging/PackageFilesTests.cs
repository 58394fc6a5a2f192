using System.Text.Json;
using System.Text.RegularExpressions;
using Shouldly;
using Vindex.Cli.Invocation;
using Vindex.Cli.Operations;
using Vindex.Cli.Serve;
using Vindex.Server;
using Xunit;

namespace Vindex.Cli.Tests.Packaging;

/// <summary>The Dockerfile, the Compose file and the systemd unit use files, commands, ports and settings that exist.</summary>
public sealed partial class PackageFilesTests
{
    private const string Compose = "packaging/compose.yaml";
    private const string Unit = "packaging/vindex.service";
    private static readonly string[] s_variables = [DataFolderOption.Variable, ServeAction.AdminKeyVariable, "VINDEX_MASTER_KEY"];

    [Fact]
    public void The_image_is_built_from_files_that_exist()
    {
        var lines = Checkout.Read("Dockerfile").Split('\n');
        var stages = lines.Select(line => Stage().Match(line)).Where(match => match.Success).Select(match => match.Groups["name"].Value).ToList();
        var copied = lines.Select(line => Copy().Match(line)).Where(match => match.Success).ToList();
        copied.Count.ShouldBe(4);
        foreach (var copy in copied)
        {
            if (copy.Groups["stage"].Success) stages.ShouldContain(copy.Groups["stage"].Value);
            else Path.Exists(Checkout.PathOf(copy.Groups["from"].Value)).ShouldBeTrue(copy.Value);
        }

        foreach (Match project in Project().Matches(Checkout.Read("Dockerfile"))) File.Exists(Checkout.PathOf(project.Value)).ShouldBeTrue(project.Value);
        Checkout.Read(".dockerignore").Split('\n').ShouldBeSubsetOf(["**/bin", "**/obj", ".git", ".vindex", "artifacts", "**/node_modules", "**/wwwroot", ""]);
    }

    [Fact]
    public void The_image_runs_and_checks_commands_that_exist_on_one_port()
    {
        var dockerfile = Checkout.Read("Dockerfile");
        var serve = ShouldParse([.. Command(dockerfile, "ENTRYPOINT"), .. Command(dockerfile, "CMD")]);
        ShouldParse(Command(dockerfile, "HEALTHCHECK")).ShouldBe(["health"]);
        var port = new Uri(serve[^1]).Port;
        dockerfile.ShouldContain($"\nEXPOSE {port}\n");
        HealthCommand.DefaultUrl.ShouldEndWith($":{port}");
        ShouldKnow(Variables().Matches(dockerfile));
    }

    [Fact]
    public void The_compose_file_uses_settings_volumes_and_networks_that_exist()
    {
        var compose = Checkout.Read(Compose);
        ShouldKnow(Variables().Matches(compose), "VINDEX_HOST");
        ShouldParse(Command(compose, "test:").Skip(1).ToArray()).ShouldBe(["health"]);
        var declared = compose[compose.IndexOf("\nvolumes:\n", StringComparison.Ordinal)..];
        foreach (Match volume in Volume().Matches(compose))
        {
            var name = volume.Groups["name"].Value;
            if (name.StartsWith("./", StringComparison.Ordinal)) File.Exists(Checkout.PathOf($"packaging/{name}")).ShouldBeTrue(name);
            else declared.ShouldContain($"\n  {name}:");
        }

        Volume().Count(compose).ShouldBe(3);
        var subnet = Subnet().Match(compose).Groups["network"].Value;
        compose.ShouldContain($"Vindex__Server__TrustedProxies: {subnet}\n");
        Checkout.Read("packaging/Caddyfile").ShouldContain($"reverse_proxy vindex:{new Uri(HealthCommand.DefaultUrl).Port} ");
    }

    [Theory]
    [InlineData("packaging/cluster/compose.yaml", "VINDEX_HOST")]
    [InlineData("packaging/kubernetes/settings.yaml")]
    [InlineData("packaging/kubernetes/secret.example.yaml")]
    public void Files_for_several_servers_use_settings_that_exist(string file, params string[] others)
    {
        var text = Checkout.Read(file);
        ShouldKnow(Variables().Matches(text), others);
        if (!file.EndsWith("compose.yaml", StringComparison.Ordinal)) return;
        ShouldParse(Command(text[..text.IndexOf("\nservices:", StringComparison.Ordinal)], "test:").Skip(1).ToArray()).ShouldBe(["health"]);
        text.ShouldContain($"Vindex__Server__TrustedProxies: {Subnet().Match(text).Groups["network"].Value}\n");
    }

    [Fact]
    public void The_unit_runs_a_command_that_exists_and_waits_as_long_as_the_server_needs()
    {
        var unit = Checkout.Read(Unit).Split('\n').Where(line => line.Contains('=') && !line.StartsWith('#'))
            .Select(line => line.Split('=', 2)).ToLookup(line => line[0], line => line[1]);
        ShouldParse(["dotnet", "vindex.dll", .. unit["ExecStart"].Single().Split(' ').Skip(1)])[0].ShouldBe("serve");
        unit["Type"].ShouldBe(["notify"]);
        unit["StateDirectory"].ShouldBe(["vindex"]);
        int.Parse(unit["TimeoutStopSec"].Single()).ShouldBeGreaterThan(30);
        int.Parse(unit["WatchdogSec"].Single()).ShouldBeGreaterThan(0);
        foreach (var hardened in (string[])["NoNewPrivileges", "PrivateTmp", "PrivateDevices", "ProtectHome", "RestrictNamespaces", "LockPersonality"])
            unit[hardened].ShouldBe(["yes"], hardened);
        unit["ProtectSystem"].ShouldBe(["strict"]);
        unit["CapabilityBoundingSet"].ShouldBe([""]);
    }

    [Fact]
    public async Task Systemd_accepts_the_unit_and_finds_little_exposed()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/systemd-analyze"), "systemd is not installed.");
        var folder = Directory.CreateTempSubdirectory("vindex-unit-").FullName;
        try
        {
            var unit = Path.Combine(folder, "vindex.service");
            await File.WriteAllTextAsync(unit, Checkout.Read(Unit).Replace("/opt/vindex/vindex", "/bin/true"), TestContext.Current.CancellationToken);
            (await AnalyzeAsync("verify", unit)).ShouldBe((0, ""));
            var (exitCode, output) = await AnalyzeAsync("security", "--offline=true", "--threshold=20", unit);
            exitCode.ShouldBe(0, output);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>The command line after <c>dotnet vindex.dll</c>, which must be one that the program accepts.</summary>
    private static string[] ShouldParse(string[] command)
    {
        command[0].ShouldBe("dotnet");
        Path.GetFileName(command[1]).ShouldBe("vindex.dll");
        var line = command[2..];
        var parse = CommandTree.Create().Parse(line);
        parse.Errors.ShouldBeEmpty();
        parse.CommandResult.Command.Name.ShouldBe(line[0]);
        return line;
    }

    private static string[] Command(string text, string instruction)
    {
        var line = text.Split('\n').Select(line => line.Trim()).Single(line => line.StartsWith(instruction, StringComparison.Ordinal) && line.Contains(" [", StringComparison.Ordinal));
        return JsonSerializer.Deserialize<string[]>(line[line.IndexOf('[')..])!;
    }

    private static void ShouldKnow(MatchCollection variables, params string[] others)
    {
        using var defaults = JsonDocument.Parse(VindexServer.DefaultSettings, new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip });
        variables.Count.ShouldBeGreaterThan(0);
        foreach (var name in variables.Select(match => match.Value))
        {
            if (!name.StartsWith("Vindex__", StringComparison.Ordinal))
            {
                s_variables.Concat(others).ShouldContain(name);
                continue;
            }

            var at = defaults.RootElement;
            foreach (var part in name.Split("__").Skip(1)) at.TryGetProperty(part, out at).ShouldBeTrue(name);
        }
    }

    private static Task<(int ExitCode, string Output)> AnalyzeAsync(params string[] arguments) => ToolProcess.RunAsync("systemd-analyze", arguments);

    [GeneratedRegex(@"^FROM \S+ AS (?<name>\w+)$", RegexOptions.NonBacktracking)]
    private static partial Regex Stage();

    [GeneratedRegex(@"^COPY (?:--from=(?<stage>\w+) )?(?<from>\S+) \S+$", RegexOptions.NonBacktracking)]
    private static partial Regex Copy();

    [GeneratedRegex(@"src/\S+\.csproj", RegexOptions.NonBacktracking)]
    private static partial Regex Project();

    [GeneratedRegex(@"\b(?:VINDEX_[A-Z_]+|Vindex__\w+)\b", RegexOptions.NonBacktracking)]
    private static partial Regex Variables();

    [GeneratedRegex("""
        "(?<name>[a-zA-Z./]+):/[^"]+"
        """, RegexOptions.NonBacktracking)]
    private static partial Regex Volume();

    [GeneratedRegex(@"subnet: (?<network>\S+)", RegexOptions.NonBacktracking)]
    private static partial Regex Subnet();
}
