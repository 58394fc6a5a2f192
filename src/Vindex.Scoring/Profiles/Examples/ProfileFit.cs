using Vindex.Scoring.Judging;
using Vindex.Scoring.Quality;

namespace Vindex.Scoring.Profiles.Examples;

/// <summary>
/// Learns the rule weights of a profile from rated tickets. The same tickets and profile always give the same proposal. Agreement is measured by the judge
/// itself on tickets that the weights were not learned from.
/// </summary>
public static class ProfileFit
{
    /// <summary>Rated tickets that a dimension needs.</summary>
    public const int NeededTickets = 30;

    /// <summary>The most tickets that are learned from.</summary>
    public const int MostTickets = 5_000;

    private const double Step = 0.05;

    // Standard errors by which the mean error has to fall.
    private const double Clearly = 2;

    // Smaller weights alone bring scores closer to ratings that have nothing to do with them; the order of the tickets has to agree better, too.
    private const double LeastGain = 0.01, LeastCorrelation = 0.3;

    /// <summary>A proposal for a profile.</summary>
    /// <param name="profile">The profile to start from.</param>
    /// <param name="tickets">Rated tickets, at most <see cref="MostTickets"/>.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public static ProfileProposal Propose(Profile profile, IReadOnlyList<RatedExample> tickets, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(profile);
        ArgumentNullException.ThrowIfNull(tickets);
        if (tickets.Count > MostTickets) throw new ArgumentException($"At most {MostTickets} tickets can be learned from.", nameof(tickets));
        var points = Points(profile, tickets, cancellationToken);
        var judge = new OfflineJudge(profile);
        InvestScores[] before = [.. tickets.Select(ticket => judge.Judge(ticket.Reading).Scores)];
        var after = HeldOut(profile, tickets, points, cancellationToken);
        var dimensions = points.Zip(after, (own, scores) => Compare(own, before, scores)).ToList();
        var changes = new List<WeightChange>();
        foreach (var found in dimensions.Where(found => found.Outcome == FitOutcome.Proposed)) changes.AddRange(Changes(profile, points[(int)found.Dimension]));
        changes.Sort((left, right) => Size(right).CompareTo(Size(left)) is var order and not 0 ? order : string.CompareOrdinal(left.Rule, right.Rule));
        return new(tickets.Count, dimensions, changes, With(profile, changes.Select(change => (change.Rule, change.To))));

        static double Size(WeightChange change) => Math.Abs(change.PointsAfter - change.PointsBefore) * change.Tickets;
    }

    // A rule's points are what a ticket's sum loses without it, so that contributions too small to be shown count as well.
    private static RulePoints[] Points(Profile profile, IReadOnlyList<RatedExample> tickets, CancellationToken cancellationToken)
    {
        var plain = new OfflineJudge(profile with { RuleWeights = new Dictionary<string, double>() });
        OfflineJudge[] without = [.. RulePoints.Groups.Select(group => new OfflineJudge(Without(profile, group)))];
        RulePoints[] points = [.. Dimensions.All.Select(dimension => new RulePoints(dimension))];
        for (var i = 0; i < tickets.Count; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var sums = Sums(plain, tickets[i]);
            double[][] rests = [.. without.Select(judge => Sums(judge, tickets[i]))];
            for (var d = 0; d < points.Length; d++)
            {
                if (tickets[i].Ratings[d] is { } rating) points[d].Add(i, rating, sums[d], [.. rests.Select(rest => rest[d])]);
            }
        }

        return points;
    }

    private static double[] Sums(OfflineJudge judge, RatedExample ticket)
    {
        var explanation = judge.Judge(ticket.Reading).Explanation!;
        return [.. Dimensions.All.Select(dimension => explanation[dimension].Sum)];
    }

    private static Profile Without(Profile profile, string group) =>
        profile with { RuleWeights = Dimensions.Names.ToDictionary(name => $"{name}.{group}", _ => 0.0, StringComparer.Ordinal) };

    // The scores of each fifth of a dimension's tickets by weights learned from the other four.
    private static double[][] HeldOut(Profile profile, IReadOnlyList<RatedExample> tickets, RulePoints[] points, CancellationToken cancellationToken)
    {
        double[][] scores = [.. points.Select(own => new double[own.Count])];
        foreach (var own in points.Where(own => own.Count >= NeededTickets))
        {
            int[] all = [.. Enumerable.Range(0, own.Count)];
            for (var fold = 0; fold < Folds.Count; fold++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var weights = WeightFit.Of(own, Weights(profile, own), Folds.Others(all, fold));
                var judge = new OfflineJudge(With(profile, own.Rules.Zip(weights)));
                foreach (var i in Folds.Of(all, fold)) scores[(int)own.Dimension][i] = judge.Judge(tickets[own.Tickets[i]].Reading).Scores[own.Dimension];
            }
        }

        return scores;
    }

    private static DimensionProposal Compare(RulePoints points, InvestScores[] before, double[] after)
    {
        if (points.Count < NeededTickets) return new(points.Dimension, points.Count, FitOutcome.TooFew, null, null);
        double[] ratings = [.. points.Ratings];
        var (old, oldErrors) = Measure([.. points.Tickets.Select(ticket => (double)before[ticket][points.Dimension])], ratings);
        var (learned, errors) = Measure(after, ratings);
        double[] gains = [.. oldErrors.Zip(errors, (first, second) => first - second)];
        var mean = gains.Average();
        var standardError = Math.Sqrt(gains.Sum(gain => (gain - mean) * (gain - mean)) / (gains.Length - 1) / gains.Length);
        var isBetter = mean > Clearly * standardError && learned.RankCorrelation >= Math.Max(old.RankCorrelation + LeastGain, LeastCorrelation);
        return new(points.Dimension, points.Count, isBetter ? FitOutcome.Proposed : FitOutcome.NoBetter, old, learned);
    }

    private static (FitAgreement Agreement, double[] Errors) Measure(double[] scores, double[] ratings)
    {
        var level = ratings.Average() - scores.Average();
        double[] errors = [.. scores.Zip(ratings, (score, rating) => Math.Abs(score + level - rating))];
        return (new(Ranks.Correlation(scores, ratings), errors.Average(), level), errors);
    }

    private static IEnumerable<WeightChange> Changes(Profile profile, RulePoints points)
    {
        var from = Weights(profile, points);
        var to = WeightFit.Of(points, from, [.. Enumerable.Range(0, points.Count)]);
        for (var rule = 0; rule < from.Length; rule++)
        {
            var weight = Math.Round(to[rule] / Step) * Step;
            double[] moved = [.. Enumerable.Range(0, points.Count).Select(i => points[i][rule]).Where(own => own != 0)];
            if (Math.Abs(weight - from[rule]) < Step || moved.Length == 0) continue;
            var mean = moved.Average();
            yield return new(points.Rules[rule], from[rule], Math.Round(weight, 2), moved.Length, from[rule] * mean, weight * mean);
        }
    }

    private static double[] Weights(Profile profile, RulePoints points) => [.. points.Rules.Select(rule => profile.RuleWeights.GetValueOrDefault(rule, 1))];

    private static Profile With(Profile profile, IEnumerable<(string Rule, double Weight)> weights)
    {
        var all = new Dictionary<string, double>(profile.RuleWeights, StringComparer.Ordinal);
        foreach (var (rule, weight) in weights)
        {
            if (weight == 1) all.Remove(rule);
            else all[rule] = weight;
        }

        return profile with { RuleWeights = all };
    }
}
