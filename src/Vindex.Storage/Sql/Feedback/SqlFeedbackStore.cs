using Vindex.Storage.Feedback;
using Vindex.Storage.Sql.Webhooks;

namespace Vindex.Storage.Sql.Feedback;

/// <summary>Feedback of projects.</summary>
internal sealed class SqlFeedbackStore(ISqlDatabase database, TimeProvider time, EventRecorder events) : IFeedbackStore
{
    // Fewer are written as fast as a single row.
    private const int Many = 100;
    private static readonly FeedbackWritten s_noCompany = new FeedbackWritten.NoCompany();

    public Task<IReadOnlyList<FeedbackWritten>> WriteAsync(
        IReadOnlyList<FeedbackEntry> entries, IReadOnlyList<string>? replaced, bool allOrNothing, CancellationToken cancellationToken)
    {
        if (entries.Count == 0) return Task.FromResult<IReadOnlyList<FeedbackWritten>>([]);
        return (OwnerOf(entries), entries.Count > Many) switch
        {
            ({ } owner, true) => database.WriteManyForAsync(owner, WriteAsync, cancellationToken),
            ({ } owner, false) => database.WriteForAsync(owner, WriteAsync, cancellationToken),
            (null, true) => database.WriteManyAsync(WriteAsync, cancellationToken),
            (null, false) => database.WriteAsync(WriteAsync, cancellationToken),
        };

        Task<IReadOnlyList<FeedbackWritten>> WriteAsync(SqlWrite write) => this.WriteAsync(write, entries, replaced, allOrNothing);
    }

    public Task<int> PurgeAsync(ProjectKey project, IReadOnlyList<string> ids, CancellationToken cancellationToken) =>
        database.WriteForAsync(
            project.CompanyId,
            async write =>
            {
                if (await ProjectWrite.FindAsync(write, time, project) is not { } open)
                {
                    return 0;
                }

                var removed = await RemoveAsync(open, ids);
                await open.CloseAsync();
                return removed;
            },
            cancellationToken);

    public IAsyncEnumerable<FeedbackRow> ReadAsync(ProjectKey project, FeedbackSelection selection, CancellationToken cancellationToken) =>
        FeedbackRead.RunAsync(database, project, selection, cancellationToken);

    public Task<long> CountAsync(ProjectKey project, CancellationToken cancellationToken) =>
        database.ReadAsync(connection => Projects.CountAsync(connection, project), cancellationToken);

    public Task<long> CountAtMostAsync(ProjectKey project, FeedbackSelection selection, long most, CancellationToken cancellationToken) =>
        database.ReadListAsync(
            async connection => await Projects.FindAsync(connection, project) is { } no ? await FeedbackQuery.CountAsync(connection, no, selection, most) : 0,
            cancellationToken);

    public Task<IReadOnlyList<FeedbackProject>> ProjectsAsync(string companyId, CancellationToken cancellationToken) =>
        database.ReadAsync(connection => Projects.ListAsync(connection, companyId), cancellationToken);

    public IAsyncEnumerable<FeedbackRow> NewestByTriggerAsync(
        ProjectKey project, FeedbackSelection selection, int limit, CancellationToken cancellationToken) =>
        NewestByTrigger.RunAsync(database, project, selection, limit, cancellationToken);

    public Task<ProjectHead> HeadAsync(ProjectKey project, CancellationToken cancellationToken) =>
        database.ReadAsync(connection => Projects.HeadAsync(connection, project), cancellationToken);

    public Task<IReadOnlyDictionary<ProjectKey, ProjectHead>> HeadsAsync(CancellationToken cancellationToken) =>
        database.ReadAsync(Projects.HeadsAsync, cancellationToken);

    public IAsyncEnumerable<IReadOnlyList<FeedbackChange>> ChangesAfterAsync(ProjectKey project, long after, CancellationToken cancellationToken) =>
        FeedbackChanges.AfterAsync(database, project, after, cancellationToken);

    public IAsyncEnumerable<IReadOnlyList<FeedbackChange>> LiveRowsAsync(
        ProjectKey project, IReadOnlyList<(long From, long Before)> ranges, CancellationToken cancellationToken) =>
        FeedbackChanges.LiveAsync(database, project, ranges, cancellationToken);

    public Task<long> ForgetRemovalsAsync(DateTimeOffset before, CancellationToken cancellationToken) =>
        FeedbackDeletion.ForgetAsync(database, before, cancellationToken);

