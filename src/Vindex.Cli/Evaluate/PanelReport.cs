using System.Text;
using Vindex.Scoring.Quality;

namespace Vindex.Cli.Evaluate;

/// <summary>Agreement with readers, as a table.</summary>
internal static class PanelReport
{
    /// <summary>The whole text.</summary>
    public static string Write(string judge, PanelQuality quality)
    {
        var text = new StringBuilder();
        var missing = quality.WithoutScore > 0 ? $"; {quality.WithoutScore} without a score" : "";
        text.Append($"{judge}: {quality.Tickets} tickets, {quality.Readings} readings{missing}\n\n");
        text.Append($"{"",-12} {"spearman",8} {"95 % interval",13} {"mae",6} {"bias",6}  {"length alone",12}  {"between readers",15}\n");
        foreach (var row in quality.Dimensions)
        {
            var between = row.BetweenReaders is { } value ? $"{value:0.00}" : "–";
            text.Append(
                $"{row.Dimension,-12} {row.Correlation,8:0.00} {Figures.Of(row.Interval),13} {row.MeanAbsoluteError,6:0.00} {Figures.Signed(row.Bias),6}  {row.LengthAlone,12:0.00}  {between,15}\n");
        }

        if (quality.Reading is not { } reading) return text.ToString();
        text.Append($"\nkind: {reading.KindAccuracy:0.00} agree with at least one reader ({reading.Tickets} tickets)\n\n");
        text.Append($"{"span",-12} {"precision",9} {"said",5} {"recall",7} {"wanted",6} {"f1",5}\n");
        foreach (var span in reading.Spans)
            text.Append($"{span.Type,-12} {span.Precision,9:0.00} {span.Said,5} {span.Recall,7:0.00} {span.Wanted,6} {span.F1,5:0.00}\n");
        return text.ToString();
    }
}

/// <summary>Figures as the tables show them.</summary>
internal static class Figures
{
    /// <summary>An interval, such as <c>[0.61, 0.72]</c>.</summary>
    public static string Of(Interval? interval) => interval is { } known ? $"[{known.Low:0.00}, {known.High:0.00}]" : "–";

    /// <summary>With its sign, so that a bias shows its direction.</summary>
    public static string Signed(double value) => $"{(value < 0 ? "-" : "+")}{Math.Abs(value):0.00}";
}
