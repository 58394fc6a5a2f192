using Vindex.Statistics.Answers;
using Vindex.Statistics.Questions;

namespace Vindex.Statistics;

/// <summary>Answers questions about the feedback of projects, from a copy of the change log that can be rebuilt at any time.</summary>
public interface IStatisticsEngine
{
    /// <summary>Answers a question about the rows of several projects taken together; every row acknowledged before the call is counted.</summary>
    /// <param name="plan">The question; its own project is ignored.</param>
    /// <param name="projects">The projects, without duplicates.</param>
    /// <param name="pause">Called where others can compute.</param>
    /// <param name="cancellationToken">Cancels the question.</param>
    /// <exception cref="StatisticsUnavailableException">The engine cannot answer at the moment.</exception>
    Task<StatsResult> AnswerAsync(
        StatsPlan plan, IReadOnlyList<string> projects, Func<CancellationToken, ValueTask> pause, CancellationToken cancellationToken);

    /// <summary>Reads the changes of a project up to now, so that its next question does not have to.</summary>
    Task WarmAsync(string project, CancellationToken cancellationToken);

    /// <summary>The projects of which the engine keeps data that survives a restart.</summary>
    ValueTask<IReadOnlyList<string>> StoredProjectsAsync(CancellationToken cancellationToken);

    /// <summary>Drops all that is kept of a project. A later question starts from the log.</summary>
    Task RemoveAsync(string project, CancellationToken cancellationToken);
}
