using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Vindex.Server.Languages;

/// <summary>The file of a language: how it counts, writes numbers and dates, and its texts by key.</summary>
internal sealed class LanguageFile
{
    private const string Folder = "languages/";

    /// <summary>Its tag (BCP 47).</summary>
    public required string Tag { get; init; }

    /// <summary>Its own name.</summary>
    public required string Name { get; init; }

    /// <summary>How it writes numbers and dates. The program runs without the culture data of the system, so that every machine writes the same.</summary>
    public required CultureInfo Culture { get; init; }

    /// <summary>Patterns of dates by name.</summary>
    public required FrozenDictionary<string, string> Formats { get; init; }

    /// <summary>Its plural forms.</summary>
    public required PluralRules Plurals { get; init; }

    /// <summary>Texts by key.</summary>
    public required FrozenDictionary<string, Message> Messages { get; init; }

    /// <summary>Sentences that the rest of the program forms in English, with their translation.</summary>
    public required IReadOnlyDictionary<string, string> Sentences { get; init; }

    /// <summary>Reads the files in this assembly, English first.</summary>
    /// <exception cref="JsonException">A file is not as expected.</exception>
    public static IEnumerable<LanguageFile> ReadAll()
    {
        var assembly = typeof(LanguageFile).Assembly;
        var names = assembly.GetManifestResourceNames().Where(name => name.StartsWith(Folder, StringComparison.Ordinal));
        foreach (var name in names.OrderBy(name => name != Folder + "en.json").ThenBy(name => name, StringComparer.Ordinal))
        {
            using var stream = assembly.GetManifestResourceStream(name)!;
            yield return Of(JsonSerializer.Deserialize(stream, LanguageJson.Default.Content)!);
        }
    }

    private static LanguageFile Of(Content content)
    {
        var language = content.Language;
        return new LanguageFile
        {
            Tag = language.Tag,
            Name = language.Name,
            Culture = CultureOf(language),
            Formats = language.Formats.ToFrozenDictionary(StringComparer.Ordinal),
            Plurals = PluralRules.Parse(language.Plurals),
            Messages = content.Texts.ToFrozenDictionary(text => text.Key, text => Message.Read(text.Key, text.Value), StringComparer.Ordinal),
            Sentences = content.Sentences,
        };
    }

    private static CultureInfo CultureOf(Header language)
    {
        var culture = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        culture.NumberFormat.NumberDecimalSeparator = language.Decimal;
        culture.NumberFormat.NumberGroupSeparator = language.Group;
        culture.NumberFormat.PercentDecimalSeparator = language.Decimal;
        culture.NumberFormat.PercentGroupSeparator = language.Group;
        var dates = culture.DateTimeFormat;
        dates.MonthNames = dates.MonthGenitiveNames = [.. language.Months, ""];
        dates.AbbreviatedMonthNames = dates.AbbreviatedMonthGenitiveNames = [.. language.ShortMonths, ""];
        dates.DayNames = [.. language.Days];
        dates.AbbreviatedDayNames = [.. language.ShortDays];
        return CultureInfo.ReadOnly(culture);
    }

    // With setters: the generated reader sets what is missing in a file to null where they are "init".
    internal sealed record Content
    {
        public required Header Language { get; set; }

        public Dictionary<string, JsonElement> Texts { get; set; } = [];

        public Dictionary<string, string> Sentences { get; set; } = [];
    }

    internal sealed record Header
    {
        public required string Tag { get; init; }

        public required string Name { get; init; }

        public required Dictionary<string, string> Plurals { get; init; }

        public required string Decimal { get; init; }

        public required string Group { get; init; }

        public required string[] Months { get; init; }

        public required string[] ShortMonths { get; init; }

        public required string[] Days { get; init; }

        public required string[] ShortDays { get; init; }

        public required Dictionary<string, string> Formats { get; init; }
    }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    AllowDuplicateProperties = false)]
[JsonSerializable(typeof(LanguageFile.Content))]
internal sealed partial class LanguageJson : JsonSerializerContext;
