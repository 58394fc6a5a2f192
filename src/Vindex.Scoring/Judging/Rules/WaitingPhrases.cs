using Vindex.Scoring.Reading;
using Vindex.Scoring.Reading.Text;

namespace Vindex.Scoring.Judging.Rules;

/// <summary>Finds plain statements that a ticket waits for other work: "blocked by", "depends on ABC-12", "waiting for", "not finished yet".</summary>
internal static class WaitingPhrases
{
    private const int LongestQuote = 160;

    // First word, second word, and whether a ticket must be named after it.
    private static readonly (ulong First, ulong Second, bool NeedsKey)[] s_pairs =
    [
        .. new (string First, string Second, bool NeedsKey)[]
        {
            ("blocked", "by", false), ("blocked", "until", false), ("blocked", "on", false), ("depends", "on", true), ("dependent", "on", true),
            ("waiting", "for", true), ("wait", "for", true),
            ("waits", "for", true), ("start", "until", false), ("starts", "until", false), ("prerequisite", "for", false), ("after", "_key_", true),
            ("once", "_key_", true), ("requires", "_key_", true),
            ("needs", "_key_", true),
        }.Select(pair => (WordHash.Of(pair.First), WordHash.Of(pair.Second), pair.NeedsKey)),
    ];

    private static readonly HashTable s_first = HashTable.Of([.. s_pairs.Select(pair => pair.First).Distinct()]);

    private static readonly HashTable s_standards = HashTable.Of([.. "utf sha iso aes md base latin covid phase part step top web".Split(' ').Select(word => WordHash.Of(word))]);

    /// <summary>The first such statement.</summary>
    public static SourceQuote? Find(TicketText text)
    {
        foreach (ref readonly var segment in text.Segments)
        {
            if (segment.Zone != Zone.Content) continue;
            var tokens = text.TokensOf(segment);
            for (var i = 0; i + 1 < tokens.Length; i++)
            {
                if (!s_first.Contains(tokens[i].Hash)) continue;
                foreach (var (first, second, needsKey) in s_pairs)
                {
                    if (tokens[i].Hash != first || tokens[i + 1].Hash != second) continue;
                    var field = text.Text(segment.Field);
                    if (needsKey && !HasKey(field.Clean, tokens[(i + 1)..])) continue;
                    var end = Math.Min(segment.End, tokens[i].Start + LongestQuote);
                    if (end < segment.End && char.IsHighSurrogate(field.Clean[end - 1])) end--;
                    var (from, to) = field.ToSource(tokens[i].Start, end);
                    return new(segment.Field, from, to, field.Source[from..to]);
                }
            }
        }

        return null;
    }

    private static bool HasKey(string clean, ReadOnlySpan<TextToken> tokens)
    {
        const int near = 8;
        for (var i = 0; i < Math.Min(tokens.Length, near); i++)
        {
            if (tokens[i].Kind == TextTokenKind.Key || IsLowerKey(clean, tokens[i..])) return true;
        }

        return false;
    }

    // "lib-12" of an author who writes no capitals. Names of standards look alike.
    private static bool IsLowerKey(string clean, ReadOnlySpan<TextToken> tokens) =>
        tokens.Length >= 3 && tokens[0] is { Kind: TextTokenKind.Word, Classes: 0 } && tokens[1].Kind == TextTokenKind.Mark && clean[tokens[1].Start] == '-'
        && tokens[2].Kind == TextTokenKind.Number && tokens[0].End == tokens[1].Start && tokens[1].End == tokens[2].Start
        && tokens[0].End - tokens[0].Start is >= 2 and <= 12 && !s_standards.Contains(tokens[0].Hash);
}
