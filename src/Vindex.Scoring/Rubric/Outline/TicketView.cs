using System.Runtime.InteropServices;
using Vindex.Scoring.Rubric.Lexing;
using Vindex.Scoring.Rubric.Phrases;
using Vindex.Scoring.Tickets;

namespace Vindex.Scoring.Rubric.Outline;

/// <summary>A ticket read once, for all signals: tokens, passages, clauses, criteria, and a few counts.</summary>
internal sealed class TicketView
{
    private TicketView(TicketReading reading, Ticket ticket, TokenList tokens, Words words, ViewBuffers buffers)
    {
        Cut = reading.Cut;
        Ticket = ticket;
        Tokens = tokens;
        Words = words;
        Passages = buffers.Passages;
        Subject = buffers.Subject;
        Criteria = buffers.Criteria;
        Scratch = buffers.Scratch;
        foreach (ref readonly var passage in CollectionsMarshal.AsSpan(Passages)) MarkQuotes(passage);
        for (var i = 0; i < tokens.Count; i++) Tags |= tokens[i].Tags | tokens[i].PhraseTags;
        Clauses = new ClauseReader(tokens, Passages, words).Read();
        CountContent(buffers.All);
        new CriteriaReader(tokens, Passages, Clauses, words, buffers).Read();
    }

    /// <summary>The ticket.</summary>
    public Ticket Ticket { get; }

    /// <summary>Fields of which the end is missing.</summary>
    public IReadOnlyList<TicketField> Cut { get; }

    /// <summary>All tokens.</summary>
    public TokenList Tokens { get; }

    /// <summary>All passages, in the order of reading.</summary>
    public List<Passage> Passages { get; }

    /// <summary>Who wants what, and why.</summary>
    public Clauses Clauses { get; }

    /// <summary>What can be checked.</summary>
    public List<Criterion> Criteria { get; }

    /// <summary>The words of grammar.</summary>
    public Words Words { get; }

    /// <summary>Stems of the title and of the request.</summary>
    public StemSet Subject { get; }

    /// <summary>For a signal to compare words with; what another signal left in it must be cleared first.</summary>
    public StemSet Scratch { get; }

    /// <summary>What any of its words and phrases is evidence of.</summary>
    public Tag Tags { get; }

    /// <summary>Different content words outside title, wish and benefit.</summary>
    public int Detail { get; private set; }

    /// <summary>Different content words of the whole ticket, the benefit left out.</summary>
    public int Content { get; private set; }

    /// <summary>Whether a number with a unit stands anywhere.</summary>
    public bool HasFigure { get; private set; }

    /// <summary>The first passage when it is the title.</summary>
    public Span Title => Passages.Count > 0 && Passages[0].Field == TicketField.Summary ? new(Passages[0].First, Passages[0].End) : default;

    /// <summary>Reads a ticket. The buffers belong to the view until the next is read.</summary>
    public static TicketView Of(TicketReading reading, Ticket ticket, Lexicons lexicons, TokenList tokens, ViewBuffers buffers)
    {
        buffers.Clear();
        new OutlineReader(lexicons, tokens, buffers.Passages).Read(ticket);
        return new(reading, ticket, tokens, lexicons.Words, buffers);
    }

    /// <summary>The field's text that a passage or token belongs to.</summary>
    public FieldText TextOf(TicketField field) => field switch
    {
        TicketField.Summary => Ticket.Summary,
        TicketField.Description => Ticket.Description,
        _ => Ticket.AcceptanceCriteria,
    };

    /// <summary>Whether a token that begins a number is a threshold: it carries a unit or one follows.</summary>
    public bool IsFigure(int token, int end) =>
        Tokens[token].Kind == TokenKind.Number
            && (Tokens[token].WithUnit || (token + 1 < end && Tokens[token + 1].Has(Tag.Unit)) || (token + 2 < end && Tokens[token + 2].Has(Tag.Unit)));

    private void CountContent(StemSet all)
    {
        AddStems(Title, Subject);
        AddStems(Clauses.Means, Subject);
        AddStems(Clauses.Role, all);
        foreach (ref readonly var passage in CollectionsMarshal.AsSpan(Passages))
        {
            if (passage.AddressesJudge) continue;
            var wish = passage.First == Title.First || (passage.First <= Clauses.Means.First && Clauses.Means.First < passage.End);
            var matter = 0;
            var waits = false;
            for (var i = passage.First; i < passage.End; i++)
            {
                ref var token = ref Tokens[i];
                if (token.IsContent && !token.Has(Tag.Unit | Tag.Gherkin | Tag.CriteriaHeading)) matter++;
                waits |= (token.PhraseTags & Tag.Dependency) != Tag.None;
            }

            for (var i = passage.First; i < passage.End; i++)
            {
                ref var token = ref Tokens[i];
                if (token.Kind == TokenKind.Number && matter > 1) HasFigure |= IsFigure(i, passage.End);
                if (!token.IsContent || token.Has(Tag.Gherkin | Tag.CriteriaHeading | Tag.Unit) || Clauses.Benefit.Contains(i)) continue;
                var fresh = all.Add(token.Stem);
                if (fresh && !waits && !(wish && passage.Section != SectionKind.AcceptanceCriteria) && passage.Kind != BlockKind.Heading) Detail++;
            }
        }

        Content = all.Count;
    }

    // A mark that is never closed in its passage quotes nothing.
    private void MarkQuotes(in Passage passage)
    {
        var open = -1;
        for (var i = passage.First; i < passage.End; i++)
        {
            if (Tokens[i].Kind != TokenKind.Mark || Tokens[i].Mark is not ('"' or '“' or '”' or '«' or '»' or '„')) continue;
            for (var quoted = open + 1; open >= 0 && quoted < i; quoted++) Tokens[quoted].Quoted = true;
            open = open < 0 ? i : -1;
        }
    }

    private void AddStems(Span span, StemSet stems)
    {
        for (var i = span.First; i < span.End; i++)
        {
            if (Tokens[i].IsContent) stems.Add(Tokens[i].Stem);
        }
    }
}
