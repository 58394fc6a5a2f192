using Vindex.Storage.Idempotency;
using Vindex.Storage.Scores;

namespace Vindex.Storage.Sql.Scores;

/// <summary>Adds a score: the hot path of the store, so every statement is prepared once.</summary>
internal static class ScoreInsert
{
    // Also the check that the customer is the company's: no such row, nothing counted, nothing stored.
    private const string Count =
        """
        UPDATE customers SET score_count = score_count + 1, overall_tenths_sum = overall_tenths_sum + @overall
        WHERE id = @customer AND company_id = @company
        """;

    private const string InsertScore =
        """
        INSERT INTO scores (company_id, id, customer_id, ticket_id, ticket_key, title, key_folded, title_folded, overall_tenths,
                            independent, negotiable, valuable, estimable, small, testable, created_at)
        VALUES (@company, @id, @customer, @ticket, @key, @title, @keyFolded, @titleFolded, @overall,
                @independent, @negotiable, @valuable, @estimable, @small, @testable, @createdAt)
        RETURNING no
        """;

    private const string InsertDetail =
        """
        INSERT INTO score_details (no, company_id, job_id, issue_type, snapshot_at, source, profile, provider, model, started_at, completed_at, duration_ms,
                                   description, acceptance_criteria, detail, content_hash, inputs)
        VALUES (@no, @company, @job, @issueType, @snapshotAt, @source, @profile, @provider, @model, @startedAt, @completedAt, @durationMs,
                @description, @criteria, @detail, @contentHash, @inputs)
        """;

    /// <summary>Adds a score within a write. Returns its number; null when the customer is not the company's.</summary>
    public static async Task<long?> AddAsync(SqlWrite write, ScoreRows rows, StoredScore score, IdempotentAnswer? answer)
    {
        var item = score.Item;
        var counted = await write.ExecuteAsync(Count, ("@overall", item.OverallTenths), ("@customer", item.CustomerId), ("@company", item.CompanyId));
        if (counted == 0)
        {
            return null;
        }

        var no = await write.NumberAsync(
            InsertScore,
            ("@company", item.CompanyId),
            ("@id", item.Id),
            ("@customer", item.CustomerId),
            ("@ticket", item.TicketId),
            ("@key", item.TicketKey),
            ("@title", item.Title),
            ("@keyFolded", FoldedText.Fold(item.TicketKey)),
            ("@titleFolded", FoldedText.Fold(item.Title)),
            ("@overall", item.OverallTenths),
            ("@independent", item.Dimensions.Independent),
            ("@negotiable", item.Dimensions.Negotiable),
            ("@valuable", item.Dimensions.Valuable),
            ("@estimable", item.Dimensions.Estimable),
            ("@small", item.Dimensions.Small),
            ("@testable", item.Dimensions.Testable),
            ("@createdAt", item.CreatedAt.ToMs()));
        await write.ExecuteAsync(
            InsertDetail,
            ("@no", no),
            ("@company", item.CompanyId),
            ("@job", score.JobId),
            ("@issueType", score.IssueType),
            ("@snapshotAt", score.SnapshotAt.ToMs()),
            ("@source", score.Source),
            ("@profile", score.Profile),
            ("@provider", score.Provider),
            ("@model", score.Model),
            ("@startedAt", score.StartedAt.ToMs()),
            ("@completedAt", score.CompletedAt.ToMs()),
            ("@durationMs", score.DurationMs),
            ("@description", score.Description),
            ("@criteria", score.AcceptanceCriteria),
            ("@detail", score.Detail),
            ("@contentHash", score.ContentHash),
            ("@inputs", score.Inputs));
        await rows.AddAsync(write, score.Summary);
        if (answer is not null)
        {
            await write.ExecuteAsync(
                SqlIdempotencyStore.StoreAnswer, ("@answer", answer.Answer), ("@score", no), ("@owner", answer.Owner), ("@key", answer.Key));
        }

        return no;
    }
}
