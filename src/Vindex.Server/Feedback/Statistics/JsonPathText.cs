using Vindex.Statistics.Paths;

namespace Vindex.Server.Feedback.Statistics;

/// <summary>The contract's messages for invalid paths.</summary>
internal static class JsonPathText
{
    /// <summary>Why a path is invalid.</summary>
    public static string Reason(string path, JsonPathError error) => error switch
    {
        JsonPathError.Empty => "json_path cannot be empty",
        JsonPathError.InvalidCharacters => $"json_path may only contain [a-zA-Z0-9_. ], got: {Quote(path)}",
        JsonPathError.TooLong => $"json_path may have at most {JsonPath.MaxCharacters} characters, got {path.Length}",
        _ => $"json_path may have at most {JsonPath.MaxKeys} keys, got {JsonPath.KeyCount(path)}",
    };

    // Python's repr: single quotes unless the text has one and no double quote.
    private static string Quote(string text)
    {
        var escaped = text.Replace("\\", "\\\\").Replace("\n", "\\n").Replace("\r", "\\r").Replace("\t", "\\t");
        if (!text.Contains('\'')) return $"'{escaped}'";
        return text.Contains('"') ? $"'{escaped.Replace("'", "\\'")}'" : $"\"{escaped}\"";
    }
}
