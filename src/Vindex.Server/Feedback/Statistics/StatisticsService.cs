using System.Diagnostics;
using Vindex.Server.Feedback.Projects;
using Vindex.Server.Security;
using Vindex.Server.Security.Limits;
using Vindex.Server.Telemetry;
using Vindex.Statistics;
using Vindex.Statistics.Answers;
using Vindex.Statistics.Questions;
using Vindex.Storage.Feedback;

namespace Vindex.Server.Feedback.Statistics;

/// <summary>The outcome of a caller's question.</summary>
internal abstract record StatisticsOutcome
{
    private StatisticsOutcome()
    {
    }

    /// <summary>The question was answered.</summary>
    public sealed record Answered(StatsAnswer Answer) : StatisticsOutcome;

    /// <summary>The question is invalid.</summary>
    public sealed record Refused(StatsRefusal Refusal) : StatisticsOutcome;

    /// <summary>The project does not exist or is not accessible.</summary>
    public sealed record ProjectNotFound : StatisticsOutcome;
}

/// <summary>Answers questions about the feedback that the caller can access, and measures the duration.</summary>
internal sealed class StatisticsService(
    IStatisticsEngine engine, ProjectAccess access, ReadTurns turns, TimeProvider time, IOptions<FeedbackLimits> limits)
{
    /// <summary>Answers a question about one project.</summary>
    /// <param name="caller">The caller. A key limited to customers counts only rows of its customers.</param>
    /// <param name="request">The question.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    public async Task<StatisticsOutcome> AnswerAsync(Caller caller, StatsRequest request, CancellationToken cancellationToken)
    {
        var scope = await access.FindAsync(caller, request.ProjectId, cancellationToken);
        request = request with { Filter = [.. CustomerFilter.Of(scope?.CustomerIds), .. request.Filter] };
        return StatsPlanner.Plan(request, time.GetUtcNow()) switch
        {
            // By contract, the body is validated before the project is looked up.
            PlannedQuestion.Refused(var refusal) when scope is not null || StatsRefusals.AsModelError(refusal) is not null =>
                new StatisticsOutcome.Refused(refusal),
            PlannedQuestion.Accepted(var plan) when scope is not null => await AnswerAsync(WithBudget(plan), [scope.Key], cancellationToken) switch
            {
                StatsResult.Answered(var answer) => new StatisticsOutcome.Answered(answer),
                StatsResult.Refused(var refusal) => new StatisticsOutcome.Refused(refusal),
                _ => throw new UnreachableException(),
            },
            _ => new StatisticsOutcome.ProjectNotFound(),
        };
    }

    // Only what callers compose: charts and summaries, whose questions have a fixed form, use the other overload.
    private StatsPlan WithBudget(StatsPlan plan) => plan with { MaxSteps = limits.Value.StatsSteps };

    /// <summary>Answers a planned question about the rows of one or more projects taken together; every row acknowledged before the call is counted.</summary>
    public async Task<StatsResult> AnswerAsync(StatsPlan plan, IReadOnlyList<ProjectKey> projects, CancellationToken cancellationToken)
    {
        using var turn = turns.ForQuestion();
        await turn.BeginAsync(cancellationToken);
        var started = Stopwatch.GetTimestamp();
        var result = await engine.AnswerAsync(plan, [.. projects.Select(EngineProject.Name)], turn.ContinueAsync, cancellationToken);
        VindexTelemetry.StatisticsDuration.Record(Stopwatch.GetElapsedTime(started).TotalSeconds);
        return result;
    }
}
