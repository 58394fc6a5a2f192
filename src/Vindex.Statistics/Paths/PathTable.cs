using System.Collections.Concurrent;

namespace Vindex.Statistics.Paths;

/// <summary>
/// The paths of a project that have columns, as a tree of keys. The first paths with a value get columns, up to a limit; questions about others are
/// answered from the rows. One writer; readers can look up paths at any time.
/// </summary>
internal sealed class PathTable
{
    private const int MaxNodes = 4096;
    private readonly int _maxNodes = MaxNodes;
    private readonly ConcurrentDictionary<string, int> _ids = new(StringComparer.Ordinal);
    private readonly List<string> _paths = [];
    private readonly bool _closed;
    private int _nodes;
    private volatile bool _overflowed;

    private readonly int _max = int.MaxValue;

    /// <param name="max">How many paths get columns.</param>
    /// <param name="maxNodes">How many keys it knows.</param>
    public PathTable(int max, int maxNodes = MaxNodes) => (_max, _maxNodes) = (max, maxNodes);

    private PathTable(IEnumerable<string> paths)
    {
        foreach (var path in paths)
            Register(path);
        _closed = true;
    }

    public PathNode Root { get; } = new("", 0);

    /// <summary>Number of rows read through this table, which identifies the current row.</summary>
    public long Rows { get; set; }

    /// <summary>Whether a path was rejected: then paths that are not in the table may have values.</summary>
    public bool Overflowed => _overflowed;

    public IReadOnlyList<string> Paths => _paths;

    /// <summary>Number of keys known so far.</summary>
    public int Nodes => _nodes;

    /// <summary>A table of exactly these paths; all others are ignored.</summary>
    public static PathTable Of(IEnumerable<string> paths) => new(paths);

    public bool TryFind(string path, out int id) => _ids.TryGetValue(path, out id);

    /// <summary>Adds the paths of a saved table, in their order.</summary>
    public void Restore(IEnumerable<string> paths, bool overflowed)
    {
        foreach (var path in paths)
            Register(path);
        _overflowed = overflowed;
    }

    /// <summary>The node of a key, created if it is new; null when there is no room for it.</summary>
    public PathNode? Child(PathNode parent, ReadOnlySpan<byte> key)
    {
        if (parent.Find(key) is { } known)
            return known;
        if (_closed)
            return null;
        if (_nodes >= _maxNodes)
        {
            _overflowed = true;
            return null;
        }
        _nodes++;
        return parent.Add(key);
    }

    /// <summary>The path number of a node that has a value; −1 when it gets none.</summary>
    public int Id(PathNode node)
    {
        if (node.Id >= 0)
            return node.Id;
        if (_closed)
            return -1;
        if (_paths.Count >= _max)
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
