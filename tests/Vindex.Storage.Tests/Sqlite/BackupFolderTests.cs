using Vindex.Storage.Backups;
using Vindex.Storage.Sql;
using Vindex.Storage.Sqlite;
using Vindex.Storage.Tests.Conformance;

namespace Vindex.Storage.Tests.Sqlite;

/// <summary>A folder that keeps the newest backups.</summary>
public sealed class BackupFolderTests : IDisposable
{
    private static readonly DateTimeOffset s_now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly TemporaryFolder _folder = new();
    private readonly string _backups;

    public BackupFolderTests()
    {
        _backups = _folder["backups"];
        Directory.CreateDirectory(_backups);
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private IEnumerable<string> Names => Directory.GetFiles(_backups).Select(file => Path.GetFileName(file)!).Order(StringComparer.Ordinal);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_newest_are_kept_and_no_other_file_is_deleted()
    {
        string[] others =
        [
            "vindex-2026-03-01.db", "vindex-20200101T000000.000Z.db.bak", "vindex-20200101T000000.000Z.dbx", "notes.txt", "my-vindex-20200101T000000.000Z.db",
        ];
        foreach (var other in others) await File.WriteAllTextAsync(Path.Combine(_backups, other), "precious", Stop);
        await using var store = await OpenAsync();
        var added = new List<AddedBackup>();
        for (var i = 0; i < 4; i++) added.Add(await AddAsync(store, s_now.AddHours(i), keep: 2));

        added.Select(backup => backup.Removed.Count).ShouldBe([0, 0, 1, 1]);
        added[3].Removed.ShouldBe([added[1].File]);
        Names.ShouldBe(others.Append(Path.GetFileName(added[2].File)).Append(Path.GetFileName(added[3].File)).Append("vindex-backups.lock").Order(StringComparer.Ordinal));
        new BackupFolder(_backups).NewestAt.ShouldBe(s_now.AddHours(3));
        (await SqliteMaintenance.RestoreAsync(new(added[3].File, _folder["other"]), Stop)).ShouldBeOfType<RestoreResult.Restored>();
    }

    [Fact]
    public async Task A_clock_that_was_set_back_does_not_make_the_newest_backup_the_oldest()
    {
        await using var store = await OpenAsync();
        var first = await AddAsync(store, s_now, keep: 1);
        var second = await AddAsync(store, s_now.AddHours(-1), keep: 1);

        second.Removed.ShouldBe([first.File]);
        File.Exists(second.File).ShouldBeTrue();
        string.CompareOrdinal(second.File, first.File).ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task A_copy_of_damaged_data_is_no_backup_and_the_old_ones_stay()
    {
        await using var store = await OpenAsync();
        var good = await AddAsync(store, s_now, keep: 1);
        await ((ISqlDatabase)store).WriteAsync($"UPDATE customers SET score_count = 7", Stop);

        var refusal = await Should.ThrowAsync<StoreUnavailableException>(() => AddAsync(store, s_now.AddHours(1), keep: 1));

        refusal.Message.ShouldContain("counts 7 scores");
        Names.ShouldBe([Path.GetFileName(good.File), "vindex-backups.lock"]);
    }

    [Fact]
    public async Task What_a_killed_process_left_half_written_is_deleted()
    {
        var partial = Path.Combine(_backups, "vindex-20260301T110000.000Z.db.partial");
        await File.WriteAllTextAsync(partial, "half", Stop);
        await using var store = await OpenAsync();

        await AddAsync(store, s_now, keep: 3);

        File.Exists(partial).ShouldBeFalse();
    }

    [Fact]
    public async Task A_folder_that_is_missing_or_in_use_is_refused()
    {
        await using var store = await OpenAsync();
        var missing = await Should.ThrowAsync<StoreUnavailableException>(() => new BackupFolder(_folder["no"]).AddAsync(store, 1, s_now, Stop));
        missing.Message.ShouldContain("does not exist");
        Directory.Exists(_folder["no"]).ShouldBeFalse();

        await AddAsync(store, s_now, keep: 1);
        await using var other = new FileStream(Path.Combine(_backups, "vindex-backups.lock"), FileMode.Open, FileAccess.ReadWrite, FileShare.None);
        (await Should.ThrowAsync<StoreUnavailableException>(() => AddAsync(store, s_now.AddHours(1), keep: 1))).Message.ShouldContain("in use");
    }

    private Task<SqliteStore> OpenAsync() => OpenFilledAsync(_folder["data"]);

    private static async Task<SqliteStore> OpenFilledAsync(string folder)
    {
        var store = await SqliteStore.OpenAsync(new() { DataFolder = folder, ScoreFeedback = Some.ScoreFeedback }, Stop);
        var acme = Some.Company("acme");
        await store.Companies.AddAsync(acme, Some.DefaultCustomer(acme), Some.Audit(), Stop);
        await store.Scores.AddAsync(Some.Score(acme.Id, acme.DefaultCustomerId, 1), null, Stop);
        return store;
    }

    private Task<AddedBackup> AddAsync(SqliteStore store, DateTimeOffset at, int keep) => new BackupFolder(_backups).AddAsync(store, keep, at, Stop);
}
