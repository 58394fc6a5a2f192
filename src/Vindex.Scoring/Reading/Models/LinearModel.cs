using System.Runtime.Intrinsics;
using Vindex.Scoring.Reading.Text;

namespace Vindex.Scoring.Reading.Models;

/// <summary>
/// Weights of binary features for at most eight outputs, read from a data file (<see cref="WeightsFile"/>). Shared by any number of threads; what changes
/// while it runs is in a <see cref="Seen"/>. Weights have three decimals: their sums in double precision are exact, whatever the order.
/// </summary>
internal sealed class LinearModel
{
    /// <summary>Most outputs. Rows are this long, so that two vectors hold a row.</summary>
    public const int MostOutputs = 8;

    private readonly WeightsFile _file;
    private readonly HashTable _rows;
    private readonly float[] _weights;
    private readonly float[] _bias;

    private LinearModel(WeightsFile file)
    {
        _file = file;
        _rows = HashTable.Of(file.Hashes);
        _weights = file.Weights;
        _bias = file.Bias;
    }

    /// <summary>How many features there are.</summary>
    public int Count => _file.Hashes.Length;

    /// <summary>How many outputs there are.</summary>
    public int Outputs => _file.Outputs;

    /// <summary>The weights that are always on.</summary>
    public Vector256<float> Bias => Vector256.Create(_bias);

    /// <summary>Reads an embedded file.</summary>
    public static LinearModel Load(string file) => new(WeightsFile.Read(file));

    /// <summary>Adds up the weights of features, each counted once.</summary>
    /// <param name="features">Hashes of features; unknown ones count nothing.</param>
    /// <param name="seen">Remembers which were counted.</param>
    /// <param name="sums">One for each output.</param>
    public void Sum(ReadOnlySpan<ulong> features, Seen seen, Span<double> sums)
    {
        var (low, high) = Vector256.Widen(Bias);
        foreach (var row in Rows(features, seen))
        {
            var (lowWeights, highWeights) = Vector256.Widen(VectorOf((int)row));
            low += lowWeights;
            high += highWeights;
        }

        Span<double> all = stackalloc double[MostOutputs];
        low.CopyTo(all);
        high.CopyTo(all[(MostOutputs / 2)..]);
        all[..Outputs].CopyTo(sums);
    }

    /// <summary>The rows of features that the model has, each once, in the order of the features; valid until the next call.</summary>
    public ReadOnlySpan<ulong> Rows(ReadOnlySpan<ulong> features, Seen seen)
    {
        seen.Begin(Count);
        var rows = seen.Room(features.Length);
        var count = 0;
        foreach (var row in rows[.._rows.FindAll(features, rows)])
        {
            rows[count] = row;
            count += seen.Add((int)row) ? 1 : 0;
        }

        return rows[..count];
    }

    /// <summary>The row of a feature; −1 when the model has no such feature.</summary>
    public int Find(ulong feature) => _rows.Find(feature);

    /// <summary>The name of a row.</summary>
    public string NameOf(int row) => _file.NameOf(row);

    /// <summary>The weights of a row.</summary>
    public ReadOnlySpan<float> WeightsOf(int row) => _weights.AsSpan(row * MostOutputs, Outputs);

    /// <summary>The weights of a row, with zeros for the outputs that there are not. The row after the last has no weight at all.</summary>
    public Vector256<float> VectorOf(int row) => Vector256.Create(_weights.AsSpan(row * MostOutputs, MostOutputs));

    /// <summary>The weights of a feature by its name; zeros when there is none.</summary>
    public ReadOnlySpan<float> WeightsOf(ReadOnlySpan<char> name) => Find(FeatureBuffer.HashOf(name)) is >= 0 and var row ? WeightsOf(row) : new float[Outputs];

    /// <summary>The constant part of an output.</summary>
    public double BiasOf(int output) => _bias[output];

    /// <summary>Which rows were counted already. For one thread at a time.</summary>
    internal sealed class Seen
    {
        private int[] _stamps = [];
        private ulong[] _room = [];
        private int _now;

        /// <summary>Forgets all.</summary>
        public void Begin(int rows)
        {
            if (_stamps.Length < rows) (_stamps, _now) = (new int[rows], 0);
            if (_now == int.MaxValue)
            {
                Array.Clear(_stamps);
                _now = 0;
            }

            _now++;
        }

        /// <summary>Memory for rows.</summary>
        public Span<ulong> Room(int rows)
        {
            if (_room.Length < rows) _room = new ulong[rows * 2];
            return _room.AsSpan(0, rows);
        }

        /// <summary>Whether a row is new.</summary>
        public bool Add(int row)
        {
            ref var stamp = ref _stamps[row];
            if (stamp == _now) return false;
            stamp = _now;
            return true;
        }
    }
}
