using Vindex.Scoring;
using Vindex.Server.Scoring.Records;
using Vindex.Server.Security;
using Vindex.Storage;
using Vindex.Storage.Deliveries;
using Vindex.Storage.Scores;

namespace Vindex.Server.Scores;

/// <summary>A score in full.</summary>
/// <param name="Score">The score.</param>
/// <param name="Judgement">Its judgement.</param>
/// <param name="History">The scores of the same ticket, newest first, this one among them; at most <see cref="ScoreService.MaxHistory"/>.</param>
/// <param name="Delivery">The latest delivery; null if no callback is due.</param>
internal sealed record WholeScore(StoredScore Score, Judgement Judgement, IReadOnlyList<ScoreItem> History, Delivery? Delivery);

/// <summary>The stored scores that a caller may see.</summary>
internal sealed class ScoreService(IDeliveryStore deliveryStore, IScoreStore scoreStore, Audit audit)
{
    /// <summary>Maximum number of scores in a history.</summary>
    public const int MaxHistory = 100;

    /// <summary>One page of scores.</summary>
    /// <param name="access">The caller's access.</param>
    /// <param name="query">Filters and order.</param>
    /// <param name="after">The last score of the previous page; null for the first page.</param>
    /// <param name="skip">Number of scores to skip.</param>
    /// <param name="limit">Maximum number of scores.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    public Task<ListPage<ScoreItem>> ListAsync(
        ScoreAccess access, ScoreSelection query, PagePosition? after, int skip, int limit, CancellationToken cancellationToken) =>
        scoreStore.ListAsync(access, query.Filter, query.Sort, after, skip, limit, cancellationToken);

    /// <summary>Number of scores that match a filter. Without a filter it comes from counters; with one it can take longer than listing the scores.</summary>
    public Task<long> CountAsync(ScoreAccess access, ScoreFilter filter, CancellationToken cancellationToken) =>
        scoreStore.CountAsync(access, filter, cancellationToken);

    /// <summary>Streams the scores that match a query.</summary>
    public IAsyncEnumerable<StoredScore> ExportAsync(ScoreAccess access, ScoreSelection query, CancellationToken cancellationToken) =>
        scoreStore.ExportAsync(access, query.Filter, query.Sort, cancellationToken);

    /// <summary>One score.</summary>
    public async Task<Outcome<WholeScore>> FindAsync(ScoreAccess access, string id, CancellationToken cancellationToken)
    {
        if (await scoreStore.FindAsync(access, id, cancellationToken) is not { } score) return new Refusal.NotFound();
        var history = await scoreStore.HistoryAsync(score.Item.CustomerId, score.Item.TicketId, MaxHistory, cancellationToken);
        return new WholeScore(score, StoredJudgement.Read(score), history, await deliveryStore.LatestAsync(id, cancellationToken));
    }

    /// <summary>Deletes a score everywhere.</summary>
    public async Task<Outcome<Success>> DeleteAsync(Caller caller, ScoreAccess access, string id, CancellationToken cancellationToken)
    {
        // Found first because the audit entry needs its company, which an admin's access does not tell.
        if (await scoreStore.FindAsync(access, id, cancellationToken) is not { } score) return new Refusal.NotFound();
        var entry = audit.Entry(caller, "score.deleted", score.Item.CompanyId, id);
        return await scoreStore.DeleteAsync(access, id, entry, cancellationToken) ? default(Success) : new Refusal.NotFound();
    }
}
