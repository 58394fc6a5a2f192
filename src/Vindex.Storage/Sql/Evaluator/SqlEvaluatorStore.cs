using System.Data.Common;
using Vindex.Storage.Evaluator;
using Vindex.Storage.Sql.Nodes;

namespace Vindex.Storage.Sql.Evaluator;

/// <summary>The public evaluator's sessions.</summary>
internal sealed class SqlEvaluatorStore(ISqlDatabase database, OwnNode own) : IEvaluatorStore
{
    private const int ForgetBatch = 20;

    private const string Columns = "id, file_name, upload, total, created_at, expires_at, state, scoring, outcome, error, taken, no";

    private const int NoAt = 11;

    public Task<bool> AddAsync(EvaluatorSession session, byte[] file, long mostBytes, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async write =>
            {
                var added = await write.NumberAsync(
                    $"""
                    INSERT INTO evaluator_sessions (id, file_name, file_bytes, upload, total, state, created_at, expires_at)
                    SELECT {session.Id}, {session.FileName}, {file.LongLength}, {session.Upload}, {session.Total}, 'uploaded',
                           {session.CreatedAt}, {session.ExpiresAt}
                    WHERE {file.LongLength} + (SELECT COALESCE(SUM(file_bytes), 0) FROM evaluator_sessions) <= {mostBytes}
                    RETURNING no
                    """);
                if (added is not { } no)
                {
                    return false;
                }

                await write.ExecuteAsync($"INSERT INTO evaluator_files (no, content) VALUES ({no}, {file})");
                return true;
            },
            cancellationToken);

    public Task<EvaluatorSession?> FindAsync(string id, DateTimeOffset now, CancellationToken cancellationToken) =>
        database.ReadAsync(
            connection => connection.FirstAsync($"SELECT {Columns:raw} FROM evaluator_sessions WHERE id = {id} AND expires_at > {now}", Read),
            cancellationToken);

    public Task<byte[]?> FileAsync(string id, DateTimeOffset now, CancellationToken cancellationToken) =>
        database.ReadAsync(
            connection => connection.FirstAsync(
                $"SELECT f.content FROM evaluator_files f JOIN evaluator_sessions s ON s.no = f.no WHERE s.id = {id} AND s.expires_at > {now}",
                row => row.Bytes(0)),
            cancellationToken);

    public async Task<bool> StartAsync(string id, string order, DateTimeOffset now, CancellationToken cancellationToken) =>
        await database.WriteAsync(
            $"""
            UPDATE evaluator_sessions SET state = 'scoring', scoring = {order}, started_at = {now}
            WHERE id = {id} AND state = 'uploaded' AND expires_at > {now}
            """,
            cancellationToken) == 1;

    public Task<bool> RestartAsync(string id, string order, DateTimeOffset now, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async write =>
            {
                var restarted = await write.NumberAsync(
                    $"""
                    UPDATE evaluator_sessions
                    SET state = 'scoring', scoring = {order}, started_at = {now}, outcome = NULL, error = NULL, lease_until = NULL, taken = 0
                    WHERE id = {id} AND state IN ('done', 'failed') AND expires_at > {now}
                    RETURNING no
                    """);
                if (restarted is { } no) await write.ExecuteAsync($"DELETE FROM evaluator_rows WHERE session_no = {no}");
                return restarted is not null;
            },
            cancellationToken);

    public async Task<LeasedEvaluation?> LeaseAsync(DateTimeOffset now, DateTimeOffset until, CancellationToken cancellationToken)
    {
        SqlStatement first =
            $"""
            SELECT no FROM evaluator_sessions
            WHERE state = 'scoring' AND expires_at > {now} AND (lease_until IS NULL OR lease_until <= {now})
            ORDER BY started_at, no LIMIT 1
            """;
        if (await NodeLeasing.IsNoneAsync(database, own, first, cancellationToken)) return null;
        return await database.WriteAsync(
            async write =>
            {
                var leased = await write.ListAsync(
                    $"""
                    UPDATE evaluator_sessions SET lease_until = {until}, taken = taken + 1, node = {own.Id} WHERE no = ({first:fixed})
                    RETURNING {Columns:raw}
                    """,
                    row => (Session: Read(row), No: row.GetInt64(NoAt)));
                if (leased.Count == 0)
                {
                    return null;
                }

                var (session, no) = leased[0];
                var file = await write.FirstAsync($"SELECT content FROM evaluator_files WHERE no = {no}", row => row.Bytes(0));
                return new LeasedEvaluation(session, file!, (int)(await write.NumberAsync(Count(session.Id)))!);
            },
            cancellationToken);
    }

