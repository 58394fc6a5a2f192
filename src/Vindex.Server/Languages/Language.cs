using System.Collections.Frozen;
using System.Globalization;
using Microsoft.Net.Http.Headers;

namespace Vindex.Server.Languages;

/// <summary>A language of the pages, read from its file in <c>Languages/Files</c>.</summary>
internal sealed class Language
{
    private static readonly AsyncLocal<Language?> s_current = new();
    private readonly FrozenDictionary<string, Message> _messages;
    private readonly SentenceTable _sentences;

    private Language(LanguageFile file)
    {
        Tag = file.Tag;
        Name = file.Name;
        Culture = file.Culture;
        Formats = file.Formats;
        Plurals = file.Plurals;
        _messages = file.Messages;
        _sentences = new SentenceTable(file.Sentences, file.Culture);
    }

    /// <summary>All languages; the first is English, in which the others are checked and which stands in where nothing is known of the reader.</summary>
    public static IReadOnlyList<Language> All { get; } = [.. LanguageFile.ReadAll().Select(file => new Language(file))];

    /// <summary>The language of the page being made.</summary>
    public static Language Current
    {
        get => s_current.Value ?? All[0];
        set => s_current.Value = value;
    }

    /// <summary>Its tag (BCP 47), for example <c>de</c>.</summary>
    public string Tag { get; }

    /// <summary>Its own name.</summary>
    public string Name { get; }

    /// <summary>How it writes numbers and dates.</summary>
    public CultureInfo Culture { get; }

    /// <summary>Patterns of dates by name.</summary>
    public FrozenDictionary<string, string> Formats { get; }

    /// <summary>Its plural forms.</summary>
    public PluralRules Plurals { get; }

    /// <summary>The message of a key.</summary>
    /// <exception cref="KeyNotFoundException">No such message.</exception>
    public Message this[string key] =>
        _messages.TryGetValue(key, out var message) ? message : throw new KeyNotFoundException($"The language {Tag} has no text '{key}'.");

    /// <summary>All keys, for tests.</summary>
    public IReadOnlyDictionary<string, Message> Messages => _messages;

    /// <summary>The sentence in this language if the file has it, otherwise as it is.</summary>
    public string Sentence(string english) => _sentences.Find(english) ?? english;

    /// <summary>Does something in this language, whatever the language of the page.</summary>
    public T In<T>(Func<T> work)
    {
        var shown = Current;
        Current = this;
        try
        {
            return work();
        }
        finally
        {
            Current = shown;
        }
    }

    /// <summary>The language with this tag; null if there is none.</summary>
    public static Language? Find(string? tag) => All.FirstOrDefault(language => language.Tag == tag);

    /// <summary>The first of a browser's languages that is known, by its order of preference (RFC 9110, 12.5.4); English if none is.</summary>
    public static Language Of(IList<StringWithQualityHeaderValue> accepted)
    {
        foreach (var wanted in accepted.Where(one => one.Quality is not 0).OrderByDescending(one => one.Quality ?? 1))
        {
            var tag = wanted.Value.AsSpan();
            if (tag.IndexOf('-') is >= 0 and var end) tag = tag[..end];
            foreach (var language in All)
            {
                if (tag.Equals(language.Tag, StringComparison.OrdinalIgnoreCase)) return language;
            }
        }

        return All[0];
    }
}
