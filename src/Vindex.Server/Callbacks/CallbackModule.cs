using System.Text.Json.Serialization;
using Vindex.Server.Background;
using Vindex.Server.Callbacks.Addresses;
using Vindex.Server.Callbacks.Deliveries;
using Vindex.Server.Callbacks.Sending;
using Vindex.Server.Callbacks.Signatures;
using Vindex.Server.Web;
using Vindex.Storage.Deliveries;

namespace Vindex.Server.Callbacks;

/// <summary>Registers the outbox and its dispatcher.</summary>
internal static class CallbackModule
{
    public static void AddCallbacks(this IServiceCollection services, CallbackOptions options)
    {
        services.AddJson(CallbackJson.Shared);
        services.AddSingleton(options);
        services.AddSingleton(provider =>
            new AddressGuard(new AddressPolicy(options.AllowedNetworks), AddressGuard.SystemLookup, provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(provider => new CallbackTarget(provider.GetRequiredService<AddressGuard>(), options.AllowHttp));
        services.AddSingleton<SecretSeal>();
        services.AddSingleton<CallbackClient>();
        services.AddSingleton(RetryPolicy.From(options));
        services.AddSingleton<DispatchSignal>();
        services.AddSingleton<DeliveryService>();
        services.AddSingleton<DeliveryAttempts>();
        services.AddLeasedWorker<TakenDelivery, CallbackDispatch>();
    }
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
