using Shouldly;
using Xunit;

namespace Vindex.Cli.Tests.Processes;

public sealed class UsageTests
{
    [Fact]
    public async Task Help_lists_the_commands_and_shows_examples()
    {
        var ran = await VindexProcess.RunAsync("--help");
        ran.ExitCode.ShouldBe(0);
        foreach (var command in (string[])["score", "serve", "demo", "backup", "restore", "check"]) ran.Out.ShouldContain($"  {command}");
        ran.Out.ShouldContain("Examples:\n  ./vindex score samples/backlog.csv");
        ran.Err.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("score")]
    [InlineData("evaluate")]
    [InlineData("serve")]
    [InlineData("demo")]
    [InlineData("backup")]
    [InlineData("restore")]
    [InlineData("check")]
    [InlineData("health")]
    [InlineData("completion")]
    public async Task Each_command_has_help_with_examples(string command)
    {
        var ran = await VindexProcess.RunAsync(command, "--help");
        ran.ExitCode.ShouldBe(0);
        ran.Out.ShouldContain($"vindex {command}");
        ran.Out.ShouldContain("Examples:\n  ");
        ran.Out.ShouldContain($"./vindex {command}");
        ran.Out.ShouldNotContain("dditional");
        ran.Out.Split('\n').ShouldAllBe(line => line == line.TrimEnd());
        ran.Out.ShouldNotEndWith("\n\n");
    }

    [Theory]
    [InlineData("score", "vindex score: FILE is empty; name a file")]
    [InlineData("backup", "vindex backup: FILE is empty; name a file")]
    [InlineData("restore", "vindex restore: FILE is empty; name a file")]
    public async Task An_empty_name_is_a_slip(string command, string reason)
    {
        var ran = await VindexProcess.RunAsync(command, "");
        ran.ExitCode.ShouldBe(2);
        ran.Err.ShouldStartWith(reason);
        (await VindexProcess.RunAsync("check", "--data", "")).Err.ShouldStartWith("vindex check: --data is empty; name a folder");
    }

    [Theory]
    [InlineData("score --fromat json backlog.csv", "vindex score: unknown option '--fromat'; did you mean '--format'?")]
    [InlineData("score backlog.csv --fromat json", "vindex score: unknown option '--fromat'; did you mean '--format'?")]
    [InlineData("score backlog.csv --fromat=json", "vindex score: unknown option '--fromat'; did you mean '--format'?")]
    [InlineData("score -x backlog.csv", "vindex score: unknown option '-x'")]
    [InlineData("backup --kep 3 /backups", "vindex backup: unknown option '--kep'; did you mean '--keep'?")]
    [InlineData("score one.csv two.csv", "vindex score: unexpected argument 'two.csv'")]
    public async Task A_mistyped_option_is_named_and_not_its_value(string line, string reason)
    {
        var ran = await VindexProcess.RunAsync(line.Split(' '));
        ran.ExitCode.ShouldBe(2);
        ran.ErrLines[0].ShouldBe(reason);
    }

    [Fact]
    public async Task A_folder_is_no_backup()
    {
        var folder = Path.GetTempPath();
        (await VindexProcess.RunAsync("restore", folder)).Err.ShouldContain("is a folder. Name the file of a backup.");
    }

    [Theory]
    [InlineData("help", "--help")]
    [InlineData("help score", "score --help")]
    [InlineData("help user add", "user add --help")]
    public async Task Help_is_a_command_too(string line, string same)
    {
        var ran = await VindexProcess.RunAsync(line.Split(' '));
        ran.ShouldBe(await VindexProcess.RunAsync(same.Split(' ')));
        ran.ExitCode.ShouldBe(0);
    }

    [Theory]
    [InlineData("vindex sc", "score")]
    [InlineData("vindex score x.csv --for", "--format")]
    [InlineData("vindex score x.csv --format js", "jsonl")]
    [InlineData("vindex user ", "reset")]
    public async Task Shells_can_ask_how_a_line_may_go_on(string line, string expected)
    {
        var ran = await VindexProcess.RunAsync($"[suggest:{line.Length}]", line);
        ran.ExitCode.ShouldBe(0, ran.Err);
        ran.OutLines.ShouldContain(expected);
    }

