using System.Runtime.Intrinsics;
using Vindex.Scoring.Reading.Text;

namespace Vindex.Scoring.Reading.Models;

/// <summary>
/// How much each token of a segment belongs to a phrase of each type: the sums that <see cref="LinearModel"/> gives for <see cref="PhraseFeatures"/>, to the
/// last bit. A word is a feature of its own token and of its four neighbours, so each word is looked up once and its rows are added where they belong; rows of
/// classes and shapes are known beforehand. Shared by any number of threads.
/// </summary>
internal sealed class PhraseModel
{
    // The features that consist of a single word, in the order of a word's rows.
    private static readonly FeatureGroup[] s_positions =
        [PhraseFeatures.AfterThat, PhraseFeatures.After, PhraseFeatures.Own, PhraseFeatures.Before, PhraseFeatures.BeforeThat, PhraseFeatures.Opener];

    private const int Own = 2;
    private const int OfOpener = 5;

    private readonly LinearModel _model;
    private readonly HashTable _words;
    private readonly int[] _rowsOfWords;
    private readonly int _edge;
    private readonly int[] _classes;
    private readonly int[] _classesBefore;
    private readonly int[] _classesAfter;
    private readonly int[] _places;
    private readonly int[] _lefts;
    private readonly int[] _lengths;
    private readonly int _upper;

    private PhraseModel(LinearModel model, WordClasses classes)
    {
        _model = model;
        var words = new HashSet<ulong>();
        for (var row = 0; row < model.Count; row++)
        {
            var name = model.NameOf(row);
            var colon = name.IndexOf(':', StringComparison.Ordinal);
            if (Array.Exists(s_positions, group => name.AsSpan(0, colon).SequenceEqual(group.Name))) words.Add(WordHash.Of(name.AsSpan(colon + 1)));
        }

        var hashes = words.ToArray();
        _words = HashTable.Of(hashes);
        _rowsOfWords =
        [
            .. hashes.SelectMany(word => s_positions.Select(group => RowOf(WordHash.Combine(group.Hash, word)))),
            .. s_positions.Select(_ => model.Count),
        ];
        _edge = WordOf(PhraseFeatures.Edge.Hash);
        _classes = RowsOf(PhraseFeatures.Class, classes);
        _classesBefore = RowsOf(PhraseFeatures.ClassBefore, classes);
        _classesAfter = RowsOf(PhraseFeatures.ClassAfter, classes);
        _places = RowsOf(PhraseFeatures.Places);
        _lefts = RowsOf(PhraseFeatures.Lefts);
        _lengths = RowsOf(PhraseFeatures.Lengths);
        _upper = RowOf(PhraseFeatures.Upper.Hash);
    }

    /// <summary>Reads an embedded file.</summary>
    public static PhraseModel Load(string file, WordClasses classes) => new(LinearModel.Load(file), classes);

    /// <summary>For each token of a segment and each type how much it belongs to the phrase, row by row.</summary>
    public void Score(TicketText text, in Segment segment, Span<double> scores)
    {
        const int none = -1;
        var tokens = text.TokensOf(segment);
        var clean = text.Text(segment.Field).Clean;
        var (beforeThat, before, own, after) = (_edge, _edge, WordAt(tokens, 0), WordAt(tokens, 1));
        var (opener, openerWord) = (none, _edge);
        var length = _lengths[PhraseFeatures.LengthOf(tokens.Length)];
        for (var i = 0; i < tokens.Length; i++)
        {
            var afterThat = WordAt(tokens, i + 2);
            var sum = new Sums(_model);
            sum.Add(_rowsOfWords[afterThat]);
            sum.Add(_rowsOfWords[after + 1]);
            sum.Add(_rowsOfWords[own + Own]);
            sum.Add(_rowsOfWords[before + Own + 1]);
            sum.Add(_rowsOfWords[beforeThat + Own + 2]);
            sum.Add(_rowsOfWords[openerWord + OfOpener]);
            AddAround(tokens, i, ref sum);
            if (opener != none) sum.Add(RowOf(WordHash.Combine(PhraseFeatures.OpenerAt.Hash, tokens[opener].Hash, PhraseFeatures.DistanceTo(i - opener).Hash)));
            sum.Add(_places[Math.Min(i, _places.Length - 1)]);
            sum.Add(_lefts[Math.Min(tokens.Length - 1 - i, _lefts.Length - 1)]);
            sum.Add(length);
            if (char.IsUpper(clean[tokens[i].Start])) sum.Add(_upper);
            sum.CopyTo(scores.Slice(i * LinearModel.MostOutputs, LinearModel.MostOutputs));
            if (PhraseFeatures.IsOpener(tokens[i])) (opener, openerWord) = (i, own);
            (beforeThat, before, own, after) = (before, own, after, afterThat);
        }
    }

    // The pairs and classes of a token and its neighbours.
    private void AddAround(ReadOnlySpan<TextToken> tokens, int i, ref Sums sum)
    {
        AddClasses(tokens[i].Classes, _classes, ref sum);
        if (i > 0)
        {
            sum.Add(RowOf(WordHash.Combine(PhraseFeatures.Pair.Hash, tokens[i - 1].Hash, tokens[i].Hash)));
            AddClasses(tokens[i - 1].Classes, _classesBefore, ref sum);
        }

        if (i + 1 < tokens.Length)
        {
            sum.Add(RowOf(WordHash.Combine(PhraseFeatures.NextPair.Hash, tokens[i].Hash, tokens[i + 1].Hash)));
            AddClasses(tokens[i + 1].Classes, _classesAfter, ref sum);
        }
    }

    private static void AddClasses(ulong classes, int[] rows, ref Sums sum)
    {
        for (; classes != 0; classes &= classes - 1) sum.Add(rows[System.Numerics.BitOperations.TrailingZeroCount(classes)]);
    }

    // Where the rows of a word begin; words that the model does not know have rows without weight, beyond the segment stands the edge.
    private int WordAt(ReadOnlySpan<TextToken> tokens, int at) => at < tokens.Length ? WordOf(tokens[at].Hash) : _edge;

    private int WordOf(ulong hash) => _words.Find(hash) is >= 0 and var word ? word * s_positions.Length : _rowsOfWords.Length - s_positions.Length;

    // The row of a feature; the one without weight, which follows the last, when the model has no such feature.
    private int RowOf(ulong feature) => _model.Find(feature) is >= 0 and var row ? row : _model.Count;

    private int[] RowsOf(Feature[] features) => Array.ConvertAll(features, feature => RowOf(feature.Hash));

    private int[] RowsOf(FeatureGroup group, WordClasses classes) => Array.ConvertAll(classes.Labels, label => RowOf(WordHash.Combine(group.Hash, label.Hash)));

    /// <summary>Eight sums in two vectors.</summary>
    private struct Sums(LinearModel model)
    {
        private Vector256<double> _low = Vector256.WidenLower(model.Bias);
        private Vector256<double> _high = Vector256.WidenUpper(model.Bias);

        public void Add(int row)
        {
            var (low, high) = Vector256.Widen(model.VectorOf(row));
            _low += low;
            _high += high;
        }

        public readonly void CopyTo(Span<double> sums)
        {
            _low.CopyTo(sums);
            _high.CopyTo(sums[Vector256<double>.Count..]);
        }
    }
}
