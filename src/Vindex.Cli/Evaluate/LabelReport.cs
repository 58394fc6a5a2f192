using System.Text;
using Vindex.Scoring.Quality;

namespace Vindex.Cli.Evaluate;

/// <summary>Agreement with people's labels, as a table.</summary>
internal static class LabelReport
{
    /// <summary>The whole text.</summary>
    public static string Write(string judge, LabelQuality quality)
    {
        var text = new StringBuilder();
        var missing = quality.WithoutScore > 0 ? $"; {quality.WithoutScore} labels without a score" : "";
        text.Append($"{judge}: {quality.Scored} tickets scored{missing}\n\n");
        var dataset = Math.Max("dataset".Length, quality.Criteria.Max(row => row.Dataset.Length));
        var criterion = Math.Max("criterion".Length, quality.Criteria.Max(row => row.Criterion.Length));
        text.Append(
            $"{"dataset".PadRight(dataset)}  {"criterion".PadRight(criterion)}  {"dimension",-11} {"n",5} {"defects",7} {"auc",6} {"95 % interval",13} {"kappa",6}\n");
        foreach (var row in quality.Criteria)
        {
            text.Append($"{row.Dataset.PadRight(dataset)}  {row.Criterion.PadRight(criterion)}  {row.Dimension,-11} {row.Tickets,5} {row.Defects,7} ");
            text.Append($"{row.Auc,6:0.000} {Figures.Of(row.Interval),13} {row.Kappa,6:0.000}\n");
        }

        text.Append('\n');
        foreach (var set in quality.CompleteSets)
        {
            text.Append($"{set.Dataset}: rank correlation of the overall score with the number of criteria met {set.OverallCorrelation:0.000}\n");
            text.Append($"{set.Dataset}: macro AUC of the six dimensions {set.MacroAuc:0.000}\n");
        }

        text.Append($"macro AUC {quality.MacroAuc:0.000} over {quality.Criteria.Count} labels\n");
        return text.ToString();
    }
}
