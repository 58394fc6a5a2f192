using Vindex.Scoring.Quality;

namespace Vindex.Server.Ratings;

/// <summary>The caller's own rating of a score's ticket: each 0 to 10, null where there is none.</summary>
/// <param name="Overall">The ticket as a whole.</param>
/// <param name="Independent">Can be built without waiting for others.</param>
/// <param name="Negotiable">Says what is needed and leaves open how.</param>
/// <param name="Valuable">Says who is better off, and how.</param>
/// <param name="Estimable">Says enough to be sized.</param>
/// <param name="Small">Fits a few days of work.</param>
/// <param name="Testable">Says how to tell that it is done.</param>
internal sealed record RatingBody(
    [WholeNumber(0, 10)] int? Overall = null,
    [WholeNumber(0, 10)] int? Independent = null,
    [WholeNumber(0, 10)] int? Negotiable = null,
    [WholeNumber(0, 10)] int? Valuable = null,
    [WholeNumber(0, 10)] int? Estimable = null,
    [WholeNumber(0, 10)] int? Small = null,
    [WholeNumber(0, 10)] int? Testable = null)
{
    /// <summary>The ratings by dimension, in the order of <see cref="RatingRows.Dimensions"/>.</summary>
    public IReadOnlyList<int?> Values() => [Overall, Independent, Negotiable, Valuable, Estimable, Small, Testable];

    /// <summary>The rating of a dimension by its name.</summary>
    public double? RatingOf(string dimension) => RatingRows.Dimensions.Zip(Values()).First(rated => rated.First == dimension).Second;

    public static RatingBody Of(IReadOnlyDictionary<string, int> ratings) => Of(name => ratings.TryGetValue(name, out var rating) ? rating : null);

    /// <summary>The ratings that a function has for the names of the dimensions.</summary>
    public static RatingBody Of(Func<string, int?> ratings)
    {
        IReadOnlyList<int?> values = [.. RatingRows.Dimensions.Select(ratings)];
        return new RatingBody(values[0], values[1], values[2], values[3], values[4], values[5], values[6]);
    }
}

/// <summary>How far the judge agrees with people, by rubric version and dimension.</summary>
/// <param name="RatedTickets">Number of scores with a rating, an agreement or a disagreement.</param>
/// <param name="People">Number of people who gave them.</param>
/// <param name="NeededTickets">Number of rated tickets that a dimension needs before values are given.</param>
/// <param name="Complete">False if there are more than 20,000 ratings and answers; only the newest are then counted.</param>
/// <param name="Rubrics">By rubric version, the newest name first.</param>
internal sealed record AgreementBody(int RatedTickets, int People, int NeededTickets, bool Complete, IReadOnlyList<RubricAgreementBody> Rubrics);

/// <summary>One rubric version.</summary>
/// <param name="ModelName">The judge, for example <c>rubric-3</c>.</param>
/// <param name="Dimensions">The overall score and the six dimensions, those with at least one rating or answer.</param>
internal sealed record RubricAgreementBody(string ModelName, IReadOnlyList<DimensionAgreementBody> Dimensions);

/// <summary>One dimension.</summary>
/// <param name="Dimension">One of the six, or <c>overall</c>.</param>
/// <param name="Tickets">Tickets with a rating.</param>
/// <param name="Ratings">Ratings; several people may rate a ticket.</param>
/// <param name="People">People who rated.</param>
/// <param name="Enough">Whether there are enough rated tickets for the three values that follow.</param>
/// <param name="RankCorrelation">Spearman's correlation of the judge's scores with the mean rating of each ticket, −1 to 1; null without enough tickets, or
/// where one side never varies.</param>
/// <param name="WeightedKappa">Cohen's kappa with quadratic weights over all ratings, at most 1; null as above.</param>
/// <param name="MeanDifference">Mean of rating − score; null without enough tickets.</param>
/// <param name="Agree">How often people agreed with the score.</param>
/// <param name="Disagree">How often they disagreed.</param>
/// <param name="AgreeShare">The share that agreed; null if there are no such answers.</param>
internal sealed record DimensionAgreementBody(
    string Dimension,
    int Tickets,
    int Ratings,
    int People,
    bool Enough,
    EstimateBody? RankCorrelation,
    EstimateBody? WeightedKappa,
    double? MeanDifference,
    int Agree,
    int Disagree,
    EstimateBody? AgreeShare);

/// <summary>A value with its 95 % interval, to three decimals.</summary>
/// <param name="Value">The value.</param>
/// <param name="Low">Lower end; null when there is no interval.</param>
/// <param name="High">Upper end.</param>
internal sealed record EstimateBody(double Value, double? Low, double? High)
{
    private const int Decimals = 3;

    public static EstimateBody? Of(Estimate? estimate) => estimate is null
        ? null
        : new EstimateBody(
            Rounded(estimate.Value), estimate.Interval is { } low ? Rounded(low.Low) : null, estimate.Interval is { } high ? Rounded(high.High) : null);

    /// <summary>A value to three decimals.</summary>
    public static double Rounded(double value) => Math.Round(value, Decimals, MidpointRounding.AwayFromZero) + 0.0;
}
