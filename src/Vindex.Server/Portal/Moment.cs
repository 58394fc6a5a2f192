using NodaTime;
using NodaTime.Text;
using Vindex.Server.Languages;

namespace Vindex.Server.Portal;

/// <summary>An instant as shown on a page.</summary>
/// <param name="Iso">ISO 8601, in UTC.</param>
/// <param name="Text">Text in the user's time zone.</param>
/// <param name="Exact">Text with seconds and time zone, shown on hover.</param>
public sealed record Moment(string Iso, string Text, string Exact)
{
    private static readonly ZonedDateTimePattern s_exact = ZonedDateTimePattern.CreateWithInvariantCulture(
        "uuuu-MM-dd HH:mm:ss o<g> '('z')'", DateTimeZoneProviders.Tzdb);

    internal static Moment Of(DateTimeOffset at, DateTimeZone zone)
    {
        var local = Instant.FromDateTimeOffset(at).InZone(zone);
        return new Moment(at.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'"), Dates.Text(local), s_exact.Format(local));
    }
}
