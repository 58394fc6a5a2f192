using System.Net;

namespace Vindex.Server.Callbacks.Addresses;

/// <summary>The policy's verdict on an address.</summary>
internal abstract record AddressVerdict
{
    private AddressVerdict()
    {
    }

    /// <summary>Callbacks are allowed.</summary>
    /// <param name="ByOperator">Whether it is a special-purpose address that the operator allows.</param>
    internal sealed record Allowed(bool ByOperator) : AddressVerdict;

    /// <summary>Callbacks are not allowed.</summary>
    /// <param name="Range">The range that contains the address or its embedded address.</param>
    /// <param name="Reason">Part of a sentence: <c>10.0.0.7 is in 10.0.0.0/8, private use (RFC 1918)</c>.</param>
    internal sealed record Refused(SpecialRange Range, string Reason) : AddressVerdict;
}

/// <summary>
/// Decides which addresses callbacks may reach: all outside <see cref="SpecialRanges"/>, and special ones in networks that the operator allows.
/// An IPv6 address that embeds an IPv4 address is allowed only if both are; listing the IPv6 range alone is not enough.
/// </summary>
/// <param name="allowedNetworks">What the operator allows (<c>Callbacks:AllowedNetworks</c>).</param>
internal sealed class AddressPolicy(IReadOnlyList<IPNetwork> allowedNetworks)
{
    /// <summary>Checks one address. Zone ids are ignored: an address with one is link-local anyway.</summary>
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
