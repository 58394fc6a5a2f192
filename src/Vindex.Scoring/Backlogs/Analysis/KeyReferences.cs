using System.Globalization;
using Vindex.Scoring.Tickets;

namespace Vindex.Scoring.Backlogs.Analysis;

/// <summary>Tickets that name another by its key ("depends on SHOP-12", "#34"), and the tracker's own links.</summary>
internal sealed class KeyReferences
{
    private const int LongestQuote = 120;
    private const int MostPerTicket = 50;

    private static readonly (string Section, DependencyKind Kind)[] s_relations =
    [
        ("duplicates", DependencyKind.Duplicates), ("blocks", DependencyKind.Blocks), ("depends_on", DependencyKind.DependsOn),
        ("follows", DependencyKind.Follows), ("part_of", DependencyKind.PartOf),
    ];

    private readonly List<(int Ticket, string Key, DependencyKind Kind, string Quote)> _named = [];
    private readonly List<Term> _terms = [];

    /// <summary>Takes the keys that a text names.</summary>
    public void Add(int ticket, ReadOnlySpan<char> sentence)
    {
        if (sentence.IndexOfAnyInRange('0', '9') < 0) return;
        var read = false;
        for (var at = 0; at < sentence.Length;)
        {
            var end = KeyEnd(sentence, at, out var start);
            if (end < 0)
            {
                at = NextWord(sentence, at);
                continue;
            }

            if (!read) Term.Read(sentence, _terms);
            read = true;
            Keep(ticket, sentence[start..end].ToString(), RelationBefore(start), Quote(sentence, start, end));
            at = end;
        }
    }

    /// <summary>Takes a link of the tracker.</summary>
    public void Add(int ticket, ContextItem item)
    {
        if (item.Key is not { Length: > 0 } key) return;
        Term.Read(item.Relation, _terms);
        var kind = RelationBefore(int.MaxValue);
        if (kind == DependencyKind.Mentions && item.Kind == ContextKind.Epic) kind = DependencyKind.PartOf;
        Keep(ticket, key, kind, item.Relation is { Length: > 0 } relation ? string.Create(CultureInfo.InvariantCulture, $"{relation} {key}") : key);
    }

    /// <summary>The dependencies on tickets of this backlog; each pair once, with the most telling words.</summary>
    public IEnumerable<TicketDependency> Resolve(Dictionary<string, int> indexes)
    {
        var best = new Dictionary<(int, int), TicketDependency>();
        foreach (var (ticket, key, kind, quote) in _named)
        {
            if (!indexes.TryGetValue(key, out var on) && !indexes.TryGetValue(key.TrimStart('#'), out on)) continue;
            if (on == ticket) continue;
            if (!best.TryGetValue((ticket, on), out var known) || (known.Kind == DependencyKind.Mentions && kind != DependencyKind.Mentions))
                best[(ticket, on)] = new(ticket, on, kind, quote, null);
        }

        return best.Values;
    }

    private void Keep(int ticket, string key, DependencyKind kind, string quote)
    {
        var kept = 0;
        for (var i = _named.Count - 1; i >= 0 && _named[i].Ticket == ticket; i--) kept++;
        if (kept < MostPerTicket) _named.Add((ticket, key.ToUpperInvariant(), kind, quote));
    }

    /// <summary>The relation named last before a place, within a few words.</summary>
    private DependencyKind RelationBefore(int place)
    {
        var before = _terms.FindLastIndex(term => term.End <= place);
        for (var at = before; at >= 0 && at > before - 6; at--)
        {
            foreach (var (section, kind) in s_relations)
            {
                if (RelationWords.Instance.LengthAt(section, _terms, at) is > 0 and var length && at + length - 1 <= before) return kind;
            }
        }

        return DependencyKind.Mentions;
    }

    /// <summary>The end of a key that begins at a place: letters, a hyphen and digits, or <c>#</c> and digits; -1 for none.</summary>
    private static int KeyEnd(ReadOnlySpan<char> text, int at, out int start)
    {
        start = at;
        if (at > 0 && (char.IsLetterOrDigit(text[at - 1]) || text[at - 1] is '-' or '_' or '&')) return -1;
        var end = at;
        if (text[at] == '#')
        {
            end = DigitsEnd(text, at + 1);
            return end > at + 1 && IsEnd(text, end) ? end : -1;
        }

        if (!char.IsAsciiLetter(text[at])) return -1;
        while (end < text.Length && (char.IsAsciiLetterOrDigit(text[end]) || text[end] == '_') && end - at <= 24) end++;
        if (end >= text.Length || text[end] != '-') return -1;
        var digits = DigitsEnd(text, end + 1);
        return digits > end + 1 && IsEnd(text, digits) ? digits : -1;
    }

    private static int DigitsEnd(ReadOnlySpan<char> text, int at)
    {
        while (at < text.Length && char.IsAsciiDigit(text[at])) at++;
        return at;
    }

    private static bool IsEnd(ReadOnlySpan<char> text, int at) =>
        at == text.Length
            || !(char.IsLetterOrDigit(text[at]) || text[at] is '_' or '-' || (text[at] == '.' && at + 1 < text.Length && char.IsAsciiDigit(text[at + 1])));

    private static int NextWord(ReadOnlySpan<char> text, int at)
    {
        at++;
        while (at < text.Length && char.IsAsciiLetterOrDigit(text[at - 1]) && char.IsAsciiLetterOrDigit(text[at])) at++;
        return at;
    }

    private static string Quote(ReadOnlySpan<char> sentence, int start, int end)
    {
        var from = Math.Max(0, end - LongestQuote);
        while (from > 0 && from < start && !char.IsWhiteSpace(sentence[from - 1])) from++;
        return sentence[from..end].Trim().ToString();
    }
}
