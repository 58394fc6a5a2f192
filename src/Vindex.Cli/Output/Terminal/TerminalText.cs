using System.Globalization;
using System.Text;
using Spectre.Console;

namespace Vindex.Cli.Output.Terminal;

/// <summary>Makes ticket texts safe to print: a title must not be able to control the terminal or change the writing direction.</summary>
internal static class TerminalText
{
    /// <summary>The text on one line: line ends, tabs and runs of blanks become one blank; control and formatting characters go.</summary>
    public static string OneLine(string text)
    {
        var line = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (Rune.IsWhiteSpace(rune))
            {
                if (line.Length > 0 && line[^1] != ' ') line.Append(' ');
            }
            else if (!IsUnseen(rune))
            {
                line.Append(rune);
            }
        }

        return line.ToString().TrimEnd();
    }

    /// <summary>The text cut to a number of columns, with an ellipsis where something was cut.</summary>
    public static string Fit(string text, int columns)
    {
        if (columns <= 0) return "";
        if (text.GetCellWidth() <= columns) return text;
        var kept = new StringBuilder();
        var width = 0;
        var elements = StringInfo.GetTextElementEnumerator(text);
        while (elements.MoveNext())
        {
            var element = elements.GetTextElement();
            width += element.GetCellWidth();
            if (width > columns - 1) break;
            kept.Append(element);
        }

        return kept.ToString().TrimEnd() + "…";
    }

    /// <summary>The text filled up with blanks to a number of columns.</summary>
    public static string Pad(string text, int columns) => text + new string(' ', Math.Max(0, columns - text.GetCellWidth()));

    /// <summary>The text in lines of at most so many columns, broken at blanks; words that are longer than a line are cut.</summary>
    public static IEnumerable<string> Wrap(string text, int columns)
    {
        var line = new StringBuilder();
        var width = 0;
        foreach (var word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var fitted = Fit(word, columns);
            var wordWidth = fitted.GetCellWidth();
            if (width > 0 && width + 1 + wordWidth > columns)
            {
                yield return line.ToString();
                line.Clear();
                width = 0;
            }

            if (width > 0) line.Append(' ');
            line.Append(fitted);
            width += wordWidth + (width > 0 ? 1 : 0);
        }

        if (line.Length > 0) yield return line.ToString();
    }

    /// <summary>A number of things, in the singular for one.</summary>
    public static string Count(long number, string singular) => number == 1 ? $"1 {singular}" : $"{number} {singular}s";

    // A zero-width joiner holds emoji together and joins letters of some scripts: it stays.
    private static bool IsUnseen(Rune rune) => rune.Value switch
    {
        0x200D => false,
        _ => Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate,
    };
}
