namespace Vindex.Storage.Scores;

/// <summary>Bytes that the store does not look into. Equal if their contents are.</summary>
public readonly struct OpaqueBytes(byte[] value) : IEquatable<OpaqueBytes>
{
    private readonly byte[]? _value = value;

    /// <summary>The bytes.</summary>
    public byte[] Value => _value ?? [];

    /// <summary>Wraps bytes.</summary>
    public static implicit operator OpaqueBytes(byte[] value) => new(value);

    /// <inheritdoc/>
    public bool Equals(OpaqueBytes other) => Value.AsSpan().SequenceEqual(other.Value);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is OpaqueBytes other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = default(HashCode);
        hash.AddBytes(Value);
        return hash.ToHashCode();
    }

    /// <summary>Whether the contents are equal.</summary>
    public static bool operator ==(OpaqueBytes left, OpaqueBytes right) => left.Equals(right);

    /// <summary>Whether the contents differ.</summary>
    public static bool operator !=(OpaqueBytes left, OpaqueBytes right) => !left.Equals(right);
}
