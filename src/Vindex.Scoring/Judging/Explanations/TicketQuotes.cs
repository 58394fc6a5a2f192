using Vindex.Scoring.Judging.Rules;
using Vindex.Scoring.Judging.Signals;
using Vindex.Scoring.Reading;

namespace Vindex.Scoring.Judging.Explanations;

/// <summary>
/// The words of a ticket that contributions show. Each is sought and cut out of the source once, however many contributions show it. For one thread at a time.
/// </summary>
internal sealed class TicketQuotes
{
    private readonly (bool Known, Place Place, SourceQuote? Quote)[] _groups = new (bool, Place, SourceQuote?)[TicketSignals.Groups.Length];
    private readonly List<(int Row, SourceQuote? Quote)> _words = [];
    private TicketText _text = null!;

    /// <summary>Begins with another ticket.</summary>
    public void Begin(TicketText text)
    {
        _text = text;
        Array.Clear(_groups);
        _words.Clear();
    }

    /// <summary>The words for a group of signals; a place that is none and no quote when it is an absence.</summary>
    public (Place Place, SourceQuote? Quote) OfGroup(int group, ReadOnlySpan<double> spans, double points)
    {
        ref var found = ref _groups[group];
        if (!found.Known)
        {
            var place = Evidence.Of(TicketSignals.Groups[group], _text, spans, points);
            found = (true, place, QuoteOf(place));
        }

        return (found.Place, found.Quote);
    }

    /// <summary>The first occurrence of a row of the word model; null when it has no words to show.</summary>
    public SourceQuote? OfWord(int row)
    {
        foreach (var (known, quote) in _words)
        {
            if (known == row) return quote;
        }

        var found = QuoteOf(Evidence.OfWord(AdditiveModel.Words.NameOf(row), _text));
        _words.Add((row, found));
        return found;
    }

    private SourceQuote? QuoteOf(Place place)
    {
        if (!place.Exists) return null;
        var field = _text.Text(place.Field);
        var (start, end) = field.ToSource(place.Start, place.End);
        return new(place.Field, start, end, field.Source[start..end]);
    }
}
