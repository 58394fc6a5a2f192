using Shouldly;
using Vindex.Server.Operations.Running;
using Vindex.Server.Tests.Evaluations;
using Vindex.Server.Tests.Hosting;
using Xunit;

namespace Vindex.Server.Tests.Backups;

/// <summary>Backups into a folder: on request, and by schedule.</summary>
public sealed class BackupTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("vindex-backups-").FullName;

    private string[] Files => [.. Directory.GetFiles(_folder, "vindex-*.db").Order(StringComparer.Ordinal)];

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_running_server_adds_a_backup_to_a_folder_and_deletes_the_oldest()
    {
        await using var server = await TestServer.StartAsync();
        var local = server.WithKey(RunningServer.Find(server.Folder)!.Token);
        var first = await (await local.PostAsync("/admin/operations/folder-backup", Json.Content(new { folder = _folder, keep = 1 }))).JsonAsync(200);
        var second = await (await local.PostAsync("/admin/operations/folder-backup", Json.Content(new { folder = _folder, keep = 1 }))).JsonAsync(200);

        second.GetProperty("removed").EnumerateArray().Select(file => file.GetString()).ShouldBe([first.GetProperty("file").GetString()]);
        Files.ShouldBe([second.GetProperty("file").GetString()!]);
        foreach (var bad in (object[])[new { folder = _folder, keep = 0 }, new { folder = "backups", keep = 1 }, new { folder = "/no/such/folder", keep = 1 }])
            await (await local.PostAsync("/admin/operations/folder-backup", Json.Content(bad))).ProblemAsync(422);
        await (await server.Admin.PostAsync("/admin/operations/folder-backup", Json.Content(new { folder = _folder, keep = 1 }))).ProblemAsync(403, "local_only");
    }

    [Fact]
    public async Task Scheduled_backups_follow_the_newest_file_over_restarts()
    {
        var data = Path.Combine(_folder, "data");
        await using (var server = await StartAsync(data, null))
        {
            await Eventually.Async(() => Files.Length == 1);
            await AdvanceUntilAsync(server, () => Files.Length == 2);
        }

        var now = new DateTimeOffset(2026, 4, 16, 9, 12, 8, TimeSpan.Zero).AddDays(2);
        await using var again = await StartAsync(data, now);
        await Eventually.Async(() => Files.Length == 2 && Path.GetFileName(Files[1]).StartsWith($"vindex-{now:yyyyMMdd}", StringComparison.Ordinal));
        Directory.GetFiles(_folder, "*.partial").ShouldBeEmpty();
    }

    [Fact]
    public async Task A_schedule_that_fails_is_degraded_until_it_works_again_and_the_server_stays_ready()
    {
        Directory.Delete(_folder);
        await using var server = await StartAsync(null, null);
        await Eventually.Async(async () => await BackupHealthAsync(server), static state => state == "failing");

        Directory.CreateDirectory(_folder);
        await AdvanceUntilAsync(server, () => Files.Length == 1);
        await Eventually.Async(async () => await BackupHealthAsync(server), static state => state is null);
    }

    private Task<TestServer> StartAsync(string? data, DateTimeOffset? now) =>
        TestServer.StartAsync(data, now, ("Backup:Folder", _folder), ("Backup:Every", "6h"), ("Backup:Keep", "2"));

    private static Task<bool> AdvanceUntilAsync(TestServer server, Func<bool> isThere) => Eventually.Async(() =>
    {
        server.Time.Advance(TimeSpan.FromMinutes(30));
        return isThere();
    });

    private static async Task<string?> BackupHealthAsync(TestServer server) =>
        (await (await server.Anonymous.GetAsync("/health")).JsonAsync(200)).TryGetProperty("backup", out var state) ? state.GetString() : null;
}
