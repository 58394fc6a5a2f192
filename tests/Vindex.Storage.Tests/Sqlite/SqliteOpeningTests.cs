using Microsoft.Data.Sqlite;
using Vindex.Storage.Sqlite;
using Vindex.Storage.Tests.Conformance;

namespace Vindex.Storage.Tests.Sqlite;

public sealed class SqliteOpeningTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_folder_that_is_open_is_refused_until_it_is_closed()
    {
        await using (await OpenAsync())
        {
            var refusal = await Should.ThrowAsync<DataFolderInUseException>(OpenAsync);
            refusal.Message.ShouldContain("in use by another vindex process");
            refusal.Folder.ShouldBe(_folder.Path);
            await Should.ThrowAsync<DataFolderInUseException>(() => SqliteMaintenance.CheckAsync(_folder.Path, Stop));
        }

        await using var again = await OpenAsync();
        await again.PingAsync(Stop);
    }

    [Fact]
    public async Task What_was_stored_is_there_after_closing_and_opening()
    {
        var company = Some.Company("acme");
        await using (var store = await OpenAsync())
        {
            await store.Companies.AddAsync(company, Some.DefaultCustomer(company), Some.Audit(), Stop);
        }

        // A clean close folds the log into the database.
        File.Exists(_folder["vindex.db-wal"]).ShouldBeFalse();
        await using var again = await OpenAsync();
        (await again.Companies.FindAsync(company.Id, Stop)).ShouldBe(company);
    }

    [Fact]
    public async Task The_schema_is_built_from_nothing_and_names_its_migrations()
    {
        await using (await OpenAsync())
        {
        }

        Scalar("SELECT MAX(version) FROM schema_version").ShouldBe((long)SqliteMigrations.Known);
        Scalar("SELECT name FROM schema_version WHERE version = 1").ShouldBe("0001_first");
        Scalar("PRAGMA application_id").ShouldBe((long)SqliteConnections.ApplicationId);
        Scalar("PRAGMA journal_mode").ShouldBe("wal");
    }

    [Fact]
    public async Task A_newer_program_adds_its_migrations_to_what_is_there()
    {
        await using (await OpenAsync())
        {
        }

        var next = new Migration(SqliteMigrations.Known + 1, "9999_next", "CREATE TABLE next (x INTEGER); INSERT INTO next VALUES (7);");
        await using (await SqliteStore.OpenAsync(Options, [.. SqliteMigrations.All, next], Stop))
        {
        }

        Scalar("SELECT x FROM next").ShouldBe(7L);

        var refusal = await Should.ThrowAsync<NewerSchemaException>(OpenAsync);
        refusal.Message.ShouldContain("newer program");
        (refusal.Found, refusal.Known).ShouldBe((SqliteMigrations.Known + 1, SqliteMigrations.Known));
        Scalar("SELECT x FROM next").ShouldBe(7L);
    }

    [Fact]
    public async Task A_migration_that_fails_changes_nothing()
    {
        await using (await OpenAsync())
        {
        }

        var broken = new Migration(SqliteMigrations.Known + 1, "9999_broken", "CREATE TABLE half (x INTEGER); INSERT INTO nowhere VALUES (1);");
        await Should.ThrowAsync<StoreUnavailableException>(() => SqliteStore.OpenAsync(Options, [.. SqliteMigrations.All, broken], Stop));

        Scalar("SELECT COUNT(*) FROM sqlite_master WHERE name = 'half'").ShouldBe(0L);
        await using var store = await OpenAsync();
        await store.PingAsync(Stop);
    }

    [Fact]
    public async Task Another_programs_database_is_refused_and_left_alone()
    {
        using (var connection = new SqliteConnection($"Data Source={_folder["vindex.db"]};Pooling=False"))
        {
            connection.Open();
            connection.Execute("CREATE TABLE theirs (x INTEGER)");
        }

        (await Should.ThrowAsync<NotAVindexDatabaseException>(OpenAsync)).Message.ShouldContain("another program");
        Scalar("SELECT COUNT(*) FROM sqlite_master").ShouldBe(1L);
    }

    [Fact]
    public async Task A_file_that_is_no_database_is_refused()
    {
        await File.WriteAllTextAsync(_folder["vindex.db"], new string('x', 5000), Stop);

        (await Should.ThrowAsync<NotAVindexDatabaseException>(OpenAsync)).Message.ShouldContain("vindex restore");
    }

    [Fact]
    public async Task A_folder_that_cannot_be_made_is_explained()
    {
        await File.WriteAllTextAsync(_folder["file"], "", Stop);

        var refusal = await Should.ThrowAsync<StoreUnavailableException>(() =>
            SqliteStore.OpenAsync(new() { DataFolder = _folder["file"], ScoreFeedback = Some.ScoreFeedback }, Stop));
        refusal.Message.ShouldContain(_folder["file"]);
    }

    [Fact]
    public void An_unfit_library_says_what_to_install()
    {
        SqliteLibrary.Unfit(3_034_001, 1).ShouldNotBeNull().ShouldContain("3.34.1");
        SqliteLibrary.Unfit(3_034_001, 1)!.ShouldContain("libsqlite3-0");
        SqliteLibrary.Unfit(3_040_001, 0).ShouldNotBeNull().ShouldContain("does not support threads");
        SqliteLibrary.Unfit(3_035_000, 2).ShouldBeNull();
    }

    [Fact]
    public async Task Options_out_of_range_are_refused()
    {
        await Should.ThrowAsync<ArgumentOutOfRangeException>(() => SqliteStore.OpenAsync(Options with { Readers = 0 }, Stop));
        await Should.ThrowAsync<ArgumentOutOfRangeException>(() => SqliteStore.OpenAsync(Options with { WriteQueue = 1_000_001 }, Stop));
        await Should.ThrowAsync<InvalidOperationException>(() => SqliteStore.OpenAsync(Options with { DataFolder = " " }, Stop));
    }

    private SqliteStoreOptions Options => new() { DataFolder = _folder.Path, ScoreFeedback = Some.ScoreFeedback };

    private Task<SqliteStore> OpenAsync() => SqliteStore.OpenAsync(Options, Stop);

    private object? Scalar(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={_folder["vindex.db"]};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }
}
