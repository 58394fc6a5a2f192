using System.Collections.Concurrent;
using NodaTime;
using NodaTime.Text;

namespace Vindex.Server.Languages;

/// <summary>Dates as the reader's language writes them.</summary>
internal static class Dates
{
    private static readonly ConcurrentDictionary<(string Tag, string Format), ZonedDateTimePattern> s_zoned = new();
    private static readonly ConcurrentDictionary<(string Tag, string Format), LocalDatePattern> s_days = new();

    /// <summary>For example <c>3 Nov 2026, 14:05</c>.</summary>
    public static string Text(ZonedDateTime at) => Pattern("moment").Format(at);

    /// <summary>For example <c>3 Nov 2026</c>.</summary>
    public static string Text(LocalDate day) => Day("day").Format(day);

    /// <summary>A day in one of the formats of the language file.</summary>
    public static string Text(LocalDate day, string format) => Day(format).Format(day);

    private static ZonedDateTimePattern Pattern(string format)
    {
        var language = Language.Current;
        return s_zoned.GetOrAdd(
            (language.Tag, format),
            static (_, chosen) =>
                ZonedDateTimePattern.CreateWithInvariantCulture(chosen.Language.Formats[chosen.Format], null).WithCulture(chosen.Language.Culture),
            (Language: language, Format: format));
    }

    private static LocalDatePattern Day(string format)
    {
        var language = Language.Current;
        return s_days.GetOrAdd(
            (language.Tag, format),
            static (_, chosen) => LocalDatePattern.Create(chosen.Language.Formats[chosen.Format], chosen.Language.Culture),
            (Language: language, Format: format));
    }
}
