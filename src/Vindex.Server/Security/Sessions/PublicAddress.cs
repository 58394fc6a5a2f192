using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Vindex.Server.Configuration;

namespace Vindex.Server.Security.Sessions;

/// <summary>
/// The address of the server in links and examples: <c>Server:PublicUrl</c>, otherwise the first address that it listens on. Never the <c>Host</c> header,
/// which the sender chooses: an invitation would lead the invited person to a server of the sender.
/// </summary>
/// <param name="options">The settings.</param>
/// <param name="server">The running server; null if none runs, so that the address is the one that it would listen on.</param>
internal sealed class PublicAddress(IOptions<ServerOptions> options, IServer? server = null)
{
    /// <summary>The address of a path.</summary>
    public string Of(string path) => (options.Value.PublicUrl?.ToString() ?? Listening()).TrimEnd('/') + path;

    private string Listening() =>
        ListeningAddress.Reachable(server?.Features.Get<IServerAddressesFeature>()?.Addresses.First() ?? options.Value.Addresses[0]);
}
