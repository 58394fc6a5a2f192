using System.Net;
using System.Text;

namespace Vindex.Trackers.Markup;

/// <summary>Writes Markdown as HTML, for Azure DevOps.</summary>
internal static class HtmlWriter
{
    /// <summary>The HTML of a text. It contains no other elements and attributes than those for the Markdown.</summary>
    public static string Write(string markdown)
    {
        var html = new StringBuilder();
        foreach (var block in MarkdownReader.Read(markdown)) Write(html, block);
        return html.ToString();
    }

    private static void Write(StringBuilder html, MarkdownBlock block)
    {
        switch (block)
        {
            case MarkdownBlock.Heading heading:
                Element(html, $"h{heading.Level}", heading.Text);
                break;
            case MarkdownBlock.Paragraph paragraph:
                Element(html, "p", paragraph.Text);
                break;
            case MarkdownBlock.List list:
                html.Append(list.IsOrdered ? "<ol>" : "<ul>");
                foreach (var item in list.Items) Element(html, "li", item);
                html.Append(list.IsOrdered ? "</ol>" : "</ul>");
                break;
            case MarkdownBlock.Rule:
                html.Append("<hr>");
                break;
        }
    }

    private static void Element(StringBuilder html, string name, IReadOnlyList<MarkdownInline> text)
    {
        html.Append('<').Append(name).Append('>');
        foreach (var inline in text) Write(html, inline);
        html.Append("</").Append(name).Append('>');
    }

    private static void Write(StringBuilder html, MarkdownInline inline)
    {
        if (inline.IsBreak)
        {
            html.Append("<br>");
            return;
        }

        if (inline.Link is { } link) html.Append("<a href=\"").Append(WebUtility.HtmlEncode(link)).Append("\">");
        if (inline.Style.HasFlag(InlineStyle.Bold)) html.Append("<b>");
        if (inline.Style.HasFlag(InlineStyle.Italic)) html.Append("<i>");
        if (inline.Style.HasFlag(InlineStyle.Code)) html.Append("<code>");
        html.Append(WebUtility.HtmlEncode(inline.Text));
        if (inline.Style.HasFlag(InlineStyle.Code)) html.Append("</code>");
        if (inline.Style.HasFlag(InlineStyle.Italic)) html.Append("</i>");
        if (inline.Style.HasFlag(InlineStyle.Bold)) html.Append("</b>");
        if (inline.Link is not null) html.Append("</a>");
    }
}
