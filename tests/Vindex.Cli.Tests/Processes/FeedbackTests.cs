using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Shouldly;
using Vindex.Server.Scores;
using Vindex.Storage.Sqlite;
using Xunit;

namespace Vindex.Cli.Tests.Processes;

/// <summary>import, export and stats on a data folder, with and without a server that has it open.</summary>
public sealed class FeedbackTests : IDisposable
{
    private readonly Workspace _work = new();

    public void Dispose() => _work.Dispose();

    private string Data => _work["data"];

    [Fact]
    public async Task A_folder_answers_the_same_with_and_without_a_server_and_an_import_can_be_repeated()
    {
        await FeedbackFolder.MakeAsync(Data, "kolibri");
        var import = await ImportAsync(FeedbackFolder.TenLines());
        import.ExitCode.ShouldBe(0, import.Err);
        import.Out.ShouldBe($"{_work["in.ndjson"]}: 10 rows imported into kolibri/checks\n");
        import.Err.ShouldBe($"vindex: {_work["in.ndjson"]}: 10 lines named another project; used --project kolibri/checks\n");
        File.Exists(Path.Combine(Data, "server.json")).ShouldBeFalse();

        var alone = await StatsAsync("--format", "csv");
        alone.ExitCode.ShouldBe(0, alone.Err);
        alone.OutLines.ShouldBe(
        [
            "timestamp,avg_output_score,p50_output_score,count",
            "2026-03-28T00:00:00+01:00,2.5,2.5,6",
            "2026-03-29T00:00:00+01:00,7.5,7.5,4",
            "2026-03-30T00:00:00+02:00,0.0,,0",
        ]);
        var exported = await VindexProcess.RunAsync("export", "--project", "kolibri/checks", "--data", Data);
        exported.OutLines.Length.ShouldBe(10);

        await using var served = await ServedProcess.StartAsync(["serve", "--data", Data], "listening on");
        (await ImportAsync(FeedbackFolder.TenLines())).ExitCode.ShouldBe(0);
        (await StatsAsync("--format", "csv")).Out.ShouldBe(alone.Out);
        (await VindexProcess.RunAsync("export", "--project", "kolibri/checks", "--data", Data)).Out.ShouldBe(exported.Out);
    }

    [Fact]
    public async Task Refused_lines_are_told_by_their_number_and_leave_the_others()
    {
        await FeedbackFolder.MakeAsync(Data, "kolibri");
        var at = new DateTimeOffset(2026, 3, 28, 12, 0, 0, TimeSpan.Zero);
        var lines = string.Join(
            '\n',
            FeedbackFolder.Line(1, at, 1, withId: false),
            "",
            "{\"payload\": ",
            "[1]",
            new string('x', 5 * 1024 * 1024),
            FeedbackFolder.Line(2, at, 2).Replace("wandb.runnable.scorer", "other"),
            FeedbackFolder.Line(3, at, 3));

        var ran = await ImportAsync(lines);

        ran.ExitCode.ShouldBe(1, ran.Err);
        ran.Out.ShouldBe($"{_work["in.ndjson"]}: 2 rows imported into kolibri/checks, 4 lines rejected\n");
        ran.Err.ShouldContain(": line 3: the line is not JSON");
        ran.Err.ShouldContain(": line 4: ");
        ran.Err.ShouldContain(": line 5: the line is longer than 4 MiB\n");
        ran.Err.ShouldContain(": line 6: ");
        ran.Err.ShouldContain("1 line had no id; importing it again would add it again");
    }

    [Fact]
    public async Task Packed_files_and_standard_input_are_read_and_a_packed_export_can_be_imported_again()
    {
        await FeedbackFolder.MakeAsync(Data, "kolibri");
        var ran = await VindexProcess.RunAsync(
            ["import", "-", "--project", "kolibri/checks", "--data", Data], Encoding.UTF8.GetBytes("\uFEFF" + FeedbackFolder.TenLines()));
        ran.Out.ShouldBe("standard input: 10 rows imported into kolibri/checks\n", ran.Err);

        var file = _work["out.ndjson.gz"];
        var export = await VindexProcess.RunAsync(
            "export", "--project", "kolibri/checks", "--from", "2026-03-28T19:00", "--timezone", "Europe/Berlin", "--trigger",
            "weave:///kolibri/checks/object/monitor1:*",
            "--query", """{"$expr":{"$gt":[{"$getField":"payload.output.score"},{"$literal":3}]}}""", "--out", file, "--data", Data);
        export.Out.ShouldBe($"{file}: 3 rows of kolibri/checks\n", export.Err);
        File.Exists(file + ".part").ShouldBeFalse();
        await using (var unpacked = new GZipStream(File.OpenRead(file), CompressionMode.Decompress))
        using (var reader = new StreamReader(unpacked))
        {
            var scores =
                (await reader.ReadToEndAsync()).TrimEnd('\n')
                    .Split('\n')
                    .Select(line => JsonElement.Parse(line).GetProperty("payload").GetProperty("output").GetProperty("score").GetDouble());
            scores.ShouldBe([5, 7, 9]);
        }

        (await VindexProcess.RunAsync("import", file, "--data", Data)).Out.ShouldBe($"{file}: 3 rows imported\n");
        await File.WriteAllBytesAsync(_work["cut.gz"], (await File.ReadAllBytesAsync(file))[..40]);
        var cut = await VindexProcess.RunAsync("import", _work["cut.gz"], "--data", Data);
        cut.ExitCode.ShouldBe(2);
        cut.Err.ShouldContain("reading stopped early");
    }

