using Vindex.Scoring.Reading.Text;

namespace Vindex.Scoring.Reading.Models;

/// <summary>
/// The learned part of the reading: the kind of a ticket, and for each segment how likely it is to be of each span type. Weights come from the program in
/// <c>bench/Vindex.Training</c>.
/// </summary>
internal static class ReadingModel
{
    /// <summary>How many span types there are.</summary>
    public const int SpanTypes = 8;

    /// <summary>How many kinds there are.</summary>
    public const int Kinds = 7;

    private static readonly Lazy<LinearModel> s_kinds = new(() => LinearModel.Load("Reading/kinds.txt"));
    private static readonly Lazy<LinearModel> s_spans = new(() => LinearModel.Load("Reading/spans.txt"));
    private static readonly Lazy<PhraseModel> s_phrases = new(() => PhraseModel.Load("Reading/phrases.txt", Classes));
    private static readonly Lazy<WordClasses> s_classes = new(() => WordClasses.Parse(DataFile.Text("Reading/classes.txt")));

    /// <summary>The word classes.</summary>
    public static WordClasses Classes => s_classes.Value;

    /// <summary>Loads all weights now rather than with the first ticket.</summary>
    public static void Load()
    {
        _ = (s_kinds.Value, s_spans.Value, s_phrases.Value, s_classes.Value);
        SpanLikelihoods.Load();
    }

    /// <summary>How likely the ticket is of each kind; the sum is 1. The features are those of <see cref="KindFeatures"/>.</summary>
    public static void Kind(ReadOnlySpan<ulong> features, LinearModel.Seen seen, Span<double> odds)
    {
        s_kinds.Value.Sum(features, seen, odds);
        Normalise(odds);
    }

    /// <summary>From log-odds to shares of 1.</summary>
    public static void Normalise(Span<double> odds)
    {
        var most = double.NegativeInfinity;
        foreach (var value in odds) most = Math.Max(most, value);
        var total = 0.0;
        for (var i = 0; i < odds.Length; i++) total += odds[i] = Math.Exp(odds[i] - most);
        for (var i = 0; i < odds.Length; i++) odds[i] /= total;
    }

    /// <summary>How likely each segment is of each type by itself, row by row.</summary>
    public static void Spans(TicketText text, TicketKind kind, FeatureBuffer features, LinearModel.Seen seen, Span<double> probabilities)
    {
        var segments = text.Segments;
        for (var i = 0; i < segments.Length; i++)
        {
            var row = probabilities.Slice(i * SpanTypes, SpanTypes);
            row.Clear();
            if (segments[i].Zone == Zone.Code) continue;
            features.Clear();
            SegmentFeatures.Add(text, i, kind, features);
            s_spans.Value.Sum(features.Hashes, seen, row);
            for (var type = 0; type < SpanTypes; type++) row[type] = Sigmoid(row[type]);
        }
    }

    /// <summary>For each token of a segment and each type how much it belongs to the phrase, row by row.</summary>
    public static void Phrases(TicketText text, in Segment segment, Span<double> scores) => s_phrases.Value.Score(text, segment, scores);

    private static double Sigmoid(double value) => 1 / (1 + Math.Exp(-value));
}
