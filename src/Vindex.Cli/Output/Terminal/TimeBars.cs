namespace Vindex.Cli.Output.Terminal;

/// <summary>Numbers over time as bars that begin at 0, as wide as the terminal. What is not there is a gap; the smallest number still shows.</summary>
internal sealed class TimeBars(Glyphs glyphs)
{
    private const int WidestBar = 6;

    private int Steps => glyphs.Bars.Length - 1;

    /// <summary>The lines of a chart, top first.</summary>
    /// <param name="numbers">In order; null for a gap.</param>
    /// <param name="width">Columns that it may take.</param>
    /// <param name="height">Lines.</param>
    public IReadOnlyList<string> Draw(IReadOnlyList<double?> numbers, int width, int height)
    {
        var points = Squeezed(numbers, width);
        var (bottom, top) = Range(points);
        var step = Math.Clamp(width / Math.Max(1, points.Count), 1, WidestBar);
        var bar = step == 1 ? 1 : step - 1;
        var levels = points.Select(point => Level(point, bottom, top, height * Steps)).ToList();
        return [.. Enumerable.Range(0, height).Select(line =>
            string.Concat(levels.Select(level =>
                new string(glyphs.Bars[Math.Clamp(level - ((height - 1 - line) * Steps), 0, Steps)], bar) + new string(' ', step - bar))).TrimEnd())];
    }

    /// <summary>Columns that a drawing takes, and how many numbers share one bar.</summary>
    public static (int Width, int Share) Layout(int count, int width)
    {
        var share = Share(count, width);
        var points = (count + share - 1) / share;
        return (points * Math.Clamp(width / Math.Max(1, points), 1, WidestBar), share);
    }

    /// <summary>What the bottom and the top of a drawing stand for. Bars show numbers by their length, so 0 is within.</summary>
    public static (double Bottom, double Top) Range(IEnumerable<double?> numbers)
    {
        var given = numbers.OfType<double>().ToList();
        if (given.Count == 0) return (0, 0);
        return (Math.Min(0, given.Min()), Math.Max(0, given.Max()));
    }

    /// <summary>The numbers that bars stand for: means, where several share one.</summary>
    public static IReadOnlyList<double?> Squeezed(IReadOnlyList<double?> numbers, int width)
    {
        var share = Share(numbers.Count, width);
        return share == 1
            ? numbers
            : [.. numbers.Chunk(share).Select(chunk => chunk.OfType<double>().ToList() is { Count: > 0 } given ? (double?)given.Average() : null)];
    }

    private static int Share(int count, int width) => Math.Max(1, (count + Math.Max(1, width) - 1) / Math.Max(1, width));

    private static int Level(double? number, double bottom, double top, int levels)
    {
        if (number is not { } given) return 0;
        if (top <= bottom) return 1;
        // In this order nothing overflows.
        var part = (given / 2 - bottom / 2) / (top / 2 - bottom / 2);
        return Math.Clamp((int)Math.Round(part * levels, MidpointRounding.AwayFromZero), 1, levels);
    }
}
