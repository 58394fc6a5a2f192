using System.Buffers;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Vindex.Server.Callbacks.Addresses;

/// <summary>Reads the host of a callback URL: a DNS name in ASCII, an IPv4 address in dotted decimal, or an IPv6 address in brackets.</summary>
internal static class TargetHost
{
    private static readonly SearchValues<char> Ipv6Characters = SearchValues.Create("0123456789abcdefABCDEF:.");
    private static readonly SearchValues<char> NameCharacters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-_");
    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdef");

    /// <summary>Reads a host.</summary>
    /// <param name="text">The host in the URL.</param>
    /// <param name="host">In lower case, without a trailing dot; an IPv6 address in brackets.</param>
    /// <param name="error">Otherwise the problem.</param>
    public static bool TryRead(string text, out string host, out string error)
    {
        host = "";
        error = text switch
        {
            "" => "The URL has no host",
            ['[', ..] => ReadBracketed(text, out host),
            _ => ReadName(text, out host),
        };
        return error.Length == 0;
    }

    private static string ReadBracketed(string text, out string host)
    {
        host = "";
        if (text[^1] != ']')
            return "The IPv6 address must be in brackets, for example https://[2606:4700::1]/";
        var inner = text[1..^1];
        if (inner.Contains('%', StringComparison.Ordinal))
            return "The IPv6 address must not have a zone id (%…)";
        // Inner brackets or "v1.": IPAddress interprets the former differently, and the latter is not in use.
        if (inner.AsSpan().IndexOfAnyExcept(Ipv6Characters) >= 0
            || !IPAddress.TryParse(inner, out var address)
            || address.AddressFamily != AddressFamily.InterNetworkV6)
        {
            return $"'{inner}' is not an IPv6 address";
        }

        host = $"[{address}]";
        return "";
    }

    private static string ReadName(string text, out string host)
    {
        host = "";
        if (text.Contains('%', StringComparison.Ordinal))
            return "The host must not contain percent escapes";
        foreach (var c in text)
        {
            if (!char.IsAscii(c))
                return "The host contains characters outside ASCII; write an international name in its ASCII form (xn--…)";
        }

        var name = text.ToLowerInvariant();
        if (name.EndsWith('.'))
            name = name[..^1];
        if (name.Length is 0 or > 253)
            return "The host name must have 1 to 253 characters";

        var labels = name.Split('.');
        foreach (var label in labels)
        {
            if (label.Length is 0 or > 63)
                return $"The host '{text}' has a label that is empty or longer than 63 characters";
            if (label.AsSpan().IndexOfAnyExcept(NameCharacters) >= 0)
                return $"The host '{text}' contains characters that are not allowed in host names";
        }

        if (IsNumber(labels[^1]) && ReadNumeric(name, labels) is { Length: > 0 } error)
            return error;
        host = name;
        return "";
    }

    /// <summary>
    /// A host that ends in a number is an IPv4 address to every resolver, whatever it looks like (WHATWG URL, "ends in a number"). Resolvers differ in how they
    /// read octal, hexadecimal and short forms, so that only dotted decimal is taken.
    /// </summary>
    private static string ReadNumeric(string name, string[] labels)
    {
        if (ReadAsResolver(labels) is not { } address)
            return $"The host '{name}' ends in a number but is not an IPv4 address";
        return address.ToString() == name ? "" : $"The host '{name}' is another way of writing {address}; write an IPv4 address in plain dotted decimal";
    }

    private static bool IsNumber(string label) =>
        label.AsSpan().IndexOfAnyExceptInRange('0', '9') < 0
        || (label.StartsWith("0x", StringComparison.Ordinal) && label.AsSpan(2).IndexOfAnyExcept(HexDigits) < 0);

    /// <summary>Reads one to four numbers as <c>inet_aton</c> does: 0x… hexadecimal, 0… octal, and the last number fills all bytes that remain.</summary>
    private static IPAddress? ReadAsResolver(string[] labels)
    {
        if (labels.Length > 4)
            return null;
        var address = 0UL;
        for (var i = 0; i < labels.Length; i++)
        {
            var last = i == labels.Length - 1;
            var limit = last ? 1UL << (8 * (4 - i)) : 256UL;
            if (ReadNumber(labels[i]) is not { } number || number >= limit)
                return null;
            address |= last ? number : number << (8 * (3 - i));
        }

        return new IPAddress([(byte)(address >> 24), (byte)(address >> 16), (byte)(address >> 8), (byte)address]);
    }

    private static ulong? ReadNumber(string label)
    {
        if (label.StartsWith("0x", StringComparison.Ordinal))
        {
            var digits = label[2..].TrimStart('0');
            return digits.Length == 0
                ? 0
                : digits.Length <= 8 && ulong.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var hex) ? hex : null;
        }

        var radix = label.Length > 1 && label[0] == '0' ? 8UL : 10UL;
        var value = 0UL;
        foreach (var c in label)
        {
            if (c < '0' || c >= '0' + (int)radix)
                return null;
            value = (value * radix) + (ulong)(c - '0');
            if (value > uint.MaxValue)
                return null;
        }

        return value;
    }
}
