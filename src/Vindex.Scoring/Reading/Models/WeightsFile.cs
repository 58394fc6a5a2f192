using System.Runtime.CompilerServices;
using System.Text;

namespace Vindex.Scoring.Reading.Models;

/// <summary>
/// A file of weights: a line a feature, its name, a tab, one weight an output, separated by blanks; <c>bias</c> is always on; lines that begin with <c>#</c>
/// are comments. A weight is a decimal of at most three places. Twenty thousand lines are read whenever the program starts, so it is read byte by byte,
/// without strings.
/// </summary>
internal sealed class WeightsFile
{
    private static readonly double[] s_powers = [1, 10, 100, 1000];

    private readonly byte[] _text;
    private readonly List<Range> _names = [];
    private readonly List<ulong> _hashes = [];
    private float[] _weights = new float[1024 * LinearModel.MostOutputs];

    private WeightsFile(byte[] text) => _text = text;

    /// <summary>The hash of each row's feature.</summary>
    public ulong[] Hashes { get; private set; } = [];

    /// <summary>
    /// Rows of <see cref="LinearModel.MostOutputs"/> weights; those beyond <see cref="Outputs"/> are 0, and at least one row of zeros follows the last.
    /// </summary>
    public float[] Weights => _weights;

    /// <summary>The weights that are always on.</summary>
    public float[] Bias { get; } = new float[LinearModel.MostOutputs];

    /// <summary>How many outputs there are.</summary>
    public int Outputs { get; private set; }

    /// <summary>Reads an embedded file.</summary>
    public static WeightsFile Read(string name)
    {
        var file = new WeightsFile(DataFile.Bytes(name));
        file.ReadLines();
        file.Hashes = [.. file._hashes];
        return file.Outputs > 0 ? file : throw new InvalidDataException($"{name} has no bias.");
    }

    /// <summary>The name of a row.</summary>
    public string NameOf(int row) => Encoding.UTF8.GetString(_text.AsSpan(_names[row]));

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void ReadLines()
    {
        Span<char> name = stackalloc char[256];
        for (var start = 0; start < _text.Length;)
        {
            var length = _text.AsSpan(start).IndexOf((byte)'\n');
            var end = length < 0 ? _text.Length : start + length;
            var tab = _text.AsSpan(start, end - start).IndexOf((byte)'\t');
            if (tab > 0 && _text[start] != '#')
            {
                var letters = name[..Encoding.UTF8.GetChars(_text.AsSpan(start, tab), name)];
                if (letters.SequenceEqual("bias"))
                {
                    Outputs = ReadWeights(start + tab + 1, end, Bias);
                }
                else
                {
                    if ((_hashes.Count + 1) * LinearModel.MostOutputs == _weights.Length) Array.Resize(ref _weights, _weights.Length * 2);
                    ReadWeights(start + tab + 1, end, _weights.AsSpan(_hashes.Count * LinearModel.MostOutputs, LinearModel.MostOutputs));
                    _names.Add(new(start, start + tab));
                    _hashes.Add(FeatureBuffer.HashOf(letters));
                }
            }

            start = end + 1;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int ReadWeights(int at, int end, Span<float> weights)
    {
        var count = 0;
        while (at < end)
        {
            var negative = _text[at] == '-';
            if (negative) at++;
            var (digits, places, fraction) = (0, 0, false);
            for (; at < end && _text[at] != ' '; at++)
            {
                if (_text[at] == '.')
                {
                    fraction = true;
                }
                else
                {
                    if (!char.IsAsciiDigit((char)_text[at]) || places == 3) throw NotAWeight(at, end);
                    digits = (digits * 10) + (_text[at] - '0');
                    if (fraction) places++;
                }
            }

            weights[count++] = (float)((negative ? -digits : digits) / s_powers[places]);
            at++;
        }

        return count;
    }

    private InvalidDataException NotAWeight(int at, int end) =>
        new($"A weight must be a decimal of at most three places, found '{Encoding.UTF8.GetString(_text.AsSpan(at, end - at))}'.");
}
