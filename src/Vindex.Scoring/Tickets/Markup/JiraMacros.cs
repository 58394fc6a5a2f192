namespace Vindex.Scoring.Tickets.Markup;

/// <summary>The macros of Jira's wiki markup.</summary>
internal static class JiraMacros
{
    /// <summary>Its braces are removed, the content stays.</summary>
    public static bool IsMacro(ReadOnlySpan<char> name)
    {
        Span<char> lower = stackalloc char[10];
        if (name.Length > lower.Length) return false;
        name.ToLowerInvariant(lower);
        return lower[..name.Length] is "code" or "noformat" or "color" or "panel" or "quote" or "anchor" or "info" or "note" or "warning" or "tip" or "expand"
            or "section"
            or "column" or "html" or "toc" or "status" or "adf" or "jira";
    }

    /// <summary>Its content is not markup.</summary>
    public static bool IsVerbatim(ReadOnlySpan<char> name) =>
        name.Equals("code", StringComparison.OrdinalIgnoreCase) || name.Equals("noformat", StringComparison.OrdinalIgnoreCase);

    /// <summary>The length of a tag at the start of the text that begins or ends a box (panel, expand, note, …); 0 when there is none.</summary>
    public static int BoxTag(ReadOnlySpan<char> text)
    {
        const int longest = 200;
        if (text.Length < 5 || text[0] != '{') return 0;
        var end = text[..Math.Min(text.Length, longest)].IndexOf('}');
        if (end < 2) return 0;
        var colon = text[..end].IndexOf(':');
        Span<char> lower = stackalloc char[8];
        var name = text[1..(colon < 0 ? end : colon)];
        if (name.Length > lower.Length) return 0;
        name.ToLowerInvariant(lower);
        return lower[..name.Length] is "panel" or "expand" or "info" or "note" or "warning" or "tip" or "section" or "column" ? end + 1 : 0;
    }
}
