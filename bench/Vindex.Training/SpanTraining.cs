using Vindex.Scoring.Reading;
using Vindex.Scoring.Reading.Models;

namespace Vindex.Training;

/// <summary>Learns for each segment how likely it is to be of each span type.</summary>
internal sealed class SpanTraining(Extraction extraction)
{
    private static readonly double[] s_penalties = [20, 20, 20, 10, 20, 20, 20, 3];

    /// <summary>Most of a reason, a criterion or boilerplate must be covered; of the others, which are phrases, any part.</summary>
    private static double Threshold(int type) => (SpanType)type is SpanType.Reason or SpanType.Criteria or SpanType.Boilerplate ? 0.3 : 0;

    /// <summary>For each segment the likelihood of each type, by models that did not see its project.</summary>
    public double[][] CrossValidate()
    {
        var odds = extraction.TicketOf.Select(_ => new double[ReadingModel.SpanTypes]).ToArray();
        Parallel.For(0, PanelData.Folds * ReadingModel.SpanTypes, new ParallelOptions { MaxDegreeOfParallelism = 2 }, job =>
        {
            var (fold, type) = (job / ReadingModel.SpanTypes, job % ReadingModel.SpanTypes);
            var weights = Fit(type, i => extraction.Tickets[extraction.TicketOf[i]].Trains(fold));
            for (var i = 0; i < odds.Length; i++)
            {
                if (extraction.Tickets[extraction.TicketOf[i]].Fold == fold && !extraction.IsCode[i])
                    odds[i][type] = LogisticRegression.Sigmoid(LogisticRegression.Value(weights, extraction.Segments.Rows[i]));
            }
        });
        return odds;
    }

    /// <summary>Prints the best F1 over segments of each type.</summary>
    public void Print(double[][] odds)
    {
        for (var type = 0; type < ReadingModel.SpanTypes; type++)
        {
            var best = Enumerable.Range(2, 60).Select(k => k / 80.0).Select(cut =>
            {
                var (hit, said, wanted) = (0, 0, 0);
                for (var i = 0; i < odds.Length; i++)
                {
                    var (is1, is2) = (extraction.Cover[i][type] > Threshold(type), odds[i][type] >= cut);
                    wanted += is1 ? 1 : 0;
                    said += is2 ? 1 : 0;
                    hit += is1 && is2 ? 1 : 0;
                }

                return (F1: 2.0 * hit / Math.Max(1, said + wanted), Cut: cut);
            }).Max();
            Console.WriteLine($"          {(SpanType)type,-12} F1 over segments {best.F1:F3} at {best.Cut:F2}");
        }
    }

    /// <summary>Learns from all tickets and writes the weights.</summary>
    public void Write(string path)
    {
        var fits = Enumerable.Range(0, ReadingModel.SpanTypes)
            .AsParallel()
            .AsOrdered()
            .WithDegreeOfParallelism(2)
            .Select(type => Fit(type, _ => true))
            .ToArray();
        ModelFile.Write(path, "Log-odds of each span type: role reason criteria dependency prescribed vague several boilerplate.\nWritten by bench/Vindex.Training from rated tickets; do not edit by hand.",
            extraction.Segments.Features.Index().Select(f => (extraction.Names[f.Item], fits.Select(fit => fit[f.Index]).ToArray())),
            [.. fits.Select(fit => fit[^1])], 0.03);
    }

    /// <summary>How far each segment is of a type, 0–1.</summary>
    public static double[] Targets(Extraction extraction, int type) =>
        [.. extraction.Cover.Select(cover => cover[type] > Threshold(type) ? Math.Clamp(2 * cover[type], 0.5, 1) : 0.0)];

    private double[] Fit(int type, Func<int, bool> use) =>
        LogisticRegression.Fit(
            extraction.Segments.Rows,
            Targets(extraction, type),
            i => use(i) && !extraction.IsCode[i],
            extraction.Segments.Features.Length,
            s_penalties[type]);
}
