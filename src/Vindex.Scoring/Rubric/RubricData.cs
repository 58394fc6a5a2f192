using System.Text;

namespace Vindex.Scoring.Rubric;

/// <summary>The embedded data files: word lists, patterns, rules.</summary>
internal static class RubricData
{
    /// <summary>The bytes of a file; null when there is none of that name.</summary>
    public static byte[]? TryReadBytes(string name)
    {
        using var stream = typeof(RubricData).Assembly.GetManifestResourceStream(name);
        if (stream is null) return null;
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }

    /// <summary>The text of a file; null when there is none of that name.</summary>
    public static string? TryRead(string name) => TryReadBytes(name) is { } bytes ? Encoding.UTF8.GetString(bytes) : null;

    /// <summary>The text of a file that must be there.</summary>
    public static string Read(string name) => TryRead(name) ?? throw new InvalidDataException($"The data file {name} is not embedded.");
}
