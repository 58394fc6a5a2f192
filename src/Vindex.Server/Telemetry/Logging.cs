using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Logging.Console;
using Vindex.Server.Configuration;

namespace Vindex.Server.Telemetry;

/// <summary>Settings of the log: the section <c>Logging</c>.</summary>
internal sealed record LoggingOptions
{
    public required LogFormat Format { get; init; }

    /// <summary>The lowest level that is logged.</summary>
    [AllowedValues(LogLevel.Trace, LogLevel.Debug, LogLevel.Information, LogLevel.Warning, LogLevel.Error)]
    public required LogLevel Level { get; init; }

    /// <summary>Whether each request is logged, at information.</summary>
    public required bool Requests { get; init; }
}

/// <summary>How the log is written.</summary>
internal enum LogFormat
{
    /// <summary>One JSON object per line.</summary>
    Json,

    /// <summary>Text for people.</summary>
    Plain,
}

/// <summary>Logs to standard error, because commands use standard output. Messages never contain secrets or ticket text.</summary>
internal static class Logging
{
    public static void AddVindexLogging(this ILoggingBuilder logging)
    {
        logging.Services.AddSettings<LoggingOptions>("Logging");
        logging.Services.AddOptions<LoggerFilterOptions>()
            .Configure<IOptions<LoggingOptions>>((filters, options) => Filter(filters, options.Value.Level));
        logging.AddJsonConsole(json =>
        {
            json.UseUtcTimestamp = true;
            json.TimestampFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";
        });
        logging.AddSimpleConsole(plain =>
        {
            plain.SingleLine = true;
            plain.UseUtcTimestamp = true;
            plain.TimestampFormat = "HH:mm:ss ";
        });
        logging.Services.AddOptions<ConsoleLoggerOptions>().Configure<IOptions<LoggingOptions>>((console, options) =>
        {
            console.LogToStandardErrorThreshold = LogLevel.Trace;
            console.FormatterName = options.Value.Format == LogFormat.Json ? ConsoleFormatterNames.Json : ConsoleFormatterNames.Simple;
        });
    }

    private static void Filter(LoggerFilterOptions filters, LogLevel level)
    {
        filters.MinLevel = level;

        // The framework's own lines per request contain paths and cost more than the request itself.
        filters.AddFilter("Microsoft", level <= LogLevel.Debug ? LogLevel.Information : LogLevel.Warning);
        filters.AddFilter("Microsoft.Hosting.Lifetime", LogLevel.Warning);

        // Failed starts (a port in use) are reported by the command; the host would add a stack trace. Background services log their own failures.
        filters.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None);
        filters.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None);

        // A failed check is logged once, by the health endpoint.
        filters.AddFilter("Microsoft.Extensions.Diagnostics.HealthChecks", LogLevel.None);
    }
}
