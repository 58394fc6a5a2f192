namespace Vindex.Scoring.Rewriting.Formats;

/// <summary>The cells of a table's row as it was written, in Markdown or Jira's markup.</summary>
internal static class TableCells
{
    /// <summary>The cells, without the bars between them.</summary>
    public static IReadOnlyList<string> Of(string row) =>
        [.. row.Trim().Trim('|').Replace("||", "|", StringComparison.Ordinal).Replace('\n', ' ').Split('|', StringSplitOptions.TrimEntries)];
}
