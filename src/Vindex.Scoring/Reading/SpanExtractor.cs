using Vindex.Scoring.Reading.Models;
using Vindex.Scoring.Reading.Text;

namespace Vindex.Scoring.Reading;

/// <summary>
/// Picks the spans of a ticket: the segments whose probability passes the type's threshold, each trimmed to the run of tokens that most likely is the phrase,
/// the most
/// likely spans first when there are too many.
/// </summary>
internal sealed class SpanExtractor
{
    /// <summary>Longest quote, in UTF-16 units of the source.</summary>
    public const int LongestQuote = 160;

    /// <summary>How likely a segment must be for each type.</summary>
    internal static double[] Cuts { get; } = [0.1, 0.2, 0.26, 0.1, 0.14, 0.15, 0.12, 0.3];

    /// <summary>Added to every token's score when a phrase is located: the higher it is, the longer the phrase.</summary>
    internal static double[] Lean { get; } = [0, 0.5, 0, 0.5, 1, 0.5, 0.5, 0.5];

    /// <summary>Most spans of each type.</summary>
    internal static int[] Most { get; } = [4, 8, 12, 4, 8, 10, 6, 6];

    private readonly List<Candidate> _candidates = [];

    /// <summary>The spans of a ticket, in the order of the text.</summary>
    /// <param name="text">The ticket.</param>
    /// <param name="probabilities">Eight for each segment, row by row.</param>
    /// <param name="tokenScores">For a segment and a type the score of each token to be in the phrase.</param>
    public List<ReadingSpan> Extract(TicketText text, ReadOnlySpan<double> probabilities, TokenScores tokenScores)
    {
        var spans = new List<ReadingSpan>();
        var segments = text.Segments;
        for (var type = SpanType.Role; type <= SpanType.Boilerplate; type++)
        {
            _candidates.Clear();
            for (var i = 0; i < segments.Length; i++)
            {
                var p = probabilities[i * 8 + (int)type];
                if (segments[i].Zone is Zone.Code || segments[i].FirstToken == segments[i].EndToken || p < Cuts[(int)type]) continue;
                if (segments[i].Zone == Zone.Template && type is not SpanType.Boilerplate) continue;
                if (type == SpanType.Boilerplate && segments[i].Zone == Zone.Heading && segments[i].Words < 3) continue;
                if (Phrase(text, i, type, tokenScores(i, type), p) is { } found) _candidates.Add(found);
            }

            if (type == SpanType.Boilerplate) HintComments.Find(text, _candidates);
            Take(text, type, spans);
        }

        spans.Sort(static (a, b) => a.Field != b.Field ? (int)a.Field - (int)b.Field
            : a.Start != b.Start ? a.Start.CompareTo(b.Start)
            : (int)a.Type - (int)b.Type);
        return spans;
    }

    private void Take(TicketText text, SpanType type, List<ReadingSpan> spans)
    {
        var first = spans.Count;
        _candidates.Sort(static (a, b) =>
            a.Likelihood != b.Likelihood
                ? b.Likelihood.CompareTo(a.Likelihood)
                : a.Field != b.Field ? (int)a.Field - (int)b.Field : a.Start.CompareTo(b.Start));
        foreach (var candidate in _candidates)
        {
            if (spans.Count - first == Most[(int)type]) break;
            var source = text.Text(candidate.Field).Source;
            var end = candidate.End;
            if (end - candidate.Start > LongestQuote)
            {
                end = candidate.Start + LongestQuote;
                while (end > candidate.Start + 1 && !char.IsWhiteSpace(source[end])) end--;
                if (end <= candidate.Start + 1) end = candidate.Start + LongestQuote;
                if (char.IsHighSurrogate(source[end - 1])) end--;
            }

            var quote = source[candidate.Start..end];
            var again = false;
            for (var i = first; i < spans.Count && !again; i++) again = spans[i].Quote.Equals(quote, StringComparison.OrdinalIgnoreCase);
            if (!again && quote.Length > 0) spans.Add(new(type, candidate.Field, candidate.Start, end, quote));
        }
    }

    private static Candidate? Phrase(TicketText text, int index, SpanType type, ReadOnlySpan<double> scores, double likelihood)
    {
        ref readonly var segment = ref text.Segments[index];
        var tokens = text.TokensOf(segment);
        var clauses = type is not (SpanType.Role or SpanType.Vague);
        var (bestStart, bestEnd, best) = (-1, -1, 0.0);
        var (start, sum, least) = (-1, 0.0, double.MaxValue);
        for (var i = 0; i < tokens.Length; i++)
        {
            if (sum < least && (!clauses || i == 0 || PhraseFeatures.IsOpener(tokens[i]) || PhraseFeatures.IsOpener(tokens[i - 1]))) (start, least) = (i, sum);
            sum += scores[i] + Lean[(int)type];
            if (sum - least > best
                && (!clauses || i + 1 == tokens.Length || PhraseFeatures.IsOpener(tokens[i + 1]) || tokens[i + 1].Kind == TextTokenKind.Mark))
            {
                (best, bestStart, bestEnd) = (sum - least, start, i + 1);
            }
        }

        if (bestStart < 0) return null;
        while (bestStart < bestEnd && tokens[bestStart].Kind == TextTokenKind.Mark) bestStart++;
        while (bestEnd > bestStart && tokens[bestEnd - 1].Kind == TextTokenKind.Mark) bestEnd--;
        if (bestStart == bestEnd || (type == SpanType.Role && IsFiller(tokens[bestStart..bestEnd], text.Classes))) return null;
        var (from, to) = text.Text(segment.Field).ToSource(tokens[bestStart].Start, tokens[bestEnd - 1].End);
        return new(segment.Field, from, to, likelihood);
    }

    // "as", "as a", "the": no one in particular.
    private static bool IsFiller(ReadOnlySpan<TextToken> tokens, WordClasses classes)
    {
        var people = classes.Bit("person") | classes.Bit("speaker");
        foreach (var token in tokens)
        {
            if ((token.Classes & people) != 0 || (token.Kind != TextTokenKind.Mark && (token.Classes & 1) == 0)) return false;
        }

        return true;
    }

    /// <summary>The scores of a segment's tokens for a type.</summary>
    public delegate ReadOnlySpan<double> TokenScores(int segment, SpanType type);

    /// <summary>A range of a field's source that may be a span.</summary>
    internal readonly record struct Candidate(TicketField Field, int Start, int End, double Likelihood);
}
