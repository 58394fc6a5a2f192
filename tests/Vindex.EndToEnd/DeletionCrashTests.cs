using System.Net.Http.Json;
using System.Text.Json;
using Shouldly;
using Xunit;

namespace Vindex.EndToEnd;

/// <summary>A deletion and a backup whose server is killed.</summary>
public sealed class DeletionCrashTests(ITestOutputHelper output)
{
    private const int Scores = 6000;
    private const int BatchTickets = 1000;

    private static bool Long => Environment.GetEnvironmentVariable("VINDEX_LONG") == "1";

    [Fact]
    public async Task A_deletion_continues_after_kill_9_and_its_report_is_exact()
    {
        var random = new Random(20261121);
        using var folder = new TemporaryFolder();
        var server = await ServerProcess.StartAsync(folder.Path);
        try
        {
            var (_, key) = await server.AddCompanyAsync("Crash", "scores:write", "scores:read");
            using (var client = server.Client(key)) await FillAsync(client);
            string operation;
            using (var client = server.Client(key))
            {
                using var started = await client.DeleteAsync($"/portal/scores?confirm={Scores}");
                ((int)started.StatusCode).ShouldBe(202, await started.Content.ReadAsStringAsync());
                operation = (await started.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("operation_id").GetString()!;
            }

            var kills = 0;
            var seen = 0L;
            var state = default(JsonElement);
            for (var round = 0; round < (Long ? 20 : 4); round++)
            {
                await Task.Delay(random.Next(20, 400));
                server.Kill();
                await server.DisposeAsync();
                await ServerProcess.CheckAsync(folder.Path);
                server = await ServerProcess.StartAsync(folder.Path);
                kills++;
                using var client = server.Client(key);
                state = await StateAsync(client, operation);
                var deleted = state.GetProperty("deleted").GetProperty("scores").GetInt64();
                deleted.ShouldBeGreaterThanOrEqualTo(seen);
                seen = deleted;
                if (state.GetProperty("status").GetString() == "done") break;
            }

            using (var client = server.Client(key))
            {
                while (state.GetProperty("status").GetString() == "running")
                {
                    await Task.Delay(50);
                    state = await StateAsync(client, operation);
                }

                state.GetProperty("status").GetString().ShouldBe("done");
                state.GetProperty("deleted").GetProperty("scores").GetInt64().ShouldBe(Scores);
                state.GetProperty("deleted").GetProperty("feedback").GetInt64().ShouldBe(Scores);
                (await client.GetFromJsonAsync<JsonElement>("/portal/scores/summary")).GetProperty("total_scored").GetInt64().ShouldBe(0);
            }

            server.Kill();
            await ServerProcess.CheckAsync(folder.Path);
            output.WriteLine($"{kills} kills during the deletion of {Scores} scores");
        }
        finally
        {
            await server.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_backup_that_is_killed_leaves_no_file_that_counts()
    {
        using var folder = new TemporaryFolder();
        var backups = Directory.CreateDirectory(Path.Combine(folder.Path, "backups")).FullName;
        (string, string)[] settings = [("Vindex__Backup__Folder", backups), ("Vindex__Backup__Every", "1m"), ("Vindex__Backup__Keep", "2")];
        var data = Path.Combine(folder.Path, "data");
        await using (var filling = await ServerProcess.StartAsync(data))
        {
            var (_, key) = await filling.AddCompanyAsync("Crash", "scores:write", "scores:read");
            using var client = filling.Client(key);
            await FillAsync(client);
        }

        var partials = 0;
        for (var round = 0; round < (Long ? 20 : 3); round++)
        {
            foreach (var finished in Directory.GetFiles(backups, "*.db")) File.Delete(finished);
            await using var server = await ServerProcess.StartAsync(data, settings);
            while (Directory.GetFiles(backups, "vindex-*").Length == 0) await Task.Delay(1);
            server.Kill();
            partials += Directory.GetFiles(backups, "*.partial").Length;
            await ServerProcess.CheckAsync(data);
        }

        // Whether a kill hits a backup half-way depends on how fast the machine is; this is what one leaves.
        await File.WriteAllTextAsync(Path.Combine(backups, "vindex-20260101T000000.000Z.db.partial"), "half a database", TestContext.Current.CancellationToken);
        foreach (var finished in Directory.GetFiles(backups, "*.db")) File.Delete(finished);
        await using (await ServerProcess.StartAsync(data, settings))
        {
            while (Directory.GetFiles(backups, "*.db").Length == 0) await Task.Delay(10);
        }

        Directory.GetFiles(backups, "*.partial").ShouldBeEmpty();
        output.WriteLine($"{partials} backups killed half-way");
    }

    private static async Task FillAsync(HttpClient client)
    {
        for (var first = 0; first < Scores; first += BatchTickets)
        {
            var tickets = Enumerable.Range(first, BatchTickets)
                .Select(i => new { ticket_id = $"T-{i}", ticket_data = new { summary = $"As a rider I can lock bike {i} from the app" } });
            using var response = await client.PostAsJsonAsync("/v1/score/batch", new { tickets });
            (await response.Content.ReadAsStringAsync()).ShouldContain($"\"scored\":{BatchTickets}");
        }
    }

    private static Task<JsonElement> StateAsync(HttpClient client, string operation) =>
        client.GetFromJsonAsync<JsonElement>($"/portal/operations/{operation}");
}
