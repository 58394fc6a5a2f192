using Vindex.Scoring.Tickets;

namespace Vindex.Scoring.Reading;

/// <summary>What a segment is there for.</summary>
internal enum Zone : byte
{
    /// <summary>The author's own words about the matter.</summary>
    Content,

    /// <summary>A heading.</summary>
    Heading,

    /// <summary>A template hint, placeholder, instruction to contributors or bot footer.</summary>
    Template,

    /// <summary>Log lines, traces, output.</summary>
    Log,

    /// <summary>Source code.</summary>
    Code,

    /// <summary>A ticked item: done already.</summary>
    Done,

    /// <summary>Text that speaks to whatever judges the ticket.</summary>
    Untrusted,
}

/// <summary>A sentence, heading, list item or table cell with its place in the ticket.</summary>
internal struct Segment
{
    /// <summary>The field that it stands in.</summary>
    public TicketField Field;

    /// <summary>First UTF-16 unit in the field's clean text.</summary>
    public int Start;

    /// <summary>One past the last UTF-16 unit.</summary>
    public int End;

    /// <summary>First of its tokens.</summary>
    public int FirstToken;

    /// <summary>One past its last token.</summary>
    public int EndToken;

    /// <summary>The block's kind.</summary>
    public BlockKind Block;

    /// <summary>The block's number within the field.</summary>
    public int BlockIndex;

    /// <summary>Whether it begins its block.</summary>
    public bool OpensBlock;

    /// <summary>State of a checkbox; null when there is none.</summary>
    public bool? Checked;

    /// <summary>Whether the list is numbered.</summary>
    public bool Ordered;

    /// <summary>The section by its heading.</summary>
    public SectionKind Section;

    /// <summary>The segment that is its heading; −1 for none.</summary>
    public int Heading;

    /// <summary>What it is there for.</summary>
    public Zone Zone;

    /// <summary>How many segments before it are the author's own: the summary, headings, template text, logs and code do not count.</summary>
    public int Place;

    /// <summary>Words, numbers and identifiers.</summary>
    public int Words;

    /// <summary>The phrases in it: bits of <see cref="Text.PhrasePatterns"/>.</summary>
    public ulong Patterns;
}
