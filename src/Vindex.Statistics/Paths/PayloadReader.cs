using System.Text.Json;

namespace Vindex.Statistics.Paths;

/// <summary>What a value in a payload is, for columns: each kind of a path has a column of its own.</summary>
internal enum ValueKind : byte
{
    /// <summary>A JSON number that is finite as a double.</summary>
    Number,

    /// <summary>JSON true or false.</summary>
    Boolean,

    /// <summary>A JSON string.</summary>
    Text,

    /// <summary>A JSON array, kept as its JSON text: only a categorical metric shows it.</summary>
    Array,
}

/// <summary>Takes the values of a row as they are found.</summary>
internal interface IValueSink
{
    void Number(int path, double value);

    void Boolean(int path, bool value);

    /// <param name="path">Number of the path.</param>
    /// <param name="kind">Text or array.</param>
    /// <param name="utf8">The text, unescaped; valid during the call.</param>
    void Text(int path, ValueKind kind, ReadOnlySpan<byte> utf8);
}

/// <summary>Reads the values of a payload: object keys only, the first of equal keys wins, −0 is 0, a number beyond the doubles is no value.</summary>
internal sealed class PayloadReader(PathTable paths)
{
    private static readonly JsonReaderOptions s_options = new() { MaxDepth = 100_000 };
    private byte[] _unescaped = new byte[1024];

    /// <summary>Hands the values to <paramref name="sink"/>; false when the payload is no JSON object, and then it counts as empty.</summary>
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

    /// <summary>The node of the key at hand; null when no path can name it, when it has no place, or when it came before in this row.</summary>
    private PathNode? Node(ref Utf8JsonReader reader, PathNode parent)
    {
        if (!TryUnescape(ref reader, out var key) || key.ContainsAnyExcept(JsonPath.KeyBytes))
            return null;
        if (parent.Depth >= JsonPath.MostKeys || parent.Path.Length + 1 + key.Length > JsonPath.MostCharacters + (parent.Depth == 0 ? 1 : 0))
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
            // A lone surrogate: the edge refuses those, so this is an old row; such a text equals no text that can be asked for.
            text = default;
            return false;
        }
    }
}
