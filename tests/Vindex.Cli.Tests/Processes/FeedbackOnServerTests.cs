using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using Shouldly;
using Xunit;

namespace Vindex.Cli.Tests.Processes;

/// <summary>import, export and stats with <c>--url</c>.</summary>
public sealed class FeedbackOnServerTests : IDisposable
{
    private readonly Workspace _work = new();

    public void Dispose() => _work.Dispose();

    [Fact]
    public async Task A_key_of_the_company_imports_asks_and_exports()
    {
        await using var service = await ScoringService.StartAsync(_work["data"]);
        var key = ("VINDEX_API_KEY", await service.KeyAsync("feedback:write", "feedback:read"));
        var file = _work.Write("in.ndjson", FeedbackFolder.TenLines());

        var import = await VindexProcess.RunAsync(["import", file, "--project", "kolibri/checks", "--url", service.Url], environment: key);
        import.Out.ShouldBe($"{file}: 10 rows imported into kolibri/checks\n", import.Err);
        var stats = await VindexProcess.RunAsync(
            [
                "stats", "--project", "kolibri/checks", "--path", "output.score", "--from", "2026-03-28", "--to", "2026-03-30", "--by", "month", "--format",
                "json", "--url", service.Url
            ],
            environment: key);
        stats.Out.ShouldContain("\"window_stats\":{\"output_score\":{\"avg\":4.5", customMessage: stats.Err);
        var export = await VindexProcess.RunAsync(["export", "--project", "kolibri/checks", "--url", service.Url], environment: key);
        export.OutLines.Length.ShouldBe(10, export.Err);
        export.Out.ShouldContain("\"wb_user_id\":\"key:");
    }

    [Fact]
    public async Task What_the_key_may_not_do_is_told_and_the_local_token_does_not_help()
    {
        await using var service = await ScoringService.StartAsync(_work["data"]);
        var file = _work.Write("in.ndjson", FeedbackFolder.TenLines());
        string[] import = ["import", file, "--project", "kolibri/checks", "--url", service.Url];

        var reader = await VindexProcess.RunAsync(import, environment: ("VINDEX_API_KEY", await service.KeyAsync("feedback:read")));
        reader.ExitCode.ShouldBe(2);
        reader.Err.ShouldContain("the API key is not allowed to do this");
        var stranger = await VindexProcess.RunAsync(
            ["stats", "--project", "other/checks", "--path", "a", "--url", service.Url],
            environment: ("VINDEX_API_KEY", await service.KeyAsync("feedback:read")));
        stranger.ExitCode.ShouldBe(2);
        stranger.Err.ShouldStartWith("vindex: --project: this API key can't access such a project");
        var wrong = await VindexProcess.RunAsync([.. import, "--api-key", "vx_nobody"]);
        wrong.ExitCode.ShouldBe(2);
        wrong.Err.ShouldContain("the server rejected the API key");
        var none = await VindexProcess.RunAsync(import, environment: ("VINDEX_API_KEY", null));
        none.Err.ShouldContain("set VINDEX_API_KEY");
    }

    [Fact]
    public async Task An_interrupted_import_counts_the_rows_that_are_on_their_way()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There are no signals.");
        var arrived = new TaskCompletionSource();
        var release = new TaskCompletionSource();
        await using var odd = await OddServer.StartAsync(async (context, _) =>
        {
            arrived.TrySetResult();
            await release.Task;
            await context.Response.WriteAsync("{\"imported\":10,\"rejected\":0,\"errors\":[]}\n");
        });
        var file = _work.Write("in.ndjson", FeedbackFolder.TenLines());
        using var process = VindexProcess.Start(["import", file, "--project", "kolibri/checks", "--url", odd.Url, "--api-key", "k"]);
        await arrived.Task;
        using (var kill = Process.Start("kill", ["-INT", process.Id.ToString()])) await kill.WaitForExitAsync();
        process.WaitForExit(TimeSpan.FromMilliseconds(500)).ShouldBeFalse();
        release.SetResult();

        var told = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        process.ExitCode.ShouldBe(130);
        told.ShouldContain("interrupted; 10 rows imported (through line 10)");
    }

    [Fact]
    public async Task A_server_that_breaks_off_its_answer_or_is_not_there_is_no_success()
    {
        var gone = await VindexProcess.RunAsync("stats", "--project", "kolibri/checks", "--path", "a", "--url", "http://127.0.0.1:1", "--api-key", "k");
        gone.ExitCode.ShouldBe(2);
        gone.Err.ShouldContain("connection refused");

        await using var odd = await OddServer.StartAsync(async (context, _) =>
        {
            context.Response.ContentLength = 500;
            await context.Response.WriteAsync("{\"id\":\"1\"}\n");
            await context.Response.Body.FlushAsync();
            context.Abort();
        });
        var file = _work.Write("kept.ndjson", "precious");
        var export = await VindexProcess.RunAsync("export", "--project", "kolibri/checks", "--out", file, "--url", odd.Url, "--api-key", "k");
        export.ExitCode.ShouldBe(2);
        export.Err.ShouldStartWith($"vindex: {odd.Url} "); // the reset may overtake the beginning of the answer, so that it has never begun
        export.Out.ShouldBeEmpty();
        (await File.ReadAllTextAsync(file)).ShouldBe("precious");
        var import = await VindexProcess.RunAsync(
            "import", _work.Write("in.ndjson", FeedbackFolder.TenLines()), "--project", "kolibri/checks", "--url", odd.Url, "--api-key", "k");
        import.ExitCode.ShouldBe(2);
        import.Err.ShouldContain("lines 1 to 10 may or may not have been imported");
    }
}
