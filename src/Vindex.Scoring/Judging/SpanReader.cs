using Vindex.Scoring.Reading;
using Vindex.Scoring.Reading.Models;

namespace Vindex.Scoring.Judging;

/// <summary>Reads the spans of a ticket, given how likely each segment is of each type. For one thread at a time.</summary>
internal sealed class SpanReader
{
    private readonly SpanExtractor _extractor = new();
    private readonly SpanExtractor.TokenScores _scoresOf;
    private double[] _rows = [];
    private double[] _scores = [];
    private bool[] _done = [];
    private TicketText _text = null!;

    public SpanReader() => _scoresOf = ScoresOf;

    /// <summary>The spans, in the order of the text.</summary>
    public List<ReadingSpan> Read(TicketText text, ReadOnlySpan<double> probabilities)
    {
        _text = text;
        var size = text.Tokens.Count * ReadingModel.SpanTypes;
        if (_scores.Length < size) (_scores, _rows) = (new double[size * 2], new double[size * 2]);
        if (_done.Length < text.Segments.Length) _done = new bool[text.Segments.Length * 2];
        else Array.Clear(_done, 0, text.Segments.Length);
        var spans = _extractor.Extract(text, probabilities, _scoresOf);
        const int large = 1 << 20;
        if (_scores.Length > large) (_scores, _rows, _done) = ([], [], []);
        return spans;
    }

    // Scores are kept by type, and computed only for segments that may hold a span.
    private ReadOnlySpan<double> ScoresOf(int index, SpanType type)
    {
        ref readonly var segment = ref _text.Segments[index];
        var (first, count, all) = (segment.FirstToken, segment.EndToken - segment.FirstToken, _text.Tokens.Count);
        if (!_done[index])
        {
            _done[index] = true;
            ReadingModel.Phrases(_text, segment, _rows);
            for (var i = 0; i < count; i++)
            {
                for (var t = 0; t < ReadingModel.SpanTypes; t++) _scores[(t * all) + first + i] = _rows[(i * ReadingModel.SpanTypes) + t];
            }
        }

        return _scores.AsSpan(((int)type * all) + first, count);
    }
}
