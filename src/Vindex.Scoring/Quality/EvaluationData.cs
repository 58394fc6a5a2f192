using Vindex.Scoring.Reading;


namespace Vindex.Scoring.Quality;

/// <summary>A ticket to measure on.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Group">The project, backlog or document that it comes from.</param>
/// <param name="Words">How many words its text has.</param>
public sealed record EvaluationItem(string Id, string Group, int Words)
{
    /// <summary>How many words a ticket has, title and description together.</summary>
    public static int CountWords(string summary, string description) => QuoteWords.Of(summary + " " + description).Count;
}

/// <summary>What a judge says of a ticket.</summary>
/// <param name="Scores">The six scores, in the order of <see cref="Dimensions.All"/>.</param>
/// <param name="Overall">The overall score.</param>
/// <param name="Reading">Its reading; null if it does not report one.</param>
public sealed record JudgeAnswer(IReadOnlyList<double> Scores, double Overall, ReadAs? Reading)
{
    /// <summary>The answer of the offline judge.</summary>
    public static JudgeAnswer Of(Judgement judgement)
    {
        ArgumentNullException.ThrowIfNull(judgement);
        double[] scores = [.. Dimensions.All.Select(dimension => (double)judgement.Scores[dimension])];
        var reading = judgement.Reading is { } read
            ? new ReadAs(read.Kind.Name(), [.. read.Spans.Select(span => new TypedQuote(span.Type.Name(), span.Quote))])
            : null;
        return new(scores, (double)judgement.Scores.Overall, reading);
    }

    /// <summary>The score of a dimension by its name, or <c>overall</c>.</summary>
    public double this[string dimension] => Dimensions.TryParse(dimension, out var known) ? Scores[(int)known] : Overall;
}

/// <summary>The kind of a ticket and its quoted pieces.</summary>
public sealed record ReadAs(string Kind, IReadOnlyList<TypedQuote> Spans);

/// <summary>A quoted piece and what it is.</summary>
public sealed record TypedQuote(string Type, string Quote);

/// <summary>A reader's rating of a ticket.</summary>
/// <param name="Id">The ticket's id.</param>
/// <param name="Scores">The six scores.</param>
/// <param name="Overall">The overall score that the reader gave.</param>
/// <param name="Reading">What the reader marked.</param>
public sealed record Rating(string Id, IReadOnlyList<double> Scores, double Overall, ReadAs Reading)
{
    /// <summary>The score of a dimension by its name, or <c>overall</c>.</summary>
    public double this[string dimension] => Dimensions.TryParse(dimension, out var known) ? Scores[(int)known] : Overall;
}

/// <summary>What people say of one criterion of a ticket.</summary>
/// <param name="Id">The ticket's id.</param>
/// <param name="Dataset">The set that the label comes from.</param>
/// <param name="Criterion">What was labelled.</param>
/// <param name="Dimension">The dimension that it is about, or <c>overall</c>.</param>
/// <param name="Defect">Whether the criterion is violated.</param>
public sealed record DefectLabel(string Id, string Dataset, string Criterion, string Dimension, bool Defect);
