using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Vindex.Server.Configuration;

namespace Vindex.Server.Security.Sessions;

/// <summary>
/// The address of the server in links and examples: <c>Server:PublicUrl</c>, otherwise the first address that it listens on. Never the <c>Host</c> header,
/// which the sender chooses: an invitation would lead the invited person to a server of the sender.
/// </summary>
internal sealed class PublicAddress(IServer server, WebSessionOptions options)
{
    /// <summary>The address of a path.</summary>
    public string Of(string path) => (options.PublicUrl?.ToString() ?? Listening()).TrimEnd('/') + path;

    private string Listening() => ListeningAddress.Reachable(server.Features.Get<IServerAddressesFeature>()!.Addresses.First());
}
