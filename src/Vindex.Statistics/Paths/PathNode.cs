using System.Text;

namespace Vindex.Statistics.Paths;

/// <summary>A key in the tree of known paths.</summary>
internal sealed class PathNode(string path, int depth)
{
    private const int ScanUpTo = 8;
    private readonly List<(byte[] Key, PathNode Node)> _children = [];
    private Dictionary<string, PathNode>? _byKey;

    public string Path { get; } = path;

    public int Depth { get; } = depth;

    /// <summary>Number of the path; −1 until it has columns.</summary>
    public int Id { get; set; } = -1;

    /// <summary>The last row that had this key. Seen twice in one row, it is a duplicate, and the first value wins.</summary>
    public long LastRow { get; set; } = -1;

    public PathNode? Find(ReadOnlySpan<byte> key)
    {
        if (_byKey is not null)
        {
            Span<char> text = stackalloc char[JsonPath.MaxCharacters];
            // Keys are ASCII here: one byte is one character.
            return key.Length <= text.Length && _byKey.GetAlternateLookup<ReadOnlySpan<char>>()
                .TryGetValue(text[..Encoding.ASCII.GetChars(key, text)], out var node) ? node : null;
        }
        foreach (var (known, node) in _children)
        {
            if (key.SequenceEqual(known))
                return node;
        }
        return null;
    }

    public PathNode Add(ReadOnlySpan<byte> key)
    {
        var text = Encoding.ASCII.GetString(key);
        var node = new PathNode(Depth == 0 ? text : $"{Path}.{text}", Depth + 1);
        _children.Add((key.ToArray(), node));
        if (_children.Count > ScanUpTo)
        {
            _byKey ??= _children.SkipLast(1).ToDictionary(child => Encoding.ASCII.GetString(child.Key), child => child.Node, StringComparer.Ordinal);
            _byKey[text] = node;
        }
        return node;
    }
}
