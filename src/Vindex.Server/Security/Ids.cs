namespace Vindex.Server.Security;

/// <summary>Makes ids.</summary>
internal sealed class Ids(TimeProvider time, Randomness randomness)
{
    private const string LowerHex = "0123456789abcdef";

    /// <summary>32 hexadecimal digits of a UUIDv7 (RFC 9562), so that ids sort by time.</summary>
    public string TimeOrdered() => Guid.CreateVersion7(time.GetUtcNow()).ToString("N");

    /// <summary>A UUIDv7 as RFC 9562 writes it, with hyphens, which is how programs that know UUIDs expect one.</summary>
    public string Uuid() => Guid.CreateVersion7(time.GetUtcNow()).ToString("D");

    /// <summary>A few random hexadecimal digits, to tell like names apart.</summary>
    public string Suffix(int length) => randomness.Text(LowerHex, length);
}
