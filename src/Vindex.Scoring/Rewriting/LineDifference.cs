using System.Text.Json.Serialization;
using System.Text.RegularExpressions;

namespace Vindex.Scoring.Rewriting;

/// <summary>What became of a line.</summary>
[JsonConverter(typeof(WireNames<LineChange>))]
public enum LineChange
{
    /// <summary>It stands in both texts, in the same order as its neighbors.</summary>
    Same,

    /// <summary>It stands in both texts, in another place.</summary>
    Moved,

    /// <summary>Only the new text has it.</summary>
    Added,

    /// <summary>Only the old text has it.</summary>
    Removed,
}

/// <summary>A line of two texts.</summary>
/// <param name="Change">What became of it.</param>
/// <param name="Text">The line.</param>
public sealed record ChangedLine(LineChange Change, string Text);

/// <summary>
/// The difference of two texts by line: the new text's lines in order, then what was removed. Empty lines, and the marks of headings, lists and quotations at
/// the start of a line do not count. Lines are matched one to one; those of the longest increasing run of matches are the same, other matches have moved.
/// O(n log n).
/// </summary>
public static partial class LineDifference
{
    /// <summary>The difference.</summary>
    public static IReadOnlyList<ChangedLine> Between(string before, string after)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        var old = Lines(before);
        var now = Lines(after);
        var places = new Dictionary<string, Queue<int>>(StringComparer.Ordinal);
        foreach (var (index, line) in old.Index())
        {
            if (!places.TryGetValue(line, out var queue)) places[line] = queue = new Queue<int>();
            queue.Enqueue(index);
        }

        var matches = now.Select(line => places.TryGetValue(line, out var queue) && queue.Count > 0 ? queue.Dequeue() : -1).ToArray();
        var inOrder = LongestIncreasing(matches);
        var lines = new List<ChangedLine>();
        for (var i = 0; i < now.Count; i++)
            lines.Add(new ChangedLine(matches[i] < 0 ? LineChange.Added : inOrder.Contains(i) ? LineChange.Same : LineChange.Moved, now[i]));
        var left = places.Values.SelectMany(queue => queue).Order();
        lines.AddRange(left.Select(index => new ChangedLine(LineChange.Removed, old[index])));
        return lines;
    }

    private static List<string> Lines(string text) =>
        [.. text.ReplaceLineEndings("\n").Split('\n').Select(line => line[Mark().Match(line).Length..].TrimEnd()).Where(line => line.Length > 0)];

    [GeneratedRegex(@"^\s*(?:(?:[-*+•#>]+|[0-9]{1,4}[.)]|\[[ xX]\]|h[1-6]\.|bq\.)\s+)*", RegexOptions.NonBacktracking)]
    private static partial Regex Mark();

    // Patience: the last match of the best run of each length, and who came before it.
    private static HashSet<int> LongestIncreasing(int[] matches)
    {
        var tails = new List<int>();
        var previous = new int[matches.Length];
        for (var i = 0; i < matches.Length; i++)
        {
            if (matches[i] < 0) continue;
            var (low, high) = (0, tails.Count);
            while (low < high)
            {
                var middle = (low + high) / 2;
                if (matches[tails[middle]] < matches[i]) low = middle + 1;
                else high = middle;
            }

            previous[i] = low > 0 ? tails[low - 1] : -1;
            if (low == tails.Count) tails.Add(i);
            else tails[low] = i;
        }

        var run = new HashSet<int>();
        for (var i = tails.Count > 0 ? tails[^1] : -1; i >= 0; i = previous[i]) run.Add(i);
        return run;
    }
}
