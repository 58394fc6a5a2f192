using Vindex.Scoring.Rubric.Lexing;
using Vindex.Scoring.Rubric.Outline;

namespace Vindex.Scoring.Rubric.Signals;

/// <summary>Infers the class of an English word from its ending, for words that are not in any list.</summary>
internal static class Ending
{
    private static readonly string[] s_adjective = ["al", "ic", "ous", "ive", "able", "ible", "ful", "less", "ary"];

    /// <summary>Whether it ends as adjectives do ("regional", "open-ended" not).</summary>
    public static bool IsAdjective(TicketView view, int at)
    {
        var word = WordAt(view, at);
        return word.Length > 4 && EndsInAny(word, s_adjective);
    }

    /// <summary>Whether it ends as adverbs do ("promptly").</summary>
    public static bool IsAdverb(TicketView view, int at)
    {
        var word = WordAt(view, at);
        return word.Length > 4 && word.EndsWith("ly", StringComparison.OrdinalIgnoreCase);
    }

    private static bool EndsInAny(ReadOnlySpan<char> word, string[] endings)
    {
        foreach (var ending in endings)
        {
            if (word.EndsWith(ending, StringComparison.OrdinalIgnoreCase)) return true;
        }

        return false;
    }

    private static ReadOnlySpan<char> WordAt(TicketView view, int at)
    {
        ref var token = ref view.Tokens[at];
        return token.Kind == TokenKind.Word ? view.TextOf(token.Field).Clean.AsSpan(token.Start, token.End - token.Start) : default;
    }
}
