namespace Vindex.Scoring.Tickets.Markup;

/// <summary>Whether a text is written in Jira's wiki markup rather than Markdown; asked only where the two disagree.</summary>
internal static class Dialect
{
    /// <summary>Markdown has no use for these.</summary>
    private static readonly string[] s_surelyWiki = ["{code", "{noformat", "{quote}", "{color", "{panel"];
    private static readonly string[] s_markdown = ["\n## ", "\n### ", "```", "](", "\n- ["];
    private static readonly string[] s_wiki = ["{{", "|http", "\n** ", "\n#* ", "\n*# ", "\n||", "bq. "];

    /// <summary>Signs of wiki markup, and none of Markdown unless those of wiki are beyond doubt.</summary>
    public static bool IsWiki(ReadOnlySpan<char> text) =>
        ContainsAny(text, s_surelyWiki) || HasWikiHeading(text) || (!ContainsAny(text, s_markdown) && ContainsAny(text, s_wiki));

    private static bool ContainsAny(ReadOnlySpan<char> text, string[] signs)
    {
        foreach (var sign in signs)
        {
            if (text.Contains(sign, StringComparison.Ordinal)) return true;
        }
        return false;
    }

    private static bool HasWikiHeading(ReadOnlySpan<char> text)
    {
        if (LineMarkers.WikiHeading(text.TrimStart()) > 0) return true;
        for (var at = 0; ;)
        {
            var next = text[at..].IndexOf(". ");
            if (next < 0) return false;
            at += next + 2;
            if (at >= 5 && text[at - 5] is '\n' or ' ' && LineMarkers.WikiHeading(text[(at - 4)..at]) > 0) return true;
        }
    }
}
