using Vindex.Server.Feedback.Statistics;
using Vindex.Server.Scores;
using Vindex.Statistics.Tests.Oracle;
using Vindex.Storage.Audit;
using Vindex.Storage.Companies;
using Vindex.Storage.Feedback;
using Vindex.Storage.Sqlite;
using StoredRow = Vindex.Storage.Feedback.FeedbackRow;

namespace Vindex.Statistics.Tests.Store;

/// <summary>A project in a real store with an engine over it, and beside it what the rows should be.</summary>
internal sealed class StoredProject : IAsyncDisposable
{
    private static readonly DateTimeOffset s_now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private readonly Dictionary<string, LoggedRow> _rows = new(StringComparer.Ordinal);
    private readonly TemporaryFolder _data = new();
    private readonly StatisticsOptions _options;
    private SqliteStore _store = null!;
    private int _ids;

    private StoredProject(StatisticsOptions options) => _options = options with { Folder = options.Folder is null ? null : Blocks.Path };

    public static ProjectKey Key { get; } = new("co_entity", "project");

    public static string Name => EngineProject.Name(Key);

    public TemporaryFolder Blocks { get; } = new();

    public StatisticsEngine Engine { get; private set; } = null!;

    public IReadOnlyList<string> Ids => [.. _rows.Keys];

    public IFeedbackStore Store => _store.Feedback;

    /// <param name="options">Of the engine; a folder that is not null stands for one of its own.</param>
    public static async Task<StoredProject> OpenAsync(StatisticsOptions options)
    {
        var project = new StoredProject(options);
        await project.OpenStoreAsync();
        await project._store.Companies.AddAsync(
            new Company(Key.CompanyId, "entity", "Entity", "entity_default", 70, null, null, s_now),
            new Customer("entity_default", Key.CompanyId, "Default", s_now),
            new AuditEntry("audit", s_now, Key.CompanyId, "system", "company.created", null, null),
            CancellationToken.None);
        project.OpenEngine();
        return project;
    }

    /// <summary>Ends the engine, and the store too when asked for; files may change before both begin anew.</summary>
    public async Task RestartAsync(bool storeToo, Action between)
    {
        await Engine.DisposeAsync();
        if (storeToo)
            await _store.DisposeAsync();
        between();
        if (storeToo)
            await OpenStoreAsync();
        OpenEngine();
    }

    /// <summary>Writes a row under a new id, or in place of one.</summary>
    public Task WriteAsync(IReadOnlyList<LoggedRow> rows, Func<string?> replaced)
    {
        var entries = rows.Select(row => (Id: replaced() ?? $"row-{_ids++}", Row: row)).DistinctBy(entry => entry.Id).ToList();
        foreach (var (id, row) in entries)
            _rows[id] = row with { CreatedAt = _rows.TryGetValue(id, out var old) ? old.CreatedAt : row.CreatedAt };
        return KeepAsync(entries);
    }

    public async Task PurgeAsync(IReadOnlyList<string> ids)
    {
        foreach (var id in ids)
            _rows.Remove(id);
        await Store.PurgeAsync(Key, ids, CancellationToken.None);
    }

    public Task AskAsync(StatsRequest request) => Agreement.CheckAsync(Engine, Name, () => [.. _rows.Values], request);

    public async ValueTask DisposeAsync()
    {
        await Engine.DisposeAsync();
        await _store.DisposeAsync();
        _data.Dispose();
        Blocks.Dispose();
    }

    private async Task KeepAsync(List<(string Id, LoggedRow Row)> entries)
    {
        foreach (var chunk in entries.Chunk(1000))
        {
            var outcomes = await Store.WriteAsync(
                [.. chunk.Select(entry => new FeedbackEntry(Key, Stored(entry.Id, entry.Row)))], null, allOrNothing: true, CancellationToken.None);
            outcomes.ShouldAllBe(outcome => outcome is FeedbackWritten.Kept);
        }
    }

    private static StoredRow Stored(string id, in LoggedRow row) => new()
    {
        Id = id,
        CreatedAt = DateTimeOffset.FromUnixTimeMilliseconds(row.CreatedAt),
        FeedbackType = row.FeedbackType,
        TriggerRef = row.TriggerRef,
        WeaveRef = "weave:///entity/project/call/1",
        WbUserId = "tester",
        Payload = row.Payload,
    };

    private async Task OpenStoreAsync() =>
        _store = await SqliteStore.OpenAsync(new SqliteStoreOptions { DataFolder = _data.Path, ScoreFeedback = ScoreFeedback.Row }, CancellationToken.None);

    private void OpenEngine() => Engine = TestEngine.Create(new StoreChangeLog(Store), _options);
}
