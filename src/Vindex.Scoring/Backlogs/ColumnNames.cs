namespace Vindex.Scoring.Backlogs;

/// <summary>What a column or property can hold.</summary>
internal enum ColumnRole
{
    /// <summary>The key in the tracker.</summary>
    Key,

    /// <summary>The title.</summary>
    Summary,

    /// <summary>The description.</summary>
    Description,

    /// <summary>The acceptance criteria.</summary>
    AcceptanceCriteria,

    /// <summary>The type.</summary>
    IssueType,

    /// <summary>The id.</summary>
    Id,
}

/// <summary>Knows the names that trackers give to columns (<c>Columns/columns.txt</c>).</summary>
internal static class ColumnNames
{
    private const int Roles = 6;
    private const int LongestName = 80;

    /// <summary>What Jira writes before the name of a custom field, normalised.</summary>
    private static readonly string[] s_customField =
        ["customfield", "benutzerdefiniertesfeld", "champpersonnalisé", "champspersonnalisés", "campopersonalizado"];

    private static readonly (Dictionary<string, int> Exact, List<string> Within)[] s_names = Load();

    /// <summary>How well a name fits a role: 0 is best, negative when it does not.</summary>
    public static int Rank(string name, ColumnRole role)
    {
        Span<char> buffer = stackalloc char[LongestName];
        ReadOnlySpan<char> plain = buffer[..Normalise(name, buffer)];
        var (exact, within) = s_names[(int)role];
        var lookup = exact.GetAlternateLookup<ReadOnlySpan<char>>();
        if (lookup.TryGetValue(plain, out var rank)) return rank;
        foreach (var prefix in s_customField)
        {
            if (plain.StartsWith(prefix, StringComparison.Ordinal) && lookup.TryGetValue(plain[prefix.Length..], out rank)) return rank;
        }

        for (var i = 0; i < within.Count; i++)
        {
            if (plain.Contains(within[i], StringComparison.Ordinal)) return exact.Count + i;
        }
        return -1;
    }

    /// <summary>The name is one of those listed, not merely similar.</summary>
    public static bool IsKnown(string name, ColumnRole role)
    {
        var rank = Rank(name, role);
        return rank >= 0 && rank < s_names[(int)role].Exact.Count;
    }

    /// <summary>The mapping that a header suggests: the best name for each role, the leftmost of equals, no column twice.</summary>
    public static ColumnMapping Suggest(IReadOnlyList<string> columns)
    {
        var taken = new HashSet<int>();
        // The summary chooses first, since nothing works without it; ids last, since their names are the vaguest.
        var summary = Best(columns, ColumnRole.Summary, taken);
        var criteria = Best(columns, ColumnRole.AcceptanceCriteria, taken);
        var description = Best(columns, ColumnRole.Description, taken);
        var type = Best(columns, ColumnRole.IssueType, taken);
        var key = Best(columns, ColumnRole.Key, taken);
        var id = Best(columns, ColumnRole.Id, taken);
        return new ColumnMapping(key, summary, description, criteria, type, id);
    }

    private static string? Best(IReadOnlyList<string> columns, ColumnRole role, HashSet<int> taken)
    {
        var best = -1;
        var bestRank = int.MaxValue;
        for (var i = 0; i < columns.Count; i++)
        {
            if (taken.Contains(i)) continue;
            var rank = Rank(columns[i], role);
            if (rank < 0 || rank >= bestRank) continue;
            (best, bestRank) = (i, rank);
        }
        if (best < 0) return null;
        taken.Add(best);
        return columns[best];
    }

    private static string Normalise(ReadOnlySpan<char> name)
    {
        Span<char> plain = stackalloc char[LongestName];
        return plain[..Normalise(name, plain)].ToString();
    }

    private static int Normalise(ReadOnlySpan<char> name, Span<char> plain)
    {
        var length = 0;
        foreach (var c in name)
        {
            if (!char.IsLetterOrDigit(c)) continue;
            if (length == plain.Length) break;
            plain[length++] = char.ToLowerInvariant(c);
        }
        return length;
    }

    private static (Dictionary<string, int> Exact, List<string> Within)[] Load()
    {
        using var stream = typeof(ColumnNames).Assembly.GetManifestResourceStream("Backlogs/columns.txt")
            ?? throw new InvalidOperationException("The names of columns are missing from the assembly.");
        using var reader = new StreamReader(stream);
        var names = new (Dictionary<string, int> Exact, List<string> Within)[Roles];
        var role = -1;
        while (reader.ReadLine() is { } line)
        {
            if (line.Length == 0 || line[0] == '#') continue;
            if (line[0] == '[')
            {
                role = Array.IndexOf((string[])["[key]", "[summary]", "[description]", "[acceptance_criteria]", "[issue_type]", "[id]"], line);
                names[role] = (new Dictionary<string, int>(StringComparer.Ordinal), []);
            }
            else if (line[0] == '~')
            {
                names[role].Within.Add(Normalise(line));
            }
            else
            {
                names[role].Exact.TryAdd(Normalise(line), names[role].Exact.Count);
            }
        }
        return names;
    }

}
