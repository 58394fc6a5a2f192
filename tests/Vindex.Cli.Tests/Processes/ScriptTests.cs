using Shouldly;
using Xunit;

namespace Vindex.Cli.Tests.Processes;

public sealed class ScriptTests : IDisposable
{
    private readonly ScriptSandbox _sandbox = new();

    public void Dispose() => _sandbox.Dispose();

    [Fact]
    public async Task It_builds_once_and_then_only_after_a_change()
    {
        await RunAsync();
        await RunAsync();
        _sandbox.Builds.ShouldBe(1);
        await File.WriteAllTextAsync(_sandbox["checkout/src/Vindex.Cli/Program.cs"], "// changed");
        await RunAsync();
        await RunAsync();
        _sandbox.Builds.ShouldBe(2);
    }

    [Fact]
    public async Task A_deleted_source_file_counts_as_a_change()
    {
        await File.WriteAllTextAsync(_sandbox["checkout/src/Vindex.Cli/Old.cs"], "");
        await RunAsync();
        File.Delete(_sandbox["checkout/src/Vindex.Cli/Old.cs"]);
        await RunAsync();
        _sandbox.Builds.ShouldBe(2);
    }

    [Fact]
    public async Task Arguments_and_the_callers_folder_and_the_exit_code_pass_through()
    {
        var ran = await _sandbox.RunAsync(_sandbox.Script, ["score", "two words", "", "*", "--min"], ("SANDBOX_EXIT", "1"));
        ran.ExitCode.ShouldBe(1);
        ran.OutLines.ShouldBe(
            [$"in {_sandbox["elsewhere"]}", $"root {_sandbox["checkout"]}", "arg <score>", "arg <two words>", "arg <>", "arg <*>", "arg <--min>"]);
        ran.Err.ShouldBeEmpty();
    }

    [Fact]
    public async Task It_works_through_links()
    {
        File.CreateSymbolicLink(_sandbox["first"], "checkout/vindex");
        File.CreateSymbolicLink(_sandbox["elsewhere/second"], "../first");
        (await _sandbox.RunAsync("second", [])).OutLines.ShouldContain($"root {_sandbox["checkout"]}");
    }

    [Theory]
    [InlineData("none")]
    [InlineData("flock")]
    public async Task First_runs_at_the_same_time_share_one_build(string missing)
    {
        _sandbox.Without(missing);
        var runs = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => _sandbox.RunAsync(_sandbox.Script, ["--version"])));
        runs.ShouldAllBe(ran => ran.ExitCode == 0 && ran.Out.EndsWith("arg <--version>\n"));
        _sandbox.Builds.ShouldBe(1);
    }

    [Fact]
    public async Task A_lock_that_its_owner_left_behind_is_broken()
    {
        _sandbox.Without("flock");
        Directory.CreateDirectory(_sandbox["checkout/artifacts/vindex"]);
        File.CreateSymbolicLink(_sandbox["checkout/artifacts/vindex/lock.owner"], "99999999");
        await RunAsync();
        _sandbox.Builds.ShouldBe(1);
    }

    [Fact]
    public async Task A_build_that_fails_shows_its_output_and_is_tried_again()
    {
        await File.WriteAllTextAsync(_sandbox["fail"], "");
        var ran = await _sandbox.RunAsync(_sandbox.Script, ["--version"]);
        ran.ExitCode.ShouldBe(2);
        ran.Err.ShouldContain("error CS1002");
        ran.Err.ShouldContain("vindex: the build failed");
        ran.Out.ShouldBeEmpty();
        File.Delete(_sandbox["fail"]);
        await RunAsync();
        _sandbox.Builds.ShouldBe(2);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_first_short_command_precompiles_and_works_without(bool fails)
    {
        if (fails) await File.WriteAllTextAsync(_sandbox["fail-precompile"], "");
        await RunAsync();
        _sandbox.Precompiled.ShouldBeEmpty();

        foreach (var command in (string[])["score", "evaluate", "score"]) (await _sandbox.RunAsync(_sandbox.Script, [command])).ExitCode.ShouldBe(0);

        var folder = _sandbox.Precompiled.ShouldHaveSingleItem();
        Path.GetFileName(folder).ShouldBe((await File.ReadAllTextAsync(_sandbox["checkout/artifacts/vindex/current"])).Trim());
    }

    [Fact]
    public async Task A_build_leaves_what_runs_from_the_one_before()
    {
        await RunAsync();
        var first = Directory.GetDirectories(_sandbox["checkout/artifacts/vindex"], "app-*").Single();
        await File.WriteAllTextAsync(_sandbox["checkout/global.json"], "{}");
        await RunAsync();
        File.Exists(Path.Combine(first, "vindex.dll")).ShouldBeTrue();
        Directory.GetDirectories(_sandbox["checkout/artifacts/vindex"], "app-*").Length.ShouldBe(2);
    }

    [Theory]
    [InlineData("node")]
    [InlineData("npm")]
    public async Task Without_node_it_says_what_to_install(string missing)
    {
        _sandbox.Without(missing);
        var ran = await _sandbox.RunAsync(_sandbox.Script, ["--version"]);
        ran.ExitCode.ShouldBe(2);
        ran.Err.ShouldStartWith("vindex: 'node' and 'npm', which build the web pages, were not found; install Node.js 18");
        _sandbox.Builds.ShouldBe(0);
    }

    [Fact]
    public async Task Without_dotnet_it_says_what_to_install()
    {
        _sandbox.Without("dotnet");
        var ran = await _sandbox.RunAsync(_sandbox.Script, ["--version"]);
        ran.ExitCode.ShouldBe(2);
        ran.Err.ShouldStartWith("vindex: 'dotnet' was not found; install the .NET 10 SDK: https://dotnet.microsoft.com/download/dotnet/10.0");
    }

    private async Task RunAsync()
    {
        var ran = await _sandbox.RunAsync(_sandbox.Script, ["--version"]);
        ran.ExitCode.ShouldBe(0, ran.Err);
        ran.Err.ShouldBeEmpty();
    }
}
