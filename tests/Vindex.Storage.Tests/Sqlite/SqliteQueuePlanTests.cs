using Vindex.Storage.Deliveries;
using Vindex.Storage.Scores;
using Vindex.Storage.Sql;
using Vindex.Storage.Sql.Deliveries;
using Vindex.Storage.Sql.Jobs;
using Vindex.Storage.Sqlite;
using Vindex.Storage.Tests.Conformance;

namespace Vindex.Storage.Tests.Sqlite;

/// <summary>What the queue asks again and again costs by what waits, not by what was ever done: it walks the partial indexes.</summary>
public sealed class SqliteQueuePlanTests
{
    private static readonly DateTimeOffset s_now = DateTimeOffset.UnixEpoch;

    private static readonly Dictionary<string, SqlStatement> s_statements = new()
    {
        ["lease"] = JobLeasing.Lease("c", s_now, s_now, "n"),
        ["next due"] = JobLeasing.NextDue,
        ["line"] = JobLeasing.Line(8, s_now, $"t.waiting > 0"),
        ["lanes"] = DeliveryTaking.Lanes(),
        ["of a lane"] = DeliveryTaking.OfLane("l", s_now, 1),
        ["expired"] = DeliveryTaking.UnderWay(DeliveryTaking.Expired(s_now)),
    };

    public static TheoryData<string, string[]> Queries { get; } = new()
    {
        { "lease", ["jobs_queued", "jobs_running_by_ticket"] },
        { "next due", ["jobs_queued_by_due"] },
        { "line", ["jobs_queued", "jobs_running_by_ticket"] },
        { "lanes", ["deliveries_pending"] },
        { "of a lane", ["deliveries_pending", "sqlite_autoindex_installations_1", "deliveries_unfinished_by_ticket"] },
        { "expired", ["deliveries_delivering"] },
    };

    [Theory]
    [MemberData(nameof(Queries))]
    public async Task The_queue_is_read_by_its_partial_indexes(string what, string[] indexes)
    {
        var plan = await PlanAsync(s_statements[what]);
        plan.ShouldNotContain(
            line => line.StartsWith("SCAN jobs") || line.StartsWith("SCAN deliveries") || line.StartsWith("SCAN d") || line.StartsWith("SCAN j"), what);
        plan.ShouldNotContain(line => line.Contains("TEMP B-TREE"), what);
        foreach (var index in indexes) plan.ShouldContain(line => (line + " ").Contains($" {index} "), $"{what}: {index}\n{string.Join('\n', plan)}");
    }

    [Theory]
    [InlineData(null, "deliveries_by_company_time")]
    [InlineData(DeliveryStatus.Failed, "deliveries_undelivered")]
    public async Task A_list_of_deliveries_walks_one_index_in_its_order(DeliveryStatus? status, string index)
    {
        SqlStatement sql = $"SELECT d.no FROM deliveries d WHERE ";
        DeliveryQuery.AddTo(sql, new ScoreAccess("co", null), new DeliveryFilter { Status = status }).ShouldBeTrue();
        sql.Add($" ORDER BY d.created_at DESC, d.id DESC LIMIT 51");
        var plan = await PlanAsync(sql);
        plan.ShouldHaveSingleItem().ShouldContain($"INDEX {index} (company_id=?");
    }

    private static async Task<List<string>> PlanAsync(SqlStatement sql)
    {
        using var folder = new TemporaryFolder();
        await using (await SqliteStore.OpenAsync(new() { DataFolder = folder.Path, ScoreFeedback = Some.ScoreFeedback }, TestContext.Current.CancellationToken))
        {
            // Only the schema is wanted.
        }

        await using var connection = SqliteConnections.ReadOnly(folder["vindex.db"]);
        await using var command = sql.On(connection);
        command.CommandText = "EXPLAIN QUERY PLAN " + command.CommandText;
        await using var rows = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken);
        var plan = new List<string>();
        while (await rows.ReadAsync(TestContext.Current.CancellationToken)) plan.Add(rows.GetString(3));
        return plan;
    }
}
