namespace Vindex.Training;

/// <summary>Logistic regression on binary features with soft targets: L2 penalty, L-BFGS. The same numbers at every run.</summary>
internal static class LogisticRegression
{
    private const int Memory = 8;

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
        var g = new double[n];
        var f = Loss(w, g);
        var (s, y) = (new List<double[]>(), new List<double[]>());
        for (var iteration = 0; iteration < iterations; iteration++)
        {
            var direction = Direction(g, s, y);
            var slope = Dot(direction, g);
            if (slope > -1e-9) break;
            var step = s.Count == 0 ? 1 / Math.Max(1, Math.Sqrt(Dot(g, g))) : 1.0;
            var next = new double[n];
            var nextG = new double[n];
            double nextF;
            for (var tries = 0; ; tries++)
            {
                for (var i = 0; i < n; i++) next[i] = w[i] + step * direction[i];
                nextF = Loss(next, nextG);
                if (nextF <= f + 1e-4 * step * slope || tries == 20) break;
                step *= 0.5;
            }

            var (ds, dy) = (new double[n], new double[n]);
            for (var i = 0; i < n; i++) (ds[i], dy[i]) = (next[i] - w[i], nextG[i] - g[i]);
            if (Dot(ds, dy) > 1e-10)
            {
                s.Add(ds);
                y.Add(dy);
                if (s.Count > Memory)
                {
                    s.RemoveAt(0);
                    y.RemoveAt(0);
                }
            }

            var done = f - nextF < 1e-5 * Math.Abs(f);
            (w, g, f) = (next, nextG, nextF);
            if (done) break;
        }

        return w;

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

    private static double[] Direction(double[] gradient, List<double[]> s, List<double[]> y)
    {
        var q = Array.ConvertAll(gradient, value => -value);
        var alphas = new double[s.Count];
        for (var k = s.Count - 1; k >= 0; k--)
        {
            alphas[k] = Dot(s[k], q) / Dot(s[k], y[k]);
            for (var i = 0; i < q.Length; i++) q[i] -= alphas[k] * y[k][i];
        }

        if (s.Count > 0)
        {
            var scale = Dot(s[^1], y[^1]) / Dot(y[^1], y[^1]);
            for (var i = 0; i < q.Length; i++) q[i] *= scale;
        }

        for (var k = 0; k < s.Count; k++)
        {
            var beta = Dot(y[k], q) / Dot(s[k], y[k]);
            for (var i = 0; i < q.Length; i++) q[i] += s[k][i] * (alphas[k] - beta);
        }

        return q;
    }

    private static double Dot(double[] a, double[] b)
    {
        var sum = 0.0;
        for (var i = 0; i < a.Length; i++) sum += a[i] * b[i];
        return sum;
    }
}
