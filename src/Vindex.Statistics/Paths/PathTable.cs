using System.Collections.Concurrent;

namespace Vindex.Statistics.Paths;

/// <summary>
/// The paths of a project that have columns, as a tree of keys. The first 256 that carry a value get one; whoever asks for another is served
/// from the rows themselves. One writer; readers may look paths up meanwhile.
/// </summary>
internal sealed class PathTable
{
    private const int MostNodes = 4096;
    private readonly ConcurrentDictionary<string, int> _ids = new(StringComparer.Ordinal);
    private readonly List<string> _paths = [];
    private readonly bool _closed;
    private int _nodes;
    private volatile bool _overflowed;

    private readonly int _most = int.MaxValue;

    /// <param name="most">How many paths get columns.</param>
    public PathTable(int most) => _most = most;

    private PathTable(IEnumerable<string> paths)
    {
        foreach (var path in paths)
            Register(path);
        _closed = true;
    }

    public PathNode Root { get; } = new("", 0);

    /// <summary>How many rows were read through this table: the number of the row at hand, by which nodes know a duplicate key.</summary>
    public long Rows { get; set; }

    /// <summary>Whether a path was turned away: then one that is not in the table may have values all the same.</summary>
    public bool Overflowed => _overflowed;

    public IReadOnlyList<string> Paths => _paths;

    /// <summary>A table of just these paths, whatever their number; all others are passed over.</summary>
    public static PathTable Of(IEnumerable<string> paths) => new(paths);

    public bool TryFind(string path, out int id) => _ids.TryGetValue(path, out id);

    /// <summary>Takes up the paths of an earlier life, in their order.</summary>
    public void Restore(IEnumerable<string> paths, bool overflowed)
    {
        foreach (var path in paths)
            Register(path);
        _overflowed = overflowed;
    }

    /// <summary>The node of a key, made when it is new; null when it has no place.</summary>
    public PathNode? Child(PathNode parent, ReadOnlySpan<byte> key)
    {
        if (parent.Find(key) is { } known)
            return known;
        if (_closed)
            return null;
        if (_nodes >= MostNodes)
        {
            _overflowed = true;
            return null;
        }
        _nodes++;
        return parent.Add(key);
    }

    /// <summary>The column number of a node that carries a value; −1 when it gets none.</summary>
    public int Id(PathNode node)
    {
        if (node.Id >= 0)
            return node.Id;
        if (_closed)
            return -1;
        if (_paths.Count >= _most)
        {
            _overflowed = true;
            return -1;
        }
        return Name(node);
    }

    private void Register(string path)
    {
        var node = Root;
        foreach (var key in path.Split('.'))
        {
            var bytes = System.Text.Encoding.UTF8.GetBytes(key);
            node = node.Find(bytes) ?? node.Add(bytes);
            _nodes++;
        }
        if (node.Id < 0)
            Name(node);
    }

    private int Name(PathNode node)
    {
        node.Id = _paths.Count;
        _paths.Add(node.Path);
        _ids[node.Path] = node.Id;
        return node.Id;
    }
}
