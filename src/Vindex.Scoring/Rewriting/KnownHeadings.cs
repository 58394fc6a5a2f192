using Vindex.Scoring.Tickets;
using Vindex.Scoring.Tickets.Sections;

namespace Vindex.Scoring.Rewriting;

/// <summary>Headings and labels of a ticket that a heading of the layout replaces.</summary>
internal static class KnownHeadings
{
    private static readonly string[] s_descriptions = ["description", "summary", "overview", "details"];

    /// <summary>Whether a heading says nothing but which section it opens. "Notes" and the like say more than "Description", and stay.</summary>
    public static bool IsReplaced(ReadOnlySpan<char> heading)
    {
        heading = heading.Trim("*_# :");
        if (SectionNames.OfLabel(heading, out _) is not { } section) return false;
        if (section != SectionKind.Description) return true;
        foreach (var name in s_descriptions)
        {
            if (heading.Equals(name, StringComparison.OrdinalIgnoreCase)) return true;
        }

        return false;
    }
}
