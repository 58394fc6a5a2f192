using Shouldly;
using Vindex.Server.Scores;
using Vindex.Storage.Audit;
using Vindex.Storage.Companies;
using Vindex.Storage.Sqlite;
using Xunit;

namespace Vindex.Cli.Tests.Processes;

public sealed class MaintenanceTests : IDisposable
{
    private static readonly DateTimeOffset s_now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly Workspace _work = new();

    public void Dispose() => _work.Dispose();

    [Fact]
    public async Task A_backup_restored_elsewhere_has_the_same_companies_and_checks_clean()
    {
        await MakeDataAsync("Kolibri");
        var backup = await VindexProcess.RunAsync("backup", _work["copy.db"], "--data", _work["data"]);
        backup.ExitCode.ShouldBe(0, backup.Err);
        backup.Out.ShouldContain("copy.db: ");

        var restore = await VindexProcess.RunAsync("restore", _work["copy.db"], "--data", _work["other"]);
        restore.ExitCode.ShouldBe(0, restore.Err);
        (await VindexProcess.RunAsync("check", "--data", _work["other"])).Out.ShouldBe($"{_work["other"]}: clean\n");
        (await CompaniesAsync("other")).ShouldBe(["Kolibri"]);
    }

    [Fact]
    public async Task A_folder_with_data_is_replaced_only_when_asked_and_the_old_data_is_kept()
    {
        await MakeDataAsync("Before");
        (await VindexProcess.RunAsync("backup", _work["copy.db"], "--data", _work["data"])).ExitCode.ShouldBe(0);
        await MakeDataAsync("After");

        var refused = await VindexProcess.RunAsync("restore", _work["copy.db"], "--data", _work["data"]);
        refused.ExitCode.ShouldBe(2);
        refused.Err.ShouldContain("--replace");
        (await CompaniesAsync("data")).ShouldBe(["After", "Before"]);

        var replaced = await VindexProcess.RunAsync("restore", _work["copy.db"], "--replace", "--data", _work["data"]);
        replaced.ExitCode.ShouldBe(0, replaced.Err);
        (await CompaniesAsync("data")).ShouldBe(["Before"]);
        replaced.OutLines[1].ShouldStartWith("the previous database is kept as ");
        File.Exists(replaced.OutLines[1]["the previous database is kept as ".Length..]).ShouldBeTrue();
    }

    [Fact]
    public async Task A_file_that_is_no_backup_is_refused_and_changes_nothing()
    {
        await MakeDataAsync("Kolibri");
        var ran = await VindexProcess.RunAsync("restore", _work.Write("notes.txt", "These are notes, not a database."), "--replace", "--data", _work["data"]);
        ran.ExitCode.ShouldBe(2);
        ran.ErrLines.ShouldHaveSingleItem().ShouldStartWith("vindex: ");
        (await CompaniesAsync("data")).ShouldBe(["Kolibri"]);
    }

    [Fact]
    public async Task A_backup_never_overwrites_a_file()
    {
        await MakeDataAsync("Kolibri");
        var ran = await VindexProcess.RunAsync("backup", _work.Write("copy.db", "precious"), "--data", _work["data"]);
        ran.ExitCode.ShouldBe(2);
        ran.Err.ShouldContain("already exists");
        (await File.ReadAllTextAsync(_work["copy.db"])).ShouldBe("precious");
    }

    [Fact]
    public async Task Keep_adds_to_a_folder_and_deletes_the_oldest()
    {
        await MakeDataAsync("Kolibri");
        Directory.CreateDirectory(_work["backups"]);
        var first = await VindexProcess.RunAsync("backup", "--keep", "1", _work["backups"], "--data", _work["data"]);
        first.ExitCode.ShouldBe(0, first.Err);
        var second = await VindexProcess.RunAsync("backup", "--keep", "1", _work["backups"], "--data", _work["data"]);
        var file = Directory.GetFiles(_work["backups"], "*.db").ShouldHaveSingleItem();
        second.OutLines[0].ShouldStartWith(file + ": ");
        second.OutLines[1].ShouldBe("deleted " + first.Out.Split(": ")[0]);

        foreach (var (target, keep, reason) in ((string, string, string)[])
            [
                (_work["none"], "1", "does not exist"), (file, "1", "is a file"), (_work["backups"], "0", "from 1 to 10000, not '0'"),
                (_work["backups"], "x", "from 1 to 10000, not 'x'"),
            ])
        {
            var refused = await VindexProcess.RunAsync("backup", "--keep", keep, target, "--data", _work["data"]);
            refused.ExitCode.ShouldBe(2);
            refused.Err.ShouldContain(reason);
        }
    }

