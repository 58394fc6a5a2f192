using Vindex.Scoring.Judging.Rules;
using Vindex.Scoring.Judging.Signals;
using Vindex.Scoring.Reading;

namespace Vindex.Scoring.Judging.Explanations;

/// <summary>
/// The quotes that contributions show. Each is located and cut out of the source once, however many contributions show it. For one thread at a time.
/// </summary>
internal sealed class TicketQuotes
{
    private readonly (bool Known, Place Place, double Likelihood)[] _places = new (bool, Place, double)[TicketSignals.Groups.Length];
    private readonly SourceQuote?[] _quotes = new SourceQuote?[TicketSignals.Groups.Length];
    private readonly List<(int Row, SourceQuote? Quote)> _words = [];
    private TicketText _text = null!;

    /// <summary>Begins with another ticket.</summary>
    public void Begin(TicketText text)
    {
        _text = text;
        Array.Clear(_places);
        Array.Clear(_quotes);
        _words.Clear();
    }

    /// <summary>The place that shows a group of signals, and how likely it is to show it; an empty place if the group reports something missing.</summary>
    public (Place Place, double Likelihood) PlaceOf(int group, ReadOnlySpan<double> spans)
    {
        ref var found = ref _places[group];
        if (!found.Known)
        {
            var (place, likelihood) = Evidence.Of(TicketSignals.Groups[group], _text, spans);
            found = (true, place, likelihood);
        }

        return (found.Place, found.Likelihood);
    }

    /// <summary>The quote of a group; null if the group reports something missing.</summary>
    public SourceQuote? OfGroup(int group) => _quotes[group] ??= QuoteOf(_places[group].Place);

    /// <summary>The first occurrence of a row of the word model; null when it has no words to show.</summary>
    public SourceQuote? OfWord(int row)
    {
        foreach (var (known, quote) in _words)
        {
            if (known == row) return quote;
        }

        var found = QuoteOf(Evidence.OfWord(WordFeature.OfRow(row), _text));
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
