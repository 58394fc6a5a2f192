using System.Buffers;
using System.Text;
using Vindex.Scoring.Reading;
using Vindex.Scoring.Tickets;

namespace Vindex.Scoring.Judging.Advice;

/// <summary>
/// Writes advice to a ticket's author: the first sentence of <c>advice.txt</c> that fits the kind of ticket, what it asks for, what it is about and what it has
/// already,
/// and of which every placeholder can be filled from the ticket. The same request gives the same sentence. One instance serves one thread.
/// </summary>
internal sealed class AdviceWriter
{
    /// <summary>UTF-16 units of a sentence at most; a longer one gives way to the next that fits.</summary>
    public const int Longest = 170;

    private const int LongestQuote = 400;

    private static readonly SearchValues<char> s_spoiling = SearchValues.Create(
        [.. "{}", .. Enumerable.Range(0, 0x110).Select(i => (char)i).Where(c => char.IsControl(c) || c is '\u2028')]);

    private static readonly ulong s_rework = AdviceWords.Of("v:remove", "v:upgrade", "v:improve", "v:refactor");

    private readonly SubjectFinder _finder = new();
    private readonly List<Chunk> _chunks = [];
    private readonly StringBuilder _sentence = new(512);
    private Ticket? _ticket;
    private TicketSubject _subject = TicketSubject.None;
    private AdviceFacts _facts = new(Facts.None, 0, null);

    /// <summary>One sentence for something that is missing or weak; without text when none fits. Never throws.</summary>
    public AdviceSentence Write(in AdviceRequest request)
    {
        if (!ReferenceEquals(_ticket, request.Text.Ticket)) Read(request.Text);
        var vague = request.Group == AdviceGroup.Vague && request.Quote is { } about ? VagueWord.In(request.Text, about, _chunks) : default;
        if (request.Group == AdviceGroup.Vague && !AdviceNeeds.Fits(vague, _facts)) return default;
        return Choose(AdviceTexts.Of(request.Group), request.Kind, request.Group == AdviceGroup.Vague ? vague.Quote : QuoteOf(request), vague);
    }

    /// <summary>What a ticket has already.</summary>
    public AdviceFacts FactsOf(TicketText text)
    {
        if (!ReferenceEquals(_ticket, text.Ticket)) Read(text);
        return _facts;
    }

    private void Read(TicketText text)
    {
        _ticket = text.Ticket;
        _subject = _finder.Find(text);
        _facts = AdviceFacts.Of(text);
        if ((_subject.Verb & s_rework) != 0) _facts = _facts with { Has = _facts.Has | Facts.Rework };
    }

    private static string? QuoteOf(in AdviceRequest request)
    {
        if (request.Quote is not { } quote || quote.Field == TicketField.Context) return null;
        var clean = request.Text.Text(quote.Field).Clean;
        var start = Math.Clamp(quote.Start, 0, clean.Length);
        var text = clean.AsSpan(start, Math.Min(Math.Clamp(quote.End, start, clean.Length) - start, LongestQuote));
        var words = AdviceGrammar.Shorten(AdviceGrammar.SkipOpening(text));
        return words.AsSpan().ContainsAnyExcept(" …-_") ? words : null;
    }

    private AdviceSentence Choose(ReadOnlySpan<AdviceLine> lines, TicketKind kind, string? quote, VagueWord vague)
    {
        foreach (var line in lines)
        {
            if (Fits(line, kind, vague) && Fill(line.Text, quote, vague) is { Length: <= Longest } text) return new(text, line.IsHint);
        }

        return default;
    }

    private bool Fits(AdviceLine line, TicketKind kind, VagueWord vague) =>
        (line.Kinds & AdviceTexts.Bit(kind)) != 0
        && (line.Verb == 0 || (line.Verb & (_subject.Verb == 0 ? AdviceWords.NoVerb : _subject.Verb)) != 0)
        && (line.Topic == 0 || (line.Topic & _subject.Words) != 0)
        && (line.Vague == 0 || (line.Vague & vague.Classes) != 0)
        && (line.With & ~_facts.Has) == Facts.None
        && (line.Without & _facts.Has) == Facts.None;

    // Null when the ticket has nothing for a placeholder.
    private string? Fill(string template, string? quote, VagueWord vague)
    {
        _sentence.Clear();
        var rest = template.AsSpan();
        while (rest.IndexOf('{') is >= 0 and var open)
        {
            var close = rest.IndexOf('}');
            if (Value(rest[(open + 1)..close], quote, vague) is not { } value) return null;
            _sentence.Append(rest[..open]).Append(value);
            rest = rest[(close + 1)..];
        }

        return AdviceGrammar.Sentence(_sentence.Append(rest).ToString());
    }

    // "The list should not be open to guests" is no symptom.
    private static bool IsWish(string? clause) =>
        clause is not null && (clause.Contains(" should", StringComparison.Ordinal) || clause.Contains(" must", StringComparison.Ordinal));

    // Unlike a quote, these words are part of the sentence: marks of code in them would spoil it.
    private static string? Plain(string? words) => words.AsSpan().ContainsAny(s_spoiling) ? null : words;

    private string? Value(ReadOnlySpan<char> name, string? quote, VagueWord vague) => name switch
    {
        "subject" => _subject.IsSure ? Plain(_subject.Subject) : null,
        "clause" => IsWish(_subject.Clause) ? null : Plain(_subject.Clause),
        "noun" => Plain(vague.Noun),
        "quote" => quote is null ? null : AdviceGrammar.Quote(quote),
        "sections" => _facts.EmptySections,
        "is" => _subject.IsPlural ? "are" : "is",
        "does" => _subject.IsPlural ? "do" : "does",
        "it" => _subject.IsPlural ? "they" : "it",
        "them" => _subject.IsPlural ? "them" : "it",
        _ => throw new InvalidDataException($"Unknown placeholder '{name}' in advice.txt."),
    };
}
