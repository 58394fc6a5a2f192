using Vindex.Storage.Companies;
using Vindex.Storage.Scores;
using Vindex.Storage.Sql;
using Vindex.Storage.Sqlite;
using Vindex.Storage.Tests.Conformance;

namespace Vindex.Storage.Tests.Sqlite;

/// <summary>Backup, restore, check.</summary>
public sealed class SqliteMaintenanceTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Company _acme = Some.Company("acme");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private string Data => _folder["data"];

    private string Other => _folder["other"];

    private string Backup => _folder["backup.db"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Nobody_but_the_owner_can_read_the_data_a_backup_or_what_is_restored()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Windows has no file modes.");
            return;
        }

        await using (var store = await FilledAsync(Data, 3))
        {
            await store.BackupAsync(Backup, Stop);
            Others(Data).ShouldBe(UnixFileMode.None);
            Directory.GetFiles(Data, "vindex.db*").Length.ShouldBe(3);
            Directory.GetFiles(Data, "vindex.db*").Select(Others).Distinct().ShouldBe([UnixFileMode.None]);
        }

        Others(Backup).ShouldBe(UnixFileMode.None);
        File.SetUnixFileMode(Backup, UnixFileMode.UserRead | UnixFileMode.OtherRead);
        await SqliteMaintenance.RestoreAsync(new(Backup, Other), Stop);
        Others(Path.Combine(Other, "vindex.db")).ShouldBe(UnixFileMode.None);

        static UnixFileMode Others(string path) =>
            OperatingSystem.IsWindows()
                ? UnixFileMode.None
                : File.GetUnixFileMode(path) & ~(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    [Fact]
    public async Task A_backup_is_one_moments_state_while_writing_goes_on()
    {
        await using (var store = await FilledAsync(Data, 300))
        {
            using var enough = new CancellationTokenSource();
            var writing = Task.Run(async () =>
            {
                while (!enough.IsCancellationRequested)
                {
                    await AddAsync(store, 5);
                }
            });
            await store.BackupAsync(Backup, Stop);
            await enough.CancelAsync();
            await writing;
            (await store.CheckAsync(Stop)).ShouldBeEmpty();
        }

        Directory.GetFiles(_folder.Path).ShouldBe([Backup]);
        (await SqliteMaintenance.RestoreAsync(new(Backup, Other), Stop)).ShouldBe(new RestoreResult.Restored(null));
        (await SqliteMaintenance.CheckAsync(Other, Stop)).ShouldBeEmpty();
        await using var restored = await OpenAsync(Other);
        (await restored.Scores.TotalsAsync(ScoreAccess.All, null, Stop)).Count.ShouldBeGreaterThanOrEqualTo(300);
        (await restored.Companies.FindAsync(_acme.Id, Stop)).ShouldBe(_acme);
    }

    [Fact]
    public async Task A_backup_does_not_overwrite_and_leaves_nothing_half_done()
    {
        await using var store = await FilledAsync(Data, 3);
        await File.WriteAllTextAsync(Backup, "precious", Stop);

        await Should.ThrowAsync<StoreUnavailableException>(() => store.BackupAsync(Backup, Stop));
        await Should.ThrowAsync<StoreUnavailableException>(() => store.BackupAsync(_folder["no/such/folder.db"], Stop));
        await Should.ThrowAsync<OperationCanceledException>(() => store.BackupAsync(_folder["cancelled.db"], new CancellationToken(true)));

        (await File.ReadAllTextAsync(Backup, Stop)).ShouldBe("precious");
        Directory.GetFiles(_folder.Path).ShouldBe([Backup]);
    }

    [Fact]
    public async Task Restoring_over_data_must_be_asked_for_and_keeps_the_old_beside()
    {
        await using (var store = await FilledAsync(Data, 3))
        {
            await store.BackupAsync(Backup, Stop);
            await AddAsync(store, 2);
        }

        (await SqliteMaintenance.RestoreAsync(new(Backup, Data), Stop)).ShouldBeOfType<RestoreResult.Refused>().Reason.ShouldContain(
            "already contains a database");
        await CountIsAsync(Data, 5);

        var first = (await SqliteMaintenance.RestoreAsync(new(Backup, Data) { Replace = true }, Stop)).ShouldBeOfType<RestoreResult.Restored>();
        await CountIsAsync(Data, 3);
        var second = (await SqliteMaintenance.RestoreAsync(new(first.KeptAs!, Data) { Replace = true }, Stop)).ShouldBeOfType<RestoreResult.Restored>();
        await CountIsAsync(Data, 5);
        second.KeptAs.ShouldNotBe(first.KeptAs);
        File.Exists(second.KeptAs).ShouldBeTrue();
    }

    [Fact]
    public async Task Restoring_into_a_folder_that_is_open_is_refused()
    {
        await using var store = await FilledAsync(Data, 3);
        await store.BackupAsync(Backup, Stop);

        await Should.ThrowAsync<DataFolderInUseException>(() => SqliteMaintenance.RestoreAsync(new(Backup, Data) { Replace = true }, Stop));
    }

    [Fact]
    public async Task A_file_that_is_no_backup_is_refused_with_the_reason()
    {
        await (await FilledAsync(Data, 0)).DisposeAsync();
        await File.WriteAllTextAsync(_folder["text.db"], new string('x', 4096), Stop);
        await File.WriteAllTextAsync(_folder["empty.db"], "", Stop);
        await using (await SqliteStore.OpenAsync(
            new() { DataFolder = _folder["newer"], ScoreFeedback = Some.ScoreFeedback },
            [.. SqliteMigrations.All, new(SqliteMigrations.Known + 1, "9999_later", "CREATE TABLE later (x INTEGER)")],
            Stop))
        {
        }

        (await RefusalAsync(_folder["nothing.db"])).ShouldContain("There is no file");
        (await RefusalAsync(_folder["text.db"])).ShouldContain("not a usable Vindex database");
        (await RefusalAsync(_folder["empty.db"])).ShouldContain("it is empty");
        (await RefusalAsync(Path.Combine(_folder["newer"], "vindex.db"))).ShouldContain("newer program");
        (await RefusalAsync(Path.Combine(Data, "vindex.db"), Data)).ShouldContain("own database");
        await CountIsAsync(Data, 0);
    }

    [Fact]
    public async Task A_damaged_database_is_found_by_check_and_refused_as_a_backup()
    {
        await using (var store = await FilledAsync(Data, 400))
        {
            await store.BackupAsync(Backup, Stop);
        }

        foreach (var file in (string[])[Backup, Path.Combine(Data, "vindex.db")])
        {
            // The root of one table: a page chosen by its place in the file may be part of the schema, without which nothing opens.
            var page = RootPageOf("scores", file);
            await using var stream = new FileStream(file, FileMode.Open, FileAccess.ReadWrite);
            stream.Position = ((page - 1) * 4096) + 8;
            await stream.WriteAsync(new byte[600], Stop);
        }

        (await SqliteMaintenance.CheckAsync(Data, Stop)).ShouldNotBeEmpty();
        (await RefusalAsync(Backup)).ShouldContain("is damaged:");
        (await SqliteMaintenance.RestoreAsync(new(Backup, Data) { Replace = true }, Stop)).ShouldBeOfType<RestoreResult.Refused>();
    }

    [Fact]
    public async Task A_damaged_database_can_be_replaced_by_a_good_backup()
    {
        await using (var store = await FilledAsync(Data, 3))
        {
            await store.BackupAsync(Backup, Stop);
        }

        await File.WriteAllTextAsync(Path.Combine(Data, "vindex.db"), new string('x', 9000), Stop);
        (await SqliteMaintenance.RestoreAsync(new(Backup, Data) { Replace = true }, Stop)).ShouldBeOfType<RestoreResult.Restored>();
        await CountIsAsync(Data, 3);
    }

    [Fact]
    public async Task Check_finds_wrong_counters_lost_texts_and_strays()
    {
        await using (var store = await FilledAsync(Data, 3))
        {
            (await store.CheckAsync(Stop)).ShouldBeEmpty();
            foreach (var (sql, expected) in ((string, string)[])
                [
                    ("UPDATE customers SET overall_tenths_sum = overall_tenths_sum + 1", "counts 3 scores"),
                    ("UPDATE customers SET ticket_count = ticket_count + 1", "counts 4 tickets but has 3"),
                    ("DELETE FROM score_details WHERE no = (SELECT MIN(no) FROM score_details)", "lost its text"),
                    ("UPDATE scores SET customer_id = 'stray' WHERE no = (SELECT MAX(no) FROM scores)", "have no owner"),
                ])
            {
                await ((ISqlDatabase)store).WriteAsync($"{sql:raw}", Stop);
                (await store.CheckAsync(Stop)).ShouldContain(line => line.Contains(expected));
            }
        }

        (await SqliteMaintenance.CheckAsync(Data, Stop)).Count.ShouldBe(4);
    }

    [Fact]
    public async Task Check_of_a_folder_without_a_database_says_so()
    {
        (await Should.ThrowAsync<StoreUnavailableException>(() => SqliteMaintenance.CheckAsync(Other, Stop))).Message.ShouldContain("does not exist");
        (await Should.ThrowAsync<StoreUnavailableException>(() => SqliteMaintenance.CheckAsync(_folder.Path, Stop))).Message.ShouldContain("no database");
    }

    [Fact]
    public async Task Check_does_not_change_the_files()
    {
        await (await FilledAsync(Data, 3)).DisposeAsync();
        var file = Path.Combine(Data, "vindex.db");
        var before = await File.ReadAllBytesAsync(file, Stop);

        (await SqliteMaintenance.CheckAsync(Data, Stop)).ShouldBeEmpty();

        (await File.ReadAllBytesAsync(file, Stop)).ShouldBe(before);
    }

    private static Task<SqliteStore> OpenAsync(string folder) => SqliteStore.OpenAsync(new() { DataFolder = folder, ScoreFeedback = Some.ScoreFeedback }, Stop);

    private async Task<SqliteStore> FilledAsync(string folder, int scores)
    {
        var store = await OpenAsync(folder);
        await store.Companies.AddAsync(_acme, Some.DefaultCustomer(_acme), Some.Audit(), Stop);
        await AddAsync(store, scores);
        return store;
    }

    private Task<bool[]> AddAsync(SqliteStore store, int scores) =>
        Task.WhenAll(Enumerable.Range(0, scores).Select(i => store.Scores.AddAsync(Some.Score(_acme.Id, _acme.DefaultCustomerId, i), null, Stop)));

    private async Task<string> RefusalAsync(string backup, string? into = null) =>
        (await SqliteMaintenance.RestoreAsync(new(backup, into ?? Other), Stop)).ShouldBeOfType<RestoreResult.Refused>().Reason;

    private static long RootPageOf(string table, string file)
    {
        using var connection = SqliteConnections.ReadOnly(file);
        return connection.Number($"SELECT rootpage FROM sqlite_master WHERE type = 'table' AND name = '{table}'");
    }

    private static async Task CountIsAsync(string folder, int count)
    {
        await using var store = await OpenAsync(folder);
        (await store.Scores.TotalsAsync(ScoreAccess.All, null, Stop)).Count.ShouldBe(count);
        (await store.CheckAsync(Stop)).ShouldBeEmpty();
    }
}
