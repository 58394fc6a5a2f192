namespace Vindex.Server.Portal.Versions;

/// <summary>
/// Finds what two sequences have in common: the shortest list of removals and additions that turns one into the other (E. W. Myers, "An O(ND) Difference
/// Algorithm and Its Variations", 1986). Equal beginnings and ends are set apart first. For each number of edits <c>d</c> it keeps, on every diagonal, how far
/// the sequences can be walked with <c>d</c> edits; the path is found by walking these records back. Time is at most the length times the limit of edits, and
/// memory the limit's square.
/// </summary>
internal static class ShortestEdit
{
    /// <summary>Marks the items that stay.</summary>
    /// <param name="before">The old sequence.</param>
    /// <param name="after">The new sequence.</param>
    /// <param name="maxEdits">With more edits than this, only the equal beginning and end stay.</param>
    public static (bool[] Before, bool[] After) Kept(int[] before, int[] after, int maxEdits)
    {
        var (keptBefore, keptAfter) = (new bool[before.Length], new bool[after.Length]);
        var most = Math.Min(before.Length, after.Length);
        var head = before.AsSpan(0, most).CommonPrefixLength(after.AsSpan(0, most));
        var tail = 0;
        while (tail < most - head && before[^(tail + 1)] == after[^(tail + 1)]) tail++;
        keptBefore.AsSpan(0, head).Fill(true);
        keptAfter.AsSpan(0, head).Fill(true);
        keptBefore.AsSpan(before.Length - tail).Fill(true);
        keptAfter.AsSpan(after.Length - tail).Fill(true);
        var a = before.AsSpan(head..^tail);
        var b = after.AsSpan(head..^tail);
        if (Walk(a, b, Math.Min(maxEdits, a.Length + b.Length)) is { } steps)
            WalkBack(steps, a.Length, b.Length, keptBefore.AsSpan(head), keptAfter.AsSpan(head));
        return (keptBefore, keptAfter);
    }

    // For each number of edits, the state that its step began with: how far each diagonal from -d to d had come. Null if the limit was not enough.
    private static List<int[]>? Walk(ReadOnlySpan<int> a, ReadOnlySpan<int> b, int maxEdits)
    {
        var middle = maxEdits + 1;
        var reach = new int[(2 * middle) + 1];
        var steps = new List<int[]>();
        for (var d = 0; d <= maxEdits; d++)
        {
            steps.Add(reach.AsSpan(middle - d - 1, (2 * d) + 3).ToArray());
            for (var k = -d; k <= d; k += 2)
            {
                var x = IsAddition(reach.AsSpan(middle + k - 1, 3), k, d) ? reach[middle + k + 1] : reach[middle + k - 1] + 1;
                var y = x - k;
                while (x < a.Length && y < b.Length && a[x] == b[y])
                {
                    x++;
                    y++;
                }

                reach[middle + k] = x;
                if (x >= a.Length && y >= b.Length) return steps;
            }
        }

        return null;
    }

    private static void WalkBack(List<int[]> steps, int x, int y, Span<bool> keptBefore, Span<bool> keptAfter)
    {
        for (var d = steps.Count - 1; d >= 0; d--)
        {
            var reach = steps[d];
            var (middle, k) = (d + 1, x - y);
            var isAddition = IsAddition(reach.AsSpan(middle + k - 1, 3), k, d);
            var (fromX, fromK) = isAddition ? (reach[middle + k + 1], k + 1) : (reach[middle + k - 1], k - 1);
            var fromY = fromX - fromK;
            if (d == 0) (fromX, fromY) = (0, 0);
            while (x > fromX && y > fromY)
            {
                keptBefore[--x] = true;
                keptAfter[--y] = true;
            }

            (x, y) = (fromX, fromY);
        }
    }

    // Whether diagonal k is best reached from the one above it; neighbors are those at k - 1, k and k + 1.
    private static bool IsAddition(ReadOnlySpan<int> neighbors, int k, int d) => k == -d || (k != d && neighbors[0] < neighbors[2]);
}
