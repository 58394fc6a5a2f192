namespace Vindex.Scoring.Profiles.Examples;

/// <summary>
/// Weights between <see cref="Least"/> and <see cref="Most"/> with the least squared error against the ratings, held back towards the profile's weights (ridge
/// regression by coordinate descent). How strongly they are held back is what predicts left-out tickets best. People who rate lower or higher than the rubric
/// throughout do not change the weights: that difference in level is learned beside them and left out.
/// </summary>
internal static class WeightFit
{
    public const double Least = 0.25, Most = 3;
    private const int Sweeps = 200;
    private const double Converged = 1e-6;
    private static readonly double[] s_restraints = [4, 12, 40, 120, 400];

    /// <summary>The weights learned from some tickets.</summary>
    /// <param name="points">The tickets and their ratings.</param>
    /// <param name="from">The profile's weights, by rule.</param>
    /// <param name="tickets">The tickets to learn from.</param>
    public static double[] Of(RulePoints points, double[] from, IReadOnlyList<int> tickets)
    {
        var best = (Error: double.PositiveInfinity, Restraint: 0.0);
        foreach (var restraint in s_restraints)
        {
            double error = 0;
            for (var fold = 0; fold < Folds.Count; fold++)
            {
                var (weights, level) = Solve(points, from, Folds.Others(tickets, fold), restraint);
                foreach (var ticket in Folds.Of(tickets, fold)) error += Square(points.Sum(ticket, weights) + level - points.Ratings[ticket]);
            }

            if (error < best.Error) best = (error, restraint);
        }

        return Solve(points, from, tickets, best.Restraint).Weights;
    }

    private static (double[] Weights, double Level) Solve(RulePoints points, double[] from, IReadOnlyList<int> tickets, double restraint)
    {
        var weights = from.ToArray();
        var moments = new Moments(points, tickets);
        for (var sweep = 0; sweep < Sweeps; sweep++)
        {
            double largest = 0;
            for (var rule = 0; rule < weights.Length; rule++)
            {
                if (moments.Products[rule][rule] == 0) continue;
                var wanted = (moments.Pull(rule, weights) + (restraint * from[rule])) / (moments.Products[rule][rule] + restraint);
                var next = Math.Clamp(wanted, Math.Min(Least, from[rule]), Most);
                largest = Math.Max(largest, Math.Abs(next - weights[rule]));
                weights[rule] = next;
            }

            if (largest < Converged) break;
        }

        return (weights, moments.Level(weights));
    }

    private static double Square(double value) => value * value;

    /// <summary>Sums of products of what the rules and the ratings deviate from their means, of which the squared error is made.</summary>
    private sealed class Moments
    {
        private readonly double[] _means;
        private readonly double[] _wanted;
        private readonly double _mean;

        public Moments(RulePoints points, IReadOnlyList<int> tickets)
        {
            var rules = points.Rules.Length;
            _means = [.. Enumerable.Range(0, rules).Select(rule => tickets.Average(ticket => points[ticket][rule]))];
            _mean = tickets.Average(points.Wanted);
            _wanted = new double[rules];
            Products = [.. Enumerable.Range(0, rules).Select(_ => new double[rules])];
            var deviations = new double[rules];
            foreach (var ticket in tickets)
            {
                for (var rule = 0; rule < rules; rule++) deviations[rule] = points[ticket][rule] - _means[rule];
                for (var rule = 0; rule < rules; rule++)
                {
                    _wanted[rule] += deviations[rule] * (points.Wanted(ticket) - _mean);
                    for (var other = 0; other < rules; other++) Products[rule][other] += deviations[rule] * deviations[other];
                }
            }
        }

        public double[][] Products { get; }

        /// <summary>What a rule should explain: what the others leave.</summary>
        public double Pull(int rule, double[] weights)
        {
            var pull = _wanted[rule];
            for (var other = 0; other < weights.Length; other++)
            {
                if (other != rule) pull -= Products[rule][other] * weights[other];
            }

            return pull;
        }

        /// <summary>The difference in level that remains.</summary>
        public double Level(double[] weights) => _mean - weights.Zip(_means, (weight, mean) => weight * mean).Sum();
    }
}
