using System.Text.Json;

namespace Vindex.Statistics.Paths;

/// <summary>The kind of a value in a payload. Each kind of value at a path has its own column.</summary>
internal enum ValueKind : byte
{
    /// <summary>A JSON number that is finite as a double.</summary>
    Number,

    /// <summary>JSON true or false.</summary>
    Boolean,

    /// <summary>A JSON string.</summary>
    Text,

    /// <summary>A JSON array, kept as JSON text; only categorical metrics show it.</summary>
    Array,
}

/// <summary>Receives the values of a row.</summary>
internal interface IValueSink
{
    void Number(int path, double value);

    void Boolean(int path, bool value);

    /// <param name="path">Number of the path.</param>
    /// <param name="kind">Text or array.</param>
    /// <param name="utf8">The unescaped text; valid during the call.</param>
    void Text(int path, ValueKind kind, ReadOnlySpan<byte> utf8);
}

/// <summary>Reads the values of a payload. The first of duplicate keys wins, −0 is 0, and numbers outside the range of a double are ignored.</summary>
internal sealed class PayloadReader(PathTable paths)
{
    private static readonly JsonReaderOptions s_options = new() { MaxDepth = 100_000 };
    private byte[] _unescaped = new byte[1024];

    /// <summary>Passes the values to <paramref name="sink"/>; false when the payload is not a JSON object and so counts as empty.</summary>
    public bool Read(ReadOnlySpan<byte> payload, IValueSink sink)
    {
        var reader = new Utf8JsonReader(payload, s_options);
        try
        {
            paths.Rows++;
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
                return false;
            ReadObject(ref reader, payload, paths.Root, sink);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private void ReadObject(ref Utf8JsonReader reader, ReadOnlySpan<byte> payload, PathNode parent, IValueSink sink)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var node = Node(ref reader, parent);
            reader.Read();
            if (node is null)
                reader.Skip();
            else
                ReadValue(ref reader, payload, node, sink);
        }
    }

    private void ReadValue(ref Utf8JsonReader reader, ReadOnlySpan<byte> payload, PathNode node, IValueSink sink)
    {
        int id;
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                ReadObject(ref reader, payload, node, sink);
                break;
            case JsonTokenType.Number:
                if (reader.TryGetDouble(out var number) && double.IsFinite(number) && (id = paths.Id(node)) >= 0)
                    sink.Number(id, number + 0.0);
                break;
            case JsonTokenType.True or JsonTokenType.False:
                if ((id = paths.Id(node)) >= 0)
                    sink.Boolean(id, reader.TokenType == JsonTokenType.True);
                break;
            case JsonTokenType.String:
                if ((id = paths.Id(node)) >= 0 && TryUnescape(ref reader, out var text))
                    sink.Text(id, ValueKind.Text, text);
                break;
            case JsonTokenType.StartArray:
                var start = (int)reader.TokenStartIndex;
                reader.Skip();
                if ((id = paths.Id(node)) >= 0)
                    sink.Text(id, ValueKind.Array, payload[start..(int)reader.BytesConsumed]);
                break;
        }
    }

    /// <summary>The node of the current key; null when no path can name it, when there is no room for it, or when it is a duplicate.</summary>
    private PathNode? Node(ref Utf8JsonReader reader, PathNode parent)
    {
        if (!TryUnescape(ref reader, out var key) || key.ContainsAnyExcept(JsonPath.KeyBytes))
            return null;
        if (parent.Depth >= JsonPath.MaxKeys || parent.Path.Length + 1 + key.Length > JsonPath.MaxCharacters + (parent.Depth == 0 ? 1 : 0))
            return null;
        var node = paths.Child(parent, key);
        if (node is null || node.LastRow == paths.Rows)
            return null;
        node.LastRow = paths.Rows;
        return node;
    }

    private bool TryUnescape(ref Utf8JsonReader reader, out ReadOnlySpan<byte> text)
    {
        if (!reader.ValueIsEscaped)
        {
            text = reader.ValueSpan;
            return true;
        }
        if (_unescaped.Length < reader.ValueSpan.Length)
            _unescaped = new byte[reader.ValueSpan.Length];
        try
        {
            text = _unescaped.AsSpan(0, reader.CopyString(_unescaped));
            return true;
        }
        catch (InvalidOperationException)
        {
            // A lone surrogate. Requests are checked for those, so this is an old row, and no question can name such a text.
            text = default;
            return false;
        }
    }
}
