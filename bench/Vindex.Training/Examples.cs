namespace Vindex.Training;

/// <summary>Rows of binary features, renumbered so that only those that occur in enough projects remain.</summary>
internal sealed class Examples
{
    private Examples(int[][] rows, ulong[] features)
    {
        Rows = rows;
        Features = features;
    }

    /// <summary>For each row the numbers of its features, ascending, each once.</summary>
    public int[][] Rows { get; }

    /// <summary>The hash of each feature.</summary>
    public ulong[] Features { get; }

    /// <summary>Keeps the features that occur in at least <paramref name="projects"/> projects and <paramref name="times"/> rows.</summary>
    public static Examples Of(IReadOnlyList<ulong[]> rows, IReadOnlyList<int> projectOfRow, int projects, int times)
    {
        var count = new Dictionary<ulong, int>();
        var seen = new Dictionary<ulong, HashSet<int>>();
        for (var i = 0; i < rows.Count; i++)
        {
            foreach (var hash in rows[i].Distinct())
            {
                count[hash] = count.GetValueOrDefault(hash) + 1;
                if (!seen.TryGetValue(hash, out var set)) seen[hash] = set = [];
                if (set.Count < projects) set.Add(projectOfRow[i]);
            }
        }

        var kept = count.Where(pair => pair.Value >= times && seen[pair.Key].Count >= projects).Select(pair => pair.Key).Order().ToArray();
        var numbers = kept.Index().ToDictionary(pair => pair.Item, pair => pair.Index);
        return new([.. rows.Select(row => row.Where(numbers.ContainsKey).Select(hash => numbers[hash]).Distinct().Order().ToArray())], kept);
    }
}
