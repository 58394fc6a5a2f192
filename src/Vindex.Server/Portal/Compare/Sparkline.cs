using System.Globalization;
using Vindex.Server.Languages;

namespace Vindex.Server.Portal.Compare;

/// <summary>A small line over time: its points in a box of <see cref="Width"/> × <see cref="Height"/>.</summary>
/// <param name="Points">The points, left to right; buckets without scores are left out.</param>
/// <param name="Label">What it shows, in words.</param>
public sealed record Sparkline(IReadOnlyList<(double X, double Y)> Points, string Label)
{
    /// <summary>Width of the box.</summary>
    public const int Width = 60;

    /// <summary>Height of the box, from 10 points down to 0.</summary>
    public const int Height = 22;

    private const int Margin = 2;
    private const int MostTenths = 100;

    /// <summary>The points as an SVG attribute.</summary>
    public string Line => string.Join(' ', Points.Select(point => string.Create(CultureInfo.InvariantCulture, $"{point.X:0.#},{point.Y:0.#}")));

    /// <summary>A line from averages in tenths; null where a bucket has no scores.</summary>
    internal static Sparkline Of(IReadOnlyList<int?> tenths, IReadOnlyList<string> labels)
    {
        var step = tenths.Count < 2 ? 0 : (Width - (2.0 * Margin)) / (tenths.Count - 1);
        var points = tenths.Index().Where(bucket => bucket.Item is not null).ToList();
        var label = points switch
        {
            [] => Texts.T("compare.course-none"),
            [var only] => Texts.T("compare.course-one", ("score", Wording.Score(only.Item!.Value)), ("day", labels[only.Index])),
            [var first, .., var last] => Texts.T(
                "compare.course",
                ("first", Wording.Score(first.Item!.Value)), ("start", labels[first.Index]), ("last", Wording.Score(last.Item!.Value)), ("end", labels[last.Index])),
        };
        return new Sparkline([.. points.Select(bucket => (X(bucket.Index), Y(bucket.Item!.Value)))], label);

        double X(int index) => tenths.Count < 2 ? Width / 2.0 : Margin + (index * step);

        static double Y(int value) => Margin + ((Height - (2.0 * Margin)) * (MostTenths - value) / MostTenths);
    }
}
