using Shouldly;
using Vindex.Training;
using Xunit;

namespace Vindex.Scoring.Tests.Development;

/// <summary>The fits of the training program, on numbers of which the answer is known.</summary>
public sealed class FitTests
{
    private static readonly bool[] s_all = [true, true, true, true, true, true, true, true];

    [Fact]
    public void Least_squares_finds_the_weights_that_made_the_targets()
    {
        double[] x = [0, 1, 2, 3, 4, 5, 6, 7], y = [3, 1, 4, 1, 5, 9, 2, 6];
        var targets = x.Zip(y, (a, b) => 2 + (0.5 * a) - (0.25 * b)).ToArray();

        var w = AdditiveFit.Fit([new(x, null, 0), new(y, null, 0)], targets, s_all, sweeps: 2000);

        w[0].ShouldBe(0.5, 0.01);
        w[1].ShouldBe(-0.25, 0.01);
        w[2].ShouldBe(2, 0.05);
        AdditiveFit.Values([new(x, null, 0), new(y, null, 0)], w, 8).Zip(targets, (a, b) => Math.Abs(a - b)).Max().ShouldBeLessThan(0.1);
    }

    [Fact]
    public void Bounds_are_kept()
    {
        double[] x = [0, 1, 2, 3, 4, 5, 6, 7];
        var w = AdditiveFit.Fit([new(x, null, 0, 0)], [.. x.Select(v => -v)], s_all);

        w[0].ShouldBe(0);
        AdditiveFit.Fit([new(x, null, 0, High: 0.3)], [.. x.Select(v => v)], s_all)[0].ShouldBe(0.3);
    }

    [Fact]
    public void A_penalty_pulls_towards_zero()
    {
        double[] x = [-1, 1, -1, 1, -1, 1, -1, 1];
        var free = AdditiveFit.Fit([new(x, null, 0)], x, s_all)[0];
        var held = AdditiveFit.Fit([new(x, null, 8)], x, s_all)[0];

        free.ShouldBe(1, 1e-6);
        held.ShouldBe(0.5, 1e-6);
    }

    [Fact]
    public void Rows_of_a_binary_feature_count_as_ones()
    {
        double[] targets = [5, 5, 5, 5, 7, 7, 7, 7];
        var w = AdditiveFit.Fit([new(null, [4, 5, 6, 7], 0)], targets, s_all, sweeps: 500);

        w[0].ShouldBe(2, 0.05);
        w[1].ShouldBe(5, 0.05);
    }

    [Fact]
    public void Rows_that_are_left_out_teach_nothing()
    {
        double[] targets = [1, 1, 1, 1, 9, 9, 9, 9];
        bool[] half = [true, true, true, true, false, false, false, false];

        AdditiveFit.Fit([], targets, half)[0].ShouldBe(1);
        AdditiveFit.Fit([], targets, s_all)[0].ShouldBe(5);
    }

    [Fact]
    public void The_same_numbers_come_out_every_time()
    {
        var random = new Random(7);
        var x = Enumerable.Range(0, 200).Select(_ => random.NextDouble()).ToArray();
        var rows = Enumerable.Range(0, 200).Where(i => i % 3 == 0).ToArray();
        var targets = x.Select((v, i) => v + (i % 3 == 0 ? 1 : 0) + random.NextDouble()).ToArray();
        var use = new bool[200];
        Array.Fill(use, true);

        AdditiveFit.Fit([new(x, null, 1), new(null, rows, 1)], targets, use).ShouldBe(AdditiveFit.Fit([new(x, null, 1), new(null, rows, 1)], targets, use));
    }

    [Fact]
    public void Logistic_regression_learns_the_share_of_each_feature()
    {
        int[][] rows = [[0], [0], [0], [0], [1], [1], [1], [1]];
        double[] targets = [1, 1, 1, 0, 0, 0, 0, 1];
        var w = LogisticRegression.Fit(rows, targets, _ => true, 2, 1e-6);

        LogisticRegression.Sigmoid(LogisticRegression.Value(w, [0])).ShouldBe(0.75, 0.01);
        LogisticRegression.Sigmoid(LogisticRegression.Value(w, [1])).ShouldBe(0.25, 0.01);
        LogisticRegression.Sigmoid(0).ShouldBe(0.5);
    }

    [Fact]
    public void Numbers_add_to_the_log_odds_that_a_row_has_anyhow()
    {
        float[][] rows = [[0], [0], [0], [0], [1], [1], [1], [1]];
        double[] targets = [1, 1, 0, 0, 1, 1, 1, 0];

        var free = DenseRegression.Fit(rows, targets, _ => true, 1e-6, _ => 0);
        LogisticRegression.Sigmoid(DenseRegression.Value(free, [0])).ShouldBe(0.5, 0.01);
        LogisticRegression.Sigmoid(DenseRegression.Value(free, [1])).ShouldBe(0.75, 0.01);

        var known = DenseRegression.Fit(rows, targets, _ => true, 1e-6, i => rows[i][0] * Math.Log(3));
        known[0].ShouldBe(0, 0.02);
        DenseRegression.Fit(rows, targets, _ => true, 1e6, _ => 0)[0].ShouldBe(0, 0.01);
    }

    [Fact]
    public void Only_features_of_enough_projects_and_rows_are_kept()
    {
        ulong[][] rows = [[1, 2, 3], [1, 2, 2], [1, 3], [1]];
        var examples = Examples.Of(rows, [0, 0, 1, 2], projects: 2, times: 2);

        examples.Features.ShouldBe([1UL, 3UL]);
        examples.Rows.Select(row => string.Join(' ', row)).ShouldBe(["0 1", "0", "0 1", "0"]);
    }

    [Fact]
    public void A_file_of_weights_is_sorted_and_short()
    {
        var path = Path.GetTempFileName();
        try
        {
            ModelFile.Write(path, "About\nthis", [("b", [0.12345, -0.0001]), ("a", [1, 2]), ("c", [0.004, 0])], [0.5, -0.00001], 0.01);
            File.ReadAllText(path).ShouldBe("# About\n# this\nbias\t0.5 0\na\t1 2\nb\t0.123 0\n");
        }
        finally
        {
            File.Delete(path);
        }
    }
}
