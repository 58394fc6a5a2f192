using System.Text.Json;
using System.Text.Json.Serialization;
using Vindex.Server.Ratings;
using Vindex.Server.Web;
using Vindex.Storage.Reviews;

namespace Vindex.Server.Reviews;

/// <summary>A review to start.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Tickets">How many tickets to draw, 1 to 500; default 30. Fewer are drawn if fewer match.</param>
/// <param name="Raters">How many people rate each ticket, 1 to 10; default 2.</param>
/// <param name="Pick">random (default) draws any of the tickets that match; uncertain draws those whose score has a low or medium confidence, low first.</param>
/// <param name="CustomerId">Only tickets of this customer.</param>
/// <param name="Source">Only tickets from this source, such as api or jiraforge.</param>
/// <param name="From">Only tickets whose latest score was created on this day or later, in the company's time zone.</param>
/// <param name="To">Only tickets whose latest score was created on this day or before.</param>
internal sealed record NewReviewBody(
    [Line(80)] string Name,
    [WholeNumber(1, 500)] int? Tickets = null,
    [WholeNumber(1, 10)] int? Raters = null,
    [ReviewPick] string? Pick = null,
    [Line(255)] string? CustomerId = null,
    [Line(1000)] string? Source = null,
    [Day] string? From = null,
    [Day] string? To = null);

/// <summary>How the tickets of a review were selected.</summary>
/// <param name="Pick">random or uncertain.</param>
/// <param name="Candidates">Number of tickets from which they were drawn.</param>
/// <param name="CustomerId">Only this customer; null for all.</param>
/// <param name="Source">Only this source; null for all.</param>
/// <param name="From">First day; null for no limit.</param>
/// <param name="To">Last day; null for no limit.</param>
internal sealed record ReviewSelectionBody(string Pick, int Candidates, string? CustomerId, string? Source, string? From, string? To)
{
    /// <summary>As it is stored with a review.</summary>
    public string Write() => JsonSerializer.Serialize(this, ReviewJson.Shared.ReviewSelectionBody);

    /// <summary>From what was stored.</summary>
    public static ReviewSelectionBody Read(string stored) => JsonSerializer.Deserialize(stored, ReviewJson.Shared.ReviewSelectionBody)!;
}

/// <summary>A review.</summary>
/// <param name="ReviewId">Its id.</param>
/// <param name="Name">Its name.</param>
/// <param name="State">open or closed.</param>
/// <param name="Raters">How many people rate each ticket.</param>
/// <param name="Selection">How its tickets were selected.</param>
/// <param name="Tickets">Number of tickets; those whose score was deleted are left out.</param>
/// <param name="Ratings">How often a ticket has been rated.</param>
/// <param name="Wanted">How many ratings are wanted: tickets × raters.</param>
/// <param name="RatedByYou">How many tickets you have rated.</param>
/// <param name="Creator">Who started it, as in the audit log.</param>
/// <param name="CreatedAt">When it was started.</param>
/// <param name="ClosedAt">When it was closed; null while it is open.</param>
internal sealed record ReviewBody(
    string ReviewId,
    string Name,
    string State,
    int Raters,
    ReviewSelectionBody Selection,
    int Tickets,
    int Ratings,
    int Wanted,
    int RatedByYou,
    string Creator,
    DateTimeOffset CreatedAt,
    DateTimeOffset? ClosedAt)
{
    public static ReviewBody Of(ReviewProgress progress)
    {
        var review = progress.Review;
        return new ReviewBody(
            review.Id,
            review.Name,
            review.ClosedAt is null ? "open" : "closed",
            review.Raters,
            ReviewSelectionBody.Read(review.Selection),
            progress.Tickets,
            progress.Ratings,
            progress.Tickets * review.Raters,
            progress.Own,
            review.Creator,
            review.CreatedAt,
            review.ClosedAt);
    }
}

/// <summary>The reviews of a company, the newest first.</summary>
/// <param name="Items">The reviews.</param>
internal sealed record ReviewListBody(IReadOnlyList<ReviewBody> Items);

