using Vindex.Server.Scoring;
using Vindex.Server.Security;
using Vindex.Storage.Reviews;
using Vindex.Storage.Scores;

namespace Vindex.Server.Reviews;

/// <summary>
/// Reviews of a company. Who may give feedback may start one; who started it, or manages the company, may close and delete it. Callers that are limited to
/// customers see their tickets only.
/// </summary>
internal sealed class ReviewService(IReviewStore store, ReviewCandidates candidates, Ids ids, Randomness randomness, Audit audit, TimeProvider time)
{
    /// <summary>Number of tickets of a review if the request does not say.</summary>
    public const int DefaultTickets = 30;

    /// <summary>Number of people per ticket if the request does not say.</summary>
    public const int DefaultRaters = 2;

    private const int MaxReviews = 200;
    private const int RetrySeconds = 5;

    private readonly InFlight _drawing = new(1);

    /// <summary>Whether a caller may close, open again and delete a review.</summary>
    public static bool MayManage(Caller caller, string creator) => creator == caller.Actor || caller.Scopes.Contains(Scopes.InstallationsWrite);

    /// <summary>Whether a caller may read the texts and scores of tickets.</summary>
    public static bool MayRead(Caller caller) => caller.Scopes.Contains(Scopes.ScoresRead);

    /// <summary>The reviews, newest first.</summary>
    public Task<IReadOnlyList<ReviewProgress>> ListAsync(Caller caller, CancellationToken cancellationToken) =>
        store.ListAsync(caller.OwnScores, caller.Actor, cancellationToken);

    /// <summary>Starts a review.</summary>
    public async Task<Outcome<ReviewProgress>> CreateAsync(Caller caller, Input<NewReviewBody> input, CancellationToken cancellationToken)
    {
        var (body, errors) = (input.Value, input.Errors);
        if (errors.Any) return new Refusal.Invalid(errors);
        var filter = await candidates.FilterAsync(caller, body, errors, cancellationToken);
        if (errors.Any) return new Refusal.Invalid(errors);
        if ((await store.ListAsync(new ScoreAccess(caller.OwnCompany, null), caller.Actor, cancellationToken)).Count >= MaxReviews)
            return new Refusal.Conflict("too_many_reviews", $"A company has at most {MaxReviews} reviews. Delete one that is no longer needed.");
        if (!_drawing.TryEnter()) return new Refusal.Unavailable("busy", "Another review is being drawn; try again in a moment.", RetrySeconds);
        try
        {
            var pick = body.Pick ?? ReviewPickAttribute.Random;
            var found = await candidates.ReadAsync(caller.OwnScores, filter, pick, cancellationToken);
            return found.Count == 0 ? Nothing(pick) : await AddAsync(caller, body, found, cancellationToken);
        }
        finally
        {
            _drawing.Leave();
        }
    }

    /// <summary>Closes a review: nothing more is handed out or taken in it.</summary>
    public Task<Outcome<ReviewProgress>> CloseAsync(Caller caller, string id, CancellationToken cancellationToken) =>
        SetClosedAsync(caller, id, time.GetUtcNow(), "review.closed", cancellationToken);

    /// <summary>Opens a closed review again.</summary>
    public Task<Outcome<ReviewProgress>> ReopenAsync(Caller caller, string id, CancellationToken cancellationToken) =>
        SetClosedAsync(caller, id, null, "review.reopened", cancellationToken);

    /// <summary>Deletes a review. The ratings are feedback and stay.</summary>
    public async Task<Outcome<Success>> DeleteAsync(Caller caller, string id, CancellationToken cancellationToken)
    {
        if (await store.FindAsync(caller.OwnScores, id, cancellationToken) is not { Review: var review }) return new Refusal.NotFound();
        if (!MayManage(caller, review.Creator)) return Foreign;
        var entry = audit.Entry(caller, "review.deleted", review.CompanyId, id, ("name", review.Name));
        return await store.DeleteAsync(review.CompanyId, id, entry, cancellationToken) ? default(Success) : new Refusal.NotFound();
    }

    private static Refusal Foreign { get; } =
        new Refusal.Forbidden("not_your_review", "Someone else started this review. They or an owner of the company can close, reopen or delete it.");

    private static Refusal.Conflict Nothing(string pick) => new(
        "no_tickets",
        pick == ReviewPickAttribute.Uncertain ? "No ticket with an uncertain score matches this selection." : "No ticket matches this selection.");

    private async Task<Outcome<ReviewProgress>> AddAsync(
        Caller caller, NewReviewBody body, IReadOnlyList<ReviewCandidate> found, CancellationToken cancellationToken)
    {
        var drawn = ReviewDraw.Of(found, body.Tickets ?? DefaultTickets, randomness);
        var selection = new ReviewSelectionBody(
            body.Pick ?? ReviewPickAttribute.Random, found.Count, body.CustomerId, body.Source, body.From, body.To);
        var review = new Review(
            ids.TimeOrdered(),
            caller.OwnCompany,
            body.Name.Trim(),
            body.Raters ?? DefaultRaters,
            selection.Write(),
            caller.Actor,
            time.GetUtcNow(),
            ClosedAt: null);
        var entry = audit.Entry(
            caller, "review.created", review.CompanyId, review.Id, ("name", review.Name), ("tickets", $"{drawn.Count}"), ("raters", $"{review.Raters}"));
        return await store.AddAsync(review, [.. drawn.Select((score, place) => new ReviewPlace(place, score))], [], entry, cancellationToken)
            ? new ReviewProgress(review, drawn.Count, 0, 0)
            : new Refusal.NotFound();
    }

    private async Task<Outcome<ReviewProgress>> SetClosedAsync(
        Caller caller, string id, DateTimeOffset? closedAt, string action, CancellationToken cancellationToken)
    {
        if (await store.FindAsync(caller.OwnScores, id, cancellationToken) is not { } content) return new Refusal.NotFound();
        if (!MayManage(caller, content.Review.Creator)) return Foreign;
        // A review that is in that state already stays as it is, so that a repeated request is harmless.
        var entry = audit.Entry(caller, action, content.Review.CompanyId, id, ("name", content.Review.Name));
        await store.CloseAsync(content.Review.CompanyId, id, closedAt, entry, cancellationToken);
        return await store.FindAsync(caller.OwnScores, id, cancellationToken) is { } changed
            ? ReviewQueue.ProgressOf(changed, caller.Actor)
            : new Refusal.NotFound();
    }
}