    public Task<long> CountBeforeAsync(string companyId, DateTimeOffset before, CancellationToken cancellationToken) =>
        database.ReadAsync(connection => Projects.CountBeforeAsync(connection, companyId, before), cancellationToken);

    public Task<long> DeleteBeforeAsync(string companyId, DateTimeOffset before, CancellationToken cancellationToken) =>
        FeedbackDeletion.BeforeAsync(database, time, companyId, before, cancellationToken);

    /// <summary>The company of all entries; null if they are of several.</summary>
    private static string? OwnerOf(IReadOnlyList<FeedbackEntry> entries)
    {
        var owner = entries[0].Project.CompanyId;
        foreach (var entry in entries)
        {
            if (entry.Project.CompanyId != owner) return null;
        }

        return owner;
    }

    private async Task<IReadOnlyList<FeedbackWritten>> WriteAsync(
        SqlWrite write, IReadOnlyList<FeedbackEntry> entries, IReadOnlyList<string>? replaced, bool allOrNothing)
    {
        var open = await OpenAsync(write, entries);
        if (replaced is { Count: > 0 } && open[entries[0].Project] is { } first)
        {
            await RemoveAsync(first, replaced);
        }

        var outcomes = new FeedbackWritten[entries.Count];
        if (entries.Count > Many && write.Copies) await CopyAsync(open, entries, outcomes);
        var isKept = true;
        for (var i = 0; i < outcomes.Length; i++)
        {
            outcomes[i] ??= open[entries[i].Project] is { } project ? await project.PutAsync(entries[i].Row) : s_noCompany;
            isKept &= outcomes[i] is FeedbackWritten.Kept;
        }

        if (allOrNothing && !isKept)
        {
            write.Undo();
            return outcomes;
        }

        foreach (var project in open.Values)
        {
            if (project is not null)
            {
                await project.CloseAsync();
            }
        }

        await AddEventsAsync(write, entries, outcomes);
        return outcomes;
    }

    private async Task AddEventsAsync(SqlWrite write, IReadOnlyList<FeedbackEntry> entries, FeedbackWritten[] outcomes)
    {
        var webhooks = new Dictionary<string, List<EventTarget>>(StringComparer.Ordinal);
        foreach (var company in entries.Select(entry => entry.Project.CompanyId).Distinct(StringComparer.Ordinal))
            webhooks[company] = await events.TargetsAsync(write, company);
        if (webhooks.Values.All(targets => targets.Count == 0)) return;
        var now = time.GetUtcNow();
        for (var i = 0; i < outcomes.Length; i++)
        {
            if (outcomes[i] is not FeedbackWritten.Kept kept) continue;
            var (project, row) = entries[i];
            await events.FeedbackCreatedAsync(write, webhooks[project.CompanyId], project, row with { CreatedAt = kept.CreatedAt }, now);
        }
    }

    /// <summary>Adds the new rows all at once.</summary>
    private static async Task CopyAsync(Dictionary<ProjectKey, ProjectWrite?> open, IReadOnlyList<FeedbackEntry> entries, FeedbackWritten[] outcomes)
    {
        foreach (var group in entries.Select((entry, at) => (entry.Project, entry.Row, At: at)).GroupBy(entry => entry.Project))
        {
            if (open[group.Key] is not { } project) continue;
            var copied = await project.CopyNewAsync(group.Select(entry => entry.Row));
            foreach (var (_, row, at) in group)
            {
                if (copied.Contains(row.Id)) outcomes[at] = new FeedbackWritten.Kept(SqlTime.FromMs(row.CreatedAt.ToMs()));
            }
        }
    }

    /// <summary>Locks the projects, always in the same order, so that no two writes wait for each other.</summary>
    private async Task<Dictionary<ProjectKey, ProjectWrite?>> OpenAsync(SqlWrite write, IReadOnlyList<FeedbackEntry> entries)
    {
        var open = new Dictionary<ProjectKey, ProjectWrite?>();
        foreach (var entry in entries)
        {
            open.TryAdd(entry.Project, null);
        }

        foreach (var key in open.Keys.OrderBy(key => key.CompanyId, StringComparer.Ordinal).ThenBy(key => key.Name, StringComparer.Ordinal).ToList())
        {
            open[key] = await ProjectWrite.OpenAsync(write, time, key);
        }

        return open;
    }

    private static async Task<int> RemoveAsync(ProjectWrite project, IReadOnlyList<string> ids)
    {
        var removed = 0;
        foreach (var id in ids)
        {
            removed += await project.RemoveAsync(id, ofScore: false) ? 1 : 0;
        }

        return removed;
    }
}
