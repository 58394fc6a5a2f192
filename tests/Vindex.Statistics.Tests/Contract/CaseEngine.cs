using System.Text;
using System.Text.Json;
using Vindex.Server.Feedback.Statistics;
using Vindex.Server.Feedback.Statistics.ClickHouse;
using Vindex.Server.Scores;
using Vindex.Statistics.ClickHouse;
using Vindex.Statistics.Tests.ClickHouse;
using Vindex.Storage.Audit;
using Vindex.Storage.Companies;
using Vindex.Storage.Feedback;
using Vindex.Storage.PostgreSql;
using Vindex.Storage.Tests.PostgreSql;
using StoredRow = Vindex.Storage.Feedback.FeedbackRow;

namespace Vindex.Statistics.Tests.Contract;

/// <summary>An engine with the rows of one data set of the contract's cases.</summary>
internal sealed class CaseEngine : IAsyncDisposable
{
    private const string CompanyId = "co_entity";
    private readonly List<IAsyncDisposable> _owned = [];
    private readonly TemporaryFolder _folder = new();
    private IStatisticsEngine? _engine;
    private ClickHouseHttp? _client;
    private Func<string, string> _project = id => id;

    /// <summary>The embedded engine over a log in memory.</summary>
    public static Task<CaseEngine> EmbeddedAsync(JsonElement rows)
    {
        var engine = new CaseEngine();
        engine.Use(TestEngine.Create(Load(rows)));
        return Task.FromResult(engine);
    }

    /// <summary>The embedded engine over a store in PostgreSQL.</summary>
    public static async Task<CaseEngine> PostgreSqlAsync(JsonElement rows)
    {
        if (PostgreSqlCluster.Missing is { } missing)
            Assert.Skip(missing);
        var engine = new CaseEngine();
        var cluster = await PostgreSqlCluster.StartAsync();
        engine._owned.Add(cluster);
        await cluster.ExecuteAsync("postgres", "CREATE DATABASE cases");
        var store = await PostgreSqlStore.OpenAsync(
            new PostgreSqlStoreOptions { Connection = cluster.Connection("cases"), DataFolder = engine._folder.Path, ScoreFeedback = ScoreFeedback.Row },
            CancellationToken.None);
        engine._owned.Add(store);
        await store.Companies.AddAsync(
            new Company(CompanyId, "entity", "Entity", "entity_default", 70, null, null, TestProject.Start),
            new Customer("entity_default", CompanyId, "Default", TestProject.Start),
            new AuditEntry("audit", TestProject.Start, CompanyId, "system", "company.created", null, null),
            CancellationToken.None);
        foreach (var chunk in rows.EnumerateArray().Index().Chunk(1000))
        {
            var entries = chunk.Select(row => new FeedbackEntry(Key(row.Item.GetProperty("project_id").GetString()!), Stored(row.Index, row.Item))).ToList();
            await store.Feedback.WriteAsync(entries, null, allOrNothing: true, CancellationToken.None);
        }
        engine._project = id => EngineProject.Name(Key(id));
        engine.Use(TestEngine.Create(new StoreChangeLog(store.Feedback)));
        return engine;
    }

    /// <summary>ClickHouse, following a log in memory.</summary>
    public static async Task<CaseEngine> ClickHouseAsync(ChdbHttp chdb, JsonElement rows)
    {
        var options = await chdb.DatabaseAsync();
        var engine = new CaseEngine();
        engine._client = new ClickHouseHttp(options);
        engine.Use(new ClickHouseEngine(Load(rows), engine._client, options, TimeProvider.System));
        return engine;
    }

    public Task<StatsResult> AskAsync(StatsPlan plan) =>
        _engine!.AnswerAsync(plan, [_project(plan.ProjectId)], static _ => ValueTask.CompletedTask, TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        foreach (var owned in Enumerable.Reverse(_owned))
            await owned.DisposeAsync();
        _client?.Dispose();
        _folder.Dispose();
    }

    private static ProjectKey Key(string projectId) => new(CompanyId, projectId[(projectId.IndexOf('/', StringComparison.Ordinal) + 1)..]);

    private static MemoryChangeLog Load(JsonElement rows)
    {
        var log = new MemoryChangeLog();
        foreach (var row in rows.EnumerateArray())
        {
            var stored = Stored(0, row);
            log.Insert(
                row.GetProperty("project_id").GetString()!, stored.CreatedAt.ToUnixTimeMilliseconds(), stored.FeedbackType, stored.TriggerRef, stored.Payload);
        }
        return log;
    }

    private static StoredRow Stored(int index, JsonElement row) => new()
    {
        Id = $"row-{index}",
        CreatedAt = row.GetProperty("created_at").GetDateTimeOffset(),
        FeedbackType = row.GetProperty("feedback_type").GetString()!,
        TriggerRef = row.TryGetProperty("trigger_ref", out var trigger) ? trigger.GetString() : null,
        WeaveRef = "weave:///entity/project/call/1",
        WbUserId = "tester",
        Payload = Encoding.UTF8.GetBytes(row.GetProperty("payload").GetRawText()),
    };

    private void Use(IStatisticsEngine engine)
    {
        _engine = engine;
        _owned.Add((IAsyncDisposable)engine);
    }
}
