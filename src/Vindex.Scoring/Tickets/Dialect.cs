namespace Vindex.Scoring.Tickets;

/// <summary>Whether a text is written in Jira's wiki markup rather than Markdown; asked only where the two disagree.</summary>
internal static class Dialect
{
    private static readonly string[] s_markdown = ["\n## ", "\n### ", "```", "](", "\n- ["];
    private static readonly string[] s_wiki = ["h1. ", "h2. ", "h3. ", "h4. ", "h5. ", "{code", "{noformat", "{{", "{quote}", "{color", "{panel", "|http", "\n** ", "\n#* ", "\n*# ", "\n||", "bq. "];

    /// <summary>Signs of wiki markup and none of Markdown.</summary>
    public static bool IsWiki(ReadOnlySpan<char> text)
    {
        foreach (var sign in s_markdown)
        {
            if (text.Contains(sign, StringComparison.Ordinal)) return false;
        }
        foreach (var sign in s_wiki)
        {
            if (text.Contains(sign, StringComparison.Ordinal)) return true;
        }
        return false;
    }
}
