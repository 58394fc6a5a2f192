using Vindex.Server.Feedback;
using Vindex.Server.Feedback.Projects;
using Vindex.Server.Feedback.Schema;
using Vindex.Server.Feedback.Statistics;
using Vindex.Server.Scores;
using Vindex.Statistics.Answers;
using Vindex.Storage.Feedback;

namespace Vindex.Server.Portal.Feedback;

/// <summary>What a project has, and the question with everything that was left out.</summary>
/// <param name="Question">The question with its project and path.</param>
/// <param name="FoundType">Type of the values at the path.</param>
/// <param name="Projects">The company's projects.</param>
/// <param name="Types">The types of feedback in the range.</param>
/// <param name="Paths">The paths in the payloads of the range: path, type and example.</param>
internal sealed record FeedbackSetting(
    FeedbackQuestion Question,
    string FoundType,
    IReadOnlyList<FeedbackProject> Projects,
    IReadOnlyList<(string Name, long Rows)> Types,
    IReadOnlyList<(string Path, string Type, string? Example)> Paths)
{
    /// <summary>The question with its type.</summary>
    public FeedbackQuestion Asked => Question.Of(Question.Type.Length > 0 ? Question.Type : FoundType);
}

/// <summary>Finds out what a project has.</summary>
internal sealed class FeedbackSettings(ProjectService projectList, SchemaService schema, StatisticsService statistics)
{
    private const int PathSample = 200;
    private const int MaxPaths = 500;

    /// <summary>Completes a question; null if the project cannot be accessed.</summary>
    /// <param name="visit">Who asks.</param>
    /// <param name="question">The question.</param>
    /// <param name="isOpen">Whether a path that was left out is to be chosen.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    public async Task<FeedbackSetting?> OfAsync(PortalContext visit, FeedbackQuestion question, bool isOpen, CancellationToken cancellationToken)
    {
        var projects = await projectList.OwnAsync(visit.Caller, cancellationToken);
        question = question with { Project = question.Project.Length > 0 ? question.Project : Usual(projects) };
        var requests = new FeedbackRequests(question, $"{visit.Company.Slug}/{question.Project}", visit.Zone);
        var request = new SchemaRequest(
            requests.ProjectId, requests.Start, requests.End, question.FeedbackType.Length == 0 ? null : question.FeedbackType, null, PathSample);
        if (await schema.FindPathsAsync(visit.Caller, request, cancellationToken, withExamples: true) is not FeedbackOutcome<PayloadPathTypes>.Done(var found))
            return null;
        var paths = found.InOrder().Take(MaxPaths).Select(path => (path.Path, path.ValueType, found.ExampleOf(path.Path))).ToList();
        if (isOpen && question.Path.Length == 0) question = question with { Path = Usual(question, paths) };
        var type = paths.FirstOrDefault(path => path.Path == question.Path).ValueType ?? FeedbackQuestion.Numeric;
        return new FeedbackSetting(question, type, projects, await TypesAsync(visit, requests, cancellationToken), paths);
    }

    // Scores by their overall score; otherwise the first number, and labels where there is none.
    private static string Usual(FeedbackQuestion question, IReadOnlyList<(string Path, string Type, string? Example)> paths)
    {
        if (question.IsAboutScores) return ChartQuery.Overall;
        foreach (var type in (string[])[FeedbackQuestion.Numeric, FeedbackQuestion.Boolean, FeedbackQuestion.Categorical])
            if (paths.FirstOrDefault(path => path.Type == type).Path is { } path) return path;
        return "";
    }

    private static string Usual(IReadOnlyList<FeedbackProject> projects) =>
        projects.Count == 0 || projects.Any(one => one.Name == FeedbackRow.ScoreProject) ? FeedbackRow.ScoreProject : projects[0].Name;

    private async Task<IReadOnlyList<(string Name, long Rows)>> TypesAsync(
        PortalContext visit, FeedbackRequests requests, CancellationToken cancellationToken) =>
        await statistics.AnswerAsync(visit.Caller, requests.Types(), cancellationToken) is StatisticsOutcome.Answered({ Groups: { } groups })
            ? [.. groups.Where(group => group.Values is not null && group.Series.WindowCount > 0).Select(One)]
            : [];

    private static (string Name, long Rows) One(StatsGroup group) => (group.Values![0].ToString(), group.Series.WindowCount);
}
