namespace Vindex.Server.Portal.Versions;

/// <summary>What happened to a piece of text.</summary>
public enum TextChange
{
    /// <summary>It stayed.</summary>
    None,

    /// <summary>It was removed.</summary>
    Removed,

    /// <summary>It was added.</summary>
    Added,
}

/// <summary>A piece of a difference.</summary>
/// <param name="Change">What happened to it.</param>
/// <param name="Text">The text.</param>
public sealed record DifferencePiece(TextChange Change, string Text);

/// <summary>
/// The difference between two texts: lines are compared first, then the words of the lines that changed. Pieces that stayed or were removed form the old text,
/// those that stayed or were added the new one. Limits of edits bound the work (see <see cref="ShortestEdit"/>); beyond them, more text than necessary shows
/// as removed and added.
/// </summary>
internal static class TextDifference
{
    private const int MaxLineEdits = 1000;
    private const int MaxWordEdits = 500;

    /// <summary>Lines with less in common than this are shown as replaced: single words that happen to be in both help no one.</summary>
    private const double LeastShare = 0.25;

    /// <summary>Up to this many characters between two changes count as changed, unless a line ends there.</summary>
    private const int MaxBridge = 2;

    /// <summary>The pieces in order; line ends are line feeds. Equal texts have at most one piece.</summary>
    public static IReadOnlyList<DifferencePiece> Of(string before, string after)
    {
        var (oldLines, newLines) = (TextTokens.Lines(Normalized(before)), TextTokens.Lines(Normalized(after)));
        var pieces = new PieceList();
        foreach (var hunk in Hunks(oldLines, newLines, MaxLineEdits))
        {
            if (hunk.IsKept || hunk.Removed.Length == 0 || hunk.Added.Length == 0) pieces.Add(hunk);
            else foreach (var part in Words(hunk)) pieces.Add(part);
        }

        return pieces.Pieces;
    }

    private static string Normalized(string text) => text.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n');

    private static List<Hunk> Words(Hunk lines)
    {
        var hunks = Hunks(TextTokens.Words(lines.Removed), TextTokens.Words(lines.Added), MaxWordEdits);
        var common = hunks.Where(hunk => hunk.IsKept).Sum(hunk => hunk.Removed.Count(c => !char.IsWhiteSpace(c)));
        return common < LeastShare * Math.Max(lines.Removed.Length, lines.Added.Length) ? [lines] : Bridged(hunks);
    }

    // Joins changes that only a space or a short word separates.
    private static List<Hunk> Bridged(List<Hunk> hunks)
    {
        var joined = new List<Hunk>();
        for (var i = 0; i < hunks.Count; i++)
        {
            var hunk = hunks[i];
            var isBridge = hunk.IsKept && i > 0 && i + 1 < hunks.Count && IsShort(hunk.Removed);
            if ((isBridge || !hunk.IsKept) && joined.Count > 0 && !joined[^1].IsKept)
                joined[^1] = new Hunk(IsKept: false, joined[^1].Removed + hunk.Removed, joined[^1].Added + hunk.Added);
            else joined.Add(hunk);
        }

        return joined;

        static bool IsShort(string text) => !text.Contains('\n', StringComparison.Ordinal) && text.Count(c => !char.IsWhiteSpace(c)) <= MaxBridge;
    }

    private static List<Hunk> Hunks(List<string> before, List<string> after, int maxEdits)
    {
        var (a, b) = TextTokens.Numbered(before, after);
        var (keptBefore, keptAfter) = ShortestEdit.Kept(a, b, maxEdits);
        var hunks = new List<Hunk>();
        for (int i = 0, j = 0; i < a.Length || j < b.Length;)
        {
            var (fromI, fromJ) = (i, j);
            var isKept = i < a.Length && keptBefore[i] && j < b.Length && keptAfter[j];
            if (isKept)
            {
                while (i < a.Length && j < b.Length && keptBefore[i] && keptAfter[j])
                {
                    i++;
                    j++;
                }
            }
            else
            {
                while (i < a.Length && !keptBefore[i]) i++;
                while (j < b.Length && !keptAfter[j]) j++;
            }

            hunks.Add(new Hunk(isKept, string.Concat(before[fromI..i]), string.Concat(after[fromJ..j])));
        }

        return hunks;
    }

    /// <param name="IsKept">Whether both texts are the same.</param>
    /// <param name="Removed">Old text.</param>
    /// <param name="Added">New text.</param>
    private sealed record Hunk(bool IsKept, string Removed, string Added);

    /// <summary>Pieces, without two of a kind in a row and without empty ones.</summary>
    private sealed class PieceList
    {
        public List<DifferencePiece> Pieces { get; } = [];

        public void Add(Hunk hunk)
        {
            if (hunk.IsKept)
            {
                Add(TextChange.None, hunk.Removed);
                return;
            }

            Add(TextChange.Removed, hunk.Removed);
            Add(TextChange.Added, hunk.Added);
        }

        private void Add(TextChange change, string text)
        {
            if (text.Length == 0) return;
            if (Pieces.Count > 0 && Pieces[^1].Change == change) Pieces[^1] = new DifferencePiece(change, Pieces[^1].Text + text);
            else Pieces.Add(new DifferencePiece(change, text));
        }
    }
}
