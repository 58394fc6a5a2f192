namespace Vindex.Server.Tests.Architecture;

/// <summary>Which features use which, and by what types.</summary>
/// <param name="uses">Each use of a type of one feature by a type of another.</param>
internal sealed class FeatureGraph(IEnumerable<(string From, string To, string Example)> uses)
{
    private readonly Dictionary<(string From, string To), List<string>> _edges = uses.GroupBy(use => (use.From, use.To), use => use.Example)
        .ToDictionary(group => group.Key, group => group.Order(StringComparer.Ordinal).ToList());

    /// <summary>The edges that lie on a cycle.</summary>
    public IReadOnlyList<string> OnCycles() => [.. _edges.Keys.Where(edge => Reaches(edge.To, edge.From)).Select(Name).Order(StringComparer.Ordinal)];

    /// <summary>Every edge with some of the uses that make it.</summary>
    public override string ToString() =>
        string.Join(
            '\n',
            _edges.OrderBy(edge => Name(edge.Key), StringComparer.Ordinal)
                .Select(edge => $"{Name(edge.Key)}  ({edge.Value.Count}: {string.Join(", ", edge.Value.Take(4))})"));

    private bool Reaches(string from, string to)
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

    private static string Name((string From, string To) edge) => $"{edge.From} -> {edge.To}";
}
