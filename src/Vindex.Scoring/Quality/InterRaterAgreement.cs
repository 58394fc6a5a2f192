namespace Vindex.Scoring.Quality;

/// <summary>A person's rating of a ticket, 0–10.</summary>
/// <param name="Ticket">The ticket.</param>
/// <param name="Rater">The person.</param>
/// <param name="Rated">The rating.</param>
public readonly record struct PersonRating(string Ticket, string Rater, double Rated);

/// <summary>How far people agree with each other. Only tickets with two or more ratings count.</summary>
/// <param name="Tickets">Tickets with two or more ratings.</param>
/// <param name="Ratings">Their ratings.</param>
/// <param name="Alpha">
/// Krippendorff's alpha for interval data (Content Analysis, 2004): 1 − mean squared difference of two ratings of a ticket / mean squared difference of any two
/// ratings. 1 when people agree, 0 when they do no better than chance; tickets may have different numbers of raters. Null with too few tickets, or where all
/// ratings are the same.
/// </param>
/// <param name="MeanDifference">Mean distance between two ratings of the same ticket, in points; each ticket counts once. Null without tickets.</param>
public sealed record InterRaterAgreement(int Tickets, int Ratings, Estimate? Alpha, double? MeanDifference)
{
    /// <summary>Whether there are enough tickets for <see cref="Alpha"/>.</summary>
    public bool IsEnough => Tickets >= RaterAgreement.FewestTickets;

    /// <summary>Compares ratings with each other. The same ratings give the same values, whatever their order.</summary>
    public static InterRaterAgreement Of(IEnumerable<PersonRating> ratings)
    {
        (string Ticket, double[] Values)[] tickets = [.. ratings.GroupBy(rating => rating.Ticket, StringComparer.Ordinal)
            .OrderBy(ticket => ticket.Key, StringComparer.Ordinal)
            .Select(ticket => (ticket.Key, (double[])[.. ticket.OrderBy(rating => rating.Rater, StringComparer.Ordinal).Select(rating => rating.Rated)]))
            .Where(ticket => ticket.Item2.Length > 1)];
        if (tickets.Length == 0) return new InterRaterAgreement(0, 0, null, null);
        var alpha = tickets.Length < RaterAgreement.FewestTickets
            ? null
            : Estimate.Of([.. tickets.Select(ticket => ticket.Ticket)], rows => AlphaOf([.. rows.Select(row => tickets[row].Values)]));
        return new InterRaterAgreement(
            tickets.Length, tickets.Sum(ticket => ticket.Values.Length), alpha, tickets.Average(ticket => Distance(ticket.Values)));
    }

    private static double? AlphaOf(double[][] tickets)
    {
        var observed = tickets.Sum(values => Squares(values) / (values.Length - 1));
        double[] all = [.. tickets.SelectMany(values => values)];
        var byChance = Squares(all) / (all.Length - 1);
        return byChance == 0 ? null : 1 - (observed / byChance);
    }

    // The squared differences of all ordered pairs.
    private static double Squares(double[] values)
    {
        var sum = values.Sum();
        return 2 * ((values.Length * values.Sum(value => value * value)) - (sum * sum));
    }

    private static double Distance(double[] values)
    {
        var sum = 0.0;
        for (var i = 0; i < values.Length; i++)
            for (var j = 0; j < i; j++) sum += Math.Abs(values[i] - values[j]);
        return sum / (values.Length * (values.Length - 1) / 2.0);
    }
}
