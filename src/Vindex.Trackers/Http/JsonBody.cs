using System.Buffers;
using System.Net.Http.Headers;
using System.Text.Json;

namespace Vindex.Trackers.Http;

/// <summary>Bodies of requests.</summary>
internal static class JsonBody
{
    /// <summary>A JSON body.</summary>
    /// <param name="write">Writes the whole value.</param>
    /// <param name="mediaType">Its media type, such as <c>application/json-patch+json</c>.</param>
    public static HttpContent Create(Action<Utf8JsonWriter> write, string mediaType = "application/json")
    {
        var content = new ReadOnlyMemoryContent(Write(write));
        content.Headers.ContentType = new MediaTypeHeaderValue(mediaType, "utf-8");
        return content;
    }

    /// <summary>A JSON value.</summary>
    public static JsonElement Element(Action<Utf8JsonWriter> write) => JsonElement.Parse(Write(write).Span);

    private static ReadOnlyMemory<byte> Write(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer)) write(writer);
        return buffer.WrittenMemory;
    }
}
