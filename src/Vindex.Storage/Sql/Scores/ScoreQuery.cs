using Vindex.Storage.Scores;
using Vindex.Storage.Sql.Scores.Groups;
using Vindex.Storage.Sql.Scores.Titles;

namespace Vindex.Storage.Sql.Scores;

/// <summary>
/// Writes the queries behind lists, counts and exports, so that each reads one index in order: a date range by time, whatever the sort (two hours must not
/// read a year), a key by key, and everything else in the order of the list. The choice is not left to the database: where it could choose the wrong index,
/// the column is written as an expression (<c>+x</c>, <c>x || ''</c>).
/// </summary>
internal sealed class ScoreQuery
{
    /// <summary>
    /// Maximum number of customers whose lists are merged (SQLite's limit is 500 branches). For more, one scan of a wider index skips other rows.
    /// </summary>
    public const int MostBranches = 400;

    private readonly ScoreScope _scope;
    private readonly ScoreFilter _filter;
    private readonly ScoreSort _sort;
    private readonly TitleHits? _among;
    private readonly string? _key;
    private readonly bool _byOverall;
    private readonly bool _ascending;

    private ScoreQuery(ScoreScope scope, ScoreFilter filter, ScoreSort sort, TitleHits? among = null)
    {
        _scope = scope;
        _filter = filter;
        _sort = sort;
        _among = among;
        _key = filter.Key is null ? null : FoldedText.Fold(filter.Key);
        _ascending = sort == ScoreSort.WorstFirst;
        _byOverall = sort != ScoreSort.CreatedAt && _key is null && filter.From is null && filter.Before is null;
    }

    private string Overall => _byOverall ? "s.overall_tenths" : "+s.overall_tenths";

    private string SortValue => _sort == ScoreSort.CreatedAt ? Created : Overall;

    private string Direction => Directed(_sort);

    private string Created => _key is null ? "s.created_at" : "+s.created_at";

    private string Customer => _key is null ? "s.customer_id" : "s.customer_id || ''";

    /// <summary>Whether a company's list is best merged from its customers' lists, because no index has it in order.</summary>
    public static bool WantsCustomers(ScoreScope scope, ScoreFilter filter, ScoreSort sort) =>
        scope is { CompanyId: not null, Customers: null } && new ScoreQuery(scope, filter, sort)._byOverall;

    /// <summary>Rows (no, value, id) of a list, in its order; of the given scores only, where there are any.</summary>
    public static SqlStatement Keys(ScoreScope scope, ScoreFilter filter, ScoreSort sort, PagePosition? after = null, TitleHits? among = null)
    {
        SqlStatement sql = $"";
        new ScoreQuery(scope, filter, sort, among).AddKeys(sql, after);
        return sql;
    }

    /// <summary>A page of a list: one row more than asked for, where there is one.</summary>
    public static SqlStatement Page(ScoreScope scope, ScoreFilter filter, ScoreSort sort, PagePosition? after, int skip, int limit)
    {
        SqlStatement sql = $"SELECT {ScoreRow.ItemColumns:raw}, k.value FROM (";
        new ScoreQuery(scope, filter, sort).AddKeys(sql, after);
        var direction = Directed(sort);
        return sql.Add(
            $" LIMIT {(long)limit + 1} OFFSET {skip}) k CROSS JOIN scores s WHERE s.no = k.no ORDER BY k.value {direction:raw}, k.id {direction:raw}");
    }

    /// <summary>The scores of one ticket, newest first.</summary>
    public static SqlStatement History(string customerId, string ticketId, int limit)
    {
        SqlStatement sql = $"SELECT {ScoreRow.ItemColumns:raw} FROM scores s WHERE s.ticket_id = {ticketId} AND ";
        new ScoreScope(null, [customerId]).AddTo(sql);
        return sql.Add($" ORDER BY +s.created_at DESC, s.id DESC LIMIT {limit}");
    }

    /// <summary>How many rows a list has.</summary>
    public static SqlStatement Count(ScoreScope scope, ScoreFilter filter)
    {
        SqlStatement sql = $"SELECT COUNT(*) FROM ";
        new ScoreQuery(scope, filter, CountsBy(filter)).AddRows(sql);
        return sql;
    }

