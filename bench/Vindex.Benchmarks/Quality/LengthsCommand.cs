using Vindex.Scoring;
using Vindex.Scoring.Judging;
using Vindex.Scoring.Profiles;

namespace Vindex.Benchmarks.Quality;

/// <summary>Agreement with people's labels within thirds by length, beside that of length alone: a judge that only measures length is found out here.</summary>
internal static class LengthsCommand
{
    public static int Run(string[] args)
    {
        if (args is not [var itemsPath, var labelsPath]) return 2;
        var judge = JudgeVersions.Load(Profile.Default);
        var judged = Item.ReadAll(itemsPath).ToDictionary(item => item.Id, item => (item.Length, judge.Judge(item.Read()).Scores));
        var labels =
            File.ReadLines(labelsPath)
                .Skip(1)
                .Select(line => line.Split(','))
                .Where(row => row.Length == 5)
                .GroupBy(row => (Set: row[1], Criterion: row[2], Dimension: row[3]));
        Console.WriteLine($"{"set",-16}{"criterion",-30}{"all",7}{"short",7}{"middle",7}{"long",7}{"length alone",14}");
        foreach (var label in labels)
        {
            var rows = label.Select(row => (judged[row[0]].Length, Risk: Risk(judged[row[0]].Scores, label.Key.Dimension), Defect: row[4] == "1"))
                .OrderBy(row => row.Length)
                .ToList();
            var third = rows.Count / 3;
            Console.WriteLine(
                $"{label.Key.Set,-16}{label.Key.Criterion,-30}{Show(rows)}{Show(rows[..third])}{Show(rows[third..(2 * third)])}{Show(rows[(2 * third)..])}{Show([.. rows.Select(r => (r.Length, (double)-r.Length, r.Defect))]),14}");
        }

        return 0;
    }

    private static double Risk(
        InvestScores scores, string dimension) => 10 - (Dimensions.TryParse(dimension, out var one) ? scores[one] : (double)scores.Overall);

    private static string Show(List<(int Length, double Risk, bool Defect)> rows) =>
        Agreement.Auc([.. rows.Select(row => (row.Risk, row.Defect))]) is { } auc ? $"{auc,7:0.000}" : "      -";
}
