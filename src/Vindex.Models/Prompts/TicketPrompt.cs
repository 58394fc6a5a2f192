using System.Text;
using Vindex.Models.Answers;
using Vindex.Scoring;
using Vindex.Scoring.Tickets;

namespace Vindex.Models.Prompts;

/// <summary>Writes the message that contains the ticket, between markers that it cannot know.</summary>
internal static class TicketPrompt
{
    private const string Withheld = "(withheld)";
    private const int LongestTitle = 300;
    private const int LongestContext = 1_000;
    private const int MostContext = 20;

    /// <summary>The message.</summary>
    /// <param name="text">The ticket.</param>
    /// <param name="marker">A random text, new for each ticket.</param>
    /// <param name="closing">What follows the ticket.</param>
    public static string Write(JudgedText text, string marker, string closing)
    {
        var message = new StringBuilder();
        message.Append("The ticket is everything between the two lines ").Append(marker).Append(".\n\n").Append(marker).Append('\n');
        var withheld = text.Found.Select(found => found.Field).ToHashSet();
        if (!string.IsNullOrWhiteSpace(text.Ticket.IssueType)) message.Append("Type: ").Append(Line(text.Ticket.IssueType, LongestTitle)).Append('\n');
        foreach (var (field, content) in text.Fields)
        {
            var isSummary = field == TicketField.Summary;
            if (content.Blocks.Count == 0 && !withheld.Contains(field)) continue;
            message.Append(isSummary ? "Title:" : field == TicketField.Description ? "\nDescription:" : "\nAcceptance criteria:").Append('\n');
            foreach (var block in content.Blocks) WriteBlock(message, text, field, content, block);
            if (withheld.Contains(field)) message.Append(Withheld).Append('\n');
        }

        WriteContext(message, text);
        return message.Append(marker).Append("\n\n").Append(closing).Append('\n').ToString();
    }

    private static void WriteBlock(StringBuilder message, JudgedText text, TicketField field, FieldText content, Block block)
    {
        if (block.End <= block.Start) return;
        var (start, end) = content.ToSource(block.Start, block.End);
        if (text.IsTemplate(field, start, end)) message.Append("[template] ");
        message.Append(block.Kind switch
        {
            BlockKind.Heading => "# ",
            BlockKind.ListItem when block.Checked is { } isDone => isDone ? "- [x] " : "- [ ] ",
            BlockKind.ListItem => "- ",
            BlockKind.Quote => "> ",
            _ => "",
        });
        message.Append(content.Clean.AsSpan(block.Start, block.End - block.Start)).Append('\n');
    }

    private static void WriteContext(StringBuilder message, JudgedText text)
    {
        if (text.Ticket.Context.Count == 0) return;
        message.Append("\nAround the ticket:\n");
        foreach (var item in text.Ticket.Context.Take(MostContext))
        {
            message.Append("- ").Append(item.Kind switch
            {
                ContextKind.LinkedIssue => "linked issue",
                ContextKind.Epic => "epic",
                ContextKind.Comment => "comment",
                ContextKind.Attachment => "attachment",
                _ => "note",
            });
            Append(", ", item.Relation, LongestTitle);
            Append(" ", item.Key, LongestTitle);
            Append(": ", item.Title, LongestTitle);
            Append(" – ", item.Text, LongestContext);
            message.Append('\n');
        }

        void Append(string separator, string? value, int longest)
        {
            if (!string.IsNullOrWhiteSpace(value)) message.Append(separator).Append(Line(value, longest));
        }
    }

    private static string Line(string text, int longest) => PlainText.Cut(PlainText.Of(text), longest);
}
