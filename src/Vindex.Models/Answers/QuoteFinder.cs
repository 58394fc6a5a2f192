using Vindex.Models.Prompts;
using Vindex.Scoring;
using Vindex.Scoring.Tickets;

namespace Vindex.Models.Answers;

/// <summary>Words that are in the ticket.</summary>
/// <param name="Field">Where.</param>
/// <param name="Start">First UTF-16 unit in the field's source.</param>
/// <param name="End">One past the last.</param>
/// <param name="Text">The words, verbatim.</param>
internal sealed record FoundQuote(TicketField Field, int Start, int End, string Text);

/// <summary>
/// Finds a model's quotes in the ticket. Only blank space may differ, since the model saw the ticket without its markup. Template text and quotes of a few
/// letters support nothing.
/// </summary>
internal sealed class QuoteFinder
{
    private const int FewestLetters = 6;
    private const int LongestQuote = 400;
    private readonly JudgedText _ticket;
    private readonly List<(TicketField Field, FieldText Text, FoldedText Folded)> _fields;

    public QuoteFinder(JudgedText ticket)
    {
        _ticket = ticket;
        _fields = [.. ticket.Fields.Where(field => field.Text.Clean.Length > 0).Select(field => (field.Field, field.Text, FoldedText.Of(field.Text.Clean)))];
    }

    /// <summary>The place of a quote; null if the ticket does not contain it.</summary>
    public FoundQuote? Find(string quote)
    {
        if (quote.Length > LongestQuote || quote.Count(char.IsLetterOrDigit) < FewestLetters) return null;
        foreach (var form in Forms(quote))
        {
            foreach (var (field, text, folded) in _fields)
            {
                for (var at = folded.Text.IndexOf(form, StringComparison.Ordinal); at >= 0; at = folded.Text.IndexOf(form, at + 1, StringComparison.Ordinal))
                {
                    var (start, end) = text.ToSource(folded.Starts[at], folded.Starts[at + form.Length - 1] + 1);
                    if (start < end && !_ticket.IsTemplate(field, start, end) && !_ticket.IsWithheld(field, start, end))
                        return new(field, start, end, text.Source[start..end]);
                }
            }
        }

        return null;
    }

    // As it is; without what the prompt puts before a block; without quotation marks around it.
    private static IEnumerable<string> Forms(string quote)
    {
        var folded = FoldedText.Of(quote).Text.Trim();
        yield return folded;
        var bare = folded.TrimStart('-', '#', '>', '[', ']', 'x', ' ');
        if (bare.Length < folded.Length && bare.Length > 0) yield return bare;
        if (folded is ['"' or '“' or '\'', .. var inner, '"' or '”' or '\''] && inner.Length > 0) yield return inner.Trim();
    }

    /// <summary>A text with its runs of blank space as single spaces, and where each character came from.</summary>
    private sealed record FoldedText(string Text, int[] Starts)
    {
        public static FoldedText Of(string text)
        {
            var (characters, starts, length) = (new char[text.Length], new int[text.Length], 0);
            for (var i = 0; i < text.Length; i++)
            {
                var isBlank = char.IsWhiteSpace(text[i]);
                if (isBlank && length > 0 && characters[length - 1] == ' ') continue;
                characters[length] = isBlank ? ' ' : text[i];
                starts[length++] = i;
            }

            return new(new string(characters, 0, length), starts[..length]);
        }
    }
}
