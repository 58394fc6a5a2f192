namespace Vindex.Scoring.Rubric.Rules;

/// <summary>What a signal found: a range of a field's clean text, words of the context, or an absence; with a strength above 0 and up to 1.</summary>
internal readonly record struct SignalMatch(TicketField? Field, int Start, int End, string? ContextQuote, double Strength);

/// <summary>Collects the matches of one signal. Keeps only the strongest few, so that no ticket can make the list long.</summary>
internal sealed class SignalMatches
{
    /// <summary>Maximum number of matches to keep.</summary>
    public const int Most = 12;

    /// <summary>Longest quote in UTF-16 units of the clean text: enough to find the position.</summary>
    public const int LongestQuote = 300;

    private readonly SignalMatch[] _seen = new SignalMatch[Most];
    private Outline.TicketView _view = null!;

    /// <summary>Number of matches.</summary>
    public int Count { get; private set; }

    /// <summary>Whether further matches would be dropped.</summary>
    public bool IsFull => Count == Most;

    /// <summary>The match at an index.</summary>
    public ref readonly SignalMatch this[int index] => ref _seen[index];

    /// <summary>Begins with another ticket.</summary>
    public void Begin(Outline.TicketView view)
    {
        _view = view;
        Clear();
    }

    /// <summary>Removes all matches, for the next signal.</summary>
    public void Clear() => Count = 0;

    /// <summary>Adds a match in a range of tokens within one field; an empty range counts as an absence.</summary>
    public void At(int first, int end, double strength = 1)
    {
        if (end <= first)
        {
            Absent(strength);
            return;
        }

        var field = _view.Tokens[first].Field;
        while (_view.Tokens[end - 1].Field != field) end--;
        Add(new(field, _view.Tokens[first].Start, _view.Tokens[end - 1].End, null, strength));
    }

    /// <summary>Adds a match in a range of tokens.</summary>
    public void At(Outline.Span span, double strength = 1) => At(span.First, span.End, strength);

    /// <summary>Adds a match in a range of characters of a field's clean text.</summary>
    public void AtCharacters(TicketField field, int start, int end, double strength = 1)
    {
        if (end > start) Add(new(field, start, end, null, strength));
    }

    /// <summary>Adds a match in the context.</summary>
    public void InContext(string quote, double strength = 1) => Add(new(TicketField.Context, 0, 0, quote, strength));

    /// <summary>Adds an absence.</summary>
    public void Absent(double strength = 1) => Add(new(null, 0, 0, null, strength));

    // When full, keeps the strongest: a weak match at the beginning must not hide a strong one at the end.
    private void Add(SignalMatch match)
    {
        if (match.Strength <= 0) return;
        var place = Count;
        if (Count < Most)
        {
            Count++;
        }
        else
        {
            place = 0;
            for (var i = 1; i < Most; i++)
            {
                if (_seen[i].Strength < _seen[place].Strength) place = i;
            }

            if (_seen[place].Strength >= match.Strength) return;
        }

        _seen[place] = match with { End = Math.Min(match.End, match.Start + LongestQuote), Strength = Math.Min(match.Strength, 1) };
    }
}