    [Theory]
    [InlineData("bash")]
    [InlineData("zsh")]
    [InlineData("fish")]
    public async Task Completion_scripts_ask_the_program(string shell)
    {
        var ran = await VindexProcess.RunAsync("completion", shell);
        ran.ExitCode.ShouldBe(0);
        ran.Out.ShouldContain("[suggest:");
    }

    [Fact]
    public async Task Bash_completes_commands_and_options()
    {
        var script = (await VindexProcess.RunAsync("completion", "bash")).Out;
        var test = $$"""
            vindex() { dotnet '{{VindexProcess.Program}}' "$@"; }
            {{script}}
            COMP_WORDS=(vindex score x.csv --for) COMP_CWORD=3 COMP_LINE="vindex score x.csv --for" COMP_POINT=24
            _vindex
            printf '%s\n' "${COMPREPLY[@]}"
            """;
        using var bash = System.Diagnostics.Process.Start(
            new System.Diagnostics.ProcessStartInfo("bash", ["-c", test]) { RedirectStandardOutput = true, UseShellExecute = false })!;
        var output = await bash.StandardOutput.ReadToEndAsync();
        await bash.WaitForExitAsync();
        output.ShouldBe("--format\n");
    }

    [Fact]
    public async Task The_version_is_one_line()
    {
        var ran = await VindexProcess.RunAsync("--version");
        ran.ExitCode.ShouldBe(0);
        ran.OutLines.ShouldHaveSingleItem().ShouldMatch(@"^\d+\.\d+\.\d+$");
    }

    [Theory]
    [InlineData("scroe", "vindex: unknown command 'scroe'; did you mean 'score'?")]
    [InlineData("frobnicate", "vindex: unknown command 'frobnicate'")]
    [InlineData("--hepl", "vindex: unknown option '--hepl'; did you mean '--help'?")]
    [InlineData("score x.csv --fromat csv", "vindex score: unknown option '--fromat'; did you mean '--format'?")]
    [InlineData("score x.csv y.csv", "vindex score: unexpected argument 'y.csv'")]
    [InlineData("score x.csv --format xml", "vindex score: unknown format 'xml'; choose one of table, json, jsonl, csv, junit, sarif")]
    [InlineData("score x.csv --rubric 4", "vindex score: unknown rubric '4'; choose one of 3, 2")]
    [InlineData(
        "score x.csv --rubric 2 --url https://vindex.example.com",
        "vindex score: --rubric can't be combined with --url: the server judges with its own version")]
    [InlineData("evaluate --items i.jsonl", "vindex evaluate: give either --ratings or --labels to measure against")]
    [InlineData("evaluate --items i.jsonl --ratings r.jsonl --labels l.csv", "vindex evaluate: give either --ratings or --labels to measure against")]
    [InlineData("evaluate --items i.jsonl --ratings r.jsonl --format csv", "vindex evaluate: unknown format 'csv'; choose one of text, json")]
    [InlineData("score x.csv --min 11", "vindex score: --min expects a score from 0.0 to 10.0, not '11'")]
    [InlineData("score x.csv --min 7,5", "vindex score: --min expects a score from 0.0 to 10.0, not '7,5'")]
    [InlineData("score", "vindex score: Required argument 'FILE' missing for command: 'score'.")]
    public async Task Wrong_arguments_are_named_with_what_was_meant(string line, string message)
    {
        var ran = await VindexProcess.RunAsync(line.Split(' '));
        ran.ExitCode.ShouldBe(2);
        ran.ErrLines[0].ShouldBe(message);
        ran.ErrLines[1].ShouldEndWith("--help' for usage and examples.");
        ran.Out.ShouldBeEmpty();
    }

    [Fact]
    public async Task Without_arguments_it_shows_the_help_as_an_error()
    {
        var ran = await VindexProcess.RunAsync([]);
        ran.ExitCode.ShouldBe(2);
        ran.Err.ShouldContain("Examples:");
        ran.Out.ShouldBeEmpty();
    }
}
