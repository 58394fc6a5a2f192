namespace Vindex.Models.Rewriting;

/// <summary>A model's proposal, in the required form.</summary>
/// <param name="Sections">Its sections.</param>
internal sealed record BetterTicket(IReadOnlyList<ProposedSection> Sections);

/// <summary>A heading and what stands under it.</summary>
/// <param name="Heading">The heading.</param>
/// <param name="Lines">The lines.</param>
internal sealed record ProposedSection(string Heading, IReadOnlyList<ProposedLine> Lines);

/// <summary>A line, or a block of code.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">Its text.</param>
internal sealed record ProposedLine(ProposedLineKind Kind, string Text);

/// <summary>What a line is.</summary>
internal enum ProposedLineKind
{
    /// <summary>Running text.</summary>
    Paragraph,

    /// <summary>An item of a list.</summary>
    Bullet,

    /// <summary>An item of a numbered list.</summary>
    Number,

    /// <summary>Source code, or a log.</summary>
    Code,

    /// <summary>A quotation.</summary>
    Quote,

    /// <summary>A question to the author.</summary>
    Question,
}
