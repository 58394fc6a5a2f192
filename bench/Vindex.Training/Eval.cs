using Vindex.Scoring;

namespace Vindex.Training;

internal static class Eval
{
    public static double[][] Run(string name, RatedTicket[] tickets, List<Column> columns, int[] folds, bool print = true)
    {
        var n = tickets.Length;
        var targets = Enumerable.Range(0, 7).Select(d => tickets.Select(t => t.Mean(d)).ToArray()).ToArray();
        var p = Enumerable.Range(0, 7).Select(_ => new double[n]).ToArray();
        Parallel.For(0, 7 * PanelData.Folds, new ParallelOptions { MaxDegreeOfParallelism = 2 }, job =>
        {
            var (d, fold) = (job / PanelData.Folds, job % PanelData.Folds);
            var w = AdditiveFit.Fit(columns, targets[d], [.. folds.Select(f => f != fold)]);
            var values = AdditiveFit.Values(columns, w, n);
            for (var i = 0; i < n; i++) if (folds[i] == fold) p[d][i] = Math.Clamp(values[i], 0, 10);
        });
        if (!print) return p;
        var six = tickets.Select(t => Enumerable.Range(0, 6).Average(t.Mean)).ToArray();
        var mean = Enumerable.Range(0, n).Select(i => Enumerable.Range(0, 6).Average(d => p[d][i])).ToArray();
        double[] factor = [0.7, 0.5, 1.2, 1.8, 0.8, 1.8];
        var m = Enumerable.Range(0, 6).Select(d => p[d].Average()).ToArray();
        var stretched = Enumerable.Range(0, n).Select(i => Enumerable.Range(0, 6).Average(d => Math.Floor(Math.Clamp(m[d] + factor[d] * (p[d][i] - m[d]), 0, 10) + .5))).ToArray();
        Console.WriteLine($"{name,-22} " + string.Join(" ", Enumerable.Range(0, 6).Select(d => $"{Dimensions.Names[d][..5]} {Spearman.Of(p[d], targets[d]):F3}"))
            + $" | direct {Spearman.Of(p[6], targets[6]):F3} mean {Spearman.Of(mean, targets[6]):F3} stretched {Spearman.Of(stretched, targets[6]):F3} | six {Spearman.Of(mean, six):F3} mae {Enumerable.Range(0, n).Average(i => Math.Abs(mean[i] - six[i])):F2} {Enumerable.Range(0, n).Average(i => Math.Abs(stretched[i] - six[i])):F2}");
        return p;
    }
}
