namespace Vindex.Server.Tests.Architecture;

/// <summary>Which features use which, and by what types.</summary>
/// <param name="uses">Each use of a type of one feature by a type of another.</param>
internal sealed class FeatureGraph(IEnumerable<(string From, string To, string Example)> uses)
{
    private readonly Dictionary<(string From, string To), List<string>> _edges = uses.GroupBy(use => (use.From, use.To), use => use.Example)
        .ToDictionary(group => group.Key, group => group.Order(StringComparer.Ordinal).ToList());

    public IEnumerable<string> Edges => _edges.Keys.Select(Name);

    /// <summary>The graph without some edges, named as <c>A -> B</c>.</summary>
    public FeatureGraph Without(IEnumerable<string> edges) =>
        new(_edges.Where(edge => !edges.Contains(Name(edge.Key))).SelectMany(edge => edge.Value.Select(example => (edge.Key.From, edge.Key.To, example))));

    /// <summary>The edges that lie on a cycle.</summary>
    public IReadOnlyList<string> OnCycles() => [.. _edges.Keys.Where(edge => Reaches(edge.To, edge.From)).Select(Name).Order(StringComparer.Ordinal)];

    /// <summary>Whether a way leads from one feature to another.</summary>
    public bool Reaches(string from, string to)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var open = new Stack<string>([from]);
        while (open.TryPop(out var feature))
        {
            if (feature == to) return true;
            if (!seen.Add(feature)) continue;
            foreach (var (next, beyond) in _edges.Keys)
                if (next == feature) open.Push(beyond);
        }

        return false;
    }

    public bool Has(string edge) => _edges.Keys.Any(key => Name(key) == edge);

    /// <summary>Every edge with some of the uses that make it.</summary>
    public override string ToString() =>
        string.Join(
            '\n',
            _edges.OrderBy(edge => Name(edge.Key), StringComparer.Ordinal)
                .Select(edge => $"{Name(edge.Key)}  ({edge.Value.Count}: {string.Join(", ", edge.Value.Take(4))})"));

    private static string Name((string From, string To) edge) => $"{edge.From} -> {edge.To}";
}
