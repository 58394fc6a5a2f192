using Vindex.Scoring.Rubric.Lexing;
using Vindex.Scoring.Rubric.Phrases;
using Vindex.Scoring.Tickets;

namespace Vindex.Scoring.Rubric.Outline;

/// <summary>Cuts a ticket's fields into passages: the readers' sentences and list items, and the criteria and bullets that stand within a line.</summary>
internal sealed class OutlineReader(Lexicons lexicons, TokenList tokens, List<Passage> passages)
{
    private bool _criteriaFollow;

    /// <summary>Every token of the ticket, in the order of reading.</summary>
    public TokenList Tokens { get; } = tokens;

    /// <summary>Reads the three fields.</summary>
    public void Read(Ticket ticket)
    {
        Read(ticket.Summary, TicketField.Summary);
        Read(ticket.Description, TicketField.Description);
        Read(ticket.AcceptanceCriteria, TicketField.AcceptanceCriteria);
    }

    private void Read(FieldText text, TicketField field)
    {
        _criteriaFollow = false;
        var sentence = 0;
        var blocks = text.BlockSpan;
        var sentences = text.SentenceSpan;
        for (var number = 0; number < blocks.Length; number++)
        {
            ref readonly var block = ref blocks[number];
            if (block.Kind == BlockKind.Heading) _criteriaFollow = false;
            while (sentence < sentences.Length && sentences[sentence].Block < number) sentence++;
            if (block.Kind == BlockKind.Code)
            {
                passages.Add(new(field, block.Kind, block.Section, Tokens.Count, Tokens.Count, block.Start, block.End));
                continue;
            }

            var any = false;
            for (; sentence < sentences.Length && sentences[sentence].Block == number; sentence++)
            {
                any = true;
                Add(text, field, block, sentences[sentence].Start, sentences[sentence].End);
            }

            if (!any) Add(text, field, block, block.Start, block.End);
        }
    }

    private void Add(FieldText text, TicketField field, in Block block, int start, int end)
    {
        var first = Tokens.Count;
        Lexer.Read(text.Clean, start, end, field, lexicons.Vocabulary, Tokens);
        if (Tokens.Count == first) return;
        lexicons.Phrases.Mark(Tokens, first, Tokens.Count);
        var section = field == TicketField.AcceptanceCriteria && block.Section == SectionKind.Description ? SectionKind.AcceptanceCriteria : block.Section;
        if (_criteriaFollow && section == SectionKind.Description) section = SectionKind.AcceptanceCriteria;
        if (block.Kind == BlockKind.Heading)
        {
            Keep(field, block.Kind, section, first, Tokens.Count, block);
            return;
        }

        var heading = FindCriteriaHeading(first, Tokens.Count);
        if (heading < 0)
        {
            AddItems(field, block.Kind, section, first, Tokens.Count, block);
            return;
        }

        AddItems(field, block.Kind, section, first, heading, block);
        _criteriaFollow = true;
        var after = heading + Math.Max((int)Tokens[heading].PhraseLength, 1);
        Keep(field, BlockKind.Heading, SectionKind.AcceptanceCriteria, heading, after, block);
        while (after < Tokens.Count && Tokens[after].Kind == TokenKind.Mark && Tokens[after].Mark is ':' or '：') after++;
        AddItems(field, block.Kind, SectionKind.AcceptanceCriteria, after, Tokens.Count, block);
    }

    private int FindCriteriaHeading(int first, int end)
    {
        for (var i = first; i < end - 1; i++)
        {
            if (!Tokens[i].Has(Tag.CriteriaHeading)) continue;
            var next = i + Math.Max((int)Tokens[i].PhraseLength, 1);
            if (next < end && Tokens[next].Kind == TokenKind.Mark && (Tokens[next].Mark == ':' || (next - i > 1 && IsBullet(next, i)))) return i;
        }

        return -1;
    }

    private void AddItems(TicketField field, BlockKind kind, SectionKind section, int first, int end, in Block block)
    {
        var from = first;
        var item = kind == BlockKind.ListItem || (first < end && IsBullet(first, first));
        for (var i = first; i < end; i++)
        {
            var bullet = IsBullet(i, first) || (section == SectionKind.AcceptanceCriteria && IsNumbering(i, end));
            if (!bullet) continue;
            Keep(field, item ? BlockKind.ListItem : kind, section, from, i, block);
            from = Tokens[i].Kind == TokenKind.Mark ? i + 1 : i + 2;
            item = true;
            if (from > i + 1) i++;
        }

        Keep(field, item ? BlockKind.ListItem : kind, section, from, end, block);
    }

    // A bullet within a line: "•" anywhere, a dash only with room on both sides and after the end of something ("etc." ends nothing).
    private bool IsBullet(int at, int first)
    {
        ref var token = ref Tokens[at];
        if (token.Kind != TokenKind.Mark) return false;
        if (token.Mark is '•' or '●' or '▪' or '◦') return true;
        if (token.Mark is not ('-' or '–' or '*')) return false;
        if (at == first) return at + 1 < Tokens.Count;
        var before = Tokens[at - 1];
        if (at > first + 1 && before.Mark == '.' && Tokens[at - 2].Has(Tag.OpenEnd)) return false;
        if (at + 1 >= Tokens.Count || Tokens[at + 1].Start == token.End && Tokens[at + 1].Kind == TokenKind.Number) return false;
        return before.End < token.Start && before.Kind == TokenKind.Mark
            ? before.Mark is '.' or ':' or ';' or '!' or '?' or ')'
            : before.End < token.Start && Tokens[at + 1].Start > token.End && _criteriaFollow;
    }

    private bool IsNumbering(int at, int end) =>
        at + 1 < end && Tokens[at].Kind == TokenKind.Number && Tokens[at].End - Tokens[at].Start <= 2 && !Tokens[at].WithUnit
            && Tokens[at + 1].Kind == TokenKind.Mark
        && Tokens[at + 1].Mark is '.' or ')' && Tokens[at + 1].Start == Tokens[at].End && at + 2 < end && Tokens[at + 2].Kind == TokenKind.Word;

    private void Keep(TicketField field, BlockKind kind, SectionKind section, int first, int end, in Block block)
    {
        if (end <= first) return;
        var instruction = false;
        for (var i = first; i < end && !instruction; i++) instruction = Tokens[i].Has(Tag.Instruction);
        passages.Add(new(field, kind, section, first, end, Tokens[first].Start, Tokens[end - 1].End, block.Level, block.Checked is not null, instruction));
    }
}
