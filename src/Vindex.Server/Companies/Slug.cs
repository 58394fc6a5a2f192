using System.Text;

namespace Vindex.Server.Companies;

/// <summary>Lower-case names of letters, digits and hyphens, for ids and URLs.</summary>
internal static class Slug
{
    public const int MaxLength = 40;

    /// <summary>The form of a slug, as the end of a sentence.</summary>
    public static string Expected { get; } = $"must be 1 to {MaxLength} of a-z, 0-9 and hyphens, without a hyphen at either end";

    // Invariant globalization has no normalization, so letters with diacritics are listed here: each base letter, then its variants.
    private static readonly Dictionary<char, char> s_plain = new[]
    {
        "aàáâãäåāăą", "cçćĉċč", "dďđ", "eèéêëēĕėęě", "gĝğġģ", "hĥħ", "iìíîïĩīĭįı", "jĵ", "kķ", "lĺļľł", "nñńņňŋ", "oòóôõöøōŏő", "rŕŗř", "sśŝşšșß", "tţťŧț",
        "uùúûüũūŭůűų", "wŵ", "yýÿŷ", "zźżž",
    }.SelectMany(letters => letters.Skip(1).Select(marked => (marked, plain: letters[0]))).ToDictionary(pair => pair.marked, pair => pair.plain);

    public static bool IsValid(string text) =>
        text.Length is > 0 and <= MaxLength && text[0] != '-' && text[^1] != '-'
            && text.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-');

    /// <summary>The slug of a name; <paramref name="otherwise"/> if it would be empty (for a name in another script, for example).</summary>
    public static string Of(string name, string otherwise)
    {
        var slug = new StringBuilder();
        foreach (var letter in name)
        {
            var c = char.ToLowerInvariant(letter);
            if (s_plain.TryGetValue(c, out var plain)) slug.Append(plain);
            else if (char.IsAsciiLetterOrDigit(c)) slug.Append(c);
            else if (slug.Length > 0 && slug[^1] != '-') slug.Append('-');
            if (slug.Length == MaxLength) break;
        }

        var text = slug.ToString().TrimEnd('-');
        return text.Length == 0 ? otherwise : text;
    }
}
