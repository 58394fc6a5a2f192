using Vindex.Scoring.Reading;

namespace Vindex.Training;

/// <summary>Learns the kind of a ticket: a logistic regression for each kind.</summary>
internal sealed class KindTraining(Extraction extraction)
{
    private const double Penalty = 15;
    private static readonly TicketKind[] s_kinds = Enum.GetValues<TicketKind>();

    /// <summary>For each ticket how likely it is of each kind, by models that did not see its project.</summary>
    public double[][] CrossValidate()
    {
        var odds = extraction.Tickets.Select(_ => new double[s_kinds.Length]).ToArray();
        Parallel.For(0, PanelData.Folds * s_kinds.Length, new ParallelOptions { MaxDegreeOfParallelism = 2 }, job =>
        {
            var (fold, kind) = (job / s_kinds.Length, job % s_kinds.Length);
            var weights = Fit(kind, i => extraction.Tickets[i].Fold != fold);
            for (var i = 0; i < odds.Length; i++)
            {
                if (extraction.Tickets[i].Fold == fold) odds[i][kind] = LogisticRegression.Value(weights, extraction.Kinds.Rows[i]);
            }
        });
        foreach (var row in odds) ReadingModel.Normalise(row);
        return odds;
    }

    /// <summary>Learns from all tickets and writes the weights.</summary>
    public void Write(string path)
    {
        var fits = s_kinds.AsParallel().AsOrdered().WithDegreeOfParallelism(2).Select(kind => Fit((int)kind, _ => true)).ToArray();
        ModelFile.Write(path, "Log-odds of each kind: story feature bug task spike epic not_a_ticket.\nWritten by bench/Vindex.Training from rated tickets; do not edit by hand.",
            extraction.Kinds.Features.Index().Select(f => (extraction.Names[f.Item], fits.Select(fit => fit[f.Index]).ToArray())), [.. fits.Select(fit => fit[^1])], 0.02);
    }

    private double[] Fit(int kind, Func<int, bool> use)
    {
        var targets = extraction.Tickets.Select(t => t.Ratings.Average(r => r.Kind == s_kinds[kind] ? 1.0 : 0)).ToArray();
        return LogisticRegression.Fit(extraction.Kinds.Rows, targets, use, extraction.Kinds.Features.Length, Penalty);
    }
}
