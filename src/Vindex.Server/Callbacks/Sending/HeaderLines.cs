namespace Vindex.Server.Callbacks.Sending;

/// <summary>Headers as they are kept with an attempt: one <c>Name: value</c> a line.</summary>
internal static class HeaderLines
{
    private const string Separator = ": ";

    public static string Write(IEnumerable<KeyValuePair<string, string>> headers) =>
        string.Join('\n', headers.Select(header => header.Key + Separator + header.Value));

    /// <summary>The headers of lines; null for null.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>>? Read(string? lines) =>
        lines?.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(Header).ToList();

    private static KeyValuePair<string, string> Header(string line)
    {
        var end = line.IndexOf(Separator, StringComparison.Ordinal);
        return end < 0 ? new(line, "") : new(line[..end], line[(end + Separator.Length)..]);
    }
}
