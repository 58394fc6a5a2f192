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
                    if (tokens[i].Hash != first || tokens[i + 1].Hash != second || (needsKey && !HasKey(tokens[(i + 1)..]))) continue;
                    var field = text.Text(segment.Field);
                    var end = Math.Min(segment.End, tokens[i].Start + LongestQuote);
                    if (end < segment.End && char.IsHighSurrogate(field.Clean[end - 1])) end--;
                    var (from, to) = field.ToSource(tokens[i].Start, end);
                    return new(segment.Field, from, to, field.Source[from..to]);
                }
            }
        }

        return null;
    }

    private static bool HasKey(ReadOnlySpan<TextToken> tokens)
    {
        const int near = 8;
        for (var i = 0; i < Math.Min(tokens.Length, near); i++)
        {
            if (tokens[i].Kind == TextTokenKind.Key) return true;
        }

        return false;
    }
}
