using System.Runtime.Intrinsics;
using Vindex.Scoring.Judging.Rules;
using Vindex.Scoring.Reading.Models;

namespace Vindex.Scoring.Judging.Signals;

/// <summary>The words of a ticket that the model knows: what they add up to for each dimension, and which weigh most. For one thread at a time.</summary>
internal sealed class WordWeights
{
    private const int Most = 3;

    private readonly LinearModel.Seen _seen = new();
    private readonly List<int> _rows = new(256);
    private readonly double[] _sums = new double[LinearModel.MostOutputs];
    private readonly double[] _factors = new double[LinearModel.MostOutputs];
    private readonly double[] _least = new double[LinearModel.MostOutputs];
    private readonly int[] _top = new int[Dimensions.Count * Most];

    /// <summary>What the words add up to for a dimension.</summary>
    public double SumOf(int dimension) => _sums[dimension];

    /// <summary>The words that weigh most, the weightiest first: rows of the model; −1 for none.</summary>
    public ReadOnlySpan<int> TopOf(int dimension) => _top.AsSpan(dimension * Most, Most);

    /// <summary>Weighs the words of a ticket, given the features of its kind.</summary>
    public void Read(ReadOnlySpan<ulong> features, ProfileWeights weights)
    {
        var model = AdditiveModel.Words;
        _rows.Clear();
        foreach (var row in model.Rows(features, _seen)) _rows.Add((int)row);
        // With factors, the last digit of a sum depends on the order.
        if (!weights.AreOne) _rows.Sort();
        for (var dimension = 0; dimension < Dimensions.Count; dimension++) _factors[dimension] = weights.Of(RuleNames.Wording, dimension);
        Array.Fill(_top, -1);
        // The elements beyond the dimensions stay 0.
        Array.Fill(_least, double.PositiveInfinity);
        Array.Fill(_least, -1, 0, Dimensions.Count);
        AddUp(model);
    }

    private void AddUp(LinearModel model)
    {
        var (low, high) = (Vector256<double>.Zero, Vector256<double>.Zero);
        var (lowFactors, highFactors) = (Vector256.Create(_factors), Vector256.Create(_factors, Vector256<double>.Count));
        foreach (var row in _rows)
        {
            var (lowWeights, highWeights) = Vector256.Widen(model.VectorOf(row));
            lowWeights *= lowFactors;
            highWeights *= highFactors;
            low += lowWeights;
            high += highWeights;
            var reaches = Vector256.GreaterThanOrEqualAny(Vector256.Abs(lowWeights), Vector256.Create(_least))
                || Vector256.GreaterThanOrEqualAny(Vector256.Abs(highWeights), Vector256.Create(_least, Vector256<double>.Count));
            if (reaches) Insert(row, model.WeightsOf(row));
        }

        low.CopyTo(_sums);
        high.CopyTo(_sums, Vector256<double>.Count);
    }

    private void Insert(int row, ReadOnlySpan<float> weights)
    {
        for (var dimension = 0; dimension < Dimensions.Count; dimension++)
        {
            var weight = Math.Abs(weights[dimension] * _factors[dimension]);
            if (weight >= _least[dimension]) Insert(row, weight, dimension);
        }
    }

    // Of words that weigh the same, the first row comes first.
    private void Insert(int row, double weight, int dimension)
    {
        var top = _top.AsSpan(dimension * Most, Most);
        for (var i = 0; i < Most; i++)
        {
            if (top[i] >= 0 && WeightOf(top[i], dimension) is var other && (other > weight || (other == weight && top[i] < row))) continue;
            top[i..^1].CopyTo(top[(i + 1)..]);
            top[i] = row;
            break;
        }

        _least[dimension] = top[^1] < 0 ? -1 : Math.Min(Math.Min(WeightOf(top[0], dimension), WeightOf(top[1], dimension)), WeightOf(top[2], dimension));
    }

    private static double WeightOf(int row, int dimension) => Math.Abs(AdditiveModel.Words.WeightsOf(row)[dimension]);
}
