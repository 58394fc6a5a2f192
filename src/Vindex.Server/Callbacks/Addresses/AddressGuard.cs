using System.Net;
using System.Net.Sockets;

namespace Vindex.Server.Callbacks.Addresses;

/// <summary>Resolves a host name. Throws <see cref="SocketException"/> if it has no address.</summary>
internal delegate Task<IPAddress[]> HostLookup(string name, CancellationToken cancellationToken);

/// <summary>The result of checking a host.</summary>
internal abstract record HostVerdict
{
    private HostVerdict()
    {
    }

    /// <summary>All addresses are allowed.</summary>
    internal sealed record Allowed(IReadOnlyList<IPAddress> Addresses) : HostVerdict;

    /// <summary>
    /// An address is not allowed. The reason names the range, but no address that the caller did not write, so that internal names are not revealed.
    /// </summary>
    internal sealed record Refused(string Reason) : HostVerdict;

    /// <summary>The name has no address, or the name server did not respond in time.</summary>
    internal sealed record NotFound(string Reason) : HostVerdict;
}

/// <summary>
/// Protects against server-side request forgery: resolves a host to addresses that <see cref="AddressPolicy"/> allows. Used when a URL is registered,
/// and again for each connection, because DNS can change in between (DNS rebinding).
/// </summary>
/// <param name="policy">Checks addresses.</param>
/// <param name="lookup">Resolves names.</param>
/// <param name="time">Measures the time limit of a lookup.</param>
/// <param name="subject">What is sent there: the beginning of a refusal.</param>
internal sealed class AddressGuard(AddressPolicy policy, HostLookup lookup, TimeProvider time, string subject = "Callbacks")
{
    private static readonly TimeSpan LookupTimeout = TimeSpan.FromSeconds(10);

    /// <summary>Uses the operating system's resolver.</summary>
    public static HostLookup SystemLookup { get; } = Dns.GetHostAddressesAsync;

    /// <summary>
    /// Resolves and checks a host. One forbidden address forbids the host: a name with both public and private addresses is an attack or a mistake.
    /// </summary>
    /// <param name="host">A name or an address, the latter with or without brackets.</param>
    /// <param name="cancellationToken">Ends the lookup.</param>
    public async Task<HostVerdict> JudgeAsync(string host, CancellationToken cancellationToken)
    {
        if (IPAddress.TryParse(host, out var literal))
        {
            return policy.Judge(literal) is AddressVerdict.Refused refused
                ? new HostVerdict.Refused($"{subject} to this address are not allowed: {refused.Reason}")
                : new HostVerdict.Allowed([literal]);
        }

        return IsLocalhost(host) ? JudgeLocalhost(host) : await JudgeNameAsync(host, cancellationToken);
    }

    private async Task<HostVerdict> JudgeNameAsync(string name, CancellationToken cancellationToken)
    {
        IPAddress[] addresses;
        try
        {
            addresses = await lookup(name, cancellationToken).WaitAsync(LookupTimeout, time, cancellationToken);
        }
        catch (SocketException)
        {
            return new HostVerdict.NotFound(Unreachable(name));
        }
        catch (TimeoutException)
        {
            return new HostVerdict.NotFound(Unreachable(name));
        }

        if (addresses.Length == 0)
            return new HostVerdict.NotFound(Unreachable(name));
        foreach (var address in addresses)
        {
            if (policy.Judge(address) is AddressVerdict.Refused) return new HostVerdict.Refused(Unreachable(name));
        }

        return new HostVerdict.Allowed(addresses);
    }

    // The same whether the name exists or not: otherwise anyone who may register a URL could list the names of the operator's network.
    private string Unreachable(string name) =>
        $"{subject} to '{name}' are not possible: it has no address, or one that is loopback, private or otherwise reserved";

    /// <summary>RFC 6761, section 6.3: these names are always loopback and never resolved. The operator may allow either of the two addresses.</summary>
    private HostVerdict JudgeLocalhost(string name)
    {
        IPAddress[] allowed = [.. new[] { IPAddress.Loopback, IPAddress.IPv6Loopback }.Where(address => policy.Judge(address) is AddressVerdict.Allowed)];
        return allowed.Length > 0
            ? new HostVerdict.Allowed(allowed)
            : new HostVerdict.Refused($"{subject} to '{name}' are not allowed: the name is reserved for loopback (RFC 6761)");
    }

    private static bool IsLocalhost(string name) => name == "localhost" || name.EndsWith(".localhost", StringComparison.Ordinal);
}
