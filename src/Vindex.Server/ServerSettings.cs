using Vindex.Server.Callbacks;
using Vindex.Server.Configuration;
using Vindex.Server.Evaluations;
using Vindex.Server.Evaluator;
using Vindex.Server.Feedback;
using Vindex.Server.Feedback.Statistics;
using Vindex.Server.Operations;
using Vindex.Server.Operations.Connections;
using Vindex.Server.Operations.OpenApi;
using Vindex.Server.Operations.Retention;
using Vindex.Server.Scoring;
using Vindex.Server.Security;
using Vindex.Server.Security.Passwords;
using Vindex.Server.Security.Sessions;
using Vindex.Server.Telemetry;
using Vindex.Server.Web.Bodies;

namespace Vindex.Server;

/// <summary>All settings, validated.</summary>
internal sealed record ServerSettings(
    ServerOptions Server,
    SecurityOptions Security,
    WebSessionOptions Sessions,
    SignInLimits SignIn,
    ScoringOptions Scoring,
    EventOptions Events,
    EvaluationOptions Evaluations,
    EvaluatorOptions Evaluator,
    CallbackOptions Callbacks,
    StatsOptions Stats,
    RetentionOptions Retention,
    LoggingOptions Logging,
    TelemetryOptions Telemetry,
    ConnectionOptions Connections,
    BodyOptions Bodies,
    FeedbackLimits Feedback,
    DocsOptions Docs)
{
    /// <summary>Reads all settings before reporting errors, so that operators can fix them at once.</summary>
    /// <exception cref="BadSettingsException">Some settings are invalid.</exception>
    public static ServerSettings Read(IConfigurationRoot configuration, string? adminKey)
    {
        var reader = new SettingsReader(configuration);
        Configuration.Settings.RefuseUnknown(configuration, reader);
        var server = ServerOptions.Read(reader);
        var settings = new ServerSettings(
            server,
            SecurityOptions.Read(reader, adminKey),
            WebSessionOptions.Read(reader),
            SignInLimits.Read(reader),
            ScoringOptions.Read(reader),
            EventOptions.Read(reader),
            EvaluationOptions.Read(reader),
            EvaluatorOptions.Read(reader),
            ReadCallbacks(configuration, reader),
            StatsOptions.Read(reader),
            RetentionOptions.Read(reader),
            LoggingOptions.Read(reader),
            TelemetryOptions.Read(reader),
            ConnectionOptions.Read(reader, server.TrustedProxies),
            BodyOptions.Read(reader),
            FeedbackLimits.Read(reader),
            DocsOptions.Read(reader));
        return reader.Complaints.Count == 0 ? settings : throw new BadSettingsException(reader.Complaints);
    }

    private static CallbackOptions ReadCallbacks(IConfigurationRoot configuration, SettingsReader reader)
    {
        var options = CallbackOptionsReader.Read(configuration.GetSection("Callbacks"), out var errors);
        foreach (var error in errors) reader.Complain(error);
        return options;
    }
}
