using Vindex.Scoring;
using Vindex.Scoring.Judging;
using Vindex.Scoring.Profiles;

namespace Vindex.Benchmarks.Quality;

/// <summary>Prints how often each dimension gives each value, and the largest share that one value has.</summary>
internal static class SpreadCommand
{
    public static int Run(string[] args)
    {
        if (args is not [var path]) return 2;
        var judge = JudgeVersions.Load(Profile.Default);
        var items = Item.ReadAll(path);
        var counts = new int[Dimensions.Count, 11];
        var overall = new int[11];
        foreach (var item in items)
        {
            var scores = judge.Judge(item.Read()).Scores;
            foreach (var dimension in Dimensions.All) counts[(int)dimension, scores[dimension]]++;
            overall[scores.OverallTenths / 10]++;
        }

        Console.WriteLine($"{items.Count} tickets     {string.Join("", Enumerable.Range(0, 11).Select(v => $"{v,5}"))}   largest share");
        foreach (var dimension in Dimensions.All) Print(dimension.Name(), [.. Enumerable.Range(0, 11).Select(v => counts[(int)dimension, v])], items.Count);
        Print("overall (floor)", overall, items.Count);
        return 0;
    }

    private static void Print(string name, int[] row, int total) =>
        Console.WriteLine($"{name,-16}{string.Join("", row.Select(n => $"{n,5}"))}   {(double)row.Max() / total:P0}");
}
