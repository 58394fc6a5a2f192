using System.Globalization;
using System.Text;
using Vindex.Scoring;
using Vindex.Scoring.Backlogs;

namespace Vindex.Server.Evaluator.Results;

/// <summary>The results as CSV (RFC 4180). Text never starts a formula; numbers stay numbers.</summary>
internal static class ResultsCsv
{
    private const string Between = " | ";

    public static byte[] Of(IReadOnlyList<EvaluatedRowBody> rows)
    {
        var text = new StringBuilder("row,key,summary,overall_score,band,").AppendJoin(',', Dimensions.Names).Append(",recommendations,error\r\n");
        foreach (var row in rows)
        {
            text.Append(CultureInfo.InvariantCulture, $"{row.Row},{CsvCell.Text(row.Key)},{CsvCell.Text(row.Summary)},");
            if (row is { OverallScore: { } overall, InvestScores: { } six })
            {
                text.Append(CultureInfo.InvariantCulture, $"{overall:0.0},{Bands.Of((int)(overall * 10)).Name()},");
                text.Append(CultureInfo.InvariantCulture, $"{six.Independent},{six.Negotiable},{six.Valuable},{six.Estimable},{six.Small},{six.Testable},");
            }
            else
            {
                text.Append(',', 2 + Dimensions.Count);
            }

            text.Append(CsvCell.Text(string.Join(Between, row.Recommendations))).Append(',').Append(CsvCell.Text(row.Error)).Append("\r\n");
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }
}
