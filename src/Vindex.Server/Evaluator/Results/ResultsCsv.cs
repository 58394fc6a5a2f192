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
        using var text = new StringWriter();
        using var csv = new CsvRows(text, "\r\n");
        foreach (var name in (string[])["row", "key", "summary", "overall_score", "band", .. Dimensions.Names, "recommendations", "error"]) csv.Plain(name);
        csv.End();
        foreach (var row in rows)
        {
            csv.Numbers([row.Row]).Text(row.Key).Text(row.Summary);
            if (row is { OverallScore: { } overall, InvestScores: { } six })
            {
                csv.Plain(overall.ToString("0.0", CultureInfo.InvariantCulture)).Plain(Bands.Of((int)(overall * 10)).Name());
                csv.Numbers([.. six.Values()]);
            }
            else
            {
                csv.Empty(2 + Dimensions.Count);
            }

            csv.Text(string.Join(Between, row.Recommendations)).Text(row.Error).End();
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }
}
