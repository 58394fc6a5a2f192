using System.Globalization;
using Npgsql;
using Vindex.Storage.Tests.PostgreSql;

namespace Vindex.Benchmarks.Load;

/// <summary>What PostgreSQL did for a load: transactions, log written, and statements as <c>pg_stat_statements</c> counts them.</summary>
internal sealed class DatabaseWork(PostgreSqlCluster database)
{
    /// <summary>What the server has to be started with.</summary>
    public const string Settings =
        "-c shared_preload_libraries=pg_stat_statements -c pg_stat_statements.max=2000 -c pg_stat_statements.track_planning=on";

    private const int Shown = 40;
    private const int TextShown = 110;

    /// <summary>Adds the view.</summary>
    public Task PrepareAsync() => database.ExecuteAsync("postgres", "CREATE EXTENSION IF NOT EXISTS pg_stat_statements");

    /// <summary>Counts from here on.</summary>
    public Task ResetAsync() => database.ExecuteAsync("postgres", "SELECT pg_stat_statements_reset(), pg_stat_reset()");

    /// <summary>Prints what was done since <see cref="ResetAsync"/>, for each of <paramref name="count"/> things.</summary>
    public async Task PrintAsync(int count)
    {
        await using var source = NpgsqlDataSource.Create(database.Connection("postgres") + ";Pooling=false");
        await using (var command = source.CreateCommand(
            """
            SELECT (SELECT xact_commit FROM pg_stat_database WHERE datname = current_database()), sum(calls), sum(rows), sum(wal_bytes),
                   sum(total_exec_time), sum(plans), sum(total_plan_time)
            FROM pg_stat_statements
            """))
        await using (var row = await command.ExecuteReaderAsync())
        {
            await row.ReadAsync();
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"  database, each: {Each(0):F2} transactions, {Each(1):F1} statements, {Each(2):F1} rows, {Each(3) / 1000:F1} kB of log, {Each(4):F2} ms in statements, {Each(5):F1} planned in {Each(6):F2} ms"));

            double Each(int column) => Convert.ToDouble(row.GetValue(column), CultureInfo.InvariantCulture) / count;
        }

        await using (var command = source.CreateCommand(
            $"""
            SELECT calls, rows, total_exec_time, wal_bytes, regexp_replace(query, '\s+', ' ', 'g'), plans, total_plan_time FROM pg_stat_statements
            ORDER BY total_exec_time + total_plan_time DESC LIMIT {Shown}
            """))
        await using (var row = await command.ExecuteReaderAsync())
        {
            Console.WriteLine("    calls each  rows each  µs each  µs a call  plans each  µs planned  log, bytes each  statement");
            while (await row.ReadAsync())
            {
                var (calls, time, text) = (row.GetInt64(0), row.GetDouble(2), row.GetString(4));
                Console.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"    {calls / (double)count,10:F2} {row.GetInt64(1) / (double)count,10:F2} {time * 1000 / count,8:F0} {time * 1000 / calls,10:F0} {row.GetInt64(5) / (double)count,11:F2} {row.GetDouble(6) * 1000 / count,11:F0} {(double)row.GetDecimal(3) / count,16:F0}  {(text.Length > TextShown ? text[..TextShown] : text)}"));
            }
        }
    }
}
