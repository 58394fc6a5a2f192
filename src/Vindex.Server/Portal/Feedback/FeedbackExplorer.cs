using System.Diagnostics;
using Vindex.Server.Feedback;
using Vindex.Server.Feedback.Statistics;
using Vindex.Statistics.Answers;
using Vindex.Statistics.Questions;
using static Vindex.Server.Languages.Texts;

namespace Vindex.Server.Portal.Feedback;

/// <summary>What became of a question about feedback.</summary>
internal abstract record ExplorerOutcome
{
    private ExplorerOutcome()
    {
    }

    /// <summary>It was answered.</summary>
    public sealed record Answered(FeedbackAnswerModel Answer) : ExplorerOutcome;

    /// <summary>It cannot be answered, for this reason.</summary>
    public sealed record Refused(string Reason) : ExplorerOutcome;
}

/// <summary>Answers questions about feedback, for the page, its downloads and dashboards.</summary>
internal sealed class FeedbackExplorer(StatisticsService statistics, LatestFeedback latest)
{
    /// <summary>Answers a question.</summary>
    /// <param name="visit">Who asks.</param>
    /// <param name="question">The question, with its project, path and type.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    public async Task<ExplorerOutcome> AnswerAsync(PortalContext visit, FeedbackQuestion question, CancellationToken cancellationToken)
    {
        if (question.Latest && question.IsAboutScores) return await latest.AnswerAsync(visit, question, cancellationToken);
        var requests = new FeedbackRequests(question, $"{visit.Company.Slug}/{question.Project}", visit.Zone);
        var outcome = await statistics.AnswerAsync(visit.Caller, requests.Main(), cancellationToken);
        if (outcome is not StatisticsOutcome.Answered(var stats)) return new ExplorerOutcome.Refused(Reason(outcome));
        if (stats.Groups is null)
            return new ExplorerOutcome.Answered(new FeedbackAnswers(requests, stats).Whole(await CoverageAsync(visit, requests, stats, cancellationToken)));
        var previous = question.Compare ? await GroupsAsync(visit, requests.PreviousGroups(), cancellationToken) : null;
        var groups = new FeedbackGroups(requests, stats, previous);
        return new ExplorerOutcome.Answered(
            question.IsAboutLabels ? groups.Labels() : groups.Numbers(await CoverageAsync(visit, requests, stats, cancellationToken)));
    }

    // Texts are always a value, if only an empty one.
    private async Task<FeedbackCoverage> CoverageAsync(PortalContext visit, FeedbackRequests requests, StatsAnswer stats, CancellationToken cancellationToken)
    {
        var rows = stats.Series.WindowCount;
        if (requests.Question.Type == FeedbackQuestion.Categorical || rows == 0) return new FeedbackCoverage(rows, rows, 0);
        var values = await AskAsync(visit, requests.Values(), cancellationToken);
        var absent = await AskAsync(visit, requests.Absent(), cancellationToken);
        return values is null || absent is null
            ? new FeedbackCoverage(rows, rows, 0)
            : new FeedbackCoverage(rows, (long)Math.Max(0, FeedbackNumbers.WindowOf(values.Series, 1)[0]), absent.Series.WindowCount);
    }

    private async Task<IReadOnlyList<StatsGroup>> GroupsAsync(PortalContext visit, StatsRequest request, CancellationToken cancellationToken) =>
        (await AskAsync(visit, request, cancellationToken))?.Groups ?? [];

    private async Task<StatsAnswer?> AskAsync(PortalContext visit, StatsRequest request, CancellationToken cancellationToken) =>
        await statistics.AnswerAsync(visit.Caller, request, cancellationToken) is StatisticsOutcome.Answered(var answer) ? answer : null;

    private static string Reason(StatisticsOutcome outcome) => outcome switch
    {
        StatisticsOutcome.Refused(var refusal) => Translated(StatsRefusals.AsModelError(refusal)?.Text ?? StatsRefusals.Reason(refusal)),
        StatisticsOutcome.ProjectNotFound => Translated(FeedbackRefusal.ProjectNotFound.Reason),
        _ => throw new UnreachableException(),
    };
}
