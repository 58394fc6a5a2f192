using System.Net;
using System.Runtime.InteropServices;
using Vindex.Server.Configuration;
using Vindex.Server.Security.Limits;

namespace Vindex.Server.Operations.Connections;

/// <summary>Counts open connections, all of them and those of each address.</summary>
/// <remarks>The limit per address does not apply to trusted proxies, because many callers share their addresses.</remarks>
internal sealed class ConnectionGate(IOptions<ConnectionOptions> options, IOptions<ServerOptions> server)
{
    private readonly int _max = Descriptors.ConnectionsWithin(Descriptors.Limit(), options.Value.Max);
    private readonly NetworkList _proxies = server.Value.TrustedProxies;
    private readonly Lock _lock = new();
    private readonly Dictionary<string, int> _byAddress = new(StringComparer.Ordinal);
    private int _open;

    private int PerAddress => Math.Max(1, (int)((long)_max * options.Value.PercentPerAddress / 100));

    /// <summary>Number of open connections.</summary>
    public int Open
    {
        get
        {
            lock (_lock) return _open;
        }
    }

    /// <summary>Counts a connection, unless there are too many. Every accepted connection must <see cref="Leave"/>.</summary>
    public bool TryEnter(IPAddress? address)
    {
        var name = CallerAddress.Of(address);
        lock (_lock)
        {
            if (_open >= _max) return false;
            if (!IsProxy(address) && _byAddress.GetValueOrDefault(name) >= PerAddress) return false;
            _open++;
            CollectionsMarshal.GetValueRefOrAddDefault(_byAddress, name, out _)++;
            return true;
        }
    }

    /// <summary>A connection has been closed.</summary>
    public void Leave(IPAddress? address)
    {
        var name = CallerAddress.Of(address);
        lock (_lock)
        {
            _open--;
            if (--CollectionsMarshal.GetValueRefOrAddDefault(_byAddress, name, out _) == 0) _byAddress.Remove(name);
        }
    }

    private bool IsProxy(IPAddress? address)
    {
        if (address is null || _proxies.Count == 0) return false;
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return _proxies.Any(network => network.Contains(plain));
    }
}
