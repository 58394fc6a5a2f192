namespace Vindex.Training;

/// <summary>L-BFGS with backtracking. The same numbers at every run.</summary>
internal static class Minimiser
{
    private const int Memory = 8;

    /// <summary>Where the loss is least, from a start; <paramref name="loss"/> fills the gradient.</summary>
    public static double[] Run(double[] start, Func<double[], double[], double> loss, int iterations)
    {
        var w = start;
        var n = w.Length;
        var g = new double[n];
        var f = loss(w, g);
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
                nextF = loss(next, nextG);
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
