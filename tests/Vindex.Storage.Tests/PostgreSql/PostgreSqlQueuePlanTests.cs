using System.Text.Json;
using Npgsql;
using Vindex.Storage.Sql;
using Vindex.Storage.Sql.Jobs;

namespace Vindex.Storage.Tests.PostgreSql;

/// <summary>What leasing costs PostgreSQL: by what is leased, not by what waits.</summary>
public sealed class PostgreSqlQueuePlanTests
{
    private const int Companies = 8;
    private const int Jobs = 8_000;

    // A company costs a descent of each of two indexes.
    private const int MostPages = 40 * Companies;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_lease_reads_a_few_pages_for_each_company_however_many_jobs_wait(bool isAnalyzed)
    {
        if (PostgreSqlCluster.Missing is { } missing) Assert.Skip(missing);
        var databases = SharedCluster.Databases;
        var database = await databases.TakeAsync();
        try
        {
            await using var connection = new NpgsqlConnection((await databases.Cluster).Connection(database) + ";Pooling=false");
            await connection.OpenAsync(Stop);
            await FillAsync(connection);
            if (isAnalyzed) await ExecuteAsync(connection, "ANALYZE jobs, job_turns");

            var pages = await PagesAsync(connection, JobLeasing.Line(Companies, DateTimeOffset.UnixEpoch.AddDays(1), $"t.waits"));

            pages.ShouldBeLessThan(MostPages);
        }
        finally
        {
            await databases.GiveBackAsync(database);
        }
    }

    [Fact]
    public async Task Counting_a_job_that_waits_adds_no_entry_to_an_index()
    {
        if (PostgreSqlCluster.Missing is { } missing) Assert.Skip(missing);
        var databases = SharedCluster.Databases;
        var database = await databases.TakeAsync();
        try
        {
            await using var connection = new NpgsqlConnection((await databases.Cluster).Connection(database) + ";Pooling=false");
            await connection.OpenAsync(Stop);
            await FillAsync(connection);
            var before = await IndexedAsync(connection);

            for (var i = 0; i < 50; i++) await ExecuteAsync(connection, "UPDATE job_turns SET waiting = waiting + 1 WHERE company_id = 'c1'");

            // Only where the page was full. Other tests have used the database before.
            (await IndexedAsync(connection) - before).ShouldBeLessThan(5);
        }
        finally
        {
            await databases.GiveBackAsync(database);
        }
    }

    private static async Task FillAsync(NpgsqlConnection connection)
    {
        await ExecuteAsync(connection, "SET session_replication_role = replica");
        await ExecuteAsync(
            connection,
            $"""
            INSERT INTO jobs (id, company_id, customer_id, ticket_id, ticket_key, title, created_at, state, due_at)
            SELECT 'j' || i, 'c' || i % {Companies}, 'u' || i % {Companies}, 't' || i, 't' || i, 'Title', i, 'queued', i FROM generate_series(1, {Jobs}) AS i
            """);
        await ExecuteAsync(
            connection, $"INSERT INTO job_turns (company_id, waiting, turn) SELECT 'c' || i, {Jobs / Companies}, i FROM generate_series(0, {Companies - 1}) AS i");
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(Stop);
    }

    // Updates so far that added entries to indexes.
    private static async Task<long> IndexedAsync(NpgsqlConnection connection)
    {
        await ExecuteAsync(connection, "SELECT pg_stat_force_next_flush()");
        await using var command = new NpgsqlCommand("SELECT n_tup_upd - n_tup_hot_upd FROM pg_stat_user_tables WHERE relname = 'job_turns'", connection);
        return (long)(await command.ExecuteScalarAsync(Stop))!;
    }

    private static async Task<long> PagesAsync(NpgsqlConnection connection, SqlStatement sql)
    {
        SqlStatement explained = $"EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) {sql:fixed}";
        await using var command = explained.On(connection);
        using var plan = JsonDocument.Parse((string)(await command.ExecuteScalarAsync(Stop))!);
        var root = plan.RootElement[0].GetProperty("Plan");
        return root.GetProperty("Shared Hit Blocks").GetInt64() + root.GetProperty("Shared Read Blocks").GetInt64();
    }
}
