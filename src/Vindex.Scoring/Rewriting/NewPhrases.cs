using System.Text.RegularExpressions;
using Vindex.Scoring.Rubric.Lexing;
using Vindex.Scoring.Tickets;

namespace Vindex.Scoring.Rewriting;

/// <summary>
/// Finds words in a rewritten ticket that the ticket does not have, in any form: facts that somebody may have invented. Headings and marked questions do not
/// count.
/// </summary>
public static partial class NewPhrases
{
    private static readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> s_functionWords =
        DataFile.Lines("Rewriting/function-words.txt").ToHashSet(StringComparer.OrdinalIgnoreCase).GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>The new phrases, each once, in the order of the text.</summary>
    public static IReadOnlyList<string> Find(Ticket ticket, IEnumerable<RewriteBlock> blocks)
    {
        ArgumentNullException.ThrowIfNull(ticket);
        ArgumentNullException.ThrowIfNull(blocks);
        var known = new HashSet<string>(StringComparer.Ordinal);
        foreach (var text in (string[])[ticket.Summary.Source, ticket.Description.Source, ticket.AcceptanceCriteria.Source])
        {
            foreach (var word in Word().EnumerateMatches(text)) known.Add(Stem(text.AsSpan(word.Index, word.Length)));
        }

        return
        [
            .. blocks.Where(block => block.Role is not (RewriteRole.Heading or RewriteRole.Question))
                .SelectMany(block => In(block.Text, known)).Distinct(StringComparer.OrdinalIgnoreCase),
        ];
    }

    // Runs of new words with nothing but blanks between them.
    private static List<string> In(string text, HashSet<string> known)
    {
        var phrases = new List<string>();
        var (start, end) = (-1, -1);
        foreach (var word in Word().EnumerateMatches(text))
        {
            var chars = text.AsSpan(word.Index, word.Length);
            if (s_functionWords.Contains(chars) || known.Contains(Stem(chars))) continue;
            if (start >= 0 && !text.AsSpan(end, word.Index - end).IsWhiteSpace()) Take();
            if (start < 0) start = word.Index;
            end = word.Index + word.Length;
        }

        Take();
        return phrases;

        void Take()
        {
            if (start >= 0) phrases.Add(text[start..end]);
            start = -1;
        }
    }

    private static string Stem(ReadOnlySpan<char> word)
    {
        var stem = word.ToString().ToLowerInvariant();

        // "readers" has the stem "reader", and that one "read".
        for (var length = Inflection.StemLength(stem); length < stem.Length; length = Inflection.StemLength(stem)) stem = stem[..length];
        return stem;
    }

    [GeneratedRegex(@"[\p{L}\p{N}]+", RegexOptions.NonBacktracking)]
    private static partial Regex Word();
}
