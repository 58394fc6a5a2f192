using NodaTime.TimeZones;

namespace Vindex.Server.Portal;

/// <summary>Time zones to choose from: geographic ones and UTC.</summary>
internal static class Zones
{
    public static IReadOnlyList<string> All { get; } =
        ["UTC", .. TzdbDateTimeZoneSource.Default.ZoneLocations!.Select(place => place.ZoneId).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
}
