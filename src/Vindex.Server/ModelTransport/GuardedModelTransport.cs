using Vindex.Models;
using Vindex.Models.Calls;
using Vindex.Server.Callbacks;
using Vindex.Server.Callbacks.Addresses;
using Vindex.Server.Configuration;
using Vindex.Server.Judging;

namespace Vindex.Server.ModelTransport;

/// <summary>Connects to models' endpoints by the same rules as to callbacks: every address is checked, nothing is followed, and no proxy is asked.</summary>
internal static class GuardedModelTransport
{
    private const string Subject = "Connections";

    public static void AddModelTransport(this IServiceCollection services)
    {
        services.AddSingleton<ModelTransportFactory>(provider => networks =>
        {
            var options = Options(provider);
            return Create(new GuardedConnector(Guard(provider, networks ?? options.AllowedNetworks), options.ConnectTimeout, Time(provider)));
        });
        services.AddSingleton<ModelAddressCheck>(provider =>
        {
            var options = Options(provider);
            var target = new CallbackTarget(Guard(provider, options.AllowedNetworks), options.AllowHttp);
            return async (url, cancellationToken) => (await target.CheckAsync(url, cancellationToken) as TargetVerdict.Refused)?.Reason;
        });
    }

    private static CallbackOptions Options(IServiceProvider provider) => provider.GetRequiredService<IOptions<CallbackOptions>>().Value;

    private static TimeProvider Time(IServiceProvider provider) => provider.GetRequiredService<TimeProvider>();

    private static AddressGuard Guard(IServiceProvider provider, NetworkList networks) =>
        new(new AddressPolicy(networks), AddressGuard.SystemLookup, Time(provider), Subject);

    private static SocketsHttpHandler Create(GuardedConnector connector) => GuardedHandler.Create(async (context, cancellationToken) =>
    {
        try
        {
            return await connector.ConnectAsync(context, cancellationToken);
        }
        catch (TargetRefusedException)
        {
            throw new EndpointException(ModelFailure.AddressRefused);
        }
    });
}
