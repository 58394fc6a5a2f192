using Vindex.Storage.Reviews;

namespace Vindex.Server.Archives;

/// <summary>A review in an archive. The people are those of the installation that it comes from.</summary>
internal sealed record ArchivedReview(
    string Id,
    string Name,
    int Raters,
    string Selection,
    string Creator,
    DateTimeOffset CreatedAt,
    DateTimeOffset? ClosedAt,
    IReadOnlyList<ArchivedPlace> Tickets,
    IReadOnlyList<ArchivedTurn> Turns)
{
    public static ArchivedReview Of(ReviewContent content)
    {
        var review = content.Review;
        return new ArchivedReview(
            review.Id,
            review.Name,
            review.Raters,
            review.Selection,
            review.Creator,
            review.CreatedAt,
            review.ClosedAt,
            [.. content.Tickets.Select(ticket => new ArchivedPlace(ticket.Place, ticket.Score.Id))],
            [.. content.Turns.Where(turn => turn.State != TurnState.Held)
                .Select(turn => new ArchivedTurn(turn.Place, turn.Actor, turn.State == TurnState.Rated, turn.ChangedAt))]);
    }

    public Review ToReview(string companyId) => new(Id, companyId, Name, Raters, Selection, Creator, CreatedAt, ClosedAt);
}

/// <summary>A ticket of a review in an archive.</summary>
internal sealed record ArchivedPlace(int Place, string ScoreId)
{
    public ReviewPlace ToPlace() => new(Place, ScoreId);
}

/// <summary>A ticket that a person rated, or skipped.</summary>
internal sealed record ArchivedTurn(int Place, string Actor, bool Rated, DateTimeOffset At)
{
    public ReviewTurn ToTurn() => new(Place, Actor, Rated ? TurnState.Rated : TurnState.Skipped, At);
}
