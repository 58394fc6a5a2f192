namespace Vindex.Training;

/// <summary>
/// Multinomial logistic regression on binary features with soft targets: L2 penalty, L-BFGS over all classes at once. The same numbers at every run.
/// </summary>
internal static class Softmax
{
    /// <summary>Weights by class, the last one of each the bias.</summary>
    public static double[][] Fit(int[][] rows, double[][] targets, Func<int, bool> use, int features, double[] penalty, int iterations = 80)
    {
        var classes = targets[0].Length;
        var chosen = Enumerable.Range(0, rows.Length).Where(use).ToArray();
        var n = features + 1;
        var start = new double[classes * n];
        for (var c = 0; c < classes; c++) start[c * n + features] = Math.Log(Math.Max(1e-4, chosen.Average(i => targets[i][c])));
        var w = Minimiser.Run(start, Loss, iterations);
        return [.. Enumerable.Range(0, classes).Select(c => w[(c * n)..((c + 1) * n)])];

        double Loss(double[] weights, double[] gradient)
        {
            Array.Clear(gradient);
            var loss = 0.0;
            var z = new double[classes];
            foreach (var i in chosen)
            {
                for (var c = 0; c < classes; c++)
                {
                    var sum = weights[c * n + features];
                    foreach (var f in rows[i]) sum += weights[c * n + f];
                    z[c] = sum;
                }

                Normalize(z);
                for (var c = 0; c < classes; c++)
                {
                    if (targets[i][c] > 0) loss -= targets[i][c] * Math.Log(Math.Max(z[c], 1e-12));
                    var d = z[c] - targets[i][c];
                    foreach (var f in rows[i]) gradient[c * n + f] += d;
                    gradient[c * n + features] += d;
                }
            }

            for (var c = 0; c < classes; c++)
            {
                for (var f = 0; f < features; f++)
                {
                    var value = weights[c * n + f];
                    loss += penalty[f] / 2 * value * value;
                    gradient[c * n + f] += penalty[f] * value;
                }
            }

            return loss;
        }
    }

    /// <summary>Shares of 1 by class.</summary>
    public static double[] Odds(double[][] weights, int[] row)
    {
        var z = weights.Select(w => LogisticRegression.Value(w, row)).ToArray();
        Normalize(z);
        return z;
    }

    private static void Normalize(double[] z)
    {
        var max = z.Max();
        var total = 0.0;
        for (var c = 0; c < z.Length; c++) total += z[c] = Math.Exp(z[c] - max);
        for (var c = 0; c < z.Length; c++) z[c] /= total;
    }
}
