using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;
using Shouldly;
using Xunit;

namespace Vindex.EndToEnd;

/// <summary>A build step that was killed and is run again scores nothing twice.</summary>
public sealed class RepeatedScoringTests
{
    // More than a killed run can have sent: its output, which is read no further than 60 lines, fills the pipe long before.
    private const int Tickets = 4000;

    [Fact]
    public async Task A_scoring_run_that_was_killed_can_be_repeated()
    {
        using var folder = new TemporaryFolder();
        await using var server = await ServerProcess.StartAsync(Path.Combine(folder.Path, "data"), ("Vindex__Limits__Score__Requests", "0"));
        var (_, key) = await server.AddCompanyAsync("Build", "scores:write", "scores:read");
        var file = Path.Combine(folder.Path, "backlog.csv");
        await File.WriteAllLinesAsync(
            file, Enumerable.Range(0, Tickets).Select(i => $"T-{i},As a reader I want to extend loan {i} so that I can finish the book").Prepend("id,summary"));

        using (var killed = Score(server, key, file))
        {
            for (var i = 0; i < 60; i++) (await killed.StandardOutput.ReadLineAsync()).ShouldNotBeNull();
            killed.Kill();
            await killed.WaitForExitAsync();
        }

        using var client = server.Client(key);
        var before = await TotalAsync(client);
        before.ShouldBeInRange(60, Tickets - 1);

        using var repeated = Score(server, key, file);
        var lines = (await repeated.StandardOutput.ReadToEndAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        await repeated.WaitForExitAsync();
        repeated.ExitCode.ShouldBe(0);
        lines.Length.ShouldBe(Tickets + 1);
        (await TotalAsync(client)).ShouldBe(Tickets);
    }

    private static async Task<int> TotalAsync(HttpClient client) =>
        (await client.GetFromJsonAsync<JsonElement>("/portal/scores/summary")).GetProperty("total_scored").GetInt32();

    private static Process Score(ServerProcess server, string key, string file)
    {
        var start = new ProcessStartInfo("dotnet", [ServerProcess.ProgramPath(), "score", file, "--url", server.Url.ToString(), "--format", "csv"])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
        };
        start.Environment["VINDEX_API_KEY"] = key;
        return Process.Start(start)!;
    }
}
