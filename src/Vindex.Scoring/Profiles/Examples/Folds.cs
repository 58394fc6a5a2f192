namespace Vindex.Scoring.Profiles.Examples;

/// <summary>Fifths of a list of tickets. Neighbors stay together, as far as possible: they are often alike, and a copy must not predict its original.</summary>
internal static class Folds
{
    public const int Count = 5;

    public static int[] Of(IReadOnlyList<int> tickets, int fold) => [.. tickets.Where((_, i) => FoldOf(i, tickets.Count) == fold)];

    public static int[] Others(IReadOnlyList<int> tickets, int fold) => [.. tickets.Where((_, i) => FoldOf(i, tickets.Count) != fold)];

    private static int FoldOf(int index, int count) => (int)((long)index * Count / count);
}
