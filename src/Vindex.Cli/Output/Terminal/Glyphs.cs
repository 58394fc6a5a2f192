using System.Text;

namespace Vindex.Cli.Output.Terminal;

/// <summary>The characters that tables and charts are drawn with: those of Unicode, or ASCII where the terminal is set to something else.</summary>
/// <param name="Bars">Filled from nothing to all, in equal steps.</param>
/// <param name="Axis">Before the lines of a chart.</param>
/// <param name="Rule">A horizontal line.</param>
/// <param name="Nothing">In place of a number that is not there.</param>
/// <param name="Ellipsis">Where something was cut.</param>
internal sealed record Glyphs(string Bars, char Axis, char Rule, string Nothing, string Ellipsis)
{
    public static Glyphs Unicode { get; } = new(" ▁▂▃▄▅▆▇█", '│', '─', "–", "…");

    public static Glyphs Ascii { get; } = new(" #", '|', '-', "-", "...");

    /// <summary>Those that standard output shows.</summary>
    public static Glyphs OfStandardOutput() => OperatingSystem.IsWindows()
        ? Of(Console.OutputEncoding.WebName == Encoding.UTF8.WebName ? "UTF-8" : Console.OutputEncoding.WebName)
        : Of(Locale());

    /// <summary>Those of a locale, such as <c>de_DE.UTF-8</c>; of none, which says nothing about the terminal, those of Unicode.</summary>
    public static Glyphs Of(string? locale) =>
        string.IsNullOrEmpty(locale) || locale.Contains("UTF-8", StringComparison.OrdinalIgnoreCase)
            || locale.Contains("UTF8", StringComparison.OrdinalIgnoreCase) ? Unicode : Ascii;

    // The first of these that is not empty counts (POSIX, 8.2).
    private static string? Locale() =>
        ((string[])["LC_ALL", "LC_CTYPE", "LANG"]).Select(Environment.GetEnvironmentVariable).FirstOrDefault(value => !string.IsNullOrEmpty(value));
}
