using Vindex.Scoring.Reading;
using Vindex.Scoring.Reading.Models;

namespace Vindex.Training;

/// <summary>Learns which tokens of a segment that holds a span belong to it.</summary>
internal sealed class PhraseTraining(Extraction extraction)
{
    private const double Penalty = 5;

    /// <summary>Learns from all tickets and writes the weights.</summary>
    public void Write(string path)
    {
        var fits = Fits(_ => true);
        ModelFile.Write(path, "Log-odds of a token to be in the phrase: role reason criteria dependency prescribed vague several boilerplate.\nWritten by bench/Vindex.Training from rated tickets; do not edit by hand.",
            extraction.Tokens.Features.Index().Select(f => (extraction.Names[f.Item], fits.Select(fit => fit[f.Index]).ToArray())),
            [.. fits.Select(fit => fit[^1])], 0.08);
    }

    /// <summary>The spans of each ticket, by phrases that were learned without its project.</summary>
    /// <param name="odds">For each segment the likelihood of each type, learned without its project.</param>
    public IReadOnlyList<ReadingSpan>[] CrossValidate(double[][] odds)
    {
        var spans = new IReadOnlyList<ReadingSpan>[extraction.Tickets.Length];
        var numbers = extraction.Tokens.Features.Index().ToDictionary(feature => feature.Item, feature => feature.Index);
        for (var fold = 0; fold < PanelData.Folds; fold++)
        {
            var fits = Fits(k => extraction.Tickets[extraction.TicketOfToken[k]].Trains(fold));
            var (text, extractor, first) = (new TicketText(ReadingModel.Classes), new SpanExtractor(), 0);
            for (var t = 0; t < spans.Length; t++)
            {
                text.Read(extraction.Tickets[t].Ticket.Ticket!);
                if (extraction.Tickets[t].Fold == fold)
                {
                    var flat = odds[first..(first + text.Segments.Length)].SelectMany(row => row).ToArray();
                    spans[t] = extractor.Extract(text, flat, (segment, type) => Scores(text, segment, fits[(int)type], numbers));
                }

                first += text.Segments.Length;
            }
        }

        return spans;
    }

    private static double[] Scores(TicketText text, int index, double[] weights, Dictionary<ulong, int> numbers)
    {
        ref readonly var segment = ref text.Segments[index];
        var tokens = text.TokensOf(segment);
        var (scores, features, opener) = (new double[tokens.Length], new FeatureBuffer(), -1);
        for (var k = 0; k < tokens.Length; k++)
        {
            features.Clear();
            PhraseFeatures.Add(text, segment, tokens, k, opener, features);
            int[] row = [.. features.Hashes.ToArray().Distinct().Where(numbers.ContainsKey).Select(hash => numbers[hash])];
            scores[k] = LogisticRegression.Value(weights, row);
            if (PhraseFeatures.IsOpener(tokens[k])) opener = k;
        }

        return scores;
    }

    private double[][] Fits(Func<int, bool> use) =>
    [
        .. Enumerable.Range(0, ReadingModel.SpanTypes).AsParallel().AsOrdered().WithDegreeOfParallelism(2).Select(type => Fit(type, use)),
    ];

    private double[] Fit(int type, Func<int, bool> use) =>
        LogisticRegression.Fit(
            extraction.Tokens.Rows,
            [.. extraction.TokenCover.Select(row => row[type])],
            k => use(k) && extraction.Cover[extraction.SegmentOfToken[k]][type] > 0,
            extraction.Tokens.Features.Length,
            Penalty,
            40);
}
