using Vindex.Scoring;
using Vindex.Scoring.Judging.Signals;

namespace Vindex.Training;

/// <summary>Learns the additive model: named signals and words, a weight for each dimension, with signs set by hand.</summary>
internal sealed class ScoreTraining
{
    private const double SignalPenalty = 1000;
    private const double WordPenalty = 400;

    /// <summary>
    /// Each dimension is fitted to its own score plus this share of what the readers' six scores do not explain of their overall score. Without it, errors that
    /// all dimensions share cost no more than errors that cancel out in the mean. A larger share lowers the agreement of single dimensions.
    /// </summary>
    private const double OverallShare = 0.2;

    /// <summary>A signal that hardly varies is not blown up: a rare kind would get a weight of many points.</summary>
    private const double LeastDeviation = 0.15;

    /// <summary>How far each dimension's spread is widened: least squares squeezes predictions to the middle, and the whole scale is to be used.</summary>
    private static readonly double[] s_spread = [1.15, 1.0, 1.1, 1.4, 1.3, 1.4];

    private readonly RatedTicket[] _tickets;
    private readonly double[][] _signals;
    private readonly Examples _words;
    private readonly List<int>[] _postings;
    private readonly double[] _penalties;

    public ScoreTraining(RatedTicket[] tickets, double[][] signals, Examples words, Dictionary<ulong, string> names)
    {
        (_tickets, _signals, _words) = (tickets, signals, words);
        _penalties = Array.ConvertAll(words.Features, feature => WordPenalty * Factor(names[feature]));
        _postings = [.. words.Features.Select(_ => new List<int>())];
        for (var i = 0; i < tickets.Length; i++)
        {
            foreach (var feature in words.Rows[i]) _postings[feature].Add(i);
        }
    }

    // Classes of words are in nearly every text: a sentence that says nothing would win points by them.
    private static double Factor(string name) => name.StartsWith("C:", StringComparison.Ordinal) ? 10 : 1;

    /// <summary>Weights of signals, then of words, then the intercept, for one dimension.</summary>
    public double[] Fit(int dimension, Func<int, bool> use)
    {
        var chosen = Enumerable.Range(0, _tickets.Length).Select(use).ToArray();
        var rows = Enumerable.Range(0, _tickets.Length).Where(i => chosen[i]).ToArray();
        var names = TicketSignals.Names;
        var columns = new List<Column>();
        var (means, deviations) = (new double[names.Length], new double[names.Length]);
        for (var j = 0; j < names.Length; j++)
        {
            means[j] = rows.Average(i => _signals[i][j]);
            deviations[j] = Math.Max(Math.Sqrt(rows.Average(i => (_signals[i][j] - means[j]) * (_signals[i][j] - means[j]))), LeastDeviation);
            var (low, high) = SignBounds.Of(names[j], dimension);
            var (mean, deviation) = (means[j], deviations[j]);
            columns.Add(new([.. _signals.Select(row => (row[j] - mean) / deviation)], null, SignalPenalty, low, high));
        }

        for (var f = 0; f < _postings.Length; f++) columns.Add(new(null, [.. _postings[f]], _penalties[f]));
        var targets = Targets(dimension, rows);
        var w = AdditiveFit.Fit(columns, targets, chosen);
        var center = rows.Average(i => targets[i]);
        for (var j = 0; j < names.Length; j++)
        {
            w[j] /= deviations[j];
            w[^1] -= w[j] * means[j];
        }

        var spread = s_spread[dimension];
        for (var j = 0; j < w.Length - 1; j++) w[j] *= spread;
        w[^1] = center + spread * (w[^1] - center);
        return w;
    }

    // The readers' score, plus a share of the residual of their overall score regressed on the mean of their six.
    private double[] Targets(int dimension, int[] rows)
    {
        var six = Array.ConvertAll(_tickets, ticket => Enumerable.Range(0, Dimensions.Count).Average(ticket.Mean));
        var overall = Array.ConvertAll(_tickets, ticket => ticket.Mean(Dimensions.Count));
        var (meanOfSix, meanOfOverall) = (rows.Average(i => six[i]), rows.Average(i => overall[i]));
        var slope = rows.Sum(i => (six[i] - meanOfSix) * (overall[i] - meanOfOverall)) / rows.Sum(i => (six[i] - meanOfSix) * (six[i] - meanOfSix));
        return [.. _tickets.Select((ticket, i) => ticket.Mean(dimension) + OverallShare * (overall[i] - meanOfOverall - slope * (six[i] - meanOfSix)))];
    }

    /// <summary>The score before rounding.</summary>
    public double Value(double[] w, int ticket)
    {
        var sum = w[^1];
        for (var j = 0; j < _signals[ticket].Length; j++) sum += w[j] * _signals[ticket][j];
        foreach (var feature in _words.Rows[ticket]) sum += w[_signals[ticket].Length + feature];
        return sum;
    }

    /// <summary>What each group gives a dimension in a good ticket: the 80th percentile over the tickets, or the median of those that have it.</summary>
    public double[] Typical(double[] w)
    {
        const double part = 0.8;
        var groups = new double[TicketSignals.Groups.Length];
        for (var g = 0; g < groups.Length; g++)
        {
            var sums = new double[_tickets.Length];
            for (var j = 0; j < TicketSignals.Names.Length; j++)
            {
                if (TicketSignals.GroupOf[j] != g) continue;
                for (var i = 0; i < sums.Length; i++) sums[i] += w[j] * _signals[i][j];
            }

            Array.Sort(sums);
            var shown = sums.Where(sum => sum > 0.02).ToArray();
            groups[g] = Math.Max(sums[(int)(part * (sums.Length - 1))], shown.Length > 0 ? shown[shown.Length / 2] : 0);
        }

        return groups;
    }

    /// <summary>Cross-validated scores before rounding, kept within 0–10: a row a dimension.</summary>
    public double[][] CrossValidate()
    {
        var scores = new double[Dimensions.Count][];
        for (var d = 0; d < Dimensions.Count; d++) scores[d] = new double[_tickets.Length];
        Parallel.For(0, Dimensions.Count * PanelData.Folds, new ParallelOptions { MaxDegreeOfParallelism = 2 }, job =>
        {
            var (dimension, fold) = (job / PanelData.Folds, job % PanelData.Folds);
            var w = Fit(dimension, i => _tickets[i].Trains(fold));
            for (var i = 0; i < _tickets.Length; i++)
            {
                if (_tickets[i].Fold == fold) scores[dimension][i] = Math.Clamp(Value(w, i), 0, 10);
            }
        });
        return scores;
    }
}
