namespace Vindex.Scoring.Tickets;

/// <summary>
/// One field's text: as received (<see cref="Source"/>), as it reads without markup (<see cref="Clean"/>), and cut into blocks and sentences.
/// Blocks and sentences are ranges of <see cref="Clean"/>; <see cref="ToSource"/> leads back to the words as written.
/// </summary>
public sealed class FieldText
{
    private readonly Block[] _blocks;
    private readonly Sentence[] _sentences;
    private readonly int[] _cleanStarts;
    private readonly int[] _sourceStarts;

    /// <summary>
    /// Made by the readers: <paramref name="runs"/> are ascending pairs (start in clean, start in source) of stretches that were copied unchanged.
    /// </summary>
    internal FieldText(string source, string clean, Block[] blocks, Sentence[] sentences, IReadOnlyList<(int Clean, int Source)> runs)
    {
        Source = source;
        Clean = clean;
        _blocks = blocks;
        _sentences = sentences;
        _cleanStarts = new int[runs.Count];
        _sourceStarts = new int[runs.Count];
        for (var i = 0; i < runs.Count; i++) (_cleanStarts[i], _sourceStarts[i]) = runs[i];
    }

    /// <summary>No text.</summary>
    public static FieldText Empty { get; } = new("", "", [], [], []);

    /// <summary>The text as it is stored and shown; quotes are verbatim from here. For an ADF document: the text that was read out of it.</summary>
    public string Source { get; }

    /// <summary>The text without markup, comments and invisible characters.</summary>
    public string Clean { get; }

    /// <summary>Paragraphs, headings, list items and so on, ascending and without overlap, as ranges of <see cref="Clean"/>.</summary>
    public IReadOnlyList<Block> Blocks => _blocks;

    /// <summary>Sentences, ascending, each within one block, as ranges of <see cref="Clean"/>. Code blocks have none.</summary>
    public IReadOnlyList<Sentence> Sentences => _sentences;

    /// <summary>The blocks, for loops over all of them.</summary>
    internal ReadOnlySpan<Block> BlockSpan => _blocks;

    /// <summary>The sentences, for loops over all of them.</summary>
    internal ReadOnlySpan<Sentence> SentenceSpan => _sentences;

    /// <summary>The range of <see cref="Source"/> that a non-empty range of <see cref="Clean"/> was read from.</summary>
    public (int Start, int End) ToSource(int start, int end)
    {
        if (_cleanStarts.Length == 0) return (start, end);
        return (Map(start), Map(end - 1) + 1);
    }

    private int Map(int clean)
    {
        var run = Array.BinarySearch(_cleanStarts, clean);
        if (run < 0) run = Math.Max(~run - 1, 0);
        return _sourceStarts[run] + (clean - _cleanStarts[run]);
    }
}

/// <summary>A block of text: a range of <see cref="FieldText.Clean"/> without the line end.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Start">First UTF-16 unit.</param>
/// <param name="End">One past the last.</param>
/// <param name="Level">Heading level (1–6) or nesting depth of a list item (1 = outermost); 0 otherwise.</param>
/// <param name="Section">The section that it belongs to; a heading belongs to the section that it opens.</param>
/// <param name="Checked">State of a task-list checkbox; null if there is none.</param>
/// <param name="Ordered">A numbered list item.</param>
public readonly record struct Block(BlockKind Kind, int Start, int End, int Level, SectionKind Section, bool? Checked = null, bool Ordered = false);

/// <summary>The kinds of block.</summary>
public enum BlockKind
{
    /// <summary>Running text.</summary>
    Paragraph,

    /// <summary>A heading, or a line that serves as one ("Acceptance criteria:").</summary>
    Heading,

    /// <summary>One bullet, number or checkbox.</summary>
    ListItem,

    /// <summary>A code block or preformatted text.</summary>
    Code,

    /// <summary>A quotation.</summary>
    Quote,

    /// <summary>One row of a table.</summary>
    TableRow,
}

/// <summary>What a stretch of a ticket is there for.</summary>
public enum SectionKind
{
    /// <summary>The description proper, and everything under a heading that is not one of the others.</summary>
    Description,

    /// <summary>Acceptance criteria, definition of done, "done when".</summary>
    AcceptanceCriteria,

    /// <summary>Steps to reproduce, test steps.</summary>
    Steps,

    /// <summary>Expected result or behaviour.</summary>
    Expected,

    /// <summary>Actual result or behaviour.</summary>
    Actual,

    /// <summary>Version, browser, system.</summary>
    Environment,

    /// <summary>Technical notes, implementation, proposal of a solution.</summary>
    Implementation,

    /// <summary>Open questions.</summary>
    Questions,

    /// <summary>Exclusions.</summary>
    OutOfScope,

    /// <summary>Problem, background, goal, value, context.</summary>
    Motivation,
}

/// <summary>A sentence: a range of <see cref="FieldText.Clean"/> within the block at <paramref name="Block"/> of <see cref="FieldText.Blocks"/>.</summary>
public readonly record struct Sentence(int Start, int End, int Block);
