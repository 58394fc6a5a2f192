using Vindex.Server.Companies;
using Vindex.Server.Security;
using Vindex.Storage.Feedback;
using Vindex.Storage.Scores;

namespace Vindex.Server.Feedback.Projects;

/// <summary>The projects of a company that have ever had a row.</summary>
internal sealed class ProjectService(IFeedbackStore feedbackStore, IScoreStore scoreStore, CompanyDirectory directory)
{
    /// <summary>The projects, by name; null if the caller's company does not exist.</summary>
    public async Task<IReadOnlyList<ProjectBody>?> ListAsync(Caller caller, CancellationToken cancellationToken)
    {
        if (await directory.FindCompanyAsync(caller.OwnCompany, cancellationToken) is not { } company) return null;
        if (caller.CustomerIds is not null) return await ScoresAsync(company.Slug, caller.OwnScores, cancellationToken);
        return Bodies(company.Slug, await OfCompanyAsync(company.Id, cancellationToken));
    }

    /// <summary>The projects of any company, for admins and commands; null if it does not exist.</summary>
    /// <param name="idOrSlug">The company. A command knows it by the slug.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    public async Task<IReadOnlyList<ProjectBody>?> ListAsync(string idOrSlug, CancellationToken cancellationToken)
    {
        var company = await directory.FindCompanyAsync(idOrSlug, cancellationToken) ?? await directory.FindCompanyBySlugAsync(idOrSlug, cancellationToken);
        return company is null ? null : Bodies(company.Slug, await OfCompanyAsync(company.Id, cancellationToken));
    }

    /// <summary>The projects of the caller's company that the caller sees, for pages.</summary>
    public async Task<IReadOnlyList<FeedbackProject>> OwnAsync(Caller caller, CancellationToken cancellationToken) =>
        caller.CustomerIds is null ? await OfCompanyAsync(caller.OwnCompany, cancellationToken)
        : [.. (await ScoresAsync("", caller.OwnScores, cancellationToken)).Select(one => new FeedbackProject(one.Name, one.Rows, one.FirstAt, one.LastAt))];

    private Task<IReadOnlyList<FeedbackProject>> OfCompanyAsync(string companyId, CancellationToken cancellationToken) =>
        feedbackStore.ProjectsAsync(companyId, cancellationToken);

    private static ProjectBody[] Bodies(string slug, IReadOnlyList<FeedbackProject> projects) =>
        [.. projects.Select(project => new ProjectBody($"{slug}/{project.Name}", project.Name, project.Rows, project.FirstAt, project.LastAt))];

    // Callers limited to customers see only one project, with those customers' scores.
    private async Task<IReadOnlyList<ProjectBody>> ScoresAsync(string slug, ScoreAccess access, CancellationToken cancellationToken)
    {
        var count = await scoreStore.CountAsync(access, ScoreFilter.None, cancellationToken);
        if (count == 0) return [];
        return [new ProjectBody($"{slug}/{FeedbackRow.ScoreProject}", FeedbackRow.ScoreProject, count, await AtAsync((int)count - 1), await AtAsync(0))];

        async Task<DateTimeOffset?> AtAsync(int skip)
        {
            var page = await scoreStore.ListAsync(access, ScoreFilter.None, ScoreSort.CreatedAt, null, skip, 1, cancellationToken);
            return page.Items is [var score, ..] ? score.CreatedAt : null;
        }
    }
}
