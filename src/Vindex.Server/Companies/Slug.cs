using System.Globalization;
using System.Text;

namespace Vindex.Server.Companies;

/// <summary>Lower-case names of letters, digits and hyphens, for use in ids and addresses.</summary>
internal static class Slug
{
    public const int MaxLength = 40;

    public static bool IsValid(string text) =>
        text.Length is > 0 and <= MaxLength && text[0] != '-' && text[^1] != '-' && text.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-');

    /// <summary>What is left of a name; <paramref name="otherwise"/> when that is nothing (a name in another script, for example).</summary>
    public static string Of(string name, string otherwise)
    {
        var slug = new StringBuilder();
        foreach (var c in name.Normalize(NormalizationForm.FormD))
        {
            if (CharUnicodeInfo.GetUnicodeCategory(c) == UnicodeCategory.NonSpacingMark) continue;
            if (char.IsAsciiLetterOrDigit(c)) slug.Append(char.ToLowerInvariant(c));
            else if (slug.Length > 0 && slug[^1] != '-') slug.Append('-');
            if (slug.Length == MaxLength) break;
        }

        var text = slug.ToString().TrimEnd('-');
        return text.Length == 0 ? otherwise : text;
    }
}