/// <summary>A review with what was found in it.</summary>
/// <param name="Review">The review.</param>
/// <param name="People">Who has rated or skipped tickets, who rated most first.</param>
/// <param name="NeededTickets">Number of tickets that correlations, kappa and alpha need.</param>
/// <param name="BetweenPeople">How far people agree with each other, by dimension: those with at least one ticket that several people rated.</param>
/// <param name="Judges">How far each judge whose scores were drawn agrees with people, by name.</param>
/// <param name="Tickets">The tickets that you have rated, and all that were rated once the review is closed; empty without the scope scores:read.</param>
internal sealed record ReviewReportBody(
    ReviewBody Review,
    IReadOnlyList<RaterProgressBody> People,
    int NeededTickets,
    IReadOnlyList<DimensionConsensusBody> BetweenPeople,
    IReadOnlyList<JudgeComparisonBody> Judges,
    IReadOnlyList<RatedTicketBody> Tickets);

/// <summary>What a person has done in a review.</summary>
/// <param name="Rater">The person, as in the audit log.</param>
/// <param name="Name">Name or e-mail address; null for API keys and people who left.</param>
/// <param name="Rated">Number of tickets rated.</param>
/// <param name="Skipped">Number of tickets skipped.</param>
internal sealed record RaterProgressBody(string Rater, string? Name, int Rated, int Skipped);

/// <summary>How far people agree with each other on one dimension.</summary>
/// <param name="Dimension">One of the six, or <c>overall</c>.</param>
/// <param name="Tickets">Tickets that several people rated.</param>
/// <param name="Ratings">Their ratings.</param>
/// <param name="Enough">Whether there are enough tickets for alpha.</param>
/// <param name="Alpha">Krippendorff's alpha for interval data, at most 1; 0 is chance. Null without enough tickets, or where all ratings are the same.</param>
/// <param name="MeanDifference">Mean distance between two people's ratings of a ticket, in points.</param>
internal sealed record DimensionConsensusBody(string Dimension, int Tickets, int Ratings, bool Enough, EstimateBody? Alpha, double? MeanDifference);

/// <summary>A judge beside people, on the tickets of a review that it scored.</summary>
/// <param name="ModelName">The judge, for example <c>rubric-3</c>.</param>
/// <param name="Tickets">Number of rated tickets with its scores.</param>
/// <param name="MedianDurationMs">How long it took for a ticket, in milliseconds.</param>
/// <param name="MeanCost">What a ticket cost, by the prices of the connection; null for judges that ask no model.</param>
/// <param name="Dimensions">Agreement by dimension.</param>
internal sealed record JudgeComparisonBody(
    string ModelName, int Tickets, double MedianDurationMs, decimal? MeanCost, IReadOnlyList<DimensionAgreementBody> Dimensions);

/// <summary>A rated ticket of a review.</summary>
/// <param name="ScoreId">The score whose text was rated.</param>
/// <param name="Key">The ticket's key.</param>
/// <param name="Title">The ticket's title.</param>
/// <param name="People">Number of people who rated it.</param>
/// <param name="MeanOverall">Mean of their overall ratings; null if none gave one.</param>
/// <param name="Spread">Distance between the highest and the lowest overall rating; null with fewer than two.</param>
/// <param name="OverallScore">The judge's overall score.</param>
internal sealed record RatedTicketBody(string ScoreId, string Key, string Title, int People, double? MeanOverall, int? Spread, decimal OverallScore);

/// <summary>Bodies of this feature.</summary>
[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(NewReviewBody))]
[JsonSerializable(typeof(ReviewBody))]
[JsonSerializable(typeof(ReviewListBody))]
[JsonSerializable(typeof(ReviewReportBody))]
[JsonSerializable(typeof(ReviewSelectionBody))]
[JsonSerializable(typeof(ReviewTurnBody))]
[JsonSerializable(typeof(ReviewTicketBody))]
[JsonSerializable(typeof(ReviewRatingBody))]
internal sealed partial class ReviewJson : JsonSerializerContext
{
    public static ReviewJson Shared { get; } = new(WireFormat.Options());
}
