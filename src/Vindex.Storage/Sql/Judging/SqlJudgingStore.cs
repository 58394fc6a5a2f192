using System.Data.Common;
using Vindex.Storage.Audit;
using Vindex.Storage.Judging;

namespace Vindex.Storage.Sql.Judging;

/// <summary>Who judges the tickets of companies, and what that uses.</summary>
internal sealed class SqlJudgingStore(ISqlDatabase database) : IJudgingStore
{
    public Task<bool> SetAsync(string companyId, string? document, byte[]? sealedKey, AuditEntry audit, CancellationToken cancellationToken) =>
        database.WriteAsync($"UPDATE companies SET judging = {document}, model_key = {sealedKey} WHERE id = {companyId}", audit, cancellationToken);

    public Task AddUseAsync(string companyId, MonthlyUse use, CancellationToken cancellationToken) =>
        database.WriteAsync(
            $"""
            INSERT INTO model_use (company_id, month, calls, input_tokens, output_tokens, cost_nanos)
            SELECT {companyId}, {use.Month}, {use.Calls}, {use.InputTokens}, {use.OutputTokens}, {use.CostNanos}
            WHERE {companyId} = '' OR EXISTS (SELECT 1 FROM companies WHERE id = {companyId})
            ON CONFLICT (company_id, month) DO UPDATE SET
              calls = model_use.calls + excluded.calls,
              input_tokens = model_use.input_tokens + excluded.input_tokens,
              output_tokens = model_use.output_tokens + excluded.output_tokens,
              cost_nanos = model_use.cost_nanos + excluded.cost_nanos
            """,
            cancellationToken);

    public async Task<MonthlyUse> UseAsync(string companyId, string month, CancellationToken cancellationToken) =>
        await database.ReadAsync(
            connection => connection.FirstAsync(
                $"SELECT month, calls, input_tokens, output_tokens, cost_nanos FROM model_use WHERE company_id = {companyId} AND month = {month}", ReadUse),
            cancellationToken)
        ?? new MonthlyUse(month, 0, 0, 0, 0);

    public Task AddFailureAsync(string companyId, ModelFailureCount failure, CancellationToken cancellationToken) =>
        database.WriteAsync(
            $"""
            INSERT INTO model_failures (company_id, month, connection, reason, count, last_at)
            SELECT {companyId}, {failure.Month}, {failure.Connection}, {failure.Reason}, {failure.Count}, {failure.LastAt}
            WHERE {companyId} = '' OR EXISTS (SELECT 1 FROM companies WHERE id = {companyId})
            ON CONFLICT (company_id, month, connection, reason) DO UPDATE SET
              count = model_failures.count + excluded.count,
              last_at = CASE WHEN excluded.last_at > model_failures.last_at THEN excluded.last_at ELSE model_failures.last_at END
            """,
            cancellationToken);

    public async Task<IReadOnlyList<ModelFailureCount>> FailuresAsync(string companyId, string month, CancellationToken cancellationToken) =>
        await database.ReadAsync(
            connection => connection.ListAsync(
                $"""
                SELECT month, connection, reason, count, last_at FROM model_failures
                WHERE company_id = {companyId} AND month = {month} ORDER BY last_at DESC, connection, reason
                """,
                ReadFailure),
            cancellationToken);

    private static MonthlyUse ReadUse(DbDataReader row) => new(row.GetString(0), row.GetInt64(1), row.GetInt64(2), row.GetInt64(3), row.GetInt64(4));

    private static ModelFailureCount ReadFailure(DbDataReader row) =>
        new(row.GetString(0), row.GetString(1), row.GetString(2), row.GetInt64(3), row.Time(4));
}
