using Vindex.Storage.Scores;

namespace Vindex.Storage.Reviews;

/// <summary>Tickets that people of a company rate without seeing the judge's scores.</summary>
/// <param name="Id">Its id.</param>
/// <param name="CompanyId">Its company.</param>
/// <param name="Name">Its name.</param>
/// <param name="Raters">How many people rate each ticket.</param>
/// <param name="Selection">How its tickets were selected: text that the store does not look into.</param>
/// <param name="Creator">Who started it, as in the audit log.</param>
/// <param name="CreatedAt">When it was started.</param>
/// <param name="ClosedAt">When it was closed; null while it is open.</param>
public sealed record Review(
    string Id, string CompanyId, string Name, int Raters, string Selection, string Creator, DateTimeOffset CreatedAt, DateTimeOffset? ClosedAt);

/// <summary>A place of a review and the score whose text is rated there.</summary>
/// <param name="Place">The position in which it was drawn, from 0.</param>
/// <param name="ScoreId">The score.</param>
public sealed record ReviewPlace(int Place, string ScoreId);

/// <summary>A ticket of a review.</summary>
/// <param name="Place">The position in which it was drawn, from 0.</param>
/// <param name="Score">The score whose text is rated.</param>
public sealed record ReviewTicket(int Place, ScoreItem Score);

/// <summary>What became of a ticket that was handed to a person.</summary>
public enum TurnState
{
    /// <summary>The person has it in front of them.</summary>
    Held,

    /// <summary>The person has rated it.</summary>
    Rated,

    /// <summary>The person does not want to rate it.</summary>
    Skipped,
}

/// <summary>A ticket and a person who was handed it.</summary>
/// <param name="Place">The ticket's place.</param>
/// <param name="Actor">The person, as in the audit log.</param>
/// <param name="State">What became of it.</param>
/// <param name="ChangedAt">Since when.</param>
public sealed record ReviewTurn(int Place, string Actor, TurnState State, DateTimeOffset ChangedAt);

/// <summary>A review with what was done in it, as far as a caller may see its tickets.</summary>
/// <param name="Review">The review.</param>
/// <param name="Tickets">Its tickets, in the order in which they were drawn. Those whose score was deleted are gone.</param>
/// <param name="Turns">The turns of these tickets, by place and actor.</param>
public sealed record ReviewContent(Review Review, IReadOnlyList<ReviewTicket> Tickets, IReadOnlyList<ReviewTurn> Turns);

/// <summary>A review in a list.</summary>
/// <param name="Review">The review.</param>
/// <param name="Tickets">How many tickets it has.</param>
/// <param name="Ratings">How often one of them was rated.</param>
/// <param name="Own">How many the asking person has rated.</param>
public sealed record ReviewProgress(Review Review, int Tickets, int Ratings, int Own);

/// <summary>Whether a person may rate a ticket of a review.</summary>
public enum ReviewClaim
{
    /// <summary>The review does not have this ticket, or does not exist.</summary>
    NotFound,

    /// <summary>The review is closed.</summary>
    Closed,

    /// <summary>As many people as wanted have rated the ticket, or have it in front of them.</summary>
    Full,

    /// <summary>The person has a place.</summary>
    Granted,
}
