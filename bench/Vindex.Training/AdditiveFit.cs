namespace Vindex.Training;

/// <summary>A column of the design: dense values, or the rows in which a binary feature is set.</summary>
internal sealed record Column(double[]? Values, int[]? Rows, double Penalty, double Low = double.NegativeInfinity, double High = double.PositiveInfinity);

/// <summary>Least squares with an L2 penalty and bounds per column, by coordinate descent on the residuals. The same numbers at every run.</summary>
internal static class AdditiveFit
{
    /// <summary>Weights by column, the intercept last.</summary>
    public static double[] Fit(IReadOnlyList<Column> columns, double[] targets, bool[] use, int sweeps = 60)
    {
        var n = targets.Length;
        var count = use.Count(u => u);
        var w = new double[columns.Count + 1];
        w[^1] = Enumerable.Range(0, n).Where(i => use[i]).Average(i => targets[i]);
        var residual = new double[n];
        for (var i = 0; i < n; i++) residual[i] = use[i] ? targets[i] - w[^1] : 0;
        var squares = columns.Select(c => c.Values is { } v ? Enumerable.Range(0, n).Where(i => use[i]).Sum(i => v[i] * v[i]) : c.Rows!.Count(i => use[i]))
            .ToArray();
        for (var sweep = 0; sweep < sweeps; sweep++)
        {
            var change = 0.0;
            for (var j = 0; j < columns.Count; j++)
            {
                if (squares[j] < 1e-9) continue;
                var column = columns[j];
                var product = 0.0;
                if (column.Values is { } v) for (var i = 0; i < n; i++) product += v[i] * residual[i];
                else foreach (var i in column.Rows!) product += residual[i];
                var value = Math.Clamp((product + squares[j] * w[j]) / (squares[j] + column.Penalty), column.Low, column.High);
                var delta = value - w[j];
                if (delta == 0) continue;
                w[j] = value;
                change = Math.Max(change, delta * delta * squares[j]);
                if (column.Values is { } values)
                {
                    for (var i = 0; i < n; i++) if (use[i]) residual[i] -= delta * values[i];
                }
                else
                {
                    foreach (var i in column.Rows!) if (use[i]) residual[i] -= delta;
                }
            }

            var shift = residual.Sum() / count;
            w[^1] += shift;
            for (var i = 0; i < n; i++) if (use[i]) residual[i] -= shift;
            if (change < 1e-4) break;
        }

        return w;
    }

    /// <summary>The value of a row.</summary>
    public static double[] Values(IReadOnlyList<Column> columns, double[] w, int n)
    {
        var result = new double[n];
        Array.Fill(result, w[^1]);
        for (var j = 0; j < columns.Count; j++)
        {
            if (w[j] == 0) continue;
            if (columns[j].Values is { } v) for (var i = 0; i < n; i++) result[i] += w[j] * v[i];
            else foreach (var i in columns[j].Rows!) result[i] += w[j];
        }

        return result;
    }
}
