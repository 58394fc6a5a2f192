using System.Buffers;

namespace Vindex.Statistics.Paths;

/// <summary>Why a path is invalid.</summary>
public enum JsonPathError
{
    /// <summary>It is empty or white space.</summary>
    Empty,

    /// <summary>It has characters other than ASCII letters, digits, <c>_</c>, <c>.</c> and space.</summary>
    InvalidCharacters,

    /// <summary>It is longer than <see cref="JsonPath.MaxCharacters"/>.</summary>
    TooLong,

    /// <summary>It has more than <see cref="JsonPath.MaxKeys"/> keys.</summary>
    TooManyKeys,
}

/// <summary>A path into a payload: object keys separated by dots. Case-sensitive; spaces are significant; no array indexes, no escapes.</summary>
public static class JsonPath
{
    /// <summary>Longest path, in characters.</summary>
    public const int MaxCharacters = 256;

    /// <summary>Most keys of a path.</summary>
    public const int MaxKeys = 16;

    internal static readonly SearchValues<byte> KeyBytes =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_ "u8);

    private static readonly SearchValues<char> s_alphabet =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_. ");

    /// <summary>What is wrong with a path, or null when it is valid.</summary>
    public static JsonPathError? Check(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        if (string.IsNullOrWhiteSpace(path))
            return JsonPathError.Empty;
        if (path.AsSpan().ContainsAnyExcept(s_alphabet))
            return JsonPathError.InvalidCharacters;
        if (path.Length > MaxCharacters)
            return JsonPathError.TooLong;
        return KeyCount(path) > MaxKeys ? JsonPathError.TooManyKeys : null;
    }

    /// <summary>How many keys a path has.</summary>
    public static int KeyCount(string path) => path.AsSpan().Count('.') + 1;

    /// <summary>The path as part of result keys: dots and spaces become underscores.</summary>
    public static string Slug(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return path.Replace('.', '_').Replace(' ', '_');
    }
}
