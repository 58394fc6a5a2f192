using System.Text.Json.Serialization;

namespace Vindex.Scoring.Rewriting;

/// <summary>What a block of a rewritten ticket is.</summary>
[JsonConverter(typeof(WireNames<RewriteRole>))]
public enum RewriteRole
{
    /// <summary>A heading of the kind's layout.</summary>
    Heading,

    /// <summary>A heading of the ticket itself.</summary>
    Subheading,

    /// <summary>Running text.</summary>
    Paragraph,

    /// <summary>A bullet, number or checkbox.</summary>
    ListItem,

    /// <summary>Source code, or a log.</summary>
    Code,

    /// <summary>A quotation.</summary>
    Quote,

    /// <summary>A row of a table.</summary>
    TableRow,

    /// <summary>A question to the author, where a fact is missing.</summary>
    Question,
}

/// <summary>A block of a rewritten ticket.</summary>
/// <param name="Role">What it is.</param>
/// <param name="Text">Its text with inline markup; except for headings and questions, every line is verbatim from the ticket.</param>
/// <param name="Wiki">Whether the inline markup is Jira's; otherwise Markdown's.</param>
public sealed record RewriteBlock(RewriteRole Role, string Text, bool Wiki = false)
{
    /// <summary>Nesting depth of a list item (1 for the outermost) or level of the ticket's own heading; 0 otherwise.</summary>
    public int Level { get; init; }

    /// <summary>A numbered list item.</summary>
    public bool Ordered { get; init; }

    /// <summary>State of a checkbox; null if there is none.</summary>
    public bool? Checked { get; init; }

    /// <summary>The language of code; null if unknown.</summary>
    public string? Language { get; init; }

    /// <summary>Text of a question as it stands in a ticket.</summary>
    internal static string Marked(string question) => $"[Question: {question}]";

    /// <summary>Whether a text is a marked question of an earlier rewrite.</summary>
    internal static bool IsMarked(ReadOnlySpan<char> text) =>
        text.StartsWith("[Question: ", StringComparison.Ordinal) && text[^1] == ']' && text[1..].IndexOf('[') < 0;
}
