using System.Data.Common;
using Vindex.Storage.Feedback;
using Vindex.Storage.Scores;
using Vindex.Storage.Sql.Feedback;
using Vindex.Storage.Sql.Scores.Titles;
using Vindex.Storage.Sql.Webhooks;
using Vindex.Storage.Webhooks;

namespace Vindex.Storage.Sql.Scores;

/// <summary>Keeps a row of feedback beside every score, within the write that adds or deletes the score.</summary>
/// <param name="makeRow">Creates the row; the store sets id, type and creation time.</param>
/// <param name="time">Supplies the time of deletions.</param>
/// <param name="titles">The index of titles, which is kept in the same writes; null if the database has an index of its own for that.</param>
/// <param name="packsTexts">Whether the texts of scores are stored compressed.</param>
/// <param name="events">Writes the events of what is stored; null for none.</param>
internal sealed class ScoreRows(
    Func<ScoreSummary, string, FeedbackRow> makeRow, TimeProvider time, TitleBlocks? titles, bool packsTexts, IEventWriter? events = null)
{
    /// <summary>Adds the events of what is stored.</summary>
    public EventRecorder Events { get; } = new(events);

    /// <summary>The index of titles.</summary>
    public TitleBlocks? Titles => titles;

    /// <summary>A score as it is stored. Costs processor time, so not within a write.</summary>
    public PackedScore Pack(StoredScore score) => PackedScore.Of(score, packsTexts);

    /// <summary>Looks for what adding a score depends on, and opens the project of its row; null when its customer is not the company's.</summary>
    public async Task<OpenScoreProject?> OpenAsync(SqlWrite write, ScoreItem item)
    {
        // One look at the company, since every statement costs; and asked for together: where they cross a network, as one message.
        var finding = write.FirstAsync(
            $"""
            SELECT c.slug, ({LatestScores.Newest(item):fixed}), CASE WHEN EXISTS (SELECT 1 FROM webhooks w WHERE w.company_id = c.id) THEN 1 ELSE 0 END
            FROM companies c
            WHERE c.id = {item.CompanyId} AND EXISTS (SELECT 1 FROM customers u WHERE u.id = {item.CustomerId} AND u.company_id = c.id)
            """,
            row => new FoundCompany(row.GetString(0), row.IsDBNull(1) ? null : row.GetInt64(1), row.GetInt64(2) != 0));
        var opening = ProjectWrite.FindAsync(write, time, Project(item.CompanyId));
        var (company, project) = (await finding, await opening);
        if (company is null)
        {
            return null;
        }

        project ??= await ProjectWrite.OpenAsync(write, time, Project(item.CompanyId));
        if (project is null) return null;
        return new OpenScoreProject(project, company.Slug, company.Newest, company.HasWebhooks ? await Events.TargetsAsync(write, item.CompanyId) : []);
    }

    /// <summary>Adds the row of a score.</summary>
    public async Task AddAsync(OpenScoreProject opened, ScoreSummary score)
    {
        await opened.Project.PutScoreAsync(Row(score, opened.Slug));
        await opened.Project.CloseAsync();
    }

    /// <summary>Removes the rows of scores. Those of a company that is gone go with its projects.</summary>
    public async Task RemoveAsync(SqlWrite write, string companyId, IEnumerable<string> ids)
    {
        if (await ProjectWrite.FindAsync(write, time, Project(companyId)) is not { } project)
        {
            return;
        }

        foreach (var id in ids)
        {
            await project.RemoveAsync(id, ofScore: true);
        }

        await project.CloseAsync();
    }

    /// <summary>Adds the rows of all scores: those that were stored before scores had rows.</summary>
    public async Task AddAllAsync(SqlWrite write)
    {
        var projects = new Dictionary<string, ProjectWrite>(StringComparer.Ordinal);
        // In the order of the file, and without the texts, which come after them.
        SqlStatement all =
            $"""
            SELECT {ScoreRow.ItemColumns:raw}, d.source, d.profile, d.provider, d.model, d.duration_ms, c.slug
            FROM scores s JOIN score_details d ON d.no = s.no JOIN companies c ON c.id = s.company_id
            ORDER BY s.no
            """;
        await using var command = all.On(write.Connection);
        command.CommandTimeout = 0;
        await using var rows = await command.ExecuteReaderAsync();
        while (await rows.ReadAsync())
        {
            var score = ReadSummary(rows);
            if (!projects.TryGetValue(score.Item.CompanyId, out var project))
            {
                project = (await ProjectWrite.OpenAsync(write, time, Project(score.Item.CompanyId)))!;
                projects.Add(score.Item.CompanyId, project);
            }

            await project.PutScoreAsync(Row(score, rows.GetString(ScoreRow.ItemWidth + 5)));
        }

        foreach (var project in projects.Values)
        {
            await project.CloseAsync();
        }
    }

    private static ScoreSummary ReadSummary(DbDataReader row) => new(
        ScoreRow.ReadItem(row),
        row.GetString(ScoreRow.ItemWidth),
        row.GetString(ScoreRow.ItemWidth + 1),
        row.GetString(ScoreRow.ItemWidth + 2),
        row.GetString(ScoreRow.ItemWidth + 3),
        row.GetDouble(ScoreRow.ItemWidth + 4));

    private FeedbackRow Row(ScoreSummary score, string slug) =>
        makeRow(score, slug) with { Id = score.Item.Id, CreatedAt = score.Item.CreatedAt, FeedbackType = FeedbackRow.ScoreType };

    private static ProjectKey Project(string companyId) => new(companyId, FeedbackRow.ScoreProject);

    /// <summary>What adding a score depends on.</summary>
    /// <param name="Project">The project that scores of the company have rows in.</param>
    /// <param name="Slug">The company's slug.</param>
    /// <param name="Newest">The newest score that its ticket has; see <see cref="LatestScores.Newest"/>.</param>
    /// <param name="Webhooks">The company's webhooks.</param>
    internal sealed record OpenScoreProject(ProjectWrite Project, string Slug, long? Newest, IReadOnlyList<EventTarget> Webhooks);

    private sealed record FoundCompany(string Slug, long? Newest, bool HasWebhooks);
}
