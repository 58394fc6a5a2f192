using NodaTime;
using NodaTime.Text;

namespace Vindex.Server.Portal;

/// <summary>An instant as a page shows it.</summary>
/// <param name="Iso">For machines, in UTC.</param>
/// <param name="Text">For people, in the reader's zone.</param>
/// <param name="Exact">To the second, with the zone; shown on hover.</param>
public sealed record Moment(string Iso, string Text, string Exact)
{
    private static readonly ZonedDateTimePattern s_text = ZonedDateTimePattern.CreateWithInvariantCulture("d MMM uuuu, HH:mm", null);
    private static readonly ZonedDateTimePattern s_exact = ZonedDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd HH:mm:ss o<g> '('z')'", DateTimeZoneProviders.Tzdb);

    internal static Moment Of(DateTimeOffset at, DateTimeZone zone)
    {
        var local = Instant.FromDateTimeOffset(at).InZone(zone);
        return new Moment(at.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'"), s_text.Format(local), s_exact.Format(local));
    }
}
