using System.Globalization;

namespace Vindex.Server.Languages;

/// <summary>
/// Translations of sentences that the application and the judge form in English, for example errors of fields, which are the same in the API. A
/// sentence is found by its text. In braces it has a value (<c>{quote}</c>), a number (<c>{#max}</c>), a noun phrase without its article
/// (<c>{-subject}</c>), a value that is translated, too (<c>{@reason}</c>), or words that agree with each other (<c>{is|are}</c>: the first of all of them
/// or the second of all of them).
/// </summary>
/// <remarks>
/// A ticket has dozens of sentences and the table hundreds of patterns. Patterns are therefore kept by their first word, and matched without regular
/// expressions: the texts between values are looked for from left to right.
/// </remarks>
internal sealed class SentenceTable
{
    private const char Translated = '@';
    private const char Number = '#';
    private const char Phrase = '-';
    private const string Article = "the ";
    private const char Either = '|';
    private readonly Dictionary<string, string> _exact = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<Pattern>>.AlternateLookup<ReadOnlySpan<char>> _byWord;
    private readonly List<Pattern> _others;
    private readonly CultureInfo _culture;

    public SentenceTable(IReadOnlyDictionary<string, string> sentences, CultureInfo culture)
    {
        _culture = culture;
        var patterns = new Dictionary<string, List<Pattern>>(StringComparer.Ordinal) { [""] = [] };
        foreach (var (english, translation) in sentences)
        {
            var template = Template.Parse(english);
            if (!template.Names.Any()) _exact.Add(template.Parts[0].Text, Template.Parse(translation).Parts[0].Text);
            else foreach (var pattern in Variants(template, Template.Parse(translation))) Add(patterns, pattern);
        }

        // The most specific first.
        foreach (var same in patterns.Values) same.Sort((one, other) => other.Letters.CompareTo(one.Letters));
        _byWord = patterns.GetAlternateLookup<ReadOnlySpan<char>>();
        _others = patterns[""];
    }

    /// <summary>The translation; null if there is none.</summary>
    public string? Find(string english)
    {
        if (_exact.TryGetValue(english, out var translation)) return translation;
        if (_byWord.TryGetValue(FirstWord(english), out var patterns))
        {
            foreach (var pattern in patterns)
            {
                if (pattern.Translate(english, this) is { } text) return text;
            }
        }

        foreach (var pattern in _others)
        {
            if (pattern.Translate(english, this) is { } text) return text;
        }

        return null;
    }

    // Within another sentence it begins with a small letter.
    private string? FindWithin(string english) =>
        english.Length == 0 ? null : Find(english) ?? (char.IsAsciiLetterLower(english[0]) ? Find(char.ToUpperInvariant(english[0]) + english[1..]) : null);

    private static void Add(Dictionary<string, List<Pattern>> patterns, Pattern pattern)
    {
        var word = pattern.Texts[0].Contains(' ', StringComparison.Ordinal) ? FirstWord(pattern.Texts[0]).ToString() : "";
        if (!patterns.TryGetValue(word, out var same)) patterns[word] = same = [];
        same.Add(pattern);
    }

    private static ReadOnlySpan<char> FirstWord(ReadOnlySpan<char> sentence) => sentence.IndexOf(' ') is > 0 and var end ? sentence[..end] : "";

    private static IEnumerable<Pattern> Variants(Template english, Template translation)
    {
        var count = english.Names.Max(name => name.Count(c => c == Either)) + 1;
        for (var i = 0; i < count; i++)
        {
            var (texts, names) = (new List<string> { "" }, new List<string>());
            foreach (var (text, isName) in english.Parts)
            {
                if (!isName || text.Contains(Either, StringComparison.Ordinal))
                {
                    texts[^1] += isName ? text.Split(Either)[i] : text;
                    continue;
                }

                names.Add(text);
                texts.Add("");
            }

            yield return new Pattern([.. texts], [.. names], translation);
        }
    }

    /// <param name="Texts">What is before, between and after the values: one more than values.</param>
    /// <param name="Names">Names of the values.</param>
    /// <param name="Translation">The translation, with the same names.</param>
    private sealed record Pattern(string[] Texts, string[] Names, Template Translation)
    {
        public int Letters { get; } = Texts.Sum(text => text.Length);

        public string? Translate(string sentence, SentenceTable table)
        {
            if (!sentence.StartsWith(Texts[0], StringComparison.Ordinal) || !sentence.EndsWith(Texts[^1], StringComparison.Ordinal)) return null;
            var (at, last) = (Texts[0].Length, sentence.Length - Texts[^1].Length);
            var values = new (string Name, object? Value)[Names.Length];
            for (var i = 0; i < Names.Length; i++)
            {
                var end = last;
                if (i + 1 < Names.Length)
                {
                    if (at > last || sentence.IndexOf(Texts[i + 1], at, last - at, StringComparison.Ordinal) is not (>= 0 and var found)) return null;
                    end = found;
                }

                if (end < at || ValueOf(Names[i], sentence[at..end], table) is not { } value) return null;
                values[i] = (Names[i], value);
                at = end + Texts[i + 1].Length;
            }

            return Translation.Format(table._culture, values);
        }

        private static string? ValueOf(string name, string text, SentenceTable table) => name[0] switch
        {
            Translated => table.FindWithin(text),
            Number => decimal.TryParse(text, NumberStyles.Number, CultureInfo.InvariantCulture, out var number)
                ? number.ToString("#,0.##########", table._culture)
                : null,
            Phrase => text.StartsWith(Article, StringComparison.OrdinalIgnoreCase) ? text[Article.Length..] : text,
            _ => text,
        };
    }
}
