using System.Globalization;
using System.Text;
using System.Text.Json;
using Vindex.Scoring;
using Vindex.Scoring.Judging.Explanations;
using Vindex.Scoring.Reading;

namespace Vindex.Server.Mcp;

/// <summary>A scored ticket as text for a model: short, the most useful first.</summary>
internal static class ScoreText
{
    private const int MostFindings = 6;
    private const int LongestQuote = 120;

    /// <summary>The scores in one line.</summary>
    public static string Line(InvestScores scores) => string.Create(
        CultureInfo.InvariantCulture,
        $"{scores.Overall:0.0} of 10 ({Bands.Of(scores.OverallTenths).Name().Replace('_', ' ')}): {string.Join(", ", Dimensions.All.Select(dimension => $"{dimension.Name()} {scores[dimension]}"))}");

    /// <summary>Key and title, the title in quotation marks: it is the ticket's text.</summary>
    public static string Name(string? key, string title) => string.IsNullOrEmpty(key) ? Quoted(title) : $"{key} {Quoted(title)}";

    /// <summary>What the ticket was read as.</summary>
    public static string Kind(TicketKind kind) => $"Read as: {JsonNamingPolicy.SnakeCaseLower.ConvertName(kind.ToString()).Replace('_', ' ')}.";

    /// <summary>What improves a ticket and what lowers its scores.</summary>
    public static void WriteAdvice(StringBuilder text, IReadOnlyList<RecommendationDetail> recommendations, IReadOnlyList<Finding> findings)
    {
        if (recommendations.Count > 0) text.AppendLine("Recommendations, with what each would add to the overall score:");
        foreach (var (index, advice) in recommendations.Index())
            text.AppendLine(CultureInfo.InvariantCulture, $"{index + 1}. [{advice.Dimension.Name()}, +{advice.Lift:0.0}] {advice.Text}");
        var lowering = findings.Where(finding => finding.Points <= -0.1).OrderBy(finding => finding.Points).Take(MostFindings).ToList();
        if (lowering.Count > 0) text.AppendLine("What lowers the scores most:");
        foreach (var finding in lowering)
        {
            var quote = string.IsNullOrWhiteSpace(finding.Quote) ? "" : " " + Quoted(finding.Quote);
            text.AppendLine(CultureInfo.InvariantCulture, $"- {finding.Dimension.Name()} {finding.Points:0.0}{quote}: {finding.Why}");
        }
    }

    /// <summary>Text of a ticket in quotation marks, in one line and cut.</summary>
    public static string Quoted(string text)
    {
        var line = string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).Replace('"', '\'');
        if (line.Length <= LongestQuote) return $"\"{line}\"";
        var cut = char.IsHighSurrogate(line[LongestQuote - 1]) ? LongestQuote - 1 : LongestQuote;
        return $"\"{line[..cut]}…\"";
    }
}
