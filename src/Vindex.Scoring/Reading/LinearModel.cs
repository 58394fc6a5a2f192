using System.Globalization;
using Vindex.Scoring.Reading.Text;

namespace Vindex.Scoring.Reading;

/// <summary>
/// Weights of binary features for some outputs, read from a data file: a line a feature, its name, a tab, one weight an output. <c>bias</c> is always on. Shared by
/// any number of threads; what changes while it runs is in a <see cref="Seen"/>.
/// </summary>
internal sealed class LinearModel
{
    private readonly HashTable _rows;
    private readonly float[] _weights;
    private readonly float[] _bias;

    private LinearModel(string[] names, HashTable rows, float[] weights, float[] bias)
    {
        Names = names;
        _rows = rows;
        _weights = weights;
        _bias = bias;
    }

    /// <summary>The features, by row.</summary>
    public string[] Names { get; }

    /// <summary>How many outputs there are.</summary>
    public int Outputs => _bias.Length;

    /// <summary>Reads an embedded file.</summary>
    public static LinearModel Load(string file)
    {
        var (names, hashes, weights) = (new List<string>(), new List<ulong>(), new List<float>());
        float[]? bias = null;
        foreach (var line in DataFile.Text(file).AsSpan().EnumerateLines())
        {
            if (line.IsEmpty || line[0] == '#') continue;
            var tab = line.IndexOf('\t');
            var name = line[..tab];
            var row = new List<float>();
            foreach (var part in line[(tab + 1)..].Split(' ')) row.Add(float.Parse(line[(tab + 1)..][part], CultureInfo.InvariantCulture));
            if (name.SequenceEqual("bias"))
            {
                bias = [.. row];
                continue;
            }

            names.Add(name.ToString());
            hashes.Add(FeatureBuffer.HashOf(name));
            weights.AddRange(row);
        }

        return new([.. names], HashTable.Of([.. hashes]), [.. weights], bias ?? throw new InvalidDataException($"{file} has no bias."));
    }

    /// <summary>Adds up the weights of features, each counted once.</summary>
    /// <param name="features">Hashes of features; unknown ones count nothing.</param>
    /// <param name="seen">Remembers which were counted.</param>
    /// <param name="sums">One for each output.</param>
    public void Sum(ReadOnlySpan<ulong> features, Seen seen, Span<double> sums)
    {
        seen.Begin(Names.Length);
        for (var i = 0; i < sums.Length; i++) sums[i] = _bias[i];
        foreach (var feature in features)
        {
            var row = _rows.Find(feature);
            if (row < 0 || !seen.Add(row)) continue;
            var weights = WeightsOf(row);
            for (var i = 0; i < sums.Length; i++) sums[i] += weights[i];
        }
    }

    /// <summary>The row of a feature; −1 when the model has no such feature.</summary>
    public int Find(ulong feature) => _rows.Find(feature);

    /// <summary>The weights of a row.</summary>
    public ReadOnlySpan<float> WeightsOf(int row) => _weights.AsSpan(row * Outputs, Outputs);

    /// <summary>The weights of a feature by its name; zeros when there is none.</summary>
    public ReadOnlySpan<float> WeightsOf(ReadOnlySpan<char> name) => Find(FeatureBuffer.HashOf(name)) is >= 0 and var row ? WeightsOf(row) : new float[Outputs];

    /// <summary>The constant part of an output.</summary>
    public double BiasOf(int output) => _bias[output];

    /// <summary>Which rows were counted already. For one thread at a time.</summary>
    internal sealed class Seen
    {
        private int[] _stamps = [];
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

        /// <summary>Whether a row is new.</summary>
        public bool Add(int row)
        {
            if (_stamps[row] == _now) return false;
            _stamps[row] = _now;
            return true;
        }
    }
}
