using NodaTime;
using NodaTime.Text;
using static Vindex.Server.Languages.Texts;

namespace Vindex.Server.Portal.Overview;

/// <summary>Days in digits, for lines and labels that name a range.</summary>
internal static class NumericDay
{
    /// <summary>The day as the reader's language writes it, for example <c>2026-04-16</c> or <c>16.04.2026</c>.</summary>
    public static string Text(LocalDate day) => LocalDatePattern.CreateWithInvariantCulture(T("overview.day-pattern")).Format(day);

    /// <summary>The same for a day as written in URLs.</summary>
    public static string Text(string iso) => Text(LocalDatePattern.Iso.Parse(iso).Value);
}
