using System.Text;
using Vindex.Scoring;
using Vindex.Scoring.Quality;

namespace Vindex.Cli.Evaluate;

/// <summary>Several judges in one table.</summary>
internal static class JudgeComparison
{
    private const string None = "–";
    private const string Overall = "overall";
    private static readonly string[] s_use = ["spread", "cost", "median s", "95 % s"];

    /// <summary>Agreement with readers: rank correlations, errors, and what asking took.</summary>
    public static string Write(IReadOnlyList<(MeasuredJudge Judge, PanelQuality Quality)> judges)
    {
        string[] header = ["judge", "tickets", Overall, .. Dimensions.Names, "mae", "bias", .. s_use];
        var rows = judges.Select(row => (string[])
        [
            row.Judge.Name,
            $"{row.Quality.Tickets}",
            Of(row.Quality, Overall).Correlation.ToString("0.00"),
            .. Dimensions.Names.Select(name => Of(row.Quality, name).Correlation.ToString("0.00")),
            Of(row.Quality, Overall).MeanAbsoluteError.ToString("0.00"),
            Figures.Signed(Of(row.Quality, Overall).Bias),
            .. UseCells(row.Judge.Use),
        ]);
        return "Rank correlation with the readers' mean, by dimension; mean absolute error and bias of the overall score\n\n" + Table(header, rows);
    }

    /// <summary>Agreement with people's labels.</summary>
    public static string Write(IReadOnlyList<(MeasuredJudge Judge, LabelQuality Quality)> judges)
    {
        string[] header = ["judge", "tickets", "macro auc", .. s_use];
        return Table(header, judges.Select(row => (string[])[row.Judge.Name, $"{row.Quality.Scored}", row.Quality.MacroAuc.ToString("0.000"), .. UseCells(row.Judge.Use)]));
    }

    private static string[] UseCells(ModelUse? use) => use is null
        ? [None, None, None, None]
        : [use.Spread?.ToString("0.00") ?? None, use.Cost?.ToString("0.####") ?? None, use.MedianSeconds.ToString("0.0"), use.SlowSeconds.ToString("0.0")];

    private static DimensionQuality Of(PanelQuality quality, string name) => quality.Dimensions.First(dimension => dimension.Dimension == name);

    private static string Table(string[] header, IEnumerable<string[]> rows)
    {
        string[][] all = [header, .. rows];
        var widths = Enumerable.Range(0, header.Length).Select(column => all.Max(row => row[column].Length)).ToArray();
        var text = new StringBuilder();
        foreach (var row in all)
        {
            text.Append(row[0].PadRight(widths[0]));
            for (var column = 1; column < row.Length; column++) text.Append("  ").Append(row[column].PadLeft(widths[column]));
            text.Append('\n');
        }

        return text.ToString();
    }
}
