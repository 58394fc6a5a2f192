using Vindex.Scoring.Judging.Explanations;

namespace Vindex.Server.Scoring.Records.Compact;

/// <summary>Statements of evidence that say no more than a contribution: what it means, and its quote in one line.</summary>
internal static class Statements
{
    private const string Opening = ": “";
    private const string Closing = "”";

    /// <summary>The statement of a contribution.</summary>
    public static string Of(Contribution contribution) => contribution.Quote is { } quote
        ? string.Concat(contribution.Why, Opening, quote.ReplaceLineEndings(" ")) + Closing
        : contribution.Why;

    /// <summary>The contribution that a statement is of; −1 if it is of none.</summary>
    public static int IndexOf(string statement, IReadOnlyList<Contribution> contributions)
    {
        for (var i = 0; i < contributions.Count; i++)
        {
            if (statement.StartsWith(contributions[i].Why, StringComparison.Ordinal) && IsOf(statement, contributions[i])) return i;
        }

        return -1;
    }

    private static bool IsOf(string statement, Contribution contribution)
    {
        var rest = statement.AsSpan(contribution.Why.Length);
        if (contribution.Quote is not { } quote) return rest.IsEmpty;
        return rest.StartsWith(Opening, StringComparison.Ordinal) && rest.EndsWith(Closing, StringComparison.Ordinal)
            && rest.Length >= Opening.Length + Closing.Length
            && rest[Opening.Length..^Closing.Length].SequenceEqual(quote.ReplaceLineEndings(" "));
    }
}
