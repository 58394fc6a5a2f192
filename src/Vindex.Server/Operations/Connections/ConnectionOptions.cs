using System.Net;
using Vindex.Server.Configuration;

namespace Vindex.Server.Operations.Connections;

/// <summary>Limits of open connections.</summary>
/// <param name="Max">All connections; fewer than the setting if the process cannot open so many files.</param>
/// <param name="PerAddress">Connections of one IP address (IPv6: of one /64).</param>
/// <param name="Proxies">Networks that the limit per address does not apply to, because many callers share their addresses.</param>
internal sealed record ConnectionOptions(int Max, int PerAddress, IReadOnlyList<IPNetwork> Proxies)
{
    public static ConnectionOptions Read(SettingsReader settings, IReadOnlyList<IPNetwork> proxies)
    {
        var max = Descriptors.ConnectionsWithin(Descriptors.Limit(), settings.Integer("Limits:Connections:Max", 1, 1_000_000), out var error);
        if (error is not null) settings.Complain(error);
        var share = settings.Integer("Limits:Connections:PercentPerAddress", 1, 100);
        return new ConnectionOptions(max, Math.Max(1, max * share / 100), proxies);
    }
}
