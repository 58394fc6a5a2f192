namespace Vindex.Scoring.Tickets;

/// <summary>The macros of Jira's wiki markup.</summary>
internal static class JiraMacros
{
    /// <summary>Its braces go, what is between them stays.</summary>
    public static bool IsMacro(ReadOnlySpan<char> name)
    {
        Span<char> lower = stackalloc char[10];
        if (name.Length > lower.Length) return false;
        name.ToLowerInvariant(lower);
        return lower[..name.Length] is "code" or "noformat" or "color" or "panel" or "quote" or "anchor" or "info" or "note" or "warning" or "tip" or "expand" or "section"
            or "column" or "html" or "toc" or "status" or "adf" or "jira";
    }

    /// <summary>What is between its braces is no markup.</summary>
    public static bool IsVerbatim(ReadOnlySpan<char> name) =>
        name.Equals("code", StringComparison.OrdinalIgnoreCase) || name.Equals("noformat", StringComparison.OrdinalIgnoreCase);
}
