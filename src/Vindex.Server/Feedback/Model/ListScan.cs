using System.Text.Json;
using Vindex.Server.Web.Bodies;

namespace Vindex.Server.Feedback.Model;

/// <summary>
/// Finds the items of a list in a JSON object without creating a document, whose memory would be many times that of the text if the text consists of many small
/// values.
/// </summary>
/// <param name="List">Where the list is; null if there is none.</param>
/// <param name="Items">Where its items are, as many as were asked for.</param>
/// <param name="Count">The number of its items.</param>
internal sealed record ListScan(Range? List, IReadOnlyList<Range> Items, int Count)
{
    /// <summary>Reads the whole text; of duplicate keys, the first counts.</summary>
    /// <exception cref="JsonException">The text is not JSON.</exception>
    public static ListScan Run(ReadOnlySpan<byte> json, ReadOnlySpan<byte> name, int max)
    {
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = JsonEdge.MaxDepth });
        ListScan? found = null;
        while (reader.Read())
        {
            if (found is not null || reader.TokenType != JsonTokenType.PropertyName || reader.CurrentDepth != 1 || !reader.ValueTextEquals(name)) continue;
            reader.Read();
            found = reader.TokenType == JsonTokenType.StartArray ? ReadItems(ref reader, max) : new ListScan(null, [], 0);
        }

        return found ?? new ListScan(null, [], 0);
    }

    private static ListScan ReadItems(ref Utf8JsonReader reader, int max)
    {
        var (items, count, start) = (new List<Range>(), 0, (int)reader.TokenStartIndex);
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            var first = (int)reader.TokenStartIndex;
            reader.Skip();
            if (count++ < max) items.Add(first..(int)reader.BytesConsumed);
        }

        return new ListScan(start..(int)reader.BytesConsumed, items, count);
    }
}
