using Vindex.Server.Alerts.Channels;
using Vindex.Server.Alerts.Digests;
using Vindex.Server.Alerts.Evaluation;
using Vindex.Server.Alerts.Figures;
using Vindex.Server.Alerts.Sending;
using Vindex.Server.Background;
using Vindex.Server.Configuration;
using Vindex.Server.Security.Limits;
using Vindex.Server.Web;
using Vindex.Storage.Alerts;

namespace Vindex.Server.Alerts;

/// <summary>Rules that watch figures, weekly digests, and messages about both.</summary>
internal static class AlertModule
{
    public static void AddAlerts(this IServiceCollection services)
    {
        services.AddJson(AlertJson.Shared);
        services.AddSettings<AlertOptions>("Alerts");
        services.AddSettings<MailOptions>("Mail");
        services.AddSingleton<AlertFigures>();
        services.AddSingleton<AlertConditions>();
        services.AddSingleton<AlertNotices>();
        services.AddSingleton<AlertEvaluation>();
        services.AddSingleton<AlertPreview>();
        services.AddSingleton<AlertRuleReader>();
        services.AddSingleton<AlertService>();
        services.AddSingleton<AlertPreviewService>();
        services.AddSingleton<ChannelTargets>();
        services.AddSingleton<AlertChannelService>();
        services.AddSingleton<AlertSignal>();
        services.AddSingleton<AlertOutboxSignal>();
        services.AddSingleton<ChannelSeal>();
        services.AddSingleton<MailSender>();
        services.AddSingleton<AlertSender>();
        services.AddSingleton<AlertDispatch>();
        services.AddSingleton<SendingContext>();
        services.AddSingleton<AlertEvents>();
        services.AddWorker<AlertWorker>();
        services.AddHealthChecks().AddCheck<AlertWorker>("alerts");
        services.AddLeasedWorker<AlertMessage, AlertOutbox>();
        services.AddDigests();
    }

    private static void AddDigests(this IServiceCollection services)
    {
        services.AddSingleton<DigestReports>();
        services.AddSingleton<DigestEvaluation>();
        services.AddSingleton<DigestLetters>();
        services.AddSingleton<DigestSender>();
        services.AddSingleton<DigestDelivery>();
        services.AddSingleton<DigestService>();
        services.AddSingleton<DigestSignal>();
        services.AddSingleton<UnsubscribeLinks>();
        services.AddRateLimit(RateLimits.Unsubscribe);
        services.AddWorker<DigestWorker>();
        services.AddHealthChecks().AddCheck<DigestWorker>("digests");
    }
}
