using Vindex.Server.Languages;
using Vindex.Server.Portal.Forms;
using Vindex.Server.Portal.Ratings;
using Vindex.Server.Portal.Ticket;
using Vindex.Storage.Reviews;

namespace Vindex.Server.Portal.Reviews;

/// <summary>A review as a link.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Href">Its page.</param>
/// <param name="Progress">How far it has come.</param>
public sealed record ReviewLink(string Name, string Href, string Progress)
{
    internal static ReviewLink Of(ReviewProgress review) =>
        new(review.Review.Name, PortalPaths.Review(review.Review.Id), ProgressOf(review.Ratings, review.Tickets * review.Review.Raters));

    internal static string ProgressOf(int ratings, int wanted) => Texts.T("reviews.progress-of", ("ratings", ratings), ("count", wanted));
}

/// <summary>A review in the list.</summary>
/// <param name="Link">Its link.</param>
/// <param name="IsOpen">Whether it is open.</param>
/// <param name="Selection">How its tickets were selected.</param>
/// <param name="Own">How many tickets the user has rated.</param>
/// <param name="Since">When it was started.</param>
public sealed record ReviewEntry(ReviewLink Link, bool IsOpen, string Selection, int Own, Moment Since);

/// <summary>The page of all reviews.</summary>
/// <param name="Frame">Frame of the page.</param>
/// <param name="Reviews">The reviews, newest first.</param>
/// <param name="MayStart">Whether the user may start one.</param>
/// <param name="Customers">The company's customers, id and name.</param>
/// <param name="Form">State of the form.</param>
/// <param name="Message">A message of the last action; null for none.</param>
public sealed record ReviewsModel(
    PortalFrame Frame, IReadOnlyList<ReviewEntry> Reviews, bool MayStart, IReadOnlyList<(string Id, string Name)> Customers, FormState Form, string? Message);

/// <summary>The page of a review.</summary>
/// <param name="Frame">Frame of the page.</param>
/// <param name="Entry">The review.</param>
/// <param name="Raters">How many people rate each ticket.</param>
/// <param name="Ratings">Number of ratings.</param>
/// <param name="Wanted">Number of ratings that are wanted.</param>
/// <param name="MayRate">Whether the user may rate tickets in it now.</param>
/// <param name="MayManage">Whether the user may close and delete it.</param>
/// <param name="People">Who has rated how many tickets.</param>
/// <param name="NeededTickets">Rated tickets from which on values are given.</param>
/// <param name="Between">How far people agree with each other.</param>
/// <param name="Judges">How far the judges agree with people.</param>
/// <param name="Tickets">The rated tickets, the largest difference to the judge first.</param>
/// <param name="Message">A message of the last action; null for none.</param>
/// <param name="Form">State of the forms.</param>
public sealed record ReviewModel(
    PortalFrame Frame,
    ReviewEntry Entry,
    int Raters,
    int Ratings,
    int Wanted,
    bool MayRate,
    bool MayManage,
    IReadOnlyList<RaterLine> People,
    int NeededTickets,
    IReadOnlyList<ConsensusLine> Between,
    IReadOnlyList<JudgeTable> Judges,
    IReadOnlyList<RatedTicketLine> Tickets,
    string? Message,
    FormState Form);

/// <summary>What a person has done in a review.</summary>
/// <param name="Name">Name for people.</param>
/// <param name="Rated">Number of tickets rated.</param>
/// <param name="Skipped">Number of tickets skipped.</param>
public sealed record RaterLine(string Name, int Rated, int Skipped);

/// <summary>How far people agree with each other on a dimension.</summary>
/// <param name="Name">The dimension.</param>
/// <param name="Ratings">How many ratings of how many tickets.</param>
/// <param name="Alpha">The value with its interval, or why there is none.</param>
/// <param name="Distance">Mean distance between two ratings.</param>
public sealed record ConsensusLine(string Name, string Ratings, string Alpha, string Distance);

/// <summary>A judge beside people.</summary>
/// <param name="Agreement">Its name, and agreement by dimension.</param>
/// <param name="Facts">Number of tickets, time and cost.</param>
public sealed record JudgeTable(RubricAgreement Agreement, string Facts);

/// <summary>A rated ticket.</summary>
/// <param name="Key">Its key.</param>
/// <param name="Title">Its title.</param>
/// <param name="Href">Its page in the review.</param>
/// <param name="People">How many people rated it.</param>
/// <param name="Rated">Their mean.</param>
/// <param name="Judged">The judge's score.</param>
/// <param name="Difference">Mean − score.</param>
/// <param name="Spread">Distance between the highest and the lowest rating.</param>
public sealed record RatedTicketLine(string Key, string Title, string Href, int People, string Rated, string Judged, string Difference, string Spread);

/// <summary>The page on which a ticket of a review is rated.</summary>
/// <param name="Frame">Frame of the page.</param>
/// <param name="ReviewName">Name of the review.</param>
/// <param name="ReviewHref">Its page.</param>
/// <param name="Action">The page itself, to which its forms belong.</param>
/// <param name="Key">The ticket's key.</param>
/// <param name="Progress">How far the user has come.</param>
/// <param name="Text">The ticket's text.</param>
/// <param name="Ratings">What can be rated.</param>
/// <param name="Note">The user's note; null for none.</param>
/// <param name="Compared">What others said; null as long as it is hidden.</param>
/// <param name="MayRate">Whether the user may rate it.</param>
/// <param name="IsRated">Whether the user has.</param>
/// <param name="Form">State of the form.</param>
/// <param name="Message">A message of the last action; null for none.</param>
public sealed record ReviewTicketModel(
    PortalFrame Frame,
    string ReviewName,
    string ReviewHref,
    string Action,
    string Key,
    string Progress,
    IReadOnlyList<MarkedField> Text,
    IReadOnlyList<RatingField> Ratings,
    string? Note,
    ComparedRatings? Compared,
    bool MayRate,
    bool IsRated,
    FormState Form,
    string? Message);

/// <summary>A person's ratings beside those of the judge and of other people.</summary>
/// <param name="ModelName">The judge.</param>
/// <param name="Lines">By dimension: the user's rating, the judge's score, other people's ratings.</param>
public sealed record ComparedRatings(string ModelName, IReadOnlyList<(string Name, string Own, string Judge, string Others)> Lines);
