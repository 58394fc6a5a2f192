using System.Net;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace Vindex.Server.Callbacks.Addresses;

/// <summary>Handlers for requests to addresses that people enter: every address is checked, no redirect is followed, and no proxy is asked.</summary>
internal static class GuardedHandler
{
    /// <summary>A handler over a connector.</summary>
    /// <param name="connector">Opens the connections.</param>
    /// <param name="refused">The exception for an address that is not allowed, from the reason.</param>
    public static SocketsHttpHandler ToHandler(this GuardedConnector connector, Func<string, Exception> refused) => new()
    {
        ConnectCallback = async (context, cancellationToken) =>
        {
            try
            {
                return await connector.ConnectAsync(context, cancellationToken);
            }
            catch (TargetRefusedException exception)
            {
                throw refused(exception.Message);
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
