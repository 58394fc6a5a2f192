using System.Text;

namespace Vindex.Trackers.Markup;

/// <summary>Writes Markdown as wiki markup, for Jira Data Center.</summary>
internal static class WikiWriter
{
    private const string Special = "*_-+^~{}[]!|?#";

    /// <summary>The wiki markup of a text.</summary>
    public static string Write(string markdown) => string.Join("\n\n", MarkdownReader.Read(markdown).Select(Write));

    private static string Write(MarkdownBlock block) => block switch
    {
        MarkdownBlock.Heading heading => $"h{heading.Level}. {Text(heading.Text)}",
        MarkdownBlock.Paragraph paragraph => Start(Text(paragraph.Text)),
        MarkdownBlock.List list => string.Join('\n', list.Items.Select(item => (list.IsOrdered ? "# " : "* ") + Text(item))),
        MarkdownBlock.Rule => "----",
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    // "h1." and "bq." at the start of a line are a heading and a quote; their first letter as an entity is only a letter.
    private static string Start(string text)
    {
        var isHeading = text.Length > 2 && text[0] == 'h' && text[1] is >= '1' and <= '6' && text[2] == '.';
        return isHeading || text.StartsWith("bq.", StringComparison.Ordinal) ? $"&#{(int)text[0]};{text[1..]}" : text;
    }

    private static string Text(IReadOnlyList<MarkdownInline> inlines)
    {
        var wiki = new StringBuilder();
        foreach (var inline in inlines)
        {
            if (inline.IsBreak)
            {
                wiki.Append('\n');
                continue;
            }

            var text = Styled(inline.Style, Escape(inline.Text));
            if (inline.Link is { } link) wiki.Append('[').Append(text).Append('|').Append(Address(link)).Append(']');
            else wiki.Append(text);
        }

        return wiki.ToString();
    }

    // Markup counts only next to what is no letter; in braces it counts anywhere. Spaces at the ends would switch it off.
    private static string Styled(InlineStyle style, string text)
    {
        var inner = text.Trim();
        if (style == InlineStyle.None || inner.Length == 0) return text;
        var styled = inner;
        if (style.HasFlag(InlineStyle.Code)) styled = "{{" + styled + "}}";
        if (style.HasFlag(InlineStyle.Italic)) styled = "{_}" + styled + "{_}";
        if (style.HasFlag(InlineStyle.Bold)) styled = "{*}" + styled + "{*}";
        return text.Replace(inner, styled, StringComparison.Ordinal);
    }

    private static string Escape(string text)
    {
        var escaped = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            // Two backslashes are a line break.
            if (c == '\\') escaped.Append("&#92;");
            else if (Special.Contains(c, StringComparison.Ordinal)) escaped.Append('\\').Append(c);
            else escaped.Append(c);
        }

        return escaped.ToString();
    }

    private static string Address(string link) =>
        link.Replace("|", "%7C", StringComparison.Ordinal).Replace("[", "%5B", StringComparison.Ordinal).Replace("]", "%5D", StringComparison.Ordinal);
}
