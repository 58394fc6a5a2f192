using System.Text;
using System.Text.Json;

namespace Vindex.Server.Feedback.Queries.Rows;

/// <summary>A value in a payload: its type and position.</summary>
internal readonly record struct FoundValue(JsonTokenType Token, int Start, int Length);

/// <summary>
/// Finds the values of several paths in one pass over a payload, which ends after the last one. Of duplicate keys, the first counts.
/// A whole number is an index in an array and an ordinary key in an object.
/// </summary>
internal sealed class PayloadPaths
{
    private static readonly JsonReaderOptions s_options = new() { MaxDepth = 100_000 };
    private readonly Node _root = new([], -1);
    private FoundValue[] _found = [];
    private long _row;
    private int _missing;

    /// <summary>The slot of a path; the same path has the same slot.</summary>
    public int Slot(IReadOnlyList<string> keys)
    {
        var node = _root;
        foreach (var key in keys) node = node.Child(key);
        if (node.Slot >= 0) return node.Slot;
        node.Slot = _found.Length;
        _found = new FoundValue[node.Slot + 1];
        return node.Slot;
    }

    /// <summary>Looks for all paths in a payload.</summary>
    public void Read(ReadOnlySpan<byte> payload)
    {
        _row++;
        Array.Clear(_found);
        _missing = _found.Length;
        var reader = new Utf8JsonReader(payload, s_options);
        try
        {
            if (_missing > 0 && reader.Read()) ReadValue(ref reader, _root);
        }
        catch (JsonException)
        {
            // Only valid JSON is stored; a damaged row counts as far as it can be read.
        }
    }

    /// <summary>The value at a slot in the last payload; no token if there is none.</summary>
    public FoundValue Found(int slot) => _found[slot];

    private void ReadValue(ref Utf8JsonReader reader, Node node)
    {
        var token = reader.TokenType;
        var start = (int)reader.TokenStartIndex;
        if (token == JsonTokenType.StartObject && node.Children.Count > 0) ReadObject(ref reader, node);
        else if (token == JsonTokenType.StartArray && node.Children.Count > 0) ReadArray(ref reader, node);
        else reader.Skip();
        if (node.Slot < 0) return;
        _found[node.Slot] = new FoundValue(token, start, (int)reader.BytesConsumed - start);
        _missing--;
    }

    private void ReadObject(ref Utf8JsonReader reader, Node node)
    {
        while (_missing > 0 && reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var child = node.Find(ref reader);
            reader.Read();
            if (child is null || child.LastRow == _row)
            {
                reader.Skip();
                continue;
            }

            child.LastRow = _row;
            ReadValue(ref reader, child);
        }
    }

    private void ReadArray(ref Utf8JsonReader reader, Node node)
    {
        for (var index = 0; _missing > 0 && reader.Read() && reader.TokenType != JsonTokenType.EndArray; index++)
        {
            if (node.At(index) is { } child) ReadValue(ref reader, child);
            else reader.Skip();
        }
    }

    private sealed class Node(byte[] key, int index)
    {
        public List<Node> Children { get; } = [];

        public int Slot { get; set; } = -1;

        /// <summary>The last row with this key, to detect duplicates within a row.</summary>
        public long LastRow { get; set; }

        public Node Child(string name)
        {
            var bytes = Encoding.UTF8.GetBytes(name);
            if (Children.Find(child => child.Is(bytes)) is { } known) return known;
            // "01" is not an index, because it would name the same element as "1".
            var child = new Node(bytes, name == "0" || (name.Length is > 0 and < 10 && name[0] != '0' && name.All(char.IsAsciiDigit)) ? int.Parse(name) : -1);
            Children.Add(child);
            return child;
        }

        public Node? Find(ref Utf8JsonReader reader)
        {
            foreach (var child in Children)
            {
                if (reader.ValueIsEscaped ? reader.ValueTextEquals(child.Key) : reader.ValueSpan.SequenceEqual(child.Key)) return child;
            }

            return null;
        }

        public Node? At(int position)
        {
            foreach (var child in Children)
            {
                if (child.Index == position) return child;
            }

            return null;
        }

        private byte[] Key { get; } = key;

        private int Index { get; } = index;

        private bool Is(ReadOnlySpan<byte> other) => other.SequenceEqual(Key);
    }
}
