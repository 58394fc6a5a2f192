using System.Buffers;
using Vindex.Scoring.Tickets;

namespace Vindex.Scoring.Reading;

/// <summary>
/// Recognises what a template or a bot put into the ticket: hints to the author in brackets or italics under a heading, instructions to contributors,
/// placeholders and generic checklists.
/// </summary>
internal static class TemplateText
{
    private const int LongestPlaceholder = 16;

    private static readonly SearchValues<char> s_wordEnds = SearchValues.Create(" ,:?)'’");

    private static readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> s_openers = new HashSet<string>(
        [
            "what", "how", "why", "who", "which", "when", "where", "is", "are", "does", "do", "did", "can", "describe", "summarize", "summarise", "provide",
            "paste", "explain",
            "list", "include", "outline", "detail", "define", "tell", "link", "specify", "if", "please", "any", "optional", "ensure", "write", "fill", "insert",
            "attach", "mention",
            "enter", "give", "a", "the", "your", "use", "e.g", "consideration", "sufficient", "add", "note", "remember", "check",
        ], StringComparer.OrdinalIgnoreCase).GetAlternateLookup<ReadOnlySpan<char>>();

    private static readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> s_placeholders = new HashSet<string>(
        [
            "n/a", "na", "none", "null", "tbd", "tba", "todo", "...", "…", "-", "nil", "no response", "_no response_", "yes/no", "optional", "x", "xxx", "?",
            "undefined"
        ],
        StringComparer.OrdinalIgnoreCase).GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>Whether a segment of the description is template text.</summary>
    /// <param name="text">The ticket.</param>
    /// <param name="segment">The segment.</param>
    /// <param name="phrases">The phrases of templates in the segment's field.</param>
    /// <param name="previous">Zone of the segment before it in the same block; <see cref="Zone.Content"/> when it opens its block.</param>
    public static bool Is(TicketText text, in Segment segment, TemplatePhrases phrases, Zone previous)
    {
        var chars = text.TextOf(segment);
        if (IsPlaceholder(chars) || phrases.AreWithin(segment.Start, segment.End)) return true;
        if (segment.Checked == false && segment.Words <= 3 && IsGenericItem(chars)) return true;
        if (segment.Heading < 0) return false;

        // Inside brackets or italics that opened with a hint.
        if (!segment.OpensBlock && previous == Zone.Template && Wrapping(text, segment) is not '\0') return true;
        return Wrapping(text, segment) is not '\0' && segment.Words > 1
            && (chars.Contains('?') || s_openers.Contains(FirstWord(chars)) || chars.Contains("optional", StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>Whether the text only holds a place.</summary>
    public static bool IsPlaceholder(ReadOnlySpan<char> chars)
    {
        var words = chars.Trim(" .:_*");
        return (words.Length <= LongestPlaceholder && s_placeholders.Contains(words)) || (chars.Length > 0 && chars.Trim(" .…-_*").IsEmpty);
    }

    // "- [ ] Weighted", "- [ ] QA": says nothing about this ticket.
    private static bool IsGenericItem(ReadOnlySpan<char> chars)
    {
        foreach (var item in (ReadOnlySpan<string>)[
            "acceptance criteria", "add documentation", "add tests", "add unit tests", "create tests", "definition of done", "designs", "documentation",
            "experiments", "personas", "qa", "tests", "update docs", "update documentation", "update changelog", "ux/design", "weighted", "write tests",
            "code review"
        ])
        {
            if (chars.Trim(" .:").Equals(item, StringComparison.OrdinalIgnoreCase)) return true;
        }

        return false;
    }

    // The bracket or italics mark that the whole block stands in; '\0' for none.
    private static char Wrapping(TicketText text, in Segment segment)
    {
        var field = text.Text(segment.Field);
        var block = field.Blocks[segment.BlockIndex];
        var clean = field.Clean.AsSpan(block.Start, block.End - block.Start);
        if (block.Kind == BlockKind.Quote) return '>';
        if (clean.Length > 2 && ((clean[0] == '(' && clean[^1] == ')') || (clean[0] == '[' && clean[^1] == ']') || (clean[0] == '<' && clean[^1] == '>')))
            return clean[0];
        var (start, end) = field.ToSource(block.Start, block.End);
        return start > 0 && end < field.Source.Length && field.Source[start - 1] == field.Source[end] && field.Source[end] is '_' or '*'
            ? field.Source[end]
            : '\0';
    }

    private static ReadOnlySpan<char> FirstWord(ReadOnlySpan<char> chars)
    {
        chars = chars.TrimStart("([<_* ");
        var length = chars.IndexOfAny(s_wordEnds);
        return length < 0 ? chars : chars[..length];
    }
}
