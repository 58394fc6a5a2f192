using Vindex.Server.Feedback.Statistics;
using Vindex.Statistics;
using Vindex.Storage.Feedback;

namespace Vindex.Server.Nodes;

/// <summary>
/// How far this node's statistics are behind the change log. A question reads what is missing before it is answered, so this is work to do and not an error in
/// an answer.
/// </summary>
internal sealed class StatisticsLag(StatisticsEngine engine, IFeedbackStore feedback, TimeProvider time)
{
    private const int MostProjects = 500;
    private static readonly TimeSpan s_period = TimeSpan.FromSeconds(10);

    private long? _last;
    private long? _readAt;

    /// <summary>Changes of the projects in memory that have not been read; a value that is up to ten seconds old. One caller at a time.</summary>
    public async Task<long> ReadAsync(CancellationToken cancellationToken)
    {
        if (_last is { } last && _readAt is { } at && time.GetElapsedTime(at) < s_period) return last;
        var behind = 0L;
        foreach (var (project, position) in engine.Followed().Take(MostProjects))
        {
            var head = await feedback.HeadAsync(EngineProject.Key(project), cancellationToken);
            behind += Math.Max(0, head.Sequence - position);
        }

        (_last, _readAt) = (behind, time.GetTimestamp());
        return behind;
    }
}
