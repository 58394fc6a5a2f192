namespace Vindex.Scoring.Backlogs.Analysis;

/// <summary>Tickets that say what they need ("requires the export queue") where another one adds it ("Add an export queue").</summary>
internal sealed class NeededThings
{
    private const int WordsAfter = 8;
    private const int MostPerThing = 20;
    private const int MostPerTicket = 3;

    private readonly List<(int Ticket, ulong[] Words, string Quote)> _needs = [];
    private readonly List<(int Ticket, ulong[] Thing, string Quote)> _added = [];

    /// <summary>Takes what a sentence says that the ticket needs.</summary>
    public void AddSentence(int ticket, ReadOnlySpan<char> sentence, List<Term> terms)
    {
        for (var at = 0; at < terms.Count; at++)
        {
            var length = RelationWords.Instance.LengthAt("needs", terms, at);
            if (length == 0 || at + length == terms.Count) continue;
            var end = ClauseEnd(sentence, terms, at + length);
            if (end - at - length < 2) continue;
            _needs.Add(
                (ticket, [.. terms.Skip(at + length)
                    .Take(end - at - length)
                    .Select(term => term.Hash)], sentence[terms[at].Start..terms[end - 1].End].ToString()));
            at = end - 1;
        }
    }

    /// <summary>Takes what a title adds; a single word says too little.</summary>
    public void AddTitle(int ticket, string title, TitleAction action)
    {
        if (action.Kind == ActionKind.Adds && action.Thing.Length is 2 or 3) _added.Add((ticket, action.Thing, title[action.Start..action.End]));
    }

    /// <summary>The dependencies; a thing that several tickets add is attributed to none of them.</summary>
    public IEnumerable<TicketDependency> Resolve(Dictionary<ulong, int> titleFrequency, int rare)
    {
        var byRarest = new Dictionary<ulong, List<(int Ticket, ulong[] Thing, string Quote)>>();
        foreach (var entry in _added)
        {
            var rarest = entry.Thing.MinBy(word => (titleFrequency.GetValueOrDefault(word), word));
            if (titleFrequency.GetValueOrDefault(rarest) > rare) continue;
            if (!byRarest.TryGetValue(rarest, out var list)) byRarest.Add(rarest, list = []);
            if (list.Count < MostPerThing) list.Add(entry);
        }

        var told = new HashSet<(int, int)>();
        var counts = new Dictionary<int, int>();
        foreach (var (ticket, words, quote) in _needs)
        {
            foreach (var (on, _, onQuote) in words.Distinct()
                .SelectMany(word => byRarest.GetValueOrDefault(word, []))
                .Where(entry => Array.TrueForAll(entry.Thing, word => Array.IndexOf(words, word) >= 0)))
            {
                if (on == ticket || counts.GetValueOrDefault(ticket) >= MostPerTicket || !told.Add((ticket, on))) continue;
                counts[ticket] = counts.GetValueOrDefault(ticket) + 1;
                yield return new TicketDependency(ticket, on, DependencyKind.NeedsWhatItAdds, quote, onQuote);
            }
        }
    }

    private static int ClauseEnd(ReadOnlySpan<char> sentence, List<Term> terms, int start)
    {
        var end = start;
        while (end < terms.Count && end - start < WordsAfter && (end == start || sentence[terms[end - 1].End..terms[end].Start].IndexOfAny(",;:(") < 0)) end++;
        return end;
    }
}
