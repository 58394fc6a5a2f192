using System.Text.RegularExpressions;

namespace Vindex.Server.Languages;

/// <summary>
/// Translations of sentences that the application and the judge form in English, for example errors of fields, which are the same in the API. A
/// sentence is found by its text; its values are where the braces are.
/// </summary>
internal sealed class SentenceTable
{
    private readonly Dictionary<string, string> _exact = new(StringComparer.Ordinal);
    private readonly List<Pattern> _patterns = [];

    public SentenceTable(IReadOnlyDictionary<string, string> sentences)
    {
        foreach (var (english, translation) in sentences)
        {
            var template = Template.Parse(english);
            if (template.Names.Any()) _patterns.Add(Pattern.Of(template, Template.Parse(translation)));
            else _exact.Add(template.Parts[0].Text, Template.Parse(translation).Parts[0].Text);
        }

        // The most specific first.
        _patterns.Sort((one, other) => other.Letters.CompareTo(one.Letters));
    }

    /// <summary>The translation; null if there is none.</summary>
    public string? Find(string english)
    {
        if (_exact.TryGetValue(english, out var translation)) return translation;
        foreach (var pattern in _patterns)
        {
            if (pattern.Translate(english) is { } text) return text;
        }

        return null;
    }

    private sealed record Pattern(string Start, Regex Regex, Template Translation, IReadOnlyList<string> Names, int Letters)
    {
        public static Pattern Of(Template english, Template translation)
        {
            var regex = string.Concat(english.Parts.Select(part => part.IsName ? $"(?<{part.Text}>.*?)" : Regex.Escape(part.Text)));
            return new Pattern(
                english.Parts[0].IsName ? "" : english.Parts[0].Text,
                new Regex($"\\A{regex}\\z", RegexOptions.Singleline | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking, TimeSpan.FromSeconds(1)),
                translation,
                [.. english.Names.Distinct(StringComparer.Ordinal)],
                english.Parts.Where(part => !part.IsName).Sum(part => part.Text.Length));
        }

        public string? Translate(string sentence)
        {
            if (!sentence.StartsWith(Start, StringComparison.Ordinal) || Regex.Match(sentence) is not { Success: true } match) return null;
            var values = Names.Select(name => (name, (object?)match.Groups[name].Value)).ToArray();
            return Translation.Format(System.Globalization.CultureInfo.InvariantCulture, values);
        }
    }
}
