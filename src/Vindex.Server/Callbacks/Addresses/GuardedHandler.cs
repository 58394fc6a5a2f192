using System.Net;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace Vindex.Server.Callbacks.Addresses;

/// <summary>Handlers of clients whose every connection is checked, that follow nothing, and that ask no proxy.</summary>
internal static class GuardedHandler
{
    /// <summary>A handler that connects in one way only.</summary>
    /// <param name="connect">Checks an address and connects to it.</param>
    public static SocketsHttpHandler Create(Func<SocketsHttpConnectionContext, CancellationToken, ValueTask<Stream>> connect) => new()
    {
        ConnectCallback = connect,
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
