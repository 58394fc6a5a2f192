using System.Net;

namespace Vindex.Server.Callbacks.Addresses;

/// <summary>What the policy says of one address.</summary>
internal abstract record AddressVerdict
{
    private AddressVerdict()
    {
    }

    /// <summary>A callback may go there.</summary>
    /// <param name="ByOperator">True when it is a special address that the operator listed.</param>
    internal sealed record Allowed(bool ByOperator) : AddressVerdict;

    /// <summary>No callback goes there.</summary>
    /// <param name="Range">The range that the address, or the one it carries, lies in.</param>
    /// <param name="Reason">A sentence part for people: <c>10.0.0.7 is in 10.0.0.0/8, private use (RFC 1918)</c>.</param>
    internal sealed record Refused(SpecialRange Range, string Reason) : AddressVerdict;
}

/// <summary>
/// Decides which addresses callbacks may go to: every address outside <see cref="SpecialRanges"/>, and the special ones in networks that the operator listed.
/// An IPv6 address that carries an IPv4 address is allowed only when both are; listing the IPv6 range alone does not open what it carries.
/// </summary>
/// <param name="allowedNetworks">What the operator allows (<c>Callbacks:AllowedNetworks</c>).</param>
internal sealed class AddressPolicy(IReadOnlyList<IPNetwork> allowedNetworks)
{
    /// <summary>Judges one address. Zone ids do not matter: an address with one is link local.</summary>
    public AddressVerdict Judge(IPAddress address)
    {
        var byOperator = false;
        var own = SpecialRanges.Find(address);
        if (own is { Carries: false })
        {
            if (!Lists(address))
                return new AddressVerdict.Refused(own, $"{address} is in {own.Network}, {own.Name} ({own.Source}){Carried(address)}");
            byOperator = true;
        }

        foreach (var carried in EmbeddedAddresses.Of(address))
        {
            if (SpecialRanges.Find(carried) is not { } range)
                continue;
            if (!Lists(carried))
                return new AddressVerdict.Refused(range, $"{address} embeds {carried}, which is in {range.Network}, {range.Name} ({range.Source})");
            byOperator = true;
        }

        return new AddressVerdict.Allowed(byOperator);
    }

    private static string Carried(IPAddress address)
    {
        foreach (var carried in EmbeddedAddresses.Of(address))
        {
            if (SpecialRanges.Find(carried) is { } range)
                return $", and embeds {carried}, which is in {range.Network}, {range.Name} ({range.Source})";
        }

        return "";
    }

    private bool Lists(IPAddress address)
    {
        foreach (var network in allowedNetworks)
        {
            if (network.Holds(address))
                return true;
        }

        return false;
    }
}
