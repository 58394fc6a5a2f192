using Vindex.Scoring.Reading;
using Vindex.Scoring.Reading.Text;

namespace Vindex.Scoring.Judging.Rules;

/// <summary>
/// Recognises the textbook user story: a title that is the whole sentence "As a …, I want …". Its grammar says more than its words, so that the rules for
/// stories
/// judge it (<see cref="StoryRules"/>).
/// </summary>
internal static class StoryForm
{
    private const int LongestBody = 200;
    private const int LongestRole = 16;
    private static readonly ulong s_as = WordHash.Of("as");
    private static readonly ulong s_i = WordHash.Of("i");
    private static readonly ulong s_we = WordHash.Of("we");

    /// <summary>Whether the title is a story sentence and little follows it.</summary>
    public static bool Is(TicketText text)
    {
        var words = 0;
        foreach (ref readonly var segment in text.Segments)
        {
            if (segment.Zone is Zone.Untrusted or Zone.Log or Zone.Code) return false;
            if (segment.Zone is Zone.Content or Zone.Done) words += segment.Words;
        }

        return words <= LongestBody && BeginsAsStory(text.TokensOf(text.Segments[0]));
    }

    // "As a rider, I …": "as" begins it, and "I" or "we" follows within a few words.
    private static bool BeginsAsStory(ReadOnlySpan<TextToken> tokens)
    {
        if (tokens.Length < 5 || tokens[0].Hash != s_as) return false;
        for (var i = 2; i < Math.Min(tokens.Length - 1, LongestRole); i++)
        {
            if (tokens[i].Hash == s_i || tokens[i].Hash == s_we) return true;
        }

        return false;
    }
}
