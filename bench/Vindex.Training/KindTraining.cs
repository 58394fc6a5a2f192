using Vindex.Scoring.Reading;

namespace Vindex.Training;

/// <summary>Learns the kind of a ticket: multinomial logistic regression.</summary>
internal sealed class KindTraining(Extraction extraction)
{
    private const double Penalty = 30;
    private static readonly TicketKind[] s_kinds = Enum.GetValues<TicketKind>();

    /// <summary>For each ticket how likely it is of each kind, by models that did not see its project.</summary>
    public double[][] CrossValidate()
    {
        var odds = new double[extraction.Tickets.Length][];
        Parallel.For(0, PanelData.Folds, new ParallelOptions { MaxDegreeOfParallelism = 2 }, fold =>
        {
            var weights = Fit(i => extraction.Tickets[i].Trains(fold));
            for (var i = 0; i < odds.Length; i++)
            {
                if (extraction.Tickets[i].Fold == fold) odds[i] = Softmax.Odds(weights, extraction.Kinds.Rows[i]);
            }
        });
        return odds;
    }

    /// <summary>Learns from all tickets and writes the weights.</summary>
    public void Write(string path)
    {
        var fits = Fit(_ => true);
        ModelFile.Write(path, "Log-odds of each kind: story feature bug task spike epic not_a_ticket.\nWritten by bench/Vindex.Training from rated tickets; do not edit by hand.",
            extraction.Kinds.Features.Index().Select(f => (extraction.Names[f.Item], fits.Select(fit => fit[f.Index]).ToArray())),
            [.. fits.Select(fit => fit[^1])], 0.02);
    }

    // Phrases and word classes at the start are few and written by hand: they are trusted more than single words. Anywhere in the text they are trusted less,
    // since texts of one project are alike.
    private static double Factor(string name) => name[..name.IndexOf(':')] switch
    {
        "RS" or "F" => 0.1,
        "RO" or "SFC" => 0.3,
        "R" or "R2" or "C" or "C2" => 3,
        _ => 1,
    };

    private double[][] Fit(Func<int, bool> use)
    {
        var targets = extraction.Tickets.Select(t => s_kinds.Select(kind => t.Ratings.Average(r => r.Kind == kind ? 1.0 : 0)).ToArray()).ToArray();
        double[] penalties = [.. extraction.Kinds.Features.Select(f => Penalty * Factor(extraction.Names[f]))];
        return Softmax.Fit(extraction.Kinds.Rows, targets, use, extraction.Kinds.Features.Length, penalties);
    }
}
