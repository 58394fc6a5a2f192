using Vindex.Storage.Idempotency;
using Vindex.Storage.Scores;

namespace Vindex.Storage.Sql.Scores;

/// <summary>Adds a score: the hot path of the store, so every statement is prepared once.</summary>
internal static class ScoreInsert
{
    private static readonly string s_dimensions = string.Join(", ", StoredDimensions.Names);

    /// <summary>Adds a score within a write. Returns its number; null when the customer is not the company's, or the answer's key was taken over.</summary>
    public static async Task<long?> AddAsync(SqlWrite write, ScoreRows rows, PackedScore packed, IdempotentAnswer? answer) =>
        await rows.OpenAsync(write, packed.Score.Item) is { } opened ? await AddAsync(write, rows, opened, packed, answer) : null;

    /// <summary>Adds a score after <see cref="ScoreRows.OpenAsync"/>. Returns its number; null when the answer's key was taken over.</summary>
    public static async Task<long?> AddAsync(
        SqlWrite write, ScoreRows rows, ScoreRows.OpenScoreProject opened, PackedScore packed, IdempotentAnswer? answer)
    {
        var score = packed.Score;
        var item = score.Item;
        await write.LaterAsync(
            $"""
            UPDATE customers SET score_count = score_count + 1, ticket_count = ticket_count + {(opened.Newest is null ? 1 : 0)},
                   overall_tenths_sum = overall_tenths_sum + {item.OverallTenths}
            WHERE id = {item.CustomerId} AND company_id = {item.CompanyId}
            """);
        if (opened.Newest is > 0 and var older)
        {
            await LatestScores.SupersedeAsync(write, older);
        }

        var inserting = InsertItemAsync(write, item, isSuperseded: opened.Newest < 0);
        var addingRow = rows.AddAsync(opened, score.Summary);
        var no = await inserting;
        await addingRow;
        await InsertDetailAsync(write, no, packed);
        if (rows.Titles is { } titles) await titles.AddedAsync(write, no);
        await rows.Events.ScoreCreatedAsync(write, opened.Webhooks, score, no);
        if (answer is not null && !await SqlIdempotencyStore.StoreAnswerAsync(write, answer, no))
        {
            write.Undo();
            return null;
        }

        return no;
    }

    private static async ValueTask<long> InsertItemAsync(SqlWrite write, ScoreItem item, bool isSuperseded)
    {
        var six = item.Dimensions.Values;
        long? superseded = isSuperseded ? 1 : null;
        var no = await write.NumberAsync(
            $"""
            INSERT INTO scores (company_id, id, customer_id, ticket_id, ticket_key, title, key_folded, title_folded, overall_tenths,
                                {s_dimensions:raw}, created_at, superseded)
            VALUES ({item.CompanyId}, {item.Id}, {item.CustomerId}, {item.TicketId}, {item.TicketKey}, {item.Title}, {FoldedText.Fold(item.TicketKey)},
                    {FoldedText.Fold(item.Title)}, {item.OverallTenths}, {six[0]}, {six[1]}, {six[2]}, {six[3]}, {six[4]}, {six[5]}, {item.CreatedAt},
                    {superseded})
            RETURNING no
            """);
        return no!.Value;
    }

    private static ValueTask InsertDetailAsync(SqlWrite write, long no, PackedScore packed)
    {
        var score = packed.Score;
        return write.LaterAsync(
            $"""
            INSERT INTO score_details (no, company_id, job_id, issue_type, snapshot_at, source, profile, provider, model, started_at, completed_at, duration_ms,
                                       description, acceptance_criteria, detail, content_hash, inputs)
            VALUES ({no}, {score.Item.CompanyId}, {score.JobId}, {score.IssueType}, {score.SnapshotAt}, {score.Source}, {score.Profile}, {score.Provider},
                    {score.Model}, {score.StartedAt}, {score.CompletedAt}, {score.DurationMs}, {packed.Description}, {packed.AcceptanceCriteria},
                    {packed.Detail}, {score.ContentHash}, {packed.Inputs})
            """);
    }
}
