using Vindex.Scoring.Reading;

namespace Vindex.Scoring.Quality;

/// <summary>How a judge agrees with readers on one dimension.</summary>
/// <param name="Dimension">Its name, or <c>overall</c>.</param>
/// <param name="Correlation">Rank correlation with the readers' mean.</param>
/// <param name="Interval">95 % interval, by bootstrap over groups.</param>
/// <param name="MeanAbsoluteError">In points of 0–10.</param>
/// <param name="Bias">Judge minus readers, mean.</param>
/// <param name="LengthAlone">Rank correlation of the readers' mean with the number of words, for comparison.</param>
/// <param name="BetweenReaders">Rank correlation of two readings of the same tickets; null with too few of them.</param>
public sealed record DimensionQuality(
    string Dimension, double Correlation, Interval Interval, double MeanAbsoluteError, double Bias, double LengthAlone, double? BetweenReaders);

/// <summary>How a judge finds spans of one type.</summary>
/// <param name="Type">The type.</param>
/// <param name="Precision">The share of the judge's spans that a reader marked too.</param>
/// <param name="Said">How many spans the judge has.</param>
/// <param name="Recall">The share of the first reader's spans that the judge has too.</param>
/// <param name="Wanted">How many spans the first reader has.</param>
public sealed record SpanQuality(string Type, double Precision, int Said, double Recall, int Wanted)
{
    /// <summary>The harmonic mean of precision and recall; 0 when both are.</summary>
    public double F1 => Precision + Recall == 0 ? 0 : 2 * Precision * Recall / (Precision + Recall);
}

/// <summary>How a judge recognises kinds and spans.</summary>
/// <param name="Tickets">How many tickets it reported a reading of.</param>
/// <param name="KindAccuracy">The share whose kind is one that a reader gave.</param>
/// <param name="Spans">By type.</param>
public sealed record ReadingQuality(int Tickets, double KindAccuracy, IReadOnlyList<SpanQuality> Spans);

/// <summary>How far a judge agrees with readers who rated tickets 0–10.</summary>
/// <param name="Tickets">How many tickets were compared.</param>
/// <param name="Readings">How many ratings they have.</param>
/// <param name="WithoutScore">Rated tickets that the judge gave no score.</param>
/// <param name="Dimensions">The six and the overall score.</param>
/// <param name="Reading">Kinds and spans; null if the judge does not report its reading.</param>
public sealed record PanelQuality(int Tickets, int Readings, int WithoutScore, IReadOnlyList<DimensionQuality> Dimensions, ReadingQuality? Reading)
{
    private const int Rounds = 400;
    private const int FewestPairs = 20;
    private const string Overall = "overall";

    /// <summary>Measures; null when no ticket has both a score and a rating.</summary>
    /// <param name="items">The tickets.</param>
    /// <param name="answers">The judge's answers by ticket id.</param>
    /// <param name="ratings">The ratings; a ticket may have several.</param>
    public static PanelQuality? Measure(IReadOnlyList<EvaluationItem> items, IReadOnlyDictionary<string, JudgeAnswer> answers, IReadOnlyList<Rating> ratings)
    {
        ArgumentNullException.ThrowIfNull(items);
        ArgumentNullException.ThrowIfNull(answers);
        var byTicket = ratings.ToLookup(rating => rating.Id, StringComparer.Ordinal);
        var rated = items.Where(item => byTicket.Contains(item.Id)).ToList();
        var cases = rated.Where(item => answers.ContainsKey(item.Id)).Select(item => new Case(item, answers[item.Id], [.. byTicket[item.Id]])).ToList();
        if (cases.Count == 0) return null;
        var bootstrap = new GroupBootstrap([.. cases.Select(one => one.Item.Group)], Rounds);
        DimensionQuality[] dimensions = [.. Scoring.Dimensions.Names.Append(Overall).Select(name => Measure(name, cases, bootstrap))];
        return new(
            cases.Count,
            cases.Sum(one => one.Ratings.Length),
            rated.Count - cases.Count,
            dimensions,
            Read([.. cases.Where(one => one.Answer.Reading is not null)]));
    }

    private static DimensionQuality Measure(string dimension, List<Case> cases, GroupBootstrap bootstrap)
    {
        double[] readers = [.. cases.Select(one => one.Ratings.Average(rating => rating[dimension]))];
        double[] judge = [.. cases.Select(one => one.Answer[dimension])];
        double[] words = [.. cases.Select(one => (double)one.Item.Words)];
        var interval = bootstrap.Of(rows => Ranks.Correlation(Pick(readers, rows), Pick(judge, rows)));
        var differences = judge.Zip(readers, (own, theirs) => own - theirs).ToList();
        var pairs = cases.Where(one => one.Ratings.Length > 1).ToList();
        double? between = pairs.Count > FewestPairs
            ? Ranks.Correlation([.. pairs.Select(one => one.Ratings[0][dimension])], [.. pairs.Select(one => one.Ratings[1][dimension])])
            : null;
        return new(
            dimension,
            Ranks.Correlation(readers, judge),
            interval!.Value,
            differences.Average(Math.Abs),
            differences.Average(),
            Ranks.Correlation(readers, words),
            between);
    }

    private static ReadingQuality? Read(IReadOnlyList<Case> cases)
    {
        if (cases.Count == 0) return null;
        var right = cases.Count(one => one.Ratings.Any(rating => rating.Reading.Kind == one.Answer.Reading!.Kind));
        return new(cases.Count, (double)right / cases.Count, [.. ReadingNames.Spans.Select(type => Spans(type, cases))]);
    }

    // Precision against every reader; recall against the first alone, so that a ticket read twice does not count twice.
    private static SpanQuality Spans(string type, IReadOnlyList<Case> cases)
    {
        int said = 0, hit = 0, wanted = 0, found = 0;
        foreach (var one in cases)
        {
            var mine = Quotes(one.Answer.Reading!, type);
            var theirs = one.Ratings.SelectMany(rating => Quotes(rating.Reading, type)).ToList();
            var first = Quotes(one.Ratings[0].Reading, type);
            said += mine.Count;
            hit += mine.Count(quote => theirs.Exists(other => QuoteWords.Match(quote, other)));
            wanted += first.Count;
            found += first.Count(quote => mine.Exists(other => QuoteWords.Match(other, quote)));
        }

        return new(type, said == 0 ? 0 : (double)hit / said, said, wanted == 0 ? 0 : (double)found / wanted, wanted);
    }

    private static List<string> Quotes(ReadAs reading, string type) => [.. reading.Spans.Where(span => span.Type == type).Select(span => span.Quote)];

    private static double[] Pick(double[] values, int[] rows)
    {
        var picked = new double[rows.Length];
        for (var i = 0; i < rows.Length; i++) picked[i] = values[rows[i]];
        return picked;
    }

    private sealed record Case(EvaluationItem Item, JudgeAnswer Answer, Rating[] Ratings);
}
