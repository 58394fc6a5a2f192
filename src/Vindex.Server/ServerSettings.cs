using Vindex.Server.Operations;
using Vindex.Server.Scores;
using Vindex.Server.Scoring;
using Vindex.Server.Security;

namespace Vindex.Server;

/// <summary>All settings, read and found to fit.</summary>
internal sealed record ServerSettings(
    ServerOptions Server,
    SecurityOptions Security,
    ScoringOptions Scoring,
    StatsOptions Stats,
    RetentionOptions Retention,
    LoggingOptions Logging,
    TelemetryOptions Telemetry,
    DocsOptions Docs)
{
    /// <summary>Reads them all before complaining, so that an operator mends them in one go.</summary>
    /// <exception cref="BadSettingsException">Some do not fit.</exception>
    public static ServerSettings Read(IConfigurationRoot configuration, string? adminKey)
    {
        var reader = new SettingsReader(configuration);
        Operations.Settings.RefuseUnknown(configuration, reader);
        var settings = new ServerSettings(
            ServerOptions.Read(reader),
            SecurityOptions.Read(reader, adminKey),
            ScoringOptions.Read(reader),
            StatsOptions.Read(reader),
            RetentionOptions.Read(reader),
            LoggingOptions.Read(reader),
            TelemetryOptions.Read(reader),
            DocsOptions.Read(reader));
        return reader.Complaints.Count == 0 ? settings : throw new BadSettingsException(reader.Complaints);
    }
}
