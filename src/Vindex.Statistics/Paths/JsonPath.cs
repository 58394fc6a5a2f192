using System.Buffers;

namespace Vindex.Statistics.Paths;

/// <summary>A path into a payload: keys of objects, parted by dots. Case sensitive; spaces count; no array index, no escape.</summary>
public static class JsonPath
{
    /// <summary>Longest path, in characters.</summary>
    public const int MostCharacters = 256;

    /// <summary>Most keys of a path.</summary>
    public const int MostKeys = 16;

    internal static readonly SearchValues<byte> KeyBytes =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_ "u8);

    private static readonly SearchValues<char> s_alphabet =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_. ");

    /// <summary>Why a text is no path, or null when it is one.</summary>
    public static string? Check(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        if (string.IsNullOrWhiteSpace(path))
            return "json_path cannot be empty";
        if (path.AsSpan().ContainsAnyExcept(s_alphabet))
            return $"json_path may only contain [a-zA-Z0-9_. ], got: {Quote(path)}";
        if (path.Length > MostCharacters)
            return $"json_path may have at most {MostCharacters} characters, got {path.Length}";
        var keys = path.AsSpan().Count('.') + 1;
        return keys > MostKeys ? $"json_path may have at most {MostKeys} keys, got {keys}" : null;
    }

    /// <summary>The path as a part of result keys: dots and spaces become underscores.</summary>
    public static string Slug(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return path.Replace('.', '_').Replace(' ', '_');
    }

    // Single quotes unless the text has one and no double quote: the form of the message that the published API gives.
    private static string Quote(string text)
    {
        var escaped = text.Replace("\\", "\\\\").Replace("\n", "\\n").Replace("\r", "\\r").Replace("\t", "\\t");
        if (!text.Contains('\''))
            return $"'{escaped}'";
        return text.Contains('"') ? $"'{escaped.Replace("'", "\\'")}'" : $"\"{escaped}\"";
    }
}
