namespace Vindex.Server.Web.Requests;

/// <summary>Suggests corrections for mistyped words.</summary>
internal static class Nearest
{
    /// <summary>The most similar candidate, if it is similar enough; otherwise null.</summary>
    public static string? Of(string word, IEnumerable<string> candidates)
    {
        var best = candidates
            .Select(candidate => (Candidate: candidate, Distance: Distance(word, candidate)))
            .OrderBy(pair => pair.Distance).ThenBy(pair => pair.Candidate, StringComparer.Ordinal)
            .FirstOrDefault();
        if (best.Candidate is null) return null;
        var begun = word.Length >= 2 && best.Candidate.StartsWith(word, StringComparison.OrdinalIgnoreCase);
        return begun || best.Distance <= Math.Max(1, best.Candidate.Length / 3) ? best.Candidate : null;
    }

    /// <summary>Letters to insert, delete, replace or swap with their neighbor (Damerau–Levenshtein, optimal string alignment), in any case.</summary>
    public static int Distance(string a, string b)
    {
        const int longest = 64; // longer words are not typing mistakes
        if (a.Length > longest || b.Length > longest) return Math.Max(a.Length, b.Length);
        var d = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++) d[i, 0] = i;
        for (var j = 0; j <= b.Length; j++) d[0, j] = j;
        for (var i = 1; i <= a.Length; i++)
        {
            for (var j = 1; j <= b.Length; j++)
            {
                var cost = Same(a[i - 1], b[j - 1]) ? 0 : 1;
                d[i, j] = Math.Min(Math.Min(d[i - 1, j] + 1, d[i, j - 1] + 1), d[i - 1, j - 1] + cost);
                if (i > 1 && j > 1 && Same(a[i - 1], b[j - 2]) && Same(a[i - 2], b[j - 1])) d[i, j] = Math.Min(d[i, j], d[i - 2, j - 2] + 1);
            }
        }

        return d[a.Length, b.Length];
    }

    private static bool Same(char x, char y) => char.ToLowerInvariant(x) == char.ToLowerInvariant(y);
}
