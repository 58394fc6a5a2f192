using Vindex.Server.Background;
using Vindex.Server.Callbacks.Addresses;
using Vindex.Server.Callbacks.Deliveries;
using Vindex.Server.Callbacks.Sending;
using Vindex.Storage.Deliveries;

namespace Vindex.Server.Callbacks;

/// <summary>The outbox, its dispatcher, and what they need.</summary>
internal static class CallbackServices
{
    public static void AddCallbacks(this IServiceCollection services, CallbackOptions options)
    {
        services.AddSingleton(options);
        services.AddSingleton(provider =>
            new AddressGuard(new AddressPolicy(options.AllowedNetworks), AddressGuard.SystemLookup, provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(provider => new CallbackTarget(provider.GetRequiredService<AddressGuard>(), options.AllowHttp));
        services.AddSingleton<CallbackClient>();
        services.AddSingleton(RetryPolicy.From(options));
        services.AddSingleton<DispatchSignal>();
        services.AddSingleton<DeliveryReplays>();
        services.AddSingleton<DeliveryAttempts>();
        services.AddLeasedWorker<TakenDelivery, CallbackDispatch>();
    }
}
