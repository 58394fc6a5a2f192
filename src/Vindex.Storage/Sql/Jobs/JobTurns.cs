using Vindex.Storage.Sql.Values;

namespace Vindex.Storage.Sql.Jobs;

/// <summary>
/// How many jobs of each company wait, and which company was served when. Leasing and the writes of owners both change these rows, so all transactions lock
/// them last, and in the order of the companies.
/// </summary>
internal static class JobTurns
{
    /// <summary>Counts jobs that wait more (or, negative, less).</summary>
    public static ValueTask AddAsync(SqlWrite write, string companyId, int count) =>
        count == 0 ? ValueTask.CompletedTask : write.AtEndAsync(new TurnChange(companyId, count, 0));

    /// <summary>Counts jobs that were leased, and puts their company at the end of the line.</summary>
    public static ValueTask ServeAsync(SqlWrite write, string companyId, int count, long turn) => write.AtEndAsync(new TurnChange(companyId, -count, turn));

    /// <summary>One change.</summary>
    public static SqlStatement Of(TurnChange change) =>
        change.Turn > 0
            ? $"UPDATE job_turns SET waiting = waiting + {change.Waiting}, turn = {change.Turn} WHERE company_id = {change.CompanyId}"
            // No row for a company that is being deleted.
            : (SqlStatement)$"""
                INSERT INTO job_turns (company_id, waiting, turn) SELECT id, {change.Waiting}, 0 FROM companies WHERE id = {change.CompanyId}
                ON CONFLICT (company_id) DO UPDATE SET waiting = job_turns.waiting + excluded.waiting
                """;

    /// <summary>All changes of a transaction, those of a company as one; null if there are none. PostgreSQL only.</summary>
    public static SqlStatement? Of(IEnumerable<TurnChange> changes)
    {
        var sums = changes.GroupBy(change => change.CompanyId, StringComparer.Ordinal)
            .Select(same => new TurnChange(same.Key, same.Sum(change => change.Waiting), same.Max(change => change.Turn)))
            .Where(sum => sum.Waiting != 0 || sum.Turn > 0)
            .ToList();
        if (sums.Count == 0) return null;
        return $"""
            INSERT INTO job_turns (company_id, waiting, turn)
            SELECT c.id, t.waiting, t.turn
            FROM unnest({SqlList.Of(sums.Select(sum => sum.CompanyId))}, {SqlList.Of(sums.Select(sum => sum.Waiting))},
                        {SqlList.Of(sums.Select(sum => sum.Turn))}) AS t (id, waiting, turn)
            JOIN companies c ON c.id = t.id
            ORDER BY c.id
            ON CONFLICT (company_id) DO UPDATE SET waiting = job_turns.waiting + excluded.waiting,
              turn = CASE WHEN excluded.turn > 0 THEN excluded.turn ELSE job_turns.turn END
            """;
    }
}

/// <summary>A change of a company's turn.</summary>
/// <param name="CompanyId">The company.</param>
/// <param name="Waiting">How many more of its jobs wait.</param>
/// <param name="Turn">When it was served; 0 if it was not.</param>
internal readonly record struct TurnChange(string CompanyId, long Waiting, long Turn);
