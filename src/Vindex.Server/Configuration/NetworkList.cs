using System.Collections;
using System.ComponentModel;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Vindex.Server.Configuration;

/// <summary>Networks in CIDR notation, separated by commas, semicolons or spaces.</summary>
[TypeConverter(typeof(SettingConverter<NetworkList>))]
internal sealed class NetworkList(IReadOnlyList<IPNetwork> items) : IReadOnlyList<IPNetwork>, ISettingValue<NetworkList>
{
    public int Count => items.Count;

    public IPNetwork this[int index] => items[index];

    public static NetworkList Read(string text) =>
        new([.. SettingText.Items(text).Select(item => TryRead(item, out var network, out var error) ? network : throw new InvalidSettingException(error))]);

    public IEnumerator<IPNetwork> GetEnumerator() => items.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Reads one network.</summary>
    /// <param name="text">For example <c>10.20.0.0/16</c> or <c>fd12:3456::/32</c>; the bits after the prefix must be zero.</param>
    /// <param name="network">The network, if valid.</param>
    /// <param name="error">Otherwise the problem and what is expected.</param>
    public static bool TryRead(string text, out IPNetwork network, out string error)
    {
        network = default;
        var written = text.Trim();
        var slash = written.IndexOf('/', StringComparison.Ordinal);
        var addressText = slash < 0 ? written : written[..slash];
        // IPAddress.TryParse also accepts "10" and "0x0a.1"; a list of allowed networks accepts only the plain form.
        if (!IPAddress.TryParse(addressText, out var address)
            || addressText.Contains('%', StringComparison.Ordinal)
            || (address.AddressFamily == AddressFamily.InterNetwork && address.ToString() != addressText))
        {
            error = $"'{text}' is not a network; expected CIDR notation such as 10.20.0.0/16 or fd12:3456::/32";
            return false;
        }

        var bits = address.AddressFamily == AddressFamily.InterNetwork ? 32 : 128;
        if (slash < 0)
        {
            error = $"'{text}' has no prefix length; for this single address write {address}/{bits}";
            return false;
        }

        if (!int.TryParse(written.AsSpan(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var length) || length > bits)
        {
            error = $"'{text}' has a prefix length outside the range 0–{bits}";
            return false;
        }

        var masked = Mask(address, length);
        if (!masked.Equals(address))
        {
            error = $"'{text}' has bits set after its prefix; write {masked}/{length}, or {address}/{bits} for the single address";
            return false;
        }

        if (address.IsIPv4MappedToIPv6)
        {
            error = $"'{text}' is an IPv4-mapped network; write it as IPv4: {address.MapToIPv4()}/{Math.Max(0, length - 96)}";
            return false;
        }

        network = new IPNetwork(address, length);
        error = "";
        return true;
    }

    private static IPAddress Mask(IPAddress address, int length)
    {
        var bytes = address.GetAddressBytes();
        for (var i = 0; i < bytes.Length; i++)
        {
            var kept = Math.Clamp(length - (i * 8), 0, 8);
            bytes[i] &= (byte)(0xff << (8 - kept));
        }

        return new IPAddress(bytes);
    }
}
