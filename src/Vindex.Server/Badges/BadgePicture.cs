using System.Globalization;
using Vindex.Scoring;

namespace Vindex.Server.Badges;

/// <summary>Draws a badge. It contains no user input.</summary>
internal static class BadgePicture
{
    private const int Height = 20;
    private const int LeftWidth = 50;

    /// <summary>Draws an average in tenths, or "no scores" if null.</summary>
    public static string Of(int? averageTenths)
    {
        var (text, color) = averageTenths is { } tenths
            ? ($"{(tenths / 10m).ToString("0.0", CultureInfo.InvariantCulture)} {Word(tenths)}", Color(tenths))
            : ("no scores", "#5a6275");

        // The font is unknown; this width is enough for the widest letters of sans-serif fonts at 11 px.
        var right = (text.Length * 7) + 12;
        var width = LeftWidth + right;
        return string.Create(CultureInfo.InvariantCulture, $"""
            <svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{Height}" viewBox="0 0 {width} {Height}" role="img" aria-label="INVEST: {text}">
            <title>INVEST: {text}</title>
            <rect width="{width}" height="{Height}" rx="3" fill="#1d2433"/>
            <path d="M{LeftWidth} 0h{right - 3}a3 3 0 0 1 3 3v14a3 3 0 0 1-3 3h-{right - 3}z" fill="{color}"/>
            <g fill="#fff" font-family="Verdana,DejaVu Sans,sans-serif" font-size="11" text-anchor="middle">
            <text x="{LeftWidth / 2}" y="14">INVEST</text>
            <text x="{LeftWidth + (right / 2)}" y="14">{text}</text>
            </g>
            </svg>
            """);
    }

    private static string Word(int tenths) => Bands.Of(tenths) switch { Band.Healthy => "healthy", Band.NeedsReview => "needs review", _ => "at risk" };

    // White text has a contrast of at least 4.5 on each.
    private static string Color(int tenths) => Bands.Of(tenths) switch { Band.Healthy => "#1f7a4d", Band.NeedsReview => "#8a5a00", _ => "#b42318" };
}
