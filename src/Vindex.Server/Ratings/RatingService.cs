using Vindex.Server.Companies;
using Vindex.Server.Security;
using Vindex.Storage.Feedback;
using Vindex.Storage.Scores;

namespace Vindex.Server.Ratings;

/// <summary>A score with the caller's own rating of its ticket.</summary>
internal sealed record RatedScore(StoredScore Score, RatingBody Rating);

/// <summary>The review in which a rating is given.</summary>
/// <param name="ReviewId">The review.</param>
/// <param name="Note">What the person adds; null for nothing.</param>
internal sealed record RatingReview(string ReviewId, string? Note);

/// <summary>People's own ratings of scored tickets.</summary>
internal sealed class RatingService(IFeedbackStore feedbackStore, IScoreStore scoreStore, CompanyDirectory directory, TimeProvider time)
{
    /// <summary>The caller's rating of a score's ticket.</summary>
    public async Task<Outcome<RatedScore>> FindAsync(Caller caller, string scoreId, CancellationToken cancellationToken)
    {
        if (await scoreStore.FindAsync(caller.OwnScores, scoreId, cancellationToken) is not { } score) return new Refusal.NotFound();
        var own = new Dictionary<string, int>(StringComparer.Ordinal);
        var selection = new FeedbackSelection { Ids = [.. RatingRows.Dimensions.Select(dimension => RatingRows.IdOf(scoreId, dimension, caller.Actor))] };
        await foreach (var row in feedbackStore.ReadAsync(ProjectOf(score.Item), selection, cancellationToken))
            if (RatingRows.Read(row) is { Rating: { } rating } remark) own[remark.Dimension] = (int)rating;
        return new RatedScore(score, RatingBody.Of(own));
    }

    /// <summary>Replaces the caller's rating of a score's ticket; dimensions that are left out lose theirs.</summary>
    /// <param name="caller">The caller.</param>
    /// <param name="scoreId">The score.</param>
    /// <param name="input">The rating.</param>
    /// <param name="review">The review in which it is given, with a note that replaces the caller's earlier one; null outside of reviews.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    public async Task<Outcome<RatedScore>> RateAsync(
        Caller caller, string scoreId, Input<RatingBody> input, RatingReview? review, CancellationToken cancellationToken)
    {
        if (await scoreStore.FindAsync(caller.OwnScores, scoreId, cancellationToken) is not { } score) return new Refusal.NotFound();
        if (await directory.FindCompanyAsync(score.Item.CompanyId, cancellationToken) is not { } company) return new Refusal.NotFound();
        if (input.Errors.Any) return new Refusal.Invalid(input.Errors);
        var project = ProjectOf(score.Item);
        var given = new GivenRating(score.Item, company.Slug, caller.Actor, time.GetUtcNow(), review?.ReviewId);
        var entries = new List<FeedbackEntry>();
        var gone = new List<string>();
        foreach (var (dimension, value) in RatingRows.Dimensions.Zip(input.Value.Values()))
        {
            if (value is { } rating) entries.Add(new FeedbackEntry(project, RatingRows.Of(given, dimension, rating)));
            else gone.Add(RatingRows.IdOf(scoreId, dimension, caller.Actor));
        }

        if (review?.Note is { } note) entries.Add(new FeedbackEntry(project, RatingRows.NoteOf(given, note)));
        else if (review is not null) gone.Add(RatingRows.NoteIdOf(scoreId, caller.Actor));
        if (entries.Count == 0) await feedbackStore.PurgeAsync(project, gone, cancellationToken);
        else if ((await feedbackStore.WriteAsync(entries, gone, allOrNothing: true, cancellationToken)).Any(written => written is not FeedbackWritten.Kept))
            return new Refusal.NotFound();
        return new RatedScore(score, input.Value);
    }

    private static ProjectKey ProjectOf(ScoreItem score) => new(score.CompanyId, FeedbackRow.ScoreProject);
}
