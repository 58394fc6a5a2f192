using Vindex.Scoring.Reading.Models;
using Vindex.Scoring.Reading.Text;

namespace Vindex.Scoring.Reading;

/// <summary>The grammar of a title.</summary>
internal enum TitleForm
{
    /// <summary>No words.</summary>
    None,

    /// <summary>"As a planner I want …"</summary>
    Story,

    /// <summary>"Which formats do we need?"</summary>
    Question,

    /// <summary>"Add a filter"</summary>
    Order,

    /// <summary>"Adding a filter"</summary>
    Gerund,

    /// <summary>"Filter is lost after reload"</summary>
    Statement,

    /// <summary>"Dark theme for the staff pages"</summary>
    Noun,
}

/// <summary>Recognizes the grammar of a title. A label before it, such as <c>Reports:</c> or <c>[Shop]</c>, does not count.</summary>
internal static class TitleForms
{
    /// <summary>A label ends within so many tokens.</summary>
    private const int LongestLabel = 9;

    private static readonly HashTable s_finite = Words(
        "is are was were am do does did has have had can could should shall must will would may might cannot can't couldn't shouldn't doesn't don't didn't isn't aren't wasn't weren't hasn't"
        + " haven't won't wouldn't needs wants fails shows returns causes throws gets becomes seems appears breaks uses allows makes requires crashes hangs displays goes comes");

    // After them, "support", "update" or "test" is a noun.
    private static readonly HashTable s_afterNouns = Words(
        "for of is are was does should has have not doesn't isn't can can't cannot fails failing failed failure failures broken missing wrong page pages results issue issues error errors");

    private static readonly ulong s_order = ReadingModel.Classes.Bit("order");
    private static readonly ulong s_story = ReadingModel.Classes.Patterns.Bit("as-a-i-want") | ReadingModel.Classes.Patterns.Bit("as-a");

    /// <summary>The form of the ticket's title.</summary>
    public static TitleForm Of(TicketText text)
    {
        ref readonly var title = ref text.Segments[0];
        var tokens = text.TokensOf(title);
        var clean = text.Ticket.Summary.Clean;
        var (first, second) = (-1, -1);
        for (var i = StartOf(tokens, clean); i < tokens.Length && second < 0; i++)
        {
            if (tokens[i].Kind == TextTokenKind.Mark) continue;
            if (first < 0) first = i;
            else second = i;
        }

        if (first < 0) return TitleForm.None;
        if ((title.Patterns & s_story) != 0) return TitleForm.Story;
        if (tokens[^1].Kind == TextTokenKind.Mark && clean[tokens[^1].Start] == '?') return TitleForm.Question;
        if ((tokens[first].Classes & s_order) != 0 && (second < 0 || !s_afterNouns.Contains(tokens[second].Hash))) return TitleForm.Order;
        for (var i = first; i < tokens.Length; i++)
        {
            if (s_finite.Contains(tokens[i].Hash)) return TitleForm.Statement;
        }

        return tokens[first].Kind == TextTokenKind.Word && clean.AsSpan(tokens[first].Start, tokens[first].End - tokens[first].Start).EndsWith("ing")
            ? TitleForm.Gerund
            : TitleForm.Noun;
    }

    // After the last mark that ends a label, when words follow.
    private static int StartOf(ReadOnlySpan<TextToken> tokens, string clean)
    {
        var start = 0;
        for (var i = 1; i < Math.Min(tokens.Length - 1, LongestLabel); i++)
        {
            if (tokens[i].Kind == TextTokenKind.Mark && clean[tokens[i].Start] is ':' or ']' or '>' && tokens[i + 1].IsWordLike) start = i + 1;
        }

        return start;
    }

    private static HashTable Words(string words) => HashTable.Of([.. words.Split(' ').Select(word => WordHash.Of(word))]);
}
