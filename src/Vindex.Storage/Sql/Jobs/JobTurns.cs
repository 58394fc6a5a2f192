namespace Vindex.Storage.Sql.Jobs;

/// <summary>How many jobs of each company wait, and which company was served when.</summary>
internal static class JobTurns
{
    // No row for a company that is being deleted.
    private const string Add =
        """
        INSERT INTO job_turns (company_id, waiting, turn) SELECT id, @count, 0 FROM companies WHERE id = @company
        ON CONFLICT (company_id) DO UPDATE SET waiting = job_turns.waiting + excluded.waiting
        """;

    private const string Serve = "UPDATE job_turns SET waiting = waiting - @count, turn = @turn WHERE company_id = @company";

    /// <summary>Counts jobs that wait more (or, negative, less).</summary>
    public static async Task AddAsync(SqlWrite write, string companyId, int count)
    {
        if (count != 0)
        {
            await write.ExecuteAsync(Add, ("@count", count), ("@company", companyId));
        }
    }

    /// <summary>Counts jobs that were leased, and puts their company at the end of the line.</summary>
    public static ValueTask<int> ServeAsync(SqlWrite write, string companyId, int count, long turn) =>
        write.ExecuteAsync(Serve, ("@count", count), ("@turn", turn), ("@company", companyId));
}
