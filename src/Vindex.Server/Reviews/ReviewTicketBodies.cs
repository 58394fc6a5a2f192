using Vindex.Server.Ratings;
using Vindex.Server.Scores;
using Vindex.Server.Scoring;

namespace Vindex.Server.Reviews;

/// <summary>A rating of a ticket in a review.</summary>
/// <param name="Ratings">The ratings, each 0 to 10; at least one.</param>
/// <param name="Note">A note on the ticket; it is stored as feedback of the type wandb.note.1.</param>
internal sealed record ReviewRatingBody(RatingBody Ratings, [Text(1024)] string? Note = null);

/// <summary>The next ticket to rate.</summary>
/// <param name="Ticket">The ticket; null if there is none for you.</param>
/// <param name="RatedByYou">How many tickets of the review you have rated.</param>
/// <param name="Left">How many tickets wait for you, this one among them.</param>
internal sealed record ReviewTurnBody(ReviewTicketBody? Ticket, int RatedByYou, int Left);

/// <summary>A ticket of a review.</summary>
/// <param name="ScoreId">The score whose text is rated.</param>
/// <param name="Ticket">The ticket.</param>
/// <param name="Text">The text to rate.</param>
/// <param name="HeldUntil">Until when no one else is given your place; null if you do not hold one.</param>
/// <param name="Ratings">Your own ratings; null before you rate it.</param>
/// <param name="Note">Your own note; null for none.</param>
/// <param name="Judge">What the judge said; null before you rate it, unless the review is closed.</param>
/// <param name="Others">Other people's ratings; null before you rate it, unless the review is closed.</param>
internal sealed record ReviewTicketBody(
    string ScoreId,
    TicketRefBody Ticket,
    TicketTextBody Text,
    DateTimeOffset? HeldUntil,
    RatingBody? Ratings,
    string? Note,
    JudgeSaidBody? Judge,
    IReadOnlyList<RatingBody>? Others);

/// <summary>What the judge said of a ticket.</summary>
/// <param name="ModelName">The judge.</param>
/// <param name="OverallScore">Its overall score.</param>
/// <param name="InvestScores">Its six scores.</param>
internal sealed record JudgeSaidBody(string ModelName, decimal OverallScore, InvestScoresBody InvestScores);
