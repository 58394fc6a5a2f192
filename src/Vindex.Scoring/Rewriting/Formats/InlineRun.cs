namespace Vindex.Scoring.Rewriting.Formats;

/// <summary>A stretch of text with one style.</summary>
/// <param name="Text">The text; never empty.</param>
/// <param name="Style">The style.</param>
/// <param name="Link">The address of a link; null for none.</param>
internal readonly record struct InlineRun(string Text, InlineStyle Style = InlineStyle.Plain, string? Link = null);

/// <summary>Styles of text.</summary>
internal enum InlineStyle
{
    /// <summary>None.</summary>
    Plain,

    /// <summary>Bold.</summary>
    Strong,

    /// <summary>Italic.</summary>
    Emphasis,

    /// <summary>Code.</summary>
    Code,
}
