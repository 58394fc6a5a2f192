namespace Vindex.Scoring.Quality;

/// <summary>How a judge agrees with people on one criterion.</summary>
/// <param name="Dataset">The set.</param>
/// <param name="Criterion">The criterion.</param>
/// <param name="Dimension">The dimension that was compared.</param>
/// <param name="Tickets">How many tickets have the label.</param>
/// <param name="Defects">How many of them violate the criterion.</param>
/// <param name="Auc">The probability that a ticket with the defect scores below one without it, ties counting half.</param>
/// <param name="Interval">95 % interval, by bootstrap over groups.</param>
/// <param name="Kappa">Agreement at the fixed cut: a score below 5 is a defect.</param>
public sealed record CriterionQuality(
    string Dataset, string Criterion, string Dimension, int Tickets, int Defects, double Auc, Interval? Interval, double Kappa);

/// <summary>How a judge agrees with people on a set that is labelled on all six dimensions.</summary>
/// <param name="Dataset">The set.</param>
/// <param name="OverallCorrelation">Rank correlation of the overall score with the number of criteria met.</param>
/// <param name="MacroAuc">The mean AUC of the six.</param>
public sealed record CompleteSetQuality(string Dataset, double OverallCorrelation, double MacroAuc);

/// <summary>How far a judge agrees with people who labelled defects.</summary>
/// <param name="Scored">How many tickets have a score.</param>
/// <param name="WithoutScore">Labels whose ticket has none.</param>
/// <param name="Criteria">By criterion, in the order of the labels.</param>
/// <param name="CompleteSets">The sets that are labelled on all six dimensions.</param>
public sealed record LabelQuality(int Scored, int WithoutScore, IReadOnlyList<CriterionQuality> Criteria, IReadOnlyList<CompleteSetQuality> CompleteSets)
{
    private const int Rounds = 300;
    private const int FewestGroups = 5;

    /// <summary>The mean AUC over all criteria.</summary>
    public double MacroAuc => Criteria.Average(criterion => criterion.Auc);

    /// <summary>Measures; null when no criterion has scored tickets both with and without the defect.</summary>
    /// <param name="items">The tickets.</param>
    /// <param name="answers">The judge's answers by ticket id.</param>
    /// <param name="labels">The labels.</param>
    public static LabelQuality? Measure(
        IReadOnlyList<EvaluationItem> items, IReadOnlyDictionary<string, JudgeAnswer> answers, IReadOnlyList<DefectLabel> labels)
    {
        ArgumentNullException.ThrowIfNull(answers);
        var groups = items.ToDictionary(item => item.Id, item => item.Group, StringComparer.Ordinal);
        var scored = labels.Where(label => answers.ContainsKey(label.Id)).ToList();
        CriterionQuality[] criteria = [.. scored.GroupBy(label => (label.Dataset, label.Criterion, label.Dimension))
            .Select(rows => Measure([.. rows], groups, answers))
            .OfType<CriterionQuality>()];
        if (criteria.Length == 0) return null;
        CompleteSetQuality[] sets = [.. scored.GroupBy(label => label.Dataset, StringComparer.Ordinal)
            .Select(set => Complete([.. set], answers, criteria))
            .OfType<CompleteSetQuality>()];
        return new(answers.Count, labels.Count - scored.Count, criteria, sets);
    }

    private static CriterionQuality? Measure(DefectLabel[] rows, Dictionary<string, string> groups, IReadOnlyDictionary<string, JudgeAnswer> answers)
    {
        const double fail = 10 - InvestScores.FailBelow;
        double[] risk = [.. rows.Select(row => 10 - answers[row.Id][row.Dimension])];
        bool[] defects = [.. rows.Select(row => row.Defect)];
        if (Ranks.Auc(risk, defects) is not { } auc) return null;
        var interval = new GroupBootstrap([.. rows.Select(row => groups[row.Id])], Rounds, FewestGroups)
            .Of(drawn => Ranks.Auc([.. drawn.Select(i => risk[i])], [.. drawn.Select(i => defects[i])]));
        var kappa = Agreement.Kappa(defects, [.. risk.Select(value => value > fail)]);
        return new(rows[0].Dataset, rows[0].Criterion, rows[0].Dimension, rows.Length, defects.Count(defect => defect), auc, interval, kappa);
    }

    private static CompleteSetQuality? Complete(DefectLabel[] set, IReadOnlyDictionary<string, JudgeAnswer> answers, CriterionQuality[] criteria)
    {
        var own = criteria.Where(criterion => criterion.Dataset == set[0].Dataset).ToList();
        if (own.Count != Dimensions.Count || !Dimensions.Names.All(name => own.Exists(criterion => criterion.Dimension == name))) return null;
        var tickets = set.GroupBy(label => label.Id, StringComparer.Ordinal).ToList();
        double[] met = [.. tickets.Select(labels => (double)labels.Count(label => !label.Defect))];
        double[] overall = [.. tickets.Select(labels => answers[labels.Key].Overall)];
        return new(set[0].Dataset, Ranks.Correlation(overall, met), own.Average(criterion => criterion.Auc));
    }
}
