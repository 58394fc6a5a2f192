using Vindex.Scoring.Reading;
using Vindex.Scoring.Reading.Text;

namespace Vindex.Scoring.Judging.Rules;

/// <summary>Recognises an epic by its title: "Redesign the whole shop", "Rewrite everything in …".</summary>
internal static class EpicTitle
{
    private static readonly HashTable s_works =
        Words(
            "redesign overhaul rewrite revamp rebuild reimplement modernize modernise rework migrate replace restructure reorganize build create implement epic initiative");
    private static readonly HashTable s_wholes = Words("whole entire complete everything full all-new end-to-end");

    /// <summary>Whether the title names a great work on the whole of something.</summary>
    public static bool Is(TicketText text)
    {
        var (work, whole) = (false, false);
        foreach (ref readonly var token in text.TokensOf(text.Segments[0]))
        {
            work |= s_works.Contains(token.Hash);
            whole |= s_wholes.Contains(token.Hash);
        }

        return work && whole;
    }

    private static HashTable Words(string words) => HashTable.Of([.. words.Split(' ').Select(word => WordHash.Of(word))]);
}
