namespace Vindex.Storage.Sql.Jobs;

/// <summary>How many jobs of each company wait, and which company was served when.</summary>
internal static class JobTurns
{
    /// <summary>Counts jobs that wait more (or, negative, less).</summary>
    public static async Task AddAsync(SqlWrite write, string companyId, int count)
    {
        if (count != 0)
        {
            // No row for a company that is being deleted.
            await write.AtEndAsync(
                companyId,
                $"""
                INSERT INTO job_turns (company_id, waiting, turn) SELECT id, {count}, 0 FROM companies WHERE id = {companyId}
                ON CONFLICT (company_id) DO UPDATE SET waiting = job_turns.waiting + excluded.waiting
                """);
        }
    }

    /// <summary>Counts jobs that were leased, and puts their company at the end of the line.</summary>
    public static ValueTask ServeAsync(SqlWrite write, string companyId, int count, long turn) =>
        write.AtEndAsync(
            companyId, $"UPDATE job_turns SET waiting = waiting - {count}, turn = {turn} WHERE company_id = {companyId}");
}
