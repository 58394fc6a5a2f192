using System.Globalization;
using Vindex.Scoring;
using Vindex.Server.Portal.Ticket;

namespace Vindex.Server.Evaluator.Page;

/// <summary>The filters and order of the results table, from the query string.</summary>
/// <param name="Sort"><c>row</c>, <c>key</c>, <c>summary</c>, <c>overall</c> or a dimension.</param>
/// <param name="Descending">Largest first.</param>
/// <param name="Band">Only rows of this band; null for all.</param>
/// <param name="Fails">Only rows in which this dimension fails; null for all.</param>
/// <param name="Page">The page, from 1.</param>
public sealed record TableQuery(string Sort, bool Descending, string? Band, string? Fails, int Page)
{
    /// <summary>Rows per page: a thousand would be too many for a phone.</summary>
    public const int PageSize = 100;

    private static readonly string[] s_sorts = ["row", "key", "summary", "overall", .. Dimensions.Names];

    /// <summary>Worst first.</summary>
    public static TableQuery Default { get; } = new("overall", false, null, null, 1);

    /// <summary>Parses a query string; invalid values are ignored.</summary>
    public static TableQuery Read(IQueryCollection query)
    {
        ArgumentNullException.ThrowIfNull(query);
        var sort = (string?)query["sort"];
        var known = s_sorts.Contains(sort);
        var band = (string?)query["band"];
        var fails = (string?)query["fails"];
        return new TableQuery(
            known ? sort! : Default.Sort,
            known ? query["dir"] == "desc" : Default.Descending,
            Bands.Names.Contains(band) ? band : null,
            Dimensions.Names.Contains(fails) ? fails : null,
            int.TryParse(query["page"], NumberStyles.None, CultureInfo.InvariantCulture, out var page) && page > 0 ? page : 1);
    }

    /// <summary>The address of this query on a session's page.</summary>
    public string At(string address)
    {
        var parts = new List<string>();
        if (Sort != Default.Sort || Descending != Default.Descending) parts.Add($"sort={Sort}&dir={(Descending ? "desc" : "asc")}");
        if (Band is not null) parts.Add("band=" + Band);
        if (Fails is not null) parts.Add("fails=" + Fails);
        if (Page > 1) parts.Add("page=" + Page.ToString(CultureInfo.InvariantCulture));
        return parts.Count == 0 ? address : address + "?" + string.Join('&', parts);
    }

    /// <summary>The query after a click on a column header: reversed if it is already sorted by that column.</summary>
    public TableQuery By(string sort) => this with { Sort = sort, Descending = sort == Sort && !Descending, Page = 1 };

    /// <summary>The matching rows in order; rows without a score come last.</summary>
    internal ResultsTable Of(IReadOnlyList<EvaluatedRowBody> rows)
    {
        var found = rows.Select(ToRow).Where(Fits).ToList();
        var scored = found.Where(row => row.Overall is not null);
        var ordered = (Sort switch
        {
            "row" => Order(scored, row => row.Row),
            "key" => Order(scored, row => row.Key ?? "", StringComparer.OrdinalIgnoreCase),
            "summary" => Order(scored, row => row.Title ?? "", StringComparer.OrdinalIgnoreCase),
            "overall" => Order(scored, row => row.Overall!.Value),
            _ => Order(scored, row => row.Scores[Dimensions.Names.ToList().IndexOf(Sort)]),
        }).ThenBy(row => row.Row).Concat(found.Where(row => row.Overall is null));
        var pages = Math.Max(1, (found.Count + PageSize - 1) / PageSize);
        var page = Math.Min(Page, pages);
        return new ResultsTable(this with { Page = page }, [.. ordered.Skip((page - 1) * PageSize).Take(PageSize)], found.Count, pages);
    }

    private IOrderedEnumerable<ResultRow> Order<T>(IEnumerable<ResultRow> rows, Func<ResultRow, T> key, IComparer<T>? comparer = null) =>
        Descending ? rows.OrderByDescending(key, comparer) : rows.OrderBy(key, comparer);

    private bool Fits(ResultRow row) =>
        (Band is null || (row.Overall is { } overall && Bands.Of((int)(overall * 10)).Name() == Band))
        && (Fails is null || (Dimensions.TryParse(Fails, out var dimension) && row.Scores.Count > 0 && row.Scores[(int)dimension] < InvestScores.FailBelow));

    private static ResultRow ToRow(EvaluatedRowBody row)
    {
        var scores = row.InvestScores?.Values() ?? [];
        var best = JudgedModels.Recommendations(row.Recommendations, row.RecommendationDetails) is [var first, ..] ? first : null;
        return new ResultRow(row.Row, row.Key, row.Summary, row.OverallScore, scores, best, row.Error);
    }
}
