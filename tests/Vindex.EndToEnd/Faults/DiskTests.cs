using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Shouldly;
using Xunit;

namespace Vindex.EndToEnd.Faults;

/// <summary>A disk that is full, and one that can only be read, as a file system that only the server sees.</summary>
public sealed class DiskTests(ITestOutputHelper output)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_full_disk_refuses_writes_keeps_answering_reads_and_recovers_without_a_restart()
    {
        SkipUnlessMountsWork();
        using var folder = new TemporaryFolder();
        await using var server = await ServerProcess.StartOnFileSystemAsync("size=64m", folder.Path);
        var (_, key) = await server.AddCompanyAsync("Full", "scores:write", "scores:read");
        using var client = server.Client(key);
        var acknowledged = await ScoreAsync(client, 50);
        acknowledged.Refused.ShouldBe(0);

        var ballast = Path.Combine(server.SeenFolder, "ballast");
        await FillAsync(ballast);
        var during = await ScoreAsync(client, 2000);
        during.Refused.ShouldBeGreaterThan(0);
        using (var ready = await client.GetAsync("/health/ready", Stop)) ready.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        using (var live = await client.GetAsync("/health/live", Stop)) live.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await TotalAsync(client)).ShouldBe(acknowledged.Stored + during.Stored);

        File.Delete(ballast);
        var after = await ScoreAsync(client, 50);
        after.Refused.ShouldBe(0);
        using (var ready = await client.GetAsync("/health/ready", Stop)) ready.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await TotalAsync(client)).ShouldBe(acknowledged.Stored + during.Stored + after.Stored);
        output.WriteLine($"full disk: {during.Stored} stored, {during.Refused} refused with 503; none lost");
    }

    [Fact]
    public async Task A_folder_that_can_only_be_read_is_refused_at_the_start()
    {
        SkipUnlessMountsWork();
        using var folder = new TemporaryFolder();

        var refused = await Should.ThrowAsync<InvalidOperationException>(() => ServerProcess.StartOnFileSystemAsync("ro", folder.Path));

        output.WriteLine(refused.Message);
        refused.Message.ShouldContain("ended with code 2");
        refused.Message.ShouldContain(folder.Path);
        refused.Message.ShouldNotContain("   at ");
    }

    private static async Task<(int Stored, int Refused)> ScoreAsync(HttpClient client, int count)
    {
        var (stored, refused) = (0, 0);
        for (var i = 0; i < count && refused < 20; i++)
        {
            using var response = await client.PostAsJsonAsync(
                "/v1/score",
                new { ticket_id = $"T-{i}", ticket_data = new { summary = "As a rider I can lock my bike from the app", description = new string('x', 4000) + i } },
                Stop);
            if (response.StatusCode == HttpStatusCode.OK)
            {
                stored++;
                continue;
            }

            response.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable, await response.Content.ReadAsStringAsync(Stop));
            refused++;
        }

        return (stored, refused);
    }

    private static async Task<int> TotalAsync(HttpClient client) =>
        (await client.GetFromJsonAsync<JsonElement>("/portal/scores/summary", Stop)).GetProperty("total_scored").GetInt32();

    private static async Task FillAsync(string file)
    {
        await using var stream = File.Create(file);
        var block = new byte[65536];
        try
        {
            while (true) await stream.WriteAsync(block, Stop);
        }
        catch (IOException)
        {
            // Full.
        }
    }

    private static void SkipUnlessMountsWork()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "File systems of a process's own need Linux.");
        using var tried = Process.Start(new ProcessStartInfo("unshare", ["-rm", "true"]) { UseShellExecute = false, RedirectStandardError = true })!;
        tried.WaitForExit();
        Assert.SkipUnless(tried.ExitCode == 0, "This machine lets no process mount a file system of its own.");
    }
}
