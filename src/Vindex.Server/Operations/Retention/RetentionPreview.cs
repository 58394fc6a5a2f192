using Vindex.Storage.Feedback;
using Vindex.Storage.Scores;

namespace Vindex.Server.Operations.Retention;

/// <summary>What a retention period would delete now.</summary>
/// <param name="Days">The period.</param>
/// <param name="Scores">Scores that are older.</param>
/// <param name="Feedback">Other rows of feedback that are older.</param>
public sealed record ExpiredRows(int Days, long Scores, long Feedback)
{
    /// <summary>All of them.</summary>
    public long Rows => Scores + Feedback;
}

/// <summary>Counts what a retention period would delete, so that people can be asked before they set it.</summary>
internal sealed class RetentionPreview(IFeedbackStore feedbackStore, IScoreStore scoreStore, TimeProvider time)
{
    /// <summary>The rows of a company that are older than a number of days.</summary>
    public async Task<ExpiredRows> CountAsync(string companyId, int days, CancellationToken cancellationToken)
    {
        var before = time.GetUtcNow().AddDays(-days);
        var scores = await scoreStore.CountAsync(new ScoreAccess(companyId, null), new ScoreFilter { Before = before }, cancellationToken);
        var rows = await feedbackStore.CountBeforeAsync(companyId, before, cancellationToken);
        return new ExpiredRows(days, scores, rows - scores);
    }
}
