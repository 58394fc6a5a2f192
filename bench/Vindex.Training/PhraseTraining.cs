using Vindex.Scoring.Reading.Models;

namespace Vindex.Training;

/// <summary>Learns which tokens of a segment that holds a span belong to it.</summary>
internal sealed class PhraseTraining(Extraction extraction)
{
    private const double Penalty = 5;

    /// <summary>Learns from all tickets and writes the weights.</summary>
    public void Write(string path)
    {
        var fits = Enumerable.Range(0, ReadingModel.SpanTypes).AsParallel().AsOrdered().WithDegreeOfParallelism(2).Select(Fit).ToArray();
        ModelFile.Write(path, "Log-odds of a token to be in the phrase: role reason criteria dependency prescribed vague several boilerplate.\nWritten by bench/Vindex.Training from rated tickets; do not edit by hand.",
            extraction.Tokens.Features.Index().Select(f => (extraction.Names[f.Item], fits.Select(fit => fit[f.Index]).ToArray())),
            [.. fits.Select(fit => fit[^1])], 0.08);
    }

    private double[] Fit(int type) =>
        LogisticRegression.Fit(
            extraction.Tokens.Rows,
            [.. extraction.TokenCover.Select(row => row[type])],
            k => extraction.Cover[extraction.SegmentOfToken[k]][type] > 0,
            extraction.Tokens.Features.Length,
            Penalty,
            40);
}
