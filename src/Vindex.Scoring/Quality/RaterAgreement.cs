namespace Vindex.Scoring.Quality;

/// <summary>A person's rating beside the judge's score of the same ticket, both 0–10.</summary>
/// <param name="Ticket">The ticket; several people may rate it.</param>
/// <param name="Rater">The person.</param>
/// <param name="Judged">The judge's score.</param>
/// <param name="Rated">The person's rating.</param>
public readonly record struct RatedTicket(string Ticket, string Rater, double Judged, double Rated);

/// <summary>A value with its 95 % interval.</summary>
/// <param name="Value">The value.</param>
/// <param name="Interval">By bootstrap over tickets; null when no draw had a value.</param>
public sealed record Estimate(double Value, Interval? Interval)
{
    private const int Rounds = 200;

    /// <summary>A statistic over rows that belong to groups; null where it is not defined.</summary>
    internal static Estimate? Of(string[] groups, Func<int[], double?> statistic) =>
        statistic([.. Enumerable.Range(0, groups.Length)]) is { } value ? new Estimate(value, new GroupBootstrap(groups, Rounds).Of(statistic)) : null;
}

/// <summary>How far the judge agrees with people's own ratings.</summary>
/// <param name="Tickets">Tickets that were rated.</param>
/// <param name="Ratings">Ratings; several people may have rated a ticket.</param>
/// <param name="Raters">People who rated.</param>
/// <param name="RankCorrelation">
/// Spearman's correlation of the judge's scores with the mean of the ratings of each ticket; null with too few tickets, or where one side is the same for all.
/// </param>
/// <param name="WeightedKappa">
/// Cohen's kappa with quadratic weights (1968) over all ratings, both sides as whole numbers: agreement beyond chance on the same scale, where the correlation
/// only
/// compares the order. Null as above.
/// </param>
/// <param name="MeanDifference">Mean of rating − score: above 0 where people are more generous than the judge; null with too few tickets.</param>
public sealed record RaterAgreement(int Tickets, int Ratings, int Raters, Estimate? RankCorrelation, Estimate? WeightedKappa, double? MeanDifference)
{
    /// <summary>With fewer rated tickets, chance decides more than agreement does, and no value is given.</summary>
    public const int FewestTickets = 20;

    /// <summary>Whether there are enough tickets for values.</summary>
    public bool IsEnough => Tickets >= FewestTickets;

    /// <summary>Compares ratings with scores. The same ratings give the same values, whatever their order.</summary>
    public static RaterAgreement Of(IEnumerable<RatedTicket> ratings)
    {
        RatedTicket[] pairs = [.. ratings.OrderBy(pair => pair.Ticket, StringComparer.Ordinal).ThenBy(pair => pair.Rater, StringComparer.Ordinal)];
        var tickets = pairs.GroupBy(pair => pair.Ticket, StringComparer.Ordinal).ToList();
        var raters = pairs.Select(pair => pair.Rater).Distinct(StringComparer.Ordinal).Count();
        if (tickets.Count < FewestTickets) return new RaterAgreement(tickets.Count, pairs.Length, raters, null, null, null);

        double[] judged = [.. tickets.Select(ticket => ticket.Average(pair => pair.Judged))];
        double[] rated = [.. tickets.Select(ticket => ticket.Average(pair => pair.Rated))];
        var correlation = Estimate.Of(
            [.. tickets.Select(ticket => ticket.Key)],
            rows => Correlation([.. rows.Select(row => judged[row])], [.. rows.Select(row => rated[row])]));
        var kappa = Estimate.Of(
            [.. pairs.Select(pair => pair.Ticket)],
            rows => Agreement.WeightedKappa([.. rows.Select(row => Whole(pairs[row].Judged))], [.. rows.Select(row => Whole(pairs[row].Rated))]));
        return new RaterAgreement(tickets.Count, pairs.Length, raters, correlation, kappa, pairs.Average(pair => pair.Rated - pair.Judged));
    }

    private static double? Correlation(double[] left, double[] right) => IsConstant(left) || IsConstant(right) ? null : Ranks.Correlation(left, right);

    private static bool IsConstant(double[] values) => Array.TrueForAll(values, value => value == values[0]);

    private static int Whole(double score) => (int)Math.Round(score, MidpointRounding.AwayFromZero);
}