    /// <summary>The numbers of a list's rows, in any order; of the given scores only, where there are any.</summary>
    public static SqlStatement Numbers(ScoreScope scope, ScoreFilter filter, TitleHits? among)
    {
        SqlStatement sql = $"SELECT s.no FROM ";
        new ScoreQuery(scope, filter, CountsBy(filter), among).AddRows(sql);
        return sql;
    }

    /// <summary>The order in which rows are best counted.</summary>
    public static ScoreSort CountsBy(ScoreFilter filter) => filter.MinTenths is null && filter.MaxTenths is null ? ScoreSort.CreatedAt : ScoreSort.OverallScore;

    private void AddKeys(SqlStatement sql, PagePosition? after)
    {
        if (_among is null && _scope.Customers is { Count: > 1 and <= MostBranches } customers)
        {
            // Each branch comes sorted out of its customer's index; the database merges them as far as the page needs.
            for (var i = 0; i < customers.Count; i++)
            {
                sql.Add($"{(i == 0 ? "" : " UNION ALL "):raw}SELECT s.no AS no, {SortValue:raw} AS value, s.id AS id FROM scores s WHERE ");
                _scope.AddCustomerTo(sql, customers[i], Customer);
                AddFilter(sql, after);
            }

            sql.Add($" ORDER BY value {Direction:raw}, id {Direction:raw}");
            return;
        }

        sql.Add($"SELECT s.no AS no, {SortValue:raw} AS value, s.id AS id FROM ");
        AddSource(sql);
        AddFilter(sql, after);
        sql.Add($" ORDER BY {SortValue:raw} {Direction:raw}, s.id {Direction:raw}");
    }

    private void AddRows(SqlStatement sql)
    {
        AddSource(sql);
        AddFilter(sql, after: null);
    }

    private void AddSource(SqlStatement sql)
    {
        if (_among is not null)
        {
            sql.Add($"{_among.Source} CROSS JOIN scores s WHERE s.no = h.value AND ");
        }
        else
        {
            sql.Add($"scores s WHERE ");
        }

        _scope.AddTo(sql, Customer);
    }

    private static string Directed(ScoreSort sort) => sort == ScoreSort.WorstFirst ? "ASC" : "DESC";

    private void AddFilter(SqlStatement sql, PagePosition? after)
    {
        if (_key is not null)
        {
            sql.Add($" AND s.key_folded = {_key}");
        }

        if (_filter.LatestOnly)
        {
            sql.Add($" AND {LatestScores.IsLatest:raw}");
        }

        if (_filter.FailingDimension is { } dimension)
        {
            sql.Add($" AND s.{StoredDimensions.Names[dimension]:raw} < 5");
        }

        if (_filter.MinTenths is { } min && !(_byOverall && _ascending && after?.Value >= min))
        {
            sql.Add($" AND {Overall:raw} >= {min}");
        }

        if (_filter.MaxTenths is { } max && !(_byOverall && !_ascending && after?.Value <= max))
        {
            sql.Add($" AND {Overall:raw} <= {max}");
        }

        if (_filter.From is { } from)
        {
            sql.Add($" AND {Created:raw} >= {from}");
        }

        // A bound that the cursor implies is left out: with two upper bounds a database may seek to the wrong one and walk every page before.
        if (_filter.Before is { } before && !(_sort == ScoreSort.CreatedAt && after?.Value < before.ToMs()))
        {
            sql.Add($" AND {Created:raw} < {before}");
        }

        if (after is { } position)
        {
            sql.Add($" AND ({SortValue:raw}, s.id) {(_ascending ? ">" : "<"):raw} ({position.Value}, {position.Id})");
        }

        foreach (var group in _filter.Groups)
        {
            GroupColumns.AddTo(sql, group);
        }

        foreach (var word in _filter.Words)
        {
            var pattern = FoldedText.Containing(word);
            sql.Add($@" AND (s.key_folded LIKE {pattern} ESCAPE '\' OR s.title_folded LIKE {pattern} ESCAPE '\')");
        }
    }
}
