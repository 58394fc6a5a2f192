using System.Globalization;
using Vindex.Scoring;
using Vindex.Server.Languages;

namespace Vindex.Server.Portal;

/// <summary>Texts and CSS classes for scores. Color is never the only signal.</summary>
internal static class Wording
{
    /// <summary>Display name of a band.</summary>
    public static string Of(Band band) => Texts.T($"band.{band.Name()}");

    /// <summary>CSS class of a band.</summary>
    public static string ClassOf(Band band) => band switch { Band.Healthy => "healthy", Band.NeedsReview => "needs-review", _ => "at-risk" };

    /// <summary>Display name of a dimension.</summary>
    public static string Of(Dimension dimension) => Texts.T($"dimension.{dimension.Name()}");

    /// <summary>CSS class of a dimension's score; below 5 is a fail.</summary>
    public static string ClassOf(int value) => value < 5 ? "at-risk" : value < 7 ? "needs-review" : "healthy";

    /// <summary>Tenths as a score with one decimal.</summary>
    public static string Score(int tenths) => (tenths / 10m).ToString("0.0", Language.Current.Culture);

    /// <summary>A difference in tenths, with its sign.</summary>
    public static string Change(int tenths) => (tenths == 0 ? "±" : tenths > 0 ? "+" : "−") + (Math.Abs(tenths) / 10m).ToString("0.0", Language.Current.Culture);

    /// <summary>A difference of whole points, with its sign.</summary>
    public static string Difference(int points) => points == 0 ? "±0" : (points > 0 ? "+" : "−") + Math.Abs(points);

    /// <summary>A whole number in groups of three.</summary>
    public static string Number(long number) => number.ToString("#,0", Language.Current.Culture);

    /// <summary>What a page counts, with the number: the latest scores are tickets, all scores are scores.</summary>
    public static string Counted(long number, bool latest) => Texts.T(latest ? "count.ticket" : "count.score", ("count", number));

    /// <summary>A number as programs write it, as the reader's language does; other texts as they are.</summary>
    public static string Shown(string value) =>
        double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out _)
            ? value.Replace(".", Language.Current.Culture.NumberFormat.NumberDecimalSeparator, StringComparison.Ordinal)
            : value;

    /// <summary>What a page counts, in the singular: a name for scripts, files and keys of texts.</summary>
    public static string Noun(bool latest) => latest ? "ticket" : "score";
}
