using System.Text.Json;

namespace Vindex.Server.Web.Bodies;

/// <summary>The memory of a <see cref="JsonDocument"/> beside its text: much more than the text if that consists of many small values.</summary>
internal static class JsonMemory
{
    // Not worth looking at: requests of this size are limited by the number of connections.
    private const int Small = 64 * 1024;

    // A row of the document's index.
    private const int BytesPerToken = 12;

    /// <summary>An upper bound, in bytes; 0 for small texts.</summary>
    public static long Of(ReadOnlySpan<byte> json)
    {
        if (json.Length <= Small) return 0;

        // Every container has two tokens; every value and every name follows a comma, a colon or the start of its container.
        long containers = json.Count((byte)'{') + json.Count((byte)'[');
        long separators = json.Count((byte)',') + json.Count((byte)':');
        return BytesPerToken * ((3 * containers) + separators + 1);
    }
}
