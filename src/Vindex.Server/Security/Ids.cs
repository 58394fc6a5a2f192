namespace Vindex.Server.Security;

/// <summary>Creates ids.</summary>
internal sealed class Ids(TimeProvider time, Randomness randomness)
{
    private const string LowerHex = "0123456789abcdef";

    /// <summary>32 hexadecimal digits of a UUIDv7 (RFC 9562), so that ids sort by time.</summary>
    public string TimeOrdered() => Guid.CreateVersion7(time.GetUtcNow()).ToString("N");

    /// <summary>A UUIDv7 in the standard form of RFC 9562, with hyphens.</summary>
    public string Uuid() => Guid.CreateVersion7(time.GetUtcNow()).ToString("D");

    /// <summary>A few random hexadecimal digits, to make names unique.</summary>
    public string Suffix(int length) => randomness.Text(LowerHex, length);
}
