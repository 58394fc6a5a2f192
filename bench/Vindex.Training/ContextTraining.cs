using Vindex.Scoring.Reading;
using Vindex.Scoring.Reading.Models;

namespace Vindex.Training;

/// <summary>Learns how what stands around a segment corrects its likelihood of each span type.</summary>
internal sealed class ContextTraining
{
    // For the others it gains nothing: boilerplate repeats within a project, roles and dependencies stand alone.
    private static readonly SpanType[] s_types = [SpanType.Reason, SpanType.Criteria, SpanType.Prescribed];

    private const double Penalty = 1000;
    private readonly Extraction _extraction;
    private readonly double[][] _spanOdds;
    private readonly float[][] _rows;

    /// <summary>Takes what was read by models that did not see each ticket's project.</summary>
    public ContextTraining(Extraction extraction, double[][] spanOdds, double[][] kindOdds) =>
        (_extraction, _spanOdds, _rows) = (extraction, spanOdds, extraction.Contexts(spanOdds, kindOdds));

    /// <summary>For each segment the corrected likelihood of each type, by models that did not see its project.</summary>
    public double[][] CrossValidate()
    {
        var odds = _extraction.TicketOf.Select(_ => new double[ReadingModel.SpanTypes]).ToArray();
        Parallel.For(0, PanelData.Folds * ReadingModel.SpanTypes, new ParallelOptions { MaxDegreeOfParallelism = 2 }, job =>
        {
            var (fold, type) = (job / ReadingModel.SpanTypes, job % ReadingModel.SpanTypes);
            var weights = Fit(type, i => _extraction.Tickets[_extraction.TicketOf[i]].Trains(fold));
            for (var i = 0; i < odds.Length; i++)
            {
                if (FoldOf(i) != fold || _extraction.IsCode[i]) continue;
                odds[i][type] = SpanContext.Corrected(_spanOdds[i][type], DenseRegression.Value(weights, _rows[i]));
            }
        });
        return odds;
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
        ModelFile.Write(path, "Added to the log-odds of each span type for what stands around: role reason criteria dependency prescribed vague several boilerplate.\nWritten by bench/Vindex.Training from rated tickets; do not edit by hand.",
            SpanContext.Names.Index().Select(name => (name.Item, fits.Select(fit => fit[name.Index]).ToArray())),
            [.. fits.Select(fit => fit[^1])], 0.0005);
    }

    private static double LogOdds(double share) => Math.Log(Math.Max(share, 1e-12) / Math.Max(1 - share, 1e-12));

    private int FoldOf(int segment) => _extraction.Tickets[_extraction.TicketOf[segment]].Fold;

    // What the model adds to the log-odds that a segment has by itself.
    private double[] Fit(int type, Func<int, bool> use) =>
        s_types.Contains((SpanType)type)
            ? DenseRegression.Fit(
                _rows, SpanTraining.Targets(_extraction, type), i => use(i) && !_extraction.IsCode[i], Penalty, i => LogOdds(_spanOdds[i][type]))
            : new double[SpanContext.Names.Length + 1];
}
