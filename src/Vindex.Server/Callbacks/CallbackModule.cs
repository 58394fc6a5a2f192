using System.Text.Json.Serialization;
using Vindex.Server.Background;
using Vindex.Server.Callbacks.Addresses;
using Vindex.Server.Callbacks.Deliveries;
using Vindex.Server.Callbacks.Sending;
using Vindex.Server.Callbacks.Signatures;
using Vindex.Server.Configuration;
using Vindex.Server.Web;
using Vindex.Storage.Deliveries;

namespace Vindex.Server.Callbacks;

/// <summary>Registers the outbox and its dispatcher.</summary>
internal static class CallbackModule
{
    public static void AddCallbacks(this IServiceCollection services)
    {
        services.AddJson(CallbackJson.Shared);
        services.AddSettings<CallbackOptions>("Callbacks");
        services.AddSingleton(provider => new AddressGuard(
            new AddressPolicy(Options(provider).AllowedNetworks), AddressGuard.SystemLookup, provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(provider => new CallbackTarget(provider.GetRequiredService<AddressGuard>(), Options(provider).AllowHttp));
        services.AddSingleton<SecretSeal>();
        services.AddSingleton<CallbackClient>();
        services.AddSingleton(provider => RetryPolicy.From(Options(provider)));
        services.AddSingleton<DispatchSignal>();
        services.AddSingleton<ResultSignals>();
        services.AddSingleton<DeliveryService>();
        services.AddSingleton<AttemptSender>();
        services.AddSingleton<DeliveryAttempts>();
        services.AddLeasedWorker<TakenDelivery, CallbackDispatch>();
    }

    private static CallbackOptions Options(IServiceProvider provider) => provider.GetRequiredService<IOptions<CallbackOptions>>().Value;
}

/// <summary>JSON types of this feature.</summary>
[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(CallbackBody))]
[JsonSerializable(typeof(DeliveryBody))]
[JsonSerializable(typeof(DeliveryItemBody))]
[JsonSerializable(typeof(DeliveryListBody))]
[JsonSerializable(typeof(FailedCallbackBody))]
[JsonSerializable(typeof(ReplayBody))]
[JsonSerializable(typeof(ReplayRequestBody))]
internal sealed partial class CallbackJson : JsonSerializerContext
{
    public static CallbackJson Shared { get; } = new(WireFormat.Options());
}
