using Vindex.Scoring.Reading.Models;

namespace Vindex.Scoring.Judging.Signals;

/// <summary>
/// The weights behind the scores: for each dimension a constant, a weight for each signal and for words that occur in tickets of many projects. Learned by
/// <c>bench/Vindex.Training</c> with signs set by hand.
/// </summary>
internal static class AdditiveModel
{
    private static readonly LinearModel s_signals = LinearModel.Load("Judging/signals.txt");
    private static readonly double[] s_weights = Weights();
    private static readonly double[] s_typical = Typical();

    /// <summary>The words and their weights.</summary>
    public static LinearModel Words { get; } = LinearModel.Load("Judging/words.txt");

    /// <summary>The constant of a dimension.</summary>
    public static double Constant(int dimension) => s_signals.BiasOf(dimension);

    /// <summary>What one unit of a signal is worth.</summary>
    public static double Weight(int signal, int dimension) => s_weights[(signal * Dimensions.Count) + dimension];

    /// <summary>What a group earns a dimension in a good ticket: the 80th percentile over rated tickets.</summary>
    public static double Typical(int group, int dimension) => s_typical[(group * Dimensions.Count) + dimension];

    private static double[] Weights()
    {
        var weights = new double[TicketSignals.Names.Length * Dimensions.Count];
        for (var i = 0; i < TicketSignals.Names.Length; i++)
        {
            var row = s_signals.WeightsOf("signal:" + TicketSignals.Names[i]);
            for (var d = 0; d < Dimensions.Count; d++) weights[(i * Dimensions.Count) + d] = row[d];
        }

        return weights;
    }

    private static double[] Typical()
    {
        var typical = new double[TicketSignals.Groups.Length * Dimensions.Count];
        for (var i = 0; i < TicketSignals.Groups.Length; i++)
        {
            var row = s_signals.WeightsOf("typical:" + TicketSignals.Groups[i]);
            for (var d = 0; d < Dimensions.Count; d++) typical[(i * Dimensions.Count) + d] = row[d];
        }

        return typical;
    }
}
