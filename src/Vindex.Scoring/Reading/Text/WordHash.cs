namespace Vindex.Scoring.Reading.Text;

/// <summary>
/// 64-bit hashes of words and of features made of them. The same on every machine, so that a model file can be read by name and used by hash.
/// </summary>
internal static class WordHash
{
    /// <summary>The hash of no letters.</summary>
    public const ulong Start = 14695981039346656037;

    /// <summary>The hash of a word and one more letter in lower case is the word's, xor the letter, times this.</summary>
    public const ulong Prime = 1099511628211;

    /// <summary>The hash of a word; upper and lower case are the same.</summary>
    public static ulong Of(ReadOnlySpan<char> word)
    {
        var hash = Start;
        foreach (var c in word)
        {
            hash = (hash ^ (c is >= 'A' and <= 'Z' ? (char)(c | 0x20) : c < 128 ? c : char.ToLowerInvariant(c))) * Prime;
        }

        return hash;
    }

    /// <summary>The hash of a feature: its group and up to two words (0 for none).</summary>
    public static ulong Combine(ulong group, ulong first, ulong second = 0)
    {
        var hash = (group ^ (first * 0x9E3779B97F4A7C15)) * Prime;
        hash ^= hash >> 29;
        hash = (hash ^ (second * 0xC2B2AE3D27D4EB4F)) * 0xBF58476D1CE4E5B9;
        return hash ^ (hash >> 32);
    }
}
