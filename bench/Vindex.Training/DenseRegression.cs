namespace Vindex.Training;

/// <summary>Logistic regression on numbers with soft targets: L2 penalty on the standardized numbers, L-BFGS. The same numbers at every run.</summary>
internal static class DenseRegression
{
    /// <summary>Weights of the numbers as they are, the last one the bias.</summary>
    /// <param name="rows">The numbers, row by row.</param>
    /// <param name="targets">Target of every row, 0–1.</param>
    /// <param name="use">Which rows to learn from.</param>
    /// <param name="penalty">L2 penalty; the bias has none.</param>
    /// <param name="known">The log-odds that a row has anyhow, to which the model adds.</param>
    /// <param name="iterations">Most iterations.</param>
    public static double[] Fit(float[][] rows, double[] targets, Func<int, bool> use, double penalty, Func<int, double> known, int iterations = 60)
    {
        var chosen = Enumerable.Range(0, rows.Length).Where(use).ToArray();
        var count = rows[0].Length;
        var (means, deviations) = Moments(rows, chosen, count);
        var start = new double[count + 1];
        var offsets = Array.ConvertAll(chosen, i => known(i));
        var scaled = Array.ConvertAll(chosen, i => Scaled(rows[i]));
        var w = Minimiser.Run(start, Loss, iterations);
        for (var j = 0; j < count; j++)
        {
            w[j] /= deviations[j];
            w[count] -= w[j] * means[j];
        }

        return w;

        float[] Scaled(float[] row)
        {
            var result = new float[count];
            for (var j = 0; j < count; j++) result[j] = (float)((row[j] - means[j]) / deviations[j]);
            return result;
        }

        double Loss(double[] weights, double[] gradient)
        {
            Array.Clear(gradient);
            var loss = 0.0;
            for (var k = 0; k < scaled.Length; k++)
            {
                var row = scaled[k];
                var target = targets[chosen[k]];
                var z = offsets[k] + weights[count];
                for (var j = 0; j < row.Length; j++) z += weights[j] * row[j];
                var p = LogisticRegression.Sigmoid(z);
                loss -= target * Math.Log(Math.Max(p, 1e-12)) + (1 - target) * Math.Log(Math.Max(1 - p, 1e-12));
                var d = p - target;
                for (var j = 0; j < row.Length; j++) gradient[j] += d * row[j];
                gradient[count] += d;
            }

            for (var j = 0; j < count; j++)
            {
                loss += penalty / 2 * weights[j] * weights[j];
                gradient[j] += penalty * weights[j];
            }

            return loss;
        }
    }

    /// <summary>The value of a model for a row, before the logistic function.</summary>
    public static double Value(double[] weights, float[] row)
    {
        var z = weights[^1];
        for (var j = 0; j < row.Length; j++) z += weights[j] * row[j];
        return z;
    }

    private static (double[] Means, double[] Deviations) Moments(float[][] rows, int[] chosen, int count)
    {
        const double least = 0.05;
        var (means, deviations) = (new double[count], new double[count]);
        for (var j = 0; j < count; j++)
        {
            var mean = chosen.Average(i => (double)rows[i][j]);
            means[j] = mean;
            deviations[j] = Math.Max(Math.Sqrt(chosen.Average(i => (rows[i][j] - mean) * (rows[i][j] - mean))), least);
        }

        return (means, deviations);
    }
}
