using System.Globalization;
using Vindex.Scoring;
using Vindex.Server.Alerts.Rules;
using Vindex.Server.Scores;
using Vindex.Statistics.Answers;
using Vindex.Storage.Scores;

namespace Vindex.Server.Alerts.Figures;

/// <summary>Figures of scores from how often each score occurs, or from sums.</summary>
internal static class ScoreTally
{
    private const int Levels = 101;

    /// <summary>A figure from the values at its path; null without scores.</summary>
    /// <param name="figure">The figure.</param>
    /// <param name="gateTenths">The quality gate.</param>
    /// <param name="values">The most frequent values, 100 at most.</param>
    /// <param name="rows">How many scores there are.</param>
    public static double? Of(AlertFigure figure, int gateTenths, IReadOnlyList<CategoryCount> values, long rows)
    {
        if (rows == 0) return null;
        var counts = Counts(values, rows);
        var bad = figure.Metric == AlertMetric.BelowGate ? gateTenths : InvestScores.FailBelow * 10;
        return figure.Metric == AlertMetric.Average
            ? counts.Index().Sum(level => level.Index * (double)level.Item) / rows / 10
            : counts.Take(bad).Sum() * 100.0 / rows;
    }

    /// <summary>Sum and number from the sums of a bucket: their quotient is the figure.</summary>
    public static FigurePart Of(AlertFigure figure, IReadOnlyList<BucketSums> sums)
    {
        var count = sums.Sum(sum => sum.Count);
        return figure.Metric switch
        {
            AlertMetric.BelowGate => new FigurePart(100.0 * (count - sums.Sum(sum => sum.AtLeast[0])), count),
            AlertMetric.FailRate => new FigurePart(100.0 * sums.Sum(sum => sum.Fails[IndexOf(figure) - 1]), count),
            _ => new FigurePart(sums.Sum(sum => sum.Tenths[IndexOf(figure)]) / 10.0, count),
        };
    }

    private static int IndexOf(AlertFigure figure) =>
        ChartQuery.AllDimensions.Index().First(dimension => dimension.Item == FigureQuestions.PathOf(figure)).Index;

    // Overall scores have 101 levels, one more than the engine lists. If it lists 100 of them, the scores that are left have the one that is not listed.
    private static long[] Counts(IReadOnlyList<CategoryCount> values, long rows)
    {
        var (counts, listed) = (new long[Levels], new bool[Levels]);
        foreach (var value in values)
        {
            if (!decimal.TryParse(value.Value, CultureInfo.InvariantCulture, out var score) || score is < 0 or > 10) continue;
            var level = (int)(score * 10);
            (counts[level], listed[level]) = (value.Count, true);
        }

        var left = rows - counts.Sum();
        if (left > 0 && listed.Count(isListed => !isListed) == 1) counts[Array.IndexOf(listed, false)] = left;
        return counts;
    }
}

/// <summary>A part of a window: the figure of the window follows from the sums of these.</summary>
/// <param name="Sum">The sum of the values, or 100 times the number of bad ones.</param>
/// <param name="Count">The number of values.</param>
internal readonly record struct FigurePart(double Sum, double Count)
{
    /// <summary>The figure of one or more parts.</summary>
    public double? Figure(AlertFigure figure) => figure.Aggregation switch
    {
        "sum" => Sum,
        "count" => Count,
        _ => Count == 0 ? null : Sum / Count,
    };
}
