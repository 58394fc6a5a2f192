using Vindex.Scoring.Judging.Rules;

namespace Vindex.Scoring.Judging.Explanations;

/// <summary>Short statements of evidence for each dimension: what moved it most comes first; only what has words to show.</summary>
internal sealed class EvidenceStatements
{
    private const int Most = 4;

    private readonly List<(string Why, string? Quote, string Text)> _known = [];

    /// <summary>The statements of a ticket.</summary>
    public DimensionMap<IReadOnlyList<string>> Of(DimensionMap<DimensionExplanation> explanation)
    {
        _known.Clear();
        var statements = new DimensionMap<IReadOnlyList<string>>();
        foreach (var dimension in Dimensions.All)
        {
            var list = new List<string>(Most);
            foreach (var contribution in explanation[dimension].Contributions)
            {
                if (list.Count == Most) break;
                if (contribution.Rule.EndsWith(RuleNames.Other, StringComparison.Ordinal)
                    || contribution.Rule.EndsWith(RuleNames.Wording, StringComparison.Ordinal))
                {
                    continue;
                }
                var statement = TextOf(contribution);
                if (!list.Contains(statement)) list.Add(statement);
            }

            if (list.Count > 0) statements.Set(dimension, list);
        }

        return statements;
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
