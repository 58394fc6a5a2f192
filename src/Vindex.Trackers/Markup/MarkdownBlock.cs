namespace Vindex.Trackers.Markup;

/// <summary>A part of a Markdown text.</summary>
internal abstract record MarkdownBlock
{
    private MarkdownBlock()
    {
    }

    /// <summary>A heading.</summary>
    internal sealed record Heading(int Level, IReadOnlyList<MarkdownInline> Text) : MarkdownBlock;

    /// <summary>A paragraph.</summary>
    internal sealed record Paragraph(IReadOnlyList<MarkdownInline> Text) : MarkdownBlock;

    /// <summary>A list; its items have one line each.</summary>
    internal sealed record List(bool IsOrdered, IReadOnlyList<IReadOnlyList<MarkdownInline>> Items) : MarkdownBlock;

    /// <summary>A horizontal line.</summary>
    internal sealed record Rule : MarkdownBlock;
}

/// <summary>Text of one style.</summary>
/// <param name="Text">The text; a line break is <c>\n</c> on its own.</param>
/// <param name="Style">Its style.</param>
/// <param name="Link">Where it leads, exactly as written; null for plain text.</param>
internal sealed record MarkdownInline(string Text, InlineStyle Style, string? Link)
{
    /// <summary>Whether it is a line break.</summary>
    public bool IsBreak => Text == "\n";
}

/// <summary>How a text looks.</summary>
[Flags]
internal enum InlineStyle
{
    /// <summary>As usual.</summary>
    None = 0,

    /// <summary>Bold.</summary>
    Bold = 1,

    /// <summary>Italic.</summary>
    Italic = 2,

    /// <summary>Code.</summary>
    Code = 4,
}
