using System.Data.Common;
using Vindex.Storage.Scores;

namespace Vindex.Storage.Sql.Scores;

/// <summary>Whose scores a query is about: a company's or all, and of these some customers' or all.</summary>
/// <param name="CompanyId">The company; null for all.</param>
/// <param name="Customers">The customers, without repetition; null for all.</param>
internal sealed record ScoreScope(string? CompanyId, IReadOnlyList<string>? Customers)
{
    // Whatever reads scores goes through one of these conditions. Each leaves out the rows of companies that are being deleted: their row in companies, and
    // those of their customers, are gone already.
    private const string OfAnyCompany = "s.company_id NOT IN (SELECT company_id FROM company_deletions)";

    /// <summary>Whether nothing can be in it.</summary>
    public bool IsEmpty => Customers is { Count: 0 };

    /// <summary>What a caller may see, narrowed to one customer where that is given.</summary>
    public static ScoreScope Of(ScoreAccess access, string? customerId)
    {
        if (customerId is null)
        {
            return new ScoreScope(access.CompanyId, access.CustomerIds?.Distinct(StringComparer.Ordinal).ToList());
        }

        return new ScoreScope(
            access.CompanyId, access.CustomerIds is null || access.CustomerIds.Contains(customerId, StringComparer.Ordinal) ? [customerId] : []);
    }

    /// <summary>
    /// This scope as the list of its customers that have scores, where a query is better off with them; else this scope. Read on the connection that the
    /// query will use.
    /// </summary>
    public async Task<ScoreScope> SpreadAsync(DbConnection connection, ScoreFilter filter, ScoreSort sort)
    {
        if (!ScoreQuery.WantsCustomers(this, filter, sort))
        {
            return this;
        }

        var customers = await connection.ListAsync(
            $"SELECT id FROM customers WHERE company_id = {CompanyId} AND score_count > 0 LIMIT {ScoreQuery.MostBranches + 1}", row => row.GetString(0));
        return customers.Count is > 0 and <= ScoreQuery.MostBranches ? this with { Customers = customers } : this;
    }

    /// <summary>Adds the condition on rows <c>s</c> of scores. The customer column can be given as an expression that no index serves.</summary>
    public void AddTo(SqlStatement sql, string customerColumn = "s.customer_id")
    {
        if (Customers is [var only])
        {
            AddCustomerTo(sql, only, customerColumn);
            return;
        }

        if (CompanyId is not null)
        {
            sql.Add($"s.company_id = (SELECT id FROM companies WHERE id = {CompanyId})");
        }
        else if (Customers is not null)
        {
            sql.Add($"s.company_id IN (SELECT company_id FROM customers WHERE id IN {Customers})");
        }
        else
        {
            sql.Add($"{OfAnyCompany:raw}");
        }

        if (Customers is not null)
        {
            sql.Add($" AND {customerColumn:raw} IN {Customers}");
        }
    }

    /// <summary>Adds the condition for one customer of this scope.</summary>
    public void AddCustomerTo(SqlStatement sql, string customer, string customerColumn = "s.customer_id")
    {
        sql.Add($"s.company_id = (SELECT company_id FROM customers WHERE id = {customer}");
        if (CompanyId is not null)
        {
            sql.Add($" AND company_id = {CompanyId}");
        }

        sql.Add($") AND {customerColumn:raw} = {customer}");
    }

    /// <summary>Adds the condition on rows of customers, for the counters.</summary>
    public void AddToCounters(SqlStatement sql)
    {
        sql.Add($"1 = 1");
        if (CompanyId is not null)
        {
            sql.Add($" AND company_id = {CompanyId}");
        }

        if (Customers is not null)
        {
            sql.Add($" AND id IN {Customers}");
        }
    }
}
