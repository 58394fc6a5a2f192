namespace Vindex.Training;

/// <summary>Logistic regression on binary features with soft targets: L2 penalty, L-BFGS. The same numbers at every run.</summary>
internal static class LogisticRegression
{
    /// <summary>Weights, the last one the bias.</summary>
    /// <param name="rows">Feature numbers of every row.</param>
    /// <param name="targets">Target of every row, 0–1.</param>
    /// <param name="use">Which rows to learn from.</param>
    /// <param name="features">How many features there are.</param>
    /// <param name="penalty">L2 penalty; the bias has none.</param>
    /// <param name="iterations">Most iterations.</param>
    public static double[] Fit(int[][] rows, double[] targets, Func<int, bool> use, int features, double penalty, int iterations = 60)
    {
        var chosen = Enumerable.Range(0, rows.Length).Where(use).ToArray();
        var n = features + 1;
        var w = new double[n];
        var mean = Math.Clamp(chosen.Average(i => targets[i]), 1e-4, 1 - 1e-4);
        w[features] = Math.Log(mean / (1 - mean));
        return Minimiser.Run(w, Loss, iterations);

        double Loss(double[] weights, double[] gradient)
        {
            Array.Clear(gradient);
            var loss = 0.0;
            foreach (var i in chosen)
            {
                var z = weights[features];
                foreach (var feature in rows[i]) z += weights[feature];
                var p = Sigmoid(z);
                loss -= targets[i] * Math.Log(Math.Max(p, 1e-12)) + (1 - targets[i]) * Math.Log(Math.Max(1 - p, 1e-12));
                var d = p - targets[i];
                foreach (var feature in rows[i]) gradient[feature] += d;
                gradient[features] += d;
            }

            for (var i = 0; i < features; i++)
            {
                loss += penalty / 2 * weights[i] * weights[i];
                gradient[i] += penalty * weights[i];
            }

            return loss;
        }
    }

    /// <summary>The logistic function.</summary>
    public static double Sigmoid(double z) => 1 / (1 + Math.Exp(-z));

    /// <summary>The value of a model for a row, before the logistic function.</summary>
    public static double Value(double[] weights, int[] row)
    {
        var z = weights[^1];
        foreach (var feature in row) z += weights[feature];
        return z;
    }
}