    public Task TakeBackAsync(CancellationToken cancellationToken) =>
        database.WriteAsync($"UPDATE evaluator_sessions SET lease_until = NULL WHERE state = 'scoring' AND lease_until IS NOT NULL", cancellationToken);

    public Task ReleaseAsync(string id, CancellationToken cancellationToken) =>
        database.WriteAsync(
            $"UPDATE evaluator_sessions SET lease_until = NULL, taken = taken - 1 WHERE id = {id} AND state = 'scoring' AND lease_until IS NOT NULL",
            cancellationToken);

    public Task<bool> StoreAsync(string id, IReadOnlyList<EvaluatorRow> rows, DateTimeOffset until, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async write =>
            {
                if (await write.NumberAsync(
                    $"UPDATE evaluator_sessions SET lease_until = {until} WHERE id = {id} AND state = 'scoring' RETURNING no") is not { } no)
                {
                    return false;
                }

                foreach (var row in rows)
                {
                    await write.ExecuteAsync(
                        $"INSERT INTO evaluator_rows (session_no, row_number, result) VALUES ({no}, {row.Row}, {row.Result}) ON CONFLICT DO NOTHING");
                }

                return true;
            },
            cancellationToken);

    public Task EndAsync(string id, string? outcome, string? error, CancellationToken cancellationToken)
    {
        var state = error is null ? EvaluatorState.Done : EvaluatorState.Failed;
        return database.WriteAsync(
            $"""
            UPDATE evaluator_sessions SET state = {state}, outcome = {outcome}, error = {error}, lease_until = NULL WHERE id = {id} AND state = 'scoring'
            """,
            cancellationToken);
    }

    public async Task<IReadOnlyList<EvaluatorRow>> RowsAsync(string id, CancellationToken cancellationToken) =>
        await database.ReadAsync(
            connection => connection.ListAsync(
                $"SELECT r.row_number, r.result FROM evaluator_rows r JOIN evaluator_sessions s ON s.no = r.session_no WHERE s.id = {id} ORDER BY r.row_number",
                row => new EvaluatorRow(row.GetInt32(0), row.Bytes(1))),
            cancellationToken);

    public async Task<int> CountAsync(string id, CancellationToken cancellationToken) =>
        (int)(await database.ReadAsync(connection => connection.NumberAsync(Count(id)), cancellationToken))!;

    public async Task<int> ForgetAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        // Rows and files go with the session (ON DELETE CASCADE); a few at a time, so that other writes run in between.
        var total = 0;
        while (true)
        {
            var deleted = await database.WriteAsync(
                $"DELETE FROM evaluator_sessions WHERE no IN (SELECT no FROM evaluator_sessions WHERE expires_at <= {now} LIMIT {ForgetBatch})",
                cancellationToken);
            total += deleted;
            if (deleted < ForgetBatch)
            {
                return total;
            }
        }
    }

    private static SqlStatement Count(string id) =>
        $"SELECT COUNT(*) FROM evaluator_rows WHERE session_no = (SELECT no FROM evaluator_sessions WHERE id = {id})";

    private static EvaluatorSession Read(DbDataReader row) =>
        new(row.GetString(0), row.GetString(1), row.GetString(2), row.GetInt32(3), row.Time(4), row.Time(5))
        {
            State = row.Name<EvaluatorState>(6),
            Order = row.TextOrNull(7),
            Outcome = row.TextOrNull(8),
            Error = row.TextOrNull(9),
            Taken = row.GetInt32(10),
        };
}
