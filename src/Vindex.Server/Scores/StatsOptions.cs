using NodaTime;
using Vindex.Server.Operations;

namespace Vindex.Server.Scores;

/// <summary>How statistics are cut.</summary>
/// <param name="ZoneId">IANA zone for companies without one of their own.</param>
internal sealed record StatsOptions(string ZoneId)
{
    public DateTimeZone Zone { get; } = DateTimeZoneProviders.Tzdb[ZoneId];

    public static StatsOptions Read(SettingsReader settings) => new(settings.Zone("Stats:TimeZone"));
}
