using System.Text.Json.Serialization;
using Vindex.Server.Background;
using Vindex.Server.Configuration;
using Vindex.Server.Web;
using Vindex.Server.Webhooks.Events;
using Vindex.Server.Webhooks.Sending;
using Vindex.Server.Webhooks.Signing;
using Vindex.Storage.Webhooks;

namespace Vindex.Server.Webhooks;

/// <summary>Webhooks: endpoints of a company that get signed events. Addresses, attempts and retries are those of callbacks.</summary>
internal static class WebhookModule
{
    public static void AddWebhooks(this IServiceCollection services)
    {
        services.AddJson(WebhookJson.Shared);
        services.AddSettings<WebhookOptions>("Webhooks");
        services.AddSingleton<WebhookSeal>();
        services.AddSingleton<WebhookSignal>();
        services.AddSingleton<WebhookAttempts>();
        services.AddSingleton<WebhookChecks>();
        services.AddSingleton<WebhookService>();
        services.AddSingleton<WebhookDeliveryService>();
        services.AddSingleton<IEventOutbox, EventOutbox>();
        services.AddLeasedWorker<TakenWebhook, WebhookDispatch>();
    }
}

/// <summary>JSON types of this feature.</summary>
[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(NewWebhookBody))]
[JsonSerializable(typeof(WebhookChangeBody))]
[JsonSerializable(typeof(WebhookEndpointBody))]
[JsonSerializable(typeof(WebhookListBody))]
[JsonSerializable(typeof(WebhookDeliveryItemBody))]
[JsonSerializable(typeof(WebhookDeliveryListBody))]
[JsonSerializable(typeof(WebhookDeliveryBody))]
[JsonSerializable(typeof(WebhookReplayBody))]
[JsonSerializable(typeof(PolledBody))]
[JsonSerializable(typeof(ScoreCreatedData))]
[JsonSerializable(typeof(ScoreFailedData))]
[JsonSerializable(typeof(TestData))]
[JsonSerializable(typeof(IReadOnlyList<OwnHeader>))]
internal sealed partial class WebhookJson : JsonSerializerContext
{
    public static WebhookJson Shared { get; } = new(WireFormat.Options());
}
