using System.Security.Cryptography;
using System.Text;

namespace Vindex.Server.Security.SecondFactors;

/// <summary>Recovery codes: 80 random bits each, so that a plain hash suffices. Each is accepted once in place of a code of the app.</summary>
internal static class RecoveryCodes
{
    public const int Count = 10;
    private const int Length = 16;
    private const int Group = 4;

    // 32 characters; without l, o, 0 and 1, which look alike.
    private const string Alphabet = "abcdefghijkmnpqrstuvwxyz23456789";

    public static IReadOnlyList<string> Create(Randomness randomness) =>
        [.. Enumerable.Range(0, Count).Select(_ => string.Join('-', randomness.Text(Alphabet, Length).Chunk(Group).Select(part => new string(part))))];

    /// <summary>The hash under which a code is stored; null if the text cannot be one. Case, spaces and hyphens do not matter.</summary>
    public static string? Hash(string userId, string text)
    {
        var code = string.Concat(text.Where(char.IsAsciiLetterOrDigit)).ToLowerInvariant();
        return code.Length == Length ? Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes($"{userId} {code}"))) : null;
    }
}
