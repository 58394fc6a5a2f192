using System.Diagnostics;
using Vindex.Server.Operations;
using Vindex.Statistics;
using Vindex.Statistics.Answers;
using Vindex.Statistics.Questions;
using Vindex.Storage.Feedback;

namespace Vindex.Server.Feedback.Statistics;

/// <summary>Takes questions to the engine, and measures how long they take.</summary>
internal sealed class StatisticsDesk(StatisticsEngine engine)
{
    /// <summary>Answers a question about the rows of one or more projects taken together; every row acknowledged before the call is counted.</summary>
    public async Task<StatsResult> AskAsync(StatsPlan plan, IReadOnlyList<ProjectKey> projects, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        var result = await engine.AnswerAsync(plan, [.. projects.Select(EngineProject.Name)], cancellationToken);
        VindexTelemetry.StatisticsDuration.Record(Stopwatch.GetElapsedTime(started).TotalSeconds);
        return result;
    }
}
