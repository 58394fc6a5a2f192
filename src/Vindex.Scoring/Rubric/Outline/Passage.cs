using Vindex.Scoring.Tickets;

namespace Vindex.Scoring.Rubric.Outline;

/// <summary>A stretch of one field that says one thing: a sentence, a list item, a heading, a row. A range of tokens; for code, of characters only.</summary>
internal readonly record struct Passage(
    TicketField Field, BlockKind Kind, SectionKind Section, int First, int End, int CharStart, int CharEnd, int Level = 0, bool IsTask = false,
    bool AddressesJudge = false)
{
    /// <summary>How many tokens it has.</summary>
    public int Length => End - First;

    /// <summary>Whether it is one of a list.</summary>
    public bool IsItem => Kind == BlockKind.ListItem;

    /// <summary>Whether it is there to be read: neither heading nor code nor a quotation.</summary>
    public bool IsText => Kind is BlockKind.Paragraph or BlockKind.ListItem or BlockKind.TableRow;
}
