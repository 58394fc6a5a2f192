using Vindex.Server.Ratings;
using Vindex.Server.Scores;
using Vindex.Server.Scoring;
using Vindex.Server.Security;
using Vindex.Storage.Feedback;
using Vindex.Storage.Reviews;
using Vindex.Storage.Scores;

namespace Vindex.Server.Reviews;

/// <summary>A ticket of a review, and how far the person who looks at it has come.</summary>
/// <param name="Review">The review.</param>
/// <param name="Ticket">The ticket.</param>
/// <param name="Left">How many tickets wait for the person.</param>
internal sealed record ReviewLook(ReviewBody Review, ReviewTicketBody Ticket, int Left);

/// <summary>
/// Hands the tickets of a review to people, and takes their ratings. What the judge and other people say of a ticket is shown to a person once they have rated
/// it, or the review is closed.
/// </summary>
internal sealed class ReviewQueue(IReviewStore store, IScoreStore scoreStore, IFeedbackStore feedbackStore, RatingService ratings, TimeProvider time)
{
    /// <summary>How long a ticket is kept for the person it was handed to.</summary>
    public static readonly TimeSpan Hold = TimeSpan.FromMinutes(30);

    private const string NoRating = "must have at least one rating";

    /// <summary>How far a review has come.</summary>
    public static ReviewProgress ProgressOf(ReviewContent content, string actor)
    {
        var rated = content.Turns.Where(turn => turn.State == TurnState.Rated).ToList();
        return new ReviewProgress(content.Review, content.Tickets.Count, rated.Count, rated.Count(turn => turn.Actor == actor));
    }

    /// <summary>How many tickets wait for a person: those that they have not rated or skipped, and that still want people.</summary>
    public static int Left(ReviewContent content, string actor, DateTimeOffset heldSince)
    {
        if (content.Review.ClosedAt is not null) return 0;
        var turns = content.Turns.ToLookup(turn => turn.Place);
        return content.Tickets.Count(ticket =>
            !turns[ticket.Place].Any(turn => turn.Actor == actor && turn.State != TurnState.Held)
            && turns[ticket.Place].Count(turn => turn.Actor != actor && IsTaken(turn, heldSince)) < content.Review.Raters);
    }

    /// <summary>Hands out the next ticket.</summary>
    public async Task<Outcome<ReviewTurnBody>> NextAsync(Caller caller, string id, CancellationToken cancellationToken)
    {
        if (await store.FindAsync(caller.OwnScores, id, cancellationToken) is not { Review: var review }) return new Refusal.NotFound();
        if (!ReviewService.MayRead(caller)) return NoTexts;
        if (review.ClosedAt is not null) return Closed;
        var ticket = await TakeAsync(caller, id, cancellationToken);
        if (await store.FindAsync(caller.OwnScores, id, cancellationToken) is not { } content) return new Refusal.NotFound();
        return new ReviewTurnBody(
            ticket is null ? null : await BodyAsync(caller, content, ticket, cancellationToken),
            ProgressOf(content, caller.Actor).Own,
            Left(content, caller.Actor, HeldSince));
    }

    /// <summary>One ticket of a review.</summary>
    public async Task<Outcome<ReviewLook>> LookAsync(Caller caller, string id, string scoreId, CancellationToken cancellationToken)
    {
        if (await ContentAsync(caller, id, scoreId, cancellationToken) is not { } content) return new Refusal.NotFound();
        if (!ReviewService.MayRead(caller)) return NoTexts;
        return await scoreStore.FindAsync(caller.OwnScores, scoreId, cancellationToken) is { } score
            ? new ReviewLook(
                ReviewBody.Of(ProgressOf(content, caller.Actor)),
                await BodyAsync(caller, content, score, cancellationToken),
                Left(content, caller.Actor, HeldSince))
            : new Refusal.NotFound();
    }

    /// <summary>Takes a person's rating of a ticket, or replaces it.</summary>
    public async Task<Outcome<ReviewLook>> RateAsync(
        Caller caller, string id, string scoreId, Input<ReviewRatingBody> input, CancellationToken cancellationToken)
    {
        if (await ContentAsync(caller, id, scoreId, cancellationToken) is null) return new Refusal.NotFound();
        if (!ReviewService.MayRead(caller)) return NoTexts;
        var (body, errors) = (input.Value, input.Errors);
        if (!errors.Any && body.Ratings.Values().All(rating => rating is null)) errors.Add("ratings", NoRating);
        if (errors.Any) return new Refusal.Invalid(errors);
        var turn = new ReviewedScore(scoreId, caller.Actor);
        switch (await store.ClaimAsync(caller.OwnScores, id, turn, time.GetUtcNow(), HeldSince, cancellationToken))
        {
            case ReviewClaim.NotFound:
                return new Refusal.NotFound();
            case ReviewClaim.Closed:
                return Closed;
            case ReviewClaim.Full:
                return new Refusal.Conflict("ticket_full", "Enough people have rated this ticket or are rating it. Take the next one.");
        }

        // The ratings first: if the server stops between the two writes, the ticket is offered again, and rating it again replaces them.
        var review = new RatingReview(id, body.Note?.Trim());
        var rated = await ratings.RateAsync(caller, scoreId, new Input<RatingBody>(body.Ratings), review, cancellationToken);
        if (rated is Outcome<RatedScore>.Refused refused) return refused.Reason;
        if (!await store.EndTurnAsync(id, turn, TurnState.Rated, time.GetUtcNow(), cancellationToken)) return new Refusal.NotFound();
        return await LookAsync(caller, id, scoreId, cancellationToken);
    }

