using Vindex.Scoring.Judging.Signals;
using Vindex.Scoring.Reading;

namespace Vindex.Scoring.Judging.Explanations;

/// <summary>What contributions of the groups of signals say: no more than is certain.</summary>
internal static class ContributionText
{
    /// <summary>A contribution of less than this is not shown for itself when it only may be so.</summary>
    public const double LeastPossible = 0.25;

    private const int Short = 25;
    private const int Long = 100;
    private const int VeryLong = 250;
    private const int ShortTitle = 3;

    private static readonly string?[] s_certain = Texts(Reasons.Shown);
    private static readonly string?[] s_likely = [.. s_certain.Select(text => text is null ? null : text + ", probably here")];
    private static readonly string?[] s_possible = Texts(Reasons.Possible);
    private static readonly int s_detail = SignalGroup.IndexOf("detail");
    private static readonly int s_title = SignalGroup.IndexOf("title");
    private static readonly string?[] s_unquoted = Texts((group, points) =>
        Reasons.Groups.Contains(group + ".unquoted") ? Reasons.Shown(group + ".unquoted", points) : Reasons.Shown(group, points));

    /// <summary>What a contribution says; null when it is only shown together with other minor factors.</summary>
    /// <param name="group">Its group of signals.</param>
    /// <param name="points">How far it moves a dimension.</param>
    /// <param name="strength">How sure the evidence is.</param>
    /// <param name="hasQuote">Whether there are words to show.</param>
    /// <param name="text">The ticket.</param>
    public static string? Of(int group, double points, ClaimStrength strength, bool hasQuote, TicketText text)
    {
        if (group == s_detail) return Reasons.Shown(DetailCase(points, text), points);
        if (group == s_title && points < 0) return WordsOf(text, summary: true) <= ShortTitle ? Reasons.Shown("title.short", points) : null;
        var at = (2 * group) + (points < 0 ? 1 : 0);
        return strength switch
        {
            ClaimStrength.Certain => hasQuote ? s_certain[at] : s_unquoted[at],
            ClaimStrength.Likely => s_likely[at],
            ClaimStrength.Possible when Math.Abs(points) >= LeastPossible => s_possible[at],
            _ => null,
        };
    }

    /// <summary>Whether there is hardly a description.</summary>
    public static bool IsShort(TicketText text) => WordsOf(text, summary: false) < Short;

    private static string DetailCase(double points, TicketText text) => WordsOf(text, summary: false) switch
    {
        0 => "detail.none",
        < Short => "detail.short",
        > VeryLong when points < 0 => "detail.long",
        > Long when points >= 0 => "detail.long",
        _ => "detail.some",
    };

    private static int WordsOf(TicketText text, bool summary)
    {
        var words = 0;
        foreach (ref readonly var segment in text.Segments)
        {
            if ((segment.Field == TicketField.Summary) == summary && TicketSignals.IsLive(segment)) words += segment.Words;
        }

        return words;
    }

    private static string?[] Texts(Func<string, double, string?> text) =>
        [.. SignalGroup.All.SelectMany(group => group.IsKind ? [null, null] : new[] { text(group.Name, 1), text(group.Name, -1) })];
}
