namespace Vindex.Server.Portal.Tickets;

/// <summary>The headers that sort a list.</summary>
/// <param name="Overall">By overall score: worst first, then best first.</param>
/// <param name="Scored">By time: newest first.</param>
public sealed record SortHeaders(SortHeader Overall, SortHeader Scored)
{
    internal static SortHeaders Of(string? sort, Func<string?, string> href) => new(
        new SortHeader(
            href(sort == "worst_first" ? "overall_score" : "worst_first"),
            sort switch { "worst_first" => "ascending", "overall_score" => "descending", _ => null }),
        new SortHeader(href(null), sort is null or "created_at" ? "descending" : null));
}

/// <summary>A header that sorts.</summary>
/// <param name="Href">URL of the list in the other order.</param>
/// <param name="Direction"><c>ascending</c> or <c>descending</c>; null if the list is sorted by another column.</param>
public sealed record SortHeader(string Href, string? Direction)
{
    /// <summary>Shows the direction.</summary>
    public string? Arrow => Direction switch { "ascending" => "▲", "descending" => "▼", _ => null };
}
