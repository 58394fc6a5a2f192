using System.Runtime.Intrinsics;

namespace Vindex.Scoring.Reading.Models;

/// <summary>
/// How likely each segment of a ticket is of each span type: first by itself (<see cref="ReadingModel.Spans"/>), then corrected by what stands around it
/// (<see cref="SpanContext"/>). For one thread at a time.
/// </summary>
internal sealed class SpanLikelihoods
{
    private static readonly Lazy<(Vector256<float>[] Weights, Vector256<float> Bias)> s_model = new(Read);

    private readonly FeatureBuffer _features = new();
    private readonly LinearModel.Seen _seen = new();
    private readonly SpanContext _context = new();
    private readonly double[] _values = new double[SpanContext.Names.Length];
    private double[] _alone = [];

    /// <summary>Loads the weights now rather than with the first ticket.</summary>
    public static void Load() => _ = s_model.Value;

    /// <summary>Writes the likelihoods, row by row.</summary>
    /// <param name="text">The ticket.</param>
    /// <param name="kind">What it is.</param>
    /// <param name="kinds">How likely it is of each kind.</param>
    /// <param name="likelihoods">Takes them.</param>
    public void Read(TicketText text, TicketKind kind, ReadOnlySpan<double> kinds, Span<double> likelihoods)
    {
        var segments = text.Segments;
        if (_alone.Length < likelihoods.Length) _alone = new double[likelihoods.Length * 2];
        var alone = _alone.AsSpan(0, likelihoods.Length);
        ReadingModel.Spans(text, kind, _features, _seen, alone);
        _context.Begin(segments, alone);
        for (var i = 0; i < segments.Length; i++)
        {
            var row = likelihoods.Slice(i * ReadingModel.SpanTypes, ReadingModel.SpanTypes);
            row.Clear();
            if (segments[i].Zone == Zone.Code) continue;
            _context.Write(segments, i, alone, kinds, _values);
            Sum(_values, row);
            for (var type = 0; type < row.Length; type++) row[type] = SpanContext.Corrected(alone[(i * ReadingModel.SpanTypes) + type], row[type]);
        }
    }

    private static void Sum(ReadOnlySpan<double> values, Span<double> sums)
    {
        var (weights, bias) = s_model.Value;
        var (low, high) = Vector256.Widen(bias);
        for (var i = 0; i < values.Length; i++)
        {
            var (lowWeights, highWeights) = Vector256.Widen(weights[i]);
            low += lowWeights * values[i];
            high += highWeights * values[i];
        }

        low.CopyTo(sums);
        high.CopyTo(sums[Vector256<double>.Count..]);
    }

    private static (Vector256<float>[] Weights, Vector256<float> Bias) Read()
    {
        var model = LinearModel.Load("Reading/context.txt");
        var rows = SpanContext.Names.Select(name => model.Find(FeatureBuffer.HashOf(name)));
        return ([.. rows.Select(row => model.VectorOf(row >= 0 ? row : model.Count))], model.Bias);
    }
}
