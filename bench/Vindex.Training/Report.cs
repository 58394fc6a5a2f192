using System.Text.Json;
using Vindex.Scoring;
using Vindex.Scoring.Reading;

namespace Vindex.Training;

/// <summary>Prints how far cross-validated scores agree with the readers.</summary>
internal static class Report
{
    public static void Print(RatedTicket[] tickets, double[][] scores)
    {
        var n = tickets.Length;
        var line = "          rank correlation";
        for (var d =
            0; d < Dimensions.Count; d++)
        {
            line += $" {Dimensions.Names[d]} {Spearman.Of([.. scores[d].Select(Round)], [.. tickets.Select(t => t.Mean(d))]):F3}";
        }
        var overall = Enumerable.Range(0, n).Select(i => Enumerable.Range(0, Dimensions.Count).Average(d => Round(scores[d][i]))).ToArray();
        var six = tickets.Select(t => Enumerable.Range(0, Dimensions.Count).Average(t.Mean)).ToArray();
        var own = tickets.Select(t => t.Mean(Dimensions.Count)).ToArray();
        Console.WriteLine($"{line} overall {Spearman.Of(overall, own):F3}");
        Console.WriteLine(
            $"          mean absolute error: against the readers' six {Enumerable.Range(0, n).Average(i => Math.Abs(overall[i] - six[i])):F2}, against their own overall {Enumerable.Range(0, n).Average(i => Math.Abs(overall[i] - own[i])):F2}; with their six {Spearman.Of(overall, six):F3}");
    }

    /// <summary>Writes the cross-validated scores in the form of <c>vindex score --format jsonl</c>.</summary>
    public static void Write(string path, RatedTicket[] tickets, double[][] scores, TicketKind[] kinds, IReadOnlyList<ReadingSpan>[] spans)
    {
        using var file = new StreamWriter(path);
        for (var i = 0; i < tickets.Length; i++)
        {
            var rounded = Enumerable.Range(0, Dimensions.Count).Select(d => (int)Round(scores[d][i])).ToArray();
            file.WriteLine(JsonSerializer.Serialize(new
            {
                id = tickets[i].Id,
                individual_scores = Dimensions.Names.Index().ToDictionary(d => d.Item, d => rounded[d.Index]),
                overall_score = InvestScores.FromArray(rounded).Overall,
                reading = new
                {
                    kind = kinds[i].Name(),
                    spans = spans[i].Select(span => new { type = span.Type.Name(), quote = span.Quote }),
                },
            }));
        }
    }

    private static double Round(double score) => Math.Floor(score + 0.5);
}
