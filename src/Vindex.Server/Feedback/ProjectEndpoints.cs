using Vindex.Server.Companies;
using Vindex.Server.Scores;
using Vindex.Server.Security;
using Vindex.Server.Web;
using Vindex.Storage;
using Vindex.Storage.Feedback;
using Vindex.Storage.Scores;

namespace Vindex.Server.Feedback;

/// <summary>The projects of a company that have ever had a row.</summary>
/// <param name="Items">By name.</param>
internal sealed record ProjectListBody(IReadOnlyList<ProjectBody> Items);

/// <summary>A project.</summary>
/// <param name="ProjectId"><c>entity/project</c>, as requests under <c>/feedback</c> name it.</param>
/// <param name="Name">What stands after the slash.</param>
/// <param name="Rows">Rows that it has now.</param>
/// <param name="FirstAt">Creation of its oldest row; null without rows.</param>
/// <param name="LastAt">Creation of its newest row; null without rows.</param>
internal sealed record ProjectBody(string ProjectId, string Name, long Rows, DateTimeOffset? FirstAt, DateTimeOffset? LastAt);

/// <summary><c>GET /portal/projects</c>.</summary>
internal static class ProjectEndpoints
{
    public static void MapProjects(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/portal/projects", ListAsync).WithTags("Feedback").WithName("projects").WithSummary("The company's projects, with their rows")
            .RequireScope(Scopes.FeedbackRead).AcceptSessions().Produces<ProjectListBody>();

    private static async Task<IResult> ListAsync(HttpContext context, IStore store, CompanyDirectory directory, ScoreSums sums)
    {
        var caller = context.Caller();
        var cancellationToken = context.RequestAborted;
        if (await directory.FindCompanyAsync(caller.OwnCompany, cancellationToken) is not { } company) return Problem.NotFound();
        var items = caller.CustomerIds is null
            ? (await store.Feedback.ProjectsAsync(company.Id, cancellationToken))
                .Select(project => new ProjectBody($"{company.Slug}/{project.Name}", project.Name, project.Rows, project.FirstAt, project.LastAt))
            : await ScoresAsync(company.Slug, caller.OwnScores, store, sums, cancellationToken);
        return JsonAnswer.Ok(new ProjectListBody([.. items]), WireJson.Shared.ProjectListBody);
    }

    // For a key that is limited to customers there is one project, with the rows of their scores.
    private static async Task<IReadOnlyList<ProjectBody>> ScoresAsync(
        string slug, ScoreAccess access, IStore store, ScoreSums sums, CancellationToken cancellationToken)
    {
        var count = (await sums.TotalAsync(access, null, cancellationToken)).Count;
        if (count == 0) return [];
        return [new ProjectBody($"{slug}/{FeedbackRow.ScoreProject}", FeedbackRow.ScoreProject, count, await AtAsync((int)count - 1), await AtAsync(0))];

        async Task<DateTimeOffset?> AtAsync(int skip) =>
            (await store.Scores.ListAsync(access, ScoreFilter.None, ScoreSort.CreatedAt, null, skip, 1, cancellationToken)).Items is [var score, ..] ? score.CreatedAt : null;
    }
}
