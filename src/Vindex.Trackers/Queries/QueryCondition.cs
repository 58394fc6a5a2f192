using System.Text;

namespace Vindex.Trackers.Queries;

/// <summary>
/// A condition in JQL or WIQL that a person wrote, to be put into parentheses within a query. Without this check, a condition with parentheses of its own could
/// end them early and reach beyond the chosen project.
/// </summary>
internal static class QueryCondition
{
    private const string Order = "ORDER BY";

    /// <summary>The condition without its order, which only a whole query can have.</summary>
    /// <param name="condition">The condition.</param>
    /// <param name="isBackslashEscape">Whether a backslash escapes a quote, as in JQL; in WIQL, a quote is doubled.</param>
    /// <exception cref="TrackerException">Quotes or parentheses do not match.</exception>
    public static string Check(string condition, bool isBackslashEscape)
    {
        var depth = 0;
        var quote = '\0';
        for (var i = 0; i < condition.Length; i++)
        {
            var c = condition[i];
            if (quote != '\0')
            {
                if (c == '\\' && isBackslashEscape) i++;
                else if (c == quote) quote = '\0';
                continue;
            }

            if (c is '"' or '\'') quote = c;
            else if (c == '(') depth++;
            else if (c == ')' && --depth < 0) throw Unbalanced();
            else if (depth == 0 && IsOrder(condition, i)) return condition[..i].Trim();
        }

        return depth == 0 && quote == '\0' ? condition.Trim() : throw Unbalanced();
    }

    /// <summary>The text of a query between quotes.</summary>
    public static string Quote(string text, char quote, string escapedQuote)
    {
        var quoted = new StringBuilder(text.Length + 2).Append(quote);
        foreach (var c in text)
        {
            if (c == quote) quoted.Append(escapedQuote);
            else if (c == '\\' && escapedQuote[0] == '\\') quoted.Append("\\\\");
            else if (!char.IsControl(c)) quoted.Append(c);
        }

        return quoted.Append(quote).ToString();
    }

    private static bool IsOrder(string condition, int at) =>
        string.Compare(condition, at, Order, 0, Order.Length, StringComparison.OrdinalIgnoreCase) == 0
        && (at == 0 || char.IsWhiteSpace(condition[at - 1]) || condition[at - 1] == ')');

    private static TrackerException Unbalanced() =>
        new(TrackerFailure.Rejected, "The query has quotes or parentheses that do not match.");
}
