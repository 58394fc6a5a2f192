using System.Net;
using Vindex.Server.Configuration;

namespace Vindex.Server.Operations;

/// <summary>Addresses and trusted proxies.</summary>
/// <param name="Urls">Addresses to listen on.</param>
/// <param name="TrustedProxies">Networks whose forwarding headers are trusted.</param>
internal sealed record ServerOptions(IReadOnlyList<string> Urls, IReadOnlyList<IPNetwork> TrustedProxies)
{
    public static ServerOptions Read(SettingsReader settings)
    {
        var urls = settings.List("Server:Urls");
        if (urls.Count == 0) settings.Refuse("Server:Urls", "must contain an address such as http://127.0.0.1:8080");
        foreach (var url in urls.Where(url => !url.StartsWith("http://", StringComparison.OrdinalIgnoreCase)))
            settings.Refuse("Server:Urls", $"must contain addresses such as http://127.0.0.1:8080 (TLS is terminated by a proxy), not \"{url}\"");
        var networks = new List<IPNetwork>();
        foreach (var text in settings.List("Server:TrustedProxies"))
        {
            if (IPNetwork.TryParse(text, out var network)) networks.Add(network);
            else settings.Refuse("Server:TrustedProxies", $"must contain networks such as 10.0.0.0/8 or 192.0.2.7/32, not \"{text}\"");
        }

        return new ServerOptions(urls, networks);
    }
}
