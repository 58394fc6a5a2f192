using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Npgsql;
using Shouldly;
using Vindex.Storage.Tests.PostgreSql;
using Xunit;

namespace Vindex.EndToEnd;

/// <summary>Indexes of PostgreSQL are built again while a server works, as docs/postgresql.md describes.</summary>
public sealed class ReindexTests(ITestOutputHelper output)
{
    private const int Connections = 6;
    private const int Enough = 150;
    private static readonly string[] s_tables = ["scores", "feedback", "jobs", "deliveries", "score_titles"];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Indexes_are_rebuilt_under_load_without_a_failed_request_and_every_score_is_there()
    {
        if (PostgreSqlCluster.Missing is { } missing) Assert.Skip(missing);
        await using var database = await PostgreSqlCluster.StartAsync();
        using var folder = new TemporaryFolder();
        var settings = new
        {
            Store = new { Kind = "postgresql", Connection = database.Connection("postgres") },
            Limits = new { Score = new { Requests = 0 } },
        };
        await File.WriteAllTextAsync(Path.Combine(folder.Path, "vindex.json"), JsonSerializer.Serialize(settings), Stop);
        await using var server = await ServerProcess.StartAsync(folder.Path);
        var (_, key) = await server.AddCompanyAsync("Busy", "scores:write", "scores:read");
        await using var connection = new NpgsqlConnection(database.Connection("postgres"));
        await connection.OpenAsync(Stop);

        using var end = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        var (scored, failed) = (0, 0);
        var work = Task.WhenAll(Enumerable.Range(0, Connections).Select(async number =>
        {
            using var client = server.Client(key);
            for (var i = 0; !end.IsCancellationRequested; i++)
            {
                using var response = await client.PostAsJsonAsync(
                    "/v1/score", new { ticket_id = $"T-{number}-{i}", ticket_data = new { summary = $"As a reader I want to extend loan {i}" } }, Stop);
                Interlocked.Increment(ref response.StatusCode == HttpStatusCode.OK ? ref scored : ref failed);
            }
        }));
        var rounds = 0;
        while (Volatile.Read(ref scored) < Enough || rounds == 0)
        {
            foreach (var table in await TablesAsync(connection)) await ExecuteAsync(connection, $"REINDEX TABLE CONCURRENTLY {table}");
            await ExecuteAsync(connection, "VACUUM (ANALYZE)");
            rounds++;
        }

        await end.CancelAsync();
        await work;
        output.WriteLine($"{scored} scores while all indexes were built {rounds} times");
        failed.ShouldBe(0);
        await using (var invalid = new NpgsqlCommand("SELECT count(*) FROM pg_index WHERE NOT indisvalid", connection))
            (await invalid.ExecuteScalarAsync(Stop)).ShouldBe(0L);
        using var reader = server.Client(key);
        (await reader.GetFromJsonAsync<JsonElement>("/portal/scores/summary", Stop)).GetProperty("total_scored").GetInt32().ShouldBe(scored);
        await ServerProcess.CheckAsync(folder.Path);
    }

    private static async Task<List<string>> TablesAsync(NpgsqlConnection connection)
    {
        await using var command = new NpgsqlCommand("SELECT relname FROM pg_stat_user_tables WHERE relname = ANY(@names) ORDER BY relname", connection);
        command.Parameters.AddWithValue("names", s_tables);
        await using var rows = await command.ExecuteReaderAsync(Stop);
        var tables = new List<string>();
        while (await rows.ReadAsync(Stop)) tables.Add(rows.GetString(0));
        return tables;
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 120 };
        await command.ExecuteNonQueryAsync(Stop);
    }
}
