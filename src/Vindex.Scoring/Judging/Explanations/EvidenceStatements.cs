using Vindex.Scoring.Judging.Rules;

namespace Vindex.Scoring.Judging.Explanations;

/// <summary>Short statements of evidence for each dimension: what moved it most comes first; only what has words to show.</summary>
internal sealed class EvidenceStatements
{
    private const int Most = 4;

    private readonly List<(string Why, string? Quote, string Text)> _known = [];
    private readonly List<string> _list = new(Most);

    /// <summary>The statements of a ticket.</summary>
    public DimensionMap<IReadOnlyList<string>> Of(IReadOnlyDictionary<Dimension, DimensionExplanation> explanation)
    {
        _known.Clear();
        var statements = new DimensionMap<IReadOnlyList<string>>();
        for (var d = 0; d < Dimensions.Count; d++)
        {
            var list = Statements(explanation[(Dimension)d].Contributions);
            if (list.Length > 0) statements.Set((Dimension)d, list);
        }

        return statements;
    }

    // Those of one dimension.
    private string[] Statements(IReadOnlyList<Contribution> contributions)
    {
        _list.Clear();
        for (var i = 0; i < contributions.Count && _list.Count < Most; i++)
        {
            var contribution = contributions[i];
            if (contribution.Rule.EndsWith(RuleNames.Other, StringComparison.Ordinal)
                || contribution.Rule.EndsWith(RuleNames.Wording, StringComparison.Ordinal))
            {
                continue;
            }
            var statement = TextOf(contribution);
            if (!_list.Contains(statement)) _list.Add(statement);
        }

        return [.. _list];
    }

    // A group's words and their meaning are the same for several dimensions.
    private string TextOf(Contribution contribution)
    {
        foreach (var (why, quote, text) in _known)
        {
            if (ReferenceEquals(why, contribution.Why) && ReferenceEquals(quote, contribution.Quote)) return text;
        }

        var statement = contribution.Quote is { } words ? $"{contribution.Why}: “{words.ReplaceLineEndings(" ")}”" : contribution.Why;
        _known.Add((contribution.Why, contribution.Quote, statement));
        return statement;
    }
}
