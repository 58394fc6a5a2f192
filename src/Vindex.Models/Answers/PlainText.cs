using System.Globalization;
using System.Text;

namespace Vindex.Models.Answers;

/// <summary>Text of a model as it is shown to people: in one line, without characters that are not displayed or change the direction of others.</summary>
internal static class PlainText
{
    /// <summary>The text, trimmed.</summary>
    public static string Of(string text)
    {
        var plain = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (Rune.IsWhiteSpace(rune) || Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control)
            {
                if (plain.Length > 0 && plain[^1] != ' ') plain.Append(' ');
            }
            else if (Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Format or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned))
            {
                plain.Append(rune);
            }
        }

        return plain.ToString().TrimEnd();
    }

    /// <summary>The same for several lines, which keep their indentation.</summary>
    public static string OfLines(string text) => string.Join(
        '\n',
        text.ReplaceLineEndings("\n").Trim('\n').Split('\n').Select(line => line[..^line.TrimStart(' ', '\t').Length] + Of(line)));

    /// <summary>The text, or its beginning up to a space if it is longer.</summary>
    public static string Cut(string text, int longest)
    {
        if (text.Length <= longest) return text;
        var cut = text.LastIndexOf(' ', longest - 1);
        if (cut < longest / 2) cut = longest - 1;
        if (char.IsHighSurrogate(text[cut - 1])) cut--;
        return text[..cut] + "…";
    }
}
