using NodaTime;
using Vindex.Server.Configuration;

namespace Vindex.Server.Feedback.Statistics;

/// <summary>How statistics are cut.</summary>
/// <param name="ZoneId">IANA zone for companies without one of their own.</param>
/// <param name="Folder">Where block files go; null for <c>statistics</c> in the data folder.</param>
/// <param name="MemoryBudget">Bytes that the columns of all projects together may take in memory.</param>
internal sealed record StatsOptions(string ZoneId, string? Folder, long MemoryBudget)
{
    public DateTimeZone Zone { get; } = DateTimeZoneProviders.Tzdb[ZoneId];

    public static StatsOptions Read(SettingsReader settings) => new(
        settings.Zone("Stats:TimeZone"), settings.Text("Stats:Folder"), (long)settings.Integer("Stats:MemoryMegabytes", 1, 1_048_576) << 20);
}
