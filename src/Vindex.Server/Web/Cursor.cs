using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Vindex.Storage;

namespace Vindex.Server.Web;

/// <summary>
/// A position in a list, for callers: base64url of {checksum, value, id}. The checksum covers the list's parameters, so that a damaged cursor or one of
/// another list is rejected. It needs no secret: a forged cursor can only name another position in a list that the caller can read anyway.
/// </summary>
internal static class Cursor
{
    private const int ChecksumBytes = 8;
    private const int MaxIdBytes = 128;

    public static string? Write(PagePosition? position, string list)
    {
        if (position is not { } place) return null;
        var id = Encoding.UTF8.GetBytes(place.Id);
        var bytes = new byte[ChecksumBytes + sizeof(long) + id.Length];
        BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(ChecksumBytes), place.Value);
        id.CopyTo(bytes, ChecksumBytes + sizeof(long));
        Checksum(bytes.AsSpan(ChecksumBytes), list, bytes);
        return Base64Url.EncodeToString(bytes);
    }

    public static bool TryRead(string text, string list, out PagePosition position)
    {
        position = default;
        if (text.Length > 256 || !Base64Url.IsValid(text)) return false;
        var bytes = Base64Url.DecodeFromChars(text);
        if (bytes.Length is <= ChecksumBytes + sizeof(long) or > ChecksumBytes + sizeof(long) + MaxIdBytes) return false;
        Span<byte> expected = stackalloc byte[ChecksumBytes];
        Checksum(bytes.AsSpan(ChecksumBytes), list, expected);
        if (!expected.SequenceEqual(bytes.AsSpan(0, ChecksumBytes))) return false;
        position = new PagePosition(
            BinaryPrimitives.ReadInt64BigEndian(bytes.AsSpan(ChecksumBytes)), Encoding.UTF8.GetString(bytes.AsSpan(ChecksumBytes + sizeof(long))));
        return true;
    }

    private static void Checksum(ReadOnlySpan<byte> place, string list, Span<byte> target)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(place);
        hash.AppendData(Encoding.UTF8.GetBytes(list));
        Span<byte> full = stackalloc byte[SHA256.HashSizeInBytes];
        hash.GetHashAndReset(full);
        full[..ChecksumBytes].CopyTo(target);
    }
}
