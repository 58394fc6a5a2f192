namespace Vindex.Scoring.Rubric.Rules;

/// <summary>What a signal has seen: where (a range of a field's clean text), words of the context, or an absence; and how clearly, above 0 to 1.</summary>
internal readonly record struct Sighting(TicketField? Field, int Start, int End, string? ContextQuote, double Strength);

/// <summary>Collects what one signal sees. Keeps a few, the clearest, so that no ticket can make it long.</summary>
internal sealed class Sightings(Outline.TicketView view)
{
    /// <summary>Most that are kept.</summary>
    public const int Most = 12;

    /// <summary>Longest quote in UTF-16 units of the clean text: enough to find the place.</summary>
    public const int LongestQuote = 300;

    private readonly Sighting[] _seen = new Sighting[Most];

    /// <summary>How many there are.</summary>
    public int Count { get; private set; }

    /// <summary>Whether more would be thrown away.</summary>
    public bool IsFull => Count == Most;

    /// <summary>One of them.</summary>
    public ref readonly Sighting this[int index] => ref _seen[index];

    /// <summary>Forgets all, for the next signal.</summary>
    public void Clear() => Count = 0;

    /// <summary>Seen in a range of tokens, all in one field; without any tokens it counts as an absence.</summary>
    public void At(int first, int end, double strength = 1)
    {
        if (end <= first)
        {
            Absent(strength);
            return;
        }

        var field = view.Tokens[first].Field;
        while (view.Tokens[end - 1].Field != field) end--;
        Add(new(field, view.Tokens[first].Start, view.Tokens[end - 1].End, null, strength));
    }

    /// <summary>Seen in a range of tokens.</summary>
    public void At(Outline.Span span, double strength = 1) => At(span.First, span.End, strength);

    /// <summary>Seen in a range of characters of a field's clean text.</summary>
    public void AtCharacters(TicketField field, int start, int end, double strength = 1)
    {
        if (end > start) Add(new(field, start, end, null, strength));
    }

    /// <summary>Seen in what surrounds the ticket.</summary>
    public void InContext(string quote, double strength = 1) => Add(new(TicketField.Context, 0, 0, quote, strength));

    /// <summary>Something is not there.</summary>
    public void Absent(double strength = 1) => Add(new(null, 0, 0, null, strength));

    // When full, the clearest stay: a weak hint at the front must not hide a plain statement at the end.
    private void Add(Sighting sighting)
    {
        if (sighting.Strength <= 0) return;
        var place = Count;
        if (Count < Most) Count++;
        else
        {
            place = 0;
            for (var i = 1; i < Most; i++)
            {
                if (_seen[i].Strength < _seen[place].Strength) place = i;
            }

            if (_seen[place].Strength >= sighting.Strength) return;
        }

        _seen[place] = sighting with { End = Math.Min(sighting.End, sighting.Start + LongestQuote), Strength = Math.Min(sighting.Strength, 1) };
    }
}
