using System.Net;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
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

    private static SocketsHttpHandler Create(GuardedConnector connector) => new()
    {
        ConnectCallback = async (context, cancellationToken) =>
        {
            try
            {
                return await connector.ConnectAsync(context, cancellationToken);
            }
            catch (TargetRefusedException)
            {
                throw new EndpointException(ModelFailure.AddressRefused);
            }
        },
        UseProxy = false,
        UseCookies = false,
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.None,
        ActivityHeadersPropagator = null,
        MaxResponseHeadersLength = 16,
        MaxResponseDrainSize = 0,
        // DNS changes, so connections are reused only for a limited time.
        PooledConnectionLifetime = TimeSpan.FromMinutes(2),
        SslOptions = new SslClientAuthenticationOptions
        {
            // Issuer certificates and revocation lists would be fetched from URLs in the certificate, bypassing the address checks.
            CertificateChainPolicy = new X509ChainPolicy { DisableCertificateDownloads = true, RevocationMode = X509RevocationMode.NoCheck },
        },
    };
}