    /// <summary>Skips a ticket: it is not offered to the person again.</summary>
    public async Task<Outcome<Success>> SkipAsync(Caller caller, string id, string scoreId, CancellationToken cancellationToken)
    {
        if (await ContentAsync(caller, id, scoreId, cancellationToken) is not { } content) return new Refusal.NotFound();
        if (content.Review.ClosedAt is not null) return Closed;
        if (TurnOf(content, scoreId, caller.Actor)?.State == TurnState.Rated)
            return new Refusal.Conflict("already_rated", "You have rated this ticket. Change your rating instead.");
        return await store.EndTurnAsync(id, new ReviewedScore(scoreId, caller.Actor), TurnState.Skipped, time.GetUtcNow(), cancellationToken)
            ? default(Success)
            : new Refusal.NotFound();
    }

    private static Refusal Closed { get; } = new Refusal.Conflict("review_closed", "This review is closed.");

    private static Refusal NoTexts { get; } = new Refusal.Forbidden(
        "insufficient_scope", "Tickets of a review can be read with the scope scores:read in addition to this one.");

    private DateTimeOffset HeldSince => time.GetUtcNow() - Hold;

    private static bool IsTaken(ReviewTurn turn, DateTimeOffset heldSince) =>
        turn.State == TurnState.Rated || (turn.State == TurnState.Held && turn.ChangedAt > heldSince);

    private static ReviewTurn? TurnOf(ReviewContent content, string scoreId, string actor)
    {
        var place = content.Tickets.First(ticket => ticket.Score.Id == scoreId).Place;
        return content.Turns.FirstOrDefault(turn => turn.Place == place && turn.Actor == actor);
    }

    private async Task<ReviewContent?> ContentAsync(Caller caller, string id, string scoreId, CancellationToken cancellationToken) =>
        await store.FindAsync(caller.OwnScores, id, cancellationToken) is { } content && content.Tickets.Any(ticket => ticket.Score.Id == scoreId)
            ? content
            : null;

    // A score that is deleted between the two calls is not offered by the next.
    private async Task<StoredScore?> TakeAsync(Caller caller, string id, CancellationToken cancellationToken)
    {
        while (await store.NextAsync(caller.OwnScores, id, caller.Actor, time.GetUtcNow(), HeldSince, cancellationToken) is { } scoreId)
            if (await scoreStore.FindAsync(caller.OwnScores, scoreId, cancellationToken) is { } score) return score;
        return null;
    }

    private async Task<ReviewTicketBody> BodyAsync(Caller caller, ReviewContent content, StoredScore score, CancellationToken cancellationToken)
    {
        var item = score.Item;
        var place = content.Tickets.FirstOrDefault(ticket => ticket.Score.Id == item.Id)?.Place;
        var turns = content.Turns.Where(turn => turn.Place == place).ToList();
        var own = turns.Find(turn => turn.Actor == caller.Actor);
        var isShown = own?.State == TurnState.Rated || content.Review.ClosedAt is not null;
        var given = isShown ? await GivenAsync(item, turns, cancellationToken) : [];
        return new ReviewTicketBody(
            item.Id,
            new TicketRefBody(item.TicketId, item.TicketKey, item.Title),
            new TicketTextBody(item.Title, score.Description, score.AcceptanceCriteria),
            own?.State == TurnState.Held && IsTaken(own, HeldSince) ? own.ChangedAt + Hold : null,
            given.GetValueOrDefault(caller.Actor),
            own?.State == TurnState.Rated ? await NoteAsync(item, caller.Actor, cancellationToken) : null,
            isShown ? new JudgeSaidBody(score.Model, item.OverallTenths / 10m, InvestScoresBody.Of(item.Dimensions)) : null,
            isShown ? [.. given.Where(one => one.Key != caller.Actor).OrderBy(one => one.Key, StringComparer.Ordinal).Select(one => one.Value)] : null);
    }

    private async Task<Dictionary<string, RatingBody>> GivenAsync(ScoreItem score, IEnumerable<ReviewTurn> turns, CancellationToken cancellationToken)
    {
        var rated = turns.Where(turn => turn.State == TurnState.Rated).Select(turn => (score.Id, turn.Actor));
        var remarks = await RatingRows.GivenAsync(feedbackStore, ProjectOf(score), rated, cancellationToken);
        return remarks.GroupBy(remark => remark.Actor, StringComparer.Ordinal).ToDictionary(
            person => person.Key,
            person => RatingBody.Of(person.ToDictionary(remark => remark.Dimension, remark => (int)remark.Rating!.Value, StringComparer.Ordinal)),
            StringComparer.Ordinal);
    }

    private async Task<string?> NoteAsync(ScoreItem score, string actor, CancellationToken cancellationToken)
    {
        await foreach (var row in feedbackStore.ReadAsync(
            ProjectOf(score), new FeedbackSelection { Ids = [RatingRows.NoteIdOf(score.Id, actor)] }, cancellationToken))
        {
            return RatingRows.ReadNote(row);
        }

        return null;
    }

    private static ProjectKey ProjectOf(ScoreItem score) => new(score.CompanyId, FeedbackRow.ScoreProject);
}