    [Fact]
    public async Task A_folder_held_by_another_process_without_a_server_is_refused()
    {
        await MakeDataAsync("Kolibri");
        await using var holder = await SqliteStore.OpenAsync(
            new SqliteStoreOptions { DataFolder = _work["data"], ScoreFeedback = ScoreFeedback.Row }, CancellationToken.None);
        foreach (var args in (string[][])[["backup", _work["copy.db"]], ["restore", _work["copy.db"], "--replace"], ["check"]])
        {
            var ran = await VindexProcess.RunAsync([.. args, "--data", _work["data"]]);
            ran.ExitCode.ShouldBe(2, args[0]);
            ran.ErrLines.ShouldHaveSingleItem().ShouldStartWith("vindex: ");
        }
    }

    [Theory]
    [InlineData("check")]
    [InlineData("backup", "copy.db")]
    public async Task A_folder_that_does_not_exist_is_not_made(params string[] args)
    {
        var ran = await VindexProcess.RunAsync([.. args, "--data", _work["none"]], folder: _work.Folder);
        ran.ExitCode.ShouldBe(2);
        ran.Err.ShouldContain($"The data folder {_work["none"]}");
        Directory.Exists(_work["none"]).ShouldBeFalse();
    }

    [Fact]
    public async Task The_folder_can_be_named_by_a_variable()
    {
        await MakeDataAsync("Kolibri");
        (await VindexProcess.RunAsync(["check"], environment: ("VINDEX_DATA", _work["data"]))).Out.ShouldBe($"{_work["data"]}: clean\n");
    }

    [Fact]
    public async Task Damage_is_told_and_ends_with_1()
    {
        await MakeDataAsync("Kolibri");
        Overwrite(_work["data/vindex.db"]);
        var ran = await VindexProcess.RunAsync("check", "--data", _work["data"]);
        ran.ExitCode.ShouldBeOneOf(1, 2); // 2 when it is too damaged to be opened at all
        ran.Err.ShouldContain("restore");
        ran.Err.ShouldNotContain("   at ");
    }

    private static void Overwrite(string database)
    {
        using var file = File.OpenWrite(database);
        file.Position = 4096 * 2;
        file.Write([.. Enumerable.Repeat((byte)0xA5, (int)(file.Length - file.Position))]);
    }

    private async Task MakeDataAsync(string name)
    {
        await using var store = await SqliteStore.OpenAsync(
            new SqliteStoreOptions { DataFolder = _work["data"], ScoreFeedback = ScoreFeedback.Row }, CancellationToken.None);
        var slug = name.ToLowerInvariant();
        var company = new Company($"company-{slug}", slug, name, $"{slug}_default", 70, null, null, s_now);
        var audit = new AuditEntry($"audit-{slug}", s_now, company.Id, "cli", "company.created", company.Id, null);
        (await store.Companies.AddAsync(
            company, new Customer(company.DefaultCustomerId, company.Id, name, s_now), audit, CancellationToken.None)).ShouldBeTrue();
    }

    private async Task<string[]> CompaniesAsync(string folder)
    {
        await using var store = await SqliteStore.OpenAsync(
            new SqliteStoreOptions { DataFolder = _work[folder], ScoreFeedback = ScoreFeedback.Row }, CancellationToken.None);
        var page = await store.Companies.ListAsync(null, 10, CancellationToken.None);
        return [.. page.Items.Select(company => company.Name).Order()];
    }
}
