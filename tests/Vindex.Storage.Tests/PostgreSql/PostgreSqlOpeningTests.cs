using Npgsql;
using Vindex.Storage.PostgreSql;
using Vindex.Storage.Tests.Conformance;
using Vindex.Storage.Tests.Sqlite;

namespace Vindex.Storage.Tests.PostgreSql;

public sealed class PostgreSqlOpeningTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly TemporaryFolder _other = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _folder.Dispose();
        _other.Dispose();
    }

    [Fact]
    public async Task A_process_that_must_be_alone_waits_for_others_and_keeps_them_out()
    {
        var database = await EmptyAsync();
        var alone = await OptionsAsync(database, _other) with { Alone = true };
        await using (await OpenAsync(database, _folder))
        {
            var refusal = await Should.ThrowAsync<StoreUnavailableException>(() => PostgreSqlStore.OpenAsync(alone, Stop));
            refusal.Message.ShouldContain($"{database} on 127.0.0.1 is in use by another vindex process");
            await Should.ThrowAsync<DataFolderInUseException>(() => OpenAsync(database, _folder));
            await using var second = await OpenAsync(database, _other);
            await second.PingAsync(Stop);
        }

        await using (var only = await PostgreSqlStore.OpenAsync(alone, Stop))
        {
            await only.PingAsync(Stop);
            (await Should.ThrowAsync<StoreUnavailableException>(() => OpenAsync(database, _folder))).Message.ShouldContain("in use by another vindex process");
        }

        await using var again = await OpenAsync(database, _folder);
        await again.PingAsync(Stop);
    }

    [Fact]
    public async Task What_was_stored_is_there_after_closing_and_opening()
    {
        var database = await EmptyAsync();
        var company = Some.Company("acme");
        await using (var store = await OpenAsync(database, _folder))
        {
            await store.Companies.AddAsync(company, Some.DefaultCustomer(company), Some.Audit(), Stop);
        }

        await using var again = await OpenAsync(database, _folder);
        (await again.Companies.FindAsync(company.Id, Stop)).ShouldBe(company);
        (await again.StateAsync(Stop)).Bytes.ShouldBeGreaterThan(1_000_000);
    }

    [Fact]
    public async Task Migrations_are_applied_once_however_many_processes_start()
    {
        var database = await EmptyAsync();
        var options = await OptionsAsync(database, _folder);
        await using var connections = PostgreSqlConnections.Of(options);

        var holders = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => PostgreSqlUpgrade.RunAsync(connections, PostgreSqlMigrations.All, options, Stop)));

        foreach (var holder in holders) await holder.DisposeAsync();

        (await NumberAsync(database, "SELECT COUNT(*) FROM schema_version")).ShouldBe(PostgreSqlMigrations.All.Count);
    }

    [Fact]
    public async Task A_migration_that_fails_leaves_nothing()
    {
        var database = await EmptyAsync();
        await using var connections = PostgreSqlConnections.Of(await OptionsAsync(database, _folder));
        (string, string)[] broken = [.. PostgreSqlMigrations.All, ("0999_broken", "CREATE TABLE half (no BIGINT); SELECT * FROM nowhere")];

        await Should.ThrowAsync<PostgresException>(() => PostgreSqlMigrations.ApplyAsync(connections, broken, Stop));

        (await NumberAsync(database, "SELECT MAX(version) FROM schema_version")).ShouldBe(PostgreSqlMigrations.All.Count);
        (await NumberAsync(database, "SELECT COUNT(*) FROM pg_tables WHERE tablename = 'half'")).ShouldBe(0);
    }

    [Fact]
    public async Task A_newer_schema_is_refused()
    {
        var database = await EmptyAsync();
        await using (await OpenAsync(database, _folder))
        {
        }

        await ExecuteAsync(database, "INSERT INTO schema_version (version, name) VALUES (900, '0900_later')");
        var refusal = await Should.ThrowAsync<NewerSchemaException>(() => OpenAsync(database, _folder));
        (refusal.Found, refusal.Known).ShouldBe((900, PostgreSqlMigrations.All.Count));
    }

    [Fact]
    public async Task Versions_that_are_one_additive_migration_apart_run_side_by_side()
    {
        var database = await EmptyAsync();
        (string, string)[] newer = [.. PostgreSqlMigrations.All, ("0900_more", "ALTER TABLE companies ADD COLUMN motto TEXT")];
        await using var older = await OpenAsync(database, _folder);
        await using (var newest = await PostgreSqlStore.OpenAsync(await OptionsAsync(database, _other), newer, Stop))
        {
            var company = Some.Company("acme");
            await older.Companies.AddAsync(company, Some.DefaultCustomer(company), Some.Audit(), Stop);
            (await newest.Companies.FindAsync(company.Id, Stop)).ShouldBe(company);
        }

        // An older one may also start again.
        await using var again = await OpenAsync(database, _other);
        await again.PingAsync(Stop);
    }

    [Fact]
    public async Task A_server_two_steps_behind_keeps_a_newer_one_from_starting()
    {
        var database = await EmptyAsync();
        (string, string)[] next = [.. PostgreSqlMigrations.All, ("0900_next", "ALTER TABLE companies ADD COLUMN motto TEXT")];
        (string, string)[] last = [.. next, ("0901_last", "ALTER TABLE companies ADD COLUMN colors TEXT")];
        using var third = new TemporaryFolder();
        await using (var first = await OpenAsync(database, _folder))
        {
            await using var second = await PostgreSqlStore.OpenAsync(await OptionsAsync(database, _other), next, Stop);

            // The schema is one step behind, but one of the servers is two.
            var refusal = await Should.ThrowAsync<StoreUnavailableException>(async () =>
                await PostgreSqlStore.OpenAsync(await OptionsAsync(database, third), last, Stop));
            refusal.Message.ShouldContain("two versions of the schema behind this one. Replace or stop them all first");
            (await NumberAsync(database, "SELECT MAX(version) FROM schema_version")).ShouldBe(next.Length, "nothing was changed");
            await first.PingAsync(Stop);
            await second.PingAsync(Stop);
        }

        await using var beside = await PostgreSqlStore.OpenAsync(await OptionsAsync(database, _other), next, Stop);
        await using var newest = await PostgreSqlStore.OpenAsync(await OptionsAsync(database, third), last, Stop);
        await beside.PingAsync(Stop);
    }

    [Fact]
    public async Task A_server_that_lost_its_connection_does_not_return_to_a_schema_that_it_cannot_work_with()
    {
        var database = await EmptyAsync();
        await using var older = await OpenAsync(database, _folder);
        await older.PingAsync(Stop);

        // While its session is gone, another one may have the database alone, and upgrade it.
        var next = PostgreSqlMigrations.All.Count + 1;
        await ExecuteAsync(database, $"INSERT INTO schema_version (version, name, is_breaking) VALUES ({next}, '0900_next', 1)");
        await ExecuteAsync(database, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()");

        StoreUnavailableException? refusal = null;
        while (refusal is null || !refusal.Message.Contains("supports only versions up to", StringComparison.Ordinal))
        {
            refusal = await Should.ThrowAsync<StoreUnavailableException>(async () =>
            {
                while (true) await older.PingAsync(Stop);
            });
        }

        await ExecuteAsync(database, $"UPDATE schema_version SET is_breaking = 0 WHERE version = {next}");
        await ReturnedAsync(older);
    }

    [Theory]
    [InlineData("-- breaking\nALTER TABLE companies ADD COLUMN motto TEXT", null)]
    [InlineData("ALTER TABLE companies ADD COLUMN motto TEXT", "ALTER TABLE companies ADD COLUMN colors TEXT")]
    public async Task Versions_further_apart_do_not_run_side_by_side(string next, string? last)
    {
        var database = await EmptyAsync();
        List<(string, string)> newer = [.. PostgreSqlMigrations.All, ("0900_next", next)];
        if (last is not null) newer.Add(("0901_last", last));
        await using (await OpenAsync(database, _folder))
        {
            var refusal = await Should.ThrowAsync<StoreUnavailableException>(async () =>
                await PostgreSqlStore.OpenAsync(await OptionsAsync(database, _other), newer, Stop));
            refusal.Message.ShouldContain("a version that cannot run beside this one");
            (await NumberAsync(database, "SELECT MAX(version) FROM schema_version")).ShouldBe(PostgreSqlMigrations.All.Count, "nothing was changed");
        }

        await using var newest = await PostgreSqlStore.OpenAsync(await OptionsAsync(database, _other), newer, Stop);
        (await Should.ThrowAsync<NewerSchemaException>(() => OpenAsync(database, _folder))).Known.ShouldBe(PostgreSqlMigrations.All.Count);
    }

    [Fact]
    public async Task A_schema_of_another_program_is_left_alone()
    {
        var database = await EmptyAsync();
        await ExecuteAsync(database, "CREATE TABLE invoices (no BIGINT)");

        (await Should.ThrowAsync<NotAVindexDatabaseException>(() => OpenAsync(database, _folder))).Message.ShouldContain("tables of another program");

        (await NumberAsync(database, "SELECT COUNT(*) FROM pg_tables WHERE schemaname = 'public'")).ShouldBe(1);
    }

    [Fact]
    public async Task A_server_that_could_lose_what_it_acknowledged_is_refused()
    {
        var database = await EmptyAsync();
        await ExecuteAsync(database, $"ALTER DATABASE {database} SET synchronous_commit = off");
        (await Should.ThrowAsync<NotAVindexDatabaseException>(() => OpenAsync(database, _folder))).Message.ShouldContain("synchronous_commit is off");
    }

    [Fact]
    public async Task A_database_in_another_encoding_is_refused()
    {
        var database = await EmptyAsync();
        await ExecuteAsync("postgres", $"CREATE DATABASE {database}_latin ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0");
        (await Should.ThrowAsync<NotAVindexDatabaseException>(() => OpenAsync($"{database}_latin", _folder))).Message.ShouldContain("its encoding is LATIN1");
    }

    [Fact]
    public async Task A_role_without_the_privileges_is_told_where_they_are_listed()
    {
        var database = await EmptyAsync();
        await ExecuteAsync(database, $"CREATE ROLE reader_{database} LOGIN");
        var options = await OptionsAsync(database, _folder);
        var refused = options with { Connection = options.Connection.Replace("Username=vindex", $"Username=reader_{database}", StringComparison.Ordinal) };
        (await Should.ThrowAsync<StoreUnavailableException>(() => PostgreSqlStore.OpenAsync(refused, Stop))).Message.ShouldContain("docs/postgresql.md");
    }

    [Fact]
    public async Task A_database_that_does_not_exist_is_named_without_credentials()
    {
        var database = await EmptyAsync();
        var options = await OptionsAsync($"{database}_missing", _folder);
        var refusal = await Should.ThrowAsync<StoreUnavailableException>(() =>
            PostgreSqlStore.OpenAsync(options with { Connection = options.Connection + ";Password=secret-1" }, Stop));
        refusal.Message.ShouldBe("The database that Store:Connection names does not exist.");
    }

    [Theory]
    [InlineData("Host=localhost", "names no Database")]
    [InlineData("Database=vindex", "names no Host")]
    [InlineData("Host=localhost;Database=vindex;Pasword=secret-1", "cannot be read; it must look like Host=db.example.com;Database=vindex;Username=vindex;Password=…")]
    [InlineData("secret-1", "cannot be read; it must look like Host=db.example.com;Database=vindex;Username=vindex;Password=…")]
    public void A_connection_string_that_cannot_work_is_explained_without_being_quoted(string connection, string problem) =>
        PostgreSqlStore.ConnectionProblem(connection).ShouldBe(problem);

    private static async Task ReturnedAsync(PostgreSqlStore store)
    {
        while (true)
        {
            try
            {
                await store.PingAsync(Stop);
                return;
            }
            catch (StoreUnavailableException)
            {
                await Task.Delay(20, Stop);
            }
        }
    }

    private static async Task<string> EmptyAsync()
    {
        if (PostgreSqlCluster.Missing is { } missing) Assert.Skip(missing);
        return await SharedCluster.Databases.NewEmptyAsync();
    }

    private static async Task<PostgreSqlStoreOptions> OptionsAsync(string database, TemporaryFolder folder) => new()
    {
        Connection = (await SharedCluster.Databases.Cluster).Connection(database),
        DataFolder = folder.Path,
        ScoreFeedback = Some.ScoreFeedback,
        Patience = TimeSpan.FromMilliseconds(300),
    };

    private static async Task<PostgreSqlStore> OpenAsync(string database, TemporaryFolder folder) =>
        await PostgreSqlStore.OpenAsync(await OptionsAsync(database, folder), Stop);

    private static async Task ExecuteAsync(string database, string sql) => await (await SharedCluster.Databases.Cluster).ExecuteAsync(database, sql);

    private static async Task<long> NumberAsync(string database, string sql)
    {
        await using var source = NpgsqlDataSource.Create((await SharedCluster.Databases.Cluster).Connection(database) + ";Pooling=false");
        await using var command = source.CreateCommand(sql);
        return Convert.ToInt64(await command.ExecuteScalarAsync(Stop));
    }
}