    [Fact]
    public async Task An_export_that_fails_leaves_the_old_file_alone()
    {
        await FeedbackFolder.MakeAsync(Data, "kolibri");
        var file = _work.Write("kept.ndjson", "precious");
        var ran = await VindexProcess.RunAsync("export", "--project", "nobody/checks", "--out", file, "--data", Data);
        ran.ExitCode.ShouldBe(2);
        ran.Err.ShouldBe($"vindex: --project: there is no company with that slug in {Data}\n");
        (await File.ReadAllTextAsync(file)).ShouldBe("precious");

        var query = await VindexProcess.RunAsync(
            "export", "--project", "kolibri/checks", "--query", """{"$expr":{"$eq":[{"$getField":"colour"},{"$literal":1}]}}""", "--data", Data);
        query.ExitCode.ShouldBe(2);
        query.Err.ShouldContain("Unknown field: colour");
    }

    [Fact]
    public async Task A_pipe_gets_the_table_without_a_chart()
    {
        await FeedbackFolder.MakeAsync(Data, "kolibri");
        await ImportAsync(FeedbackFolder.TenLines());
        var ran = await StatsAsync();
        ran.ExitCode.ShouldBe(0, ran.Err);
        ran.Out.ShouldBe("""
            kolibri/checks: output.score by day (Europe/Berlin)

            from              avg    p50  rows
            2026-03-28 Sat  2.500  2.500     6
            2026-03-29 Sun  7.500  7.500     4
            2026-03-30 Mon      –      –     0
            ──────────────────────────────────
            all             4.500  4.500    10

            """);

        var groups = await VindexProcess.RunAsync(
            [
                "stats", "--project", "kolibri/checks", "--path", "output.passed", "--type", "boolean", "--group-by", "output.label", "--filter",
                "output.score=0", "--filter", "output.score=5", "--filter", "output.score=9", "--from", "2026-03-28", "--to", "2026-03-31", "--data", Data
            ],
            environment: ("LC_ALL", "C"));
        groups.OutLines[2..].ShouldBe(
        [
            "output.label    true  count_true  count_false  rows",
            "bad            50.0%           1            1     2",
            "good          100.0%           1            0     1",
            "---------------------------------------------------",
            "all            66.7%           2            1     3",
        ]);
    }

    [Theory]
    [InlineData("--path: json_path may only contain", "--path", "a[0]")]
    [InlineData("--percentiles: Percentiles need numbers", "--path", "output.label", "--type", "categorical", "--percentiles", "50")]
    [InlineData("--to must be after --from", "--path", "a", "--from", "2026-03-02", "--to", "2026-03-01")]
    [InlineData("--percentiles expects comma-separated numbers from 0 to 100", "--path", "a", "--percentiles", "50,101")]
    [InlineData("did you mean 'Europe/Berlin'?", "--path", "a", "--timezone", "Europe/Berln")]
    [InlineData("did you mean 'month'?", "--path", "a", "--by", "moth")]
    [InlineData("did you mean 'avg'?", "--path", "a", "--aggregations", "avgg")]
    [InlineData("--from expects a date (2026-03-01)", "--path", "a", "--from", "yesterday")]
    [InlineData("--filter expects PATH=VALUE", "--path", "a", "--filter", "label")]
    [InlineData("--group-by: ", "--path", "a", "--group-by", "a,b,c")]
    public async Task What_does_not_fit_is_told_with_the_option_that_it_came_from(string expected, params string[] args)
    {
        await FeedbackFolder.MakeAsync(Data, "kolibri");
        var ran = await VindexProcess.RunAsync(["stats", "--project", "kolibri/checks", .. args, "--data", Data]);
        ran.ExitCode.ShouldBe(2);
        ran.Out.ShouldBeEmpty();
        ran.Err.ShouldContain(expected);
        ran.Err.ShouldNotContain("   at ");
    }

    [Theory]
    [InlineData("import")]
    [InlineData("export")]
    [InlineData("stats")]
    public async Task A_folder_without_data_or_held_by_something_else_is_refused(string command)
    {
        string[] args = command switch
        {
            "import" => [command, _work.Write("in.ndjson", FeedbackFolder.TenLines()), "--project", "kolibri/checks", "--data"],
            "export" => [command, "--project", "kolibri/checks", "--data"],
            _ => [command, "--project", "kolibri/checks", "--path", "a", "--data"],
        };
        var none = await VindexProcess.RunAsync([.. args, _work["none"]]);
        none.ExitCode.ShouldBe(2);
        none.Err.ShouldContain("The data folder");
        Directory.Exists(_work["none"]).ShouldBeFalse();

        await FeedbackFolder.MakeAsync(Data, "kolibri");
        await using var holder = await SqliteStore.OpenAsync(
            new SqliteStoreOptions { DataFolder = Data, ScoreFeedback = ScoreFeedback.Row }, CancellationToken.None);
        var held = await VindexProcess.RunAsync([.. args, Data]);
        held.ExitCode.ShouldBe(2);
        held.ErrLines.ShouldHaveSingleItem().ShouldContain("in use");
    }

    private Task<Ran> ImportAsync(string lines) =>
        VindexProcess.RunAsync("import", _work.Write("in.ndjson", lines), "--project", "kolibri/checks", "--data", Data);

    private Task<Ran> StatsAsync(params string[] more) => VindexProcess.RunAsync(
        [
            "stats", "--project", "kolibri/checks", "--path", "output.score", "--aggregations", "avg", "--percentiles", "50", "--by", "day", "--timezone",
            "Europe/Berlin", "--from", "2026-03-28", "--to", "2026-03-31", "--data", Data, .. more
        ],
        environment: [("LC_ALL", null), ("LC_CTYPE", null), ("LANG", null)]);
}
