using Microsoft.Extensions.Logging.Console;
using Vindex.Server.Configuration;

namespace Vindex.Server.Telemetry;

/// <summary>Settings of the log.</summary>
/// <param name="Json">Whether to write one JSON object per line; otherwise text.</param>
/// <param name="Level">The lowest level that is logged.</param>
internal sealed record LoggingOptions(bool Json, LogLevel Level)
{
    private static readonly string[] s_formats = ["json", "plain"];
    private static readonly string[] s_levels = ["trace", "debug", "information", "warning", "error"];

    public static LoggingOptions Read(SettingsReader settings) => new(
        settings.OneOf("Logging:Format", s_formats) == "json",
        (LogLevel)Array.IndexOf(s_levels, settings.OneOf("Logging:Level", s_levels)));
}

/// <summary>Logs to standard error, because commands use standard output. Messages never contain secrets or ticket text.</summary>
internal static class Logging
{
    public static void AddVindexLogging(this ILoggingBuilder logging, LoggingOptions options)
    {
        logging.SetMinimumLevel(options.Level);

        // The framework's own lines per request contain paths and cost more than the request itself.
        logging.AddFilter("Microsoft", options.Level <= LogLevel.Debug ? LogLevel.Information : LogLevel.Warning);
        logging.AddFilter("Microsoft.Hosting.Lifetime", LogLevel.Warning);

        // Failed starts (a port in use) are reported by the command; the host would add a stack trace. Background services log their own failures.
        logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None);
        logging.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None);
        // A failed check is logged once, by the health endpoint.
        logging.AddFilter("Microsoft.Extensions.Diagnostics.HealthChecks", LogLevel.None);
        logging.Services.Configure<ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        if (options.Json)
        {
            logging.AddJsonConsole(json =>
            {
                json.UseUtcTimestamp = true;
                json.TimestampFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";
            });
        }
        else
        {
            logging.AddSimpleConsole(plain =>
            {
                plain.SingleLine = true;
                plain.UseUtcTimestamp = true;
                plain.TimestampFormat = "HH:mm:ss ";
            });
        }
    }
}
