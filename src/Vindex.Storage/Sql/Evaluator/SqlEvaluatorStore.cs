using System.Data.Common;
using Dapper;
using Vindex.Storage.Evaluator;

namespace Vindex.Storage.Sql.Evaluator;

/// <summary>The public evaluator's sessions.</summary>
internal sealed class SqlEvaluatorStore(ISqlDatabase database) : IEvaluatorStore
{
    private const int ForgetBatch = 20;

    private const string Columns =
        """
        id AS Id, file_name AS FileName, upload AS Upload, total AS Total, state AS State, scoring AS Scoring, outcome AS Outcome, error AS Error, taken AS Taken,
        created_at AS CreatedAt, expires_at AS ExpiresAt, no AS No
        """;

    private const string Insert =
        """
        INSERT INTO evaluator_sessions (id, file_name, file_bytes, upload, total, state, created_at, expires_at)
        SELECT @Id, @FileName, @Bytes, @Upload, @Total, 'uploaded', @CreatedAt, @ExpiresAt
        WHERE @Bytes + (SELECT COALESCE(SUM(file_bytes), 0) FROM evaluator_sessions) <= @Most
        RETURNING no
        """;

    private const string Take =
        $"""
        UPDATE evaluator_sessions SET lease_until = @until, taken = taken + 1
        WHERE no = (
          SELECT no FROM evaluator_sessions
          WHERE state = 'scoring' AND expires_at > @now AND (lease_until IS NULL OR lease_until <= @now)
          ORDER BY started_at, no LIMIT 1)
        RETURNING {Columns}
        """;

    public Task<bool> AddAsync(EvaluatorSession session, byte[] file, long mostBytes, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async write =>
            {
                var row = new
                {
                    session.Id,
                    session.FileName,
                    Bytes = file.LongLength,
                    session.Upload,
                    session.Total,
                    CreatedAt = session.CreatedAt.ToMs(),
                    ExpiresAt = session.ExpiresAt.ToMs(),
                    Most = mostBytes,
                };
                if (await write.Connection.QuerySingleOrDefaultAsync<long?>(Insert, row) is not { } no) return false;
                await write.Connection.ExecuteAsync("INSERT INTO evaluator_files (no, content) VALUES (@no, @file)", new { no, file });
                return true;
            },
            cancellationToken);

    public Task<EvaluatorSession?> FindAsync(string id, DateTimeOffset now, CancellationToken cancellationToken) =>
        database.ReadAsync(
            async connection =>
            {
                var row = await connection.QuerySingleOrDefaultAsync<Row>(
                    $"SELECT {Columns} FROM evaluator_sessions WHERE id = @id AND expires_at > @now", new { id, now = now.ToMs() });
                return row?.ToSession();
            },
            cancellationToken);

    public Task<byte[]?> FileAsync(string id, DateTimeOffset now, CancellationToken cancellationToken) =>
        database.ReadAsync(
            connection => connection.QuerySingleOrDefaultAsync<byte[]?>(
                "SELECT f.content FROM evaluator_files f JOIN evaluator_sessions s ON s.no = f.no WHERE s.id = @id AND s.expires_at > @now", new { id, now = now.ToMs() }),
            cancellationToken);

    public Task<bool> StartAsync(string id, string order, DateTimeOffset now, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async write => await write.Connection.ExecuteAsync(
                "UPDATE evaluator_sessions SET state = 'scoring', scoring = @order, started_at = @now WHERE id = @id AND state = 'uploaded' AND expires_at > @now",
                new { id, order, now = now.ToMs() }) == 1,
            cancellationToken);

    public Task<LeasedEvaluation?> LeaseAsync(DateTimeOffset now, DateTimeOffset until, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async write =>
            {
                var row = await write.Connection.QuerySingleOrDefaultAsync<Row>(Take, new { now = now.ToMs(), until = until.ToMs() });
                if (row is null) return null;
                var file = await write.Connection.QuerySingleAsync<byte[]>("SELECT content FROM evaluator_files WHERE no = @No", new { row.No });
                return new LeasedEvaluation(row.ToSession(), file, await CountAsync(write.Connection, row.Id));
            },
            cancellationToken);

    public Task TakeBackAsync(CancellationToken cancellationToken) =>
        database.WriteAsync(
            write => write.Connection.ExecuteAsync("UPDATE evaluator_sessions SET lease_until = NULL WHERE state = 'scoring' AND lease_until IS NOT NULL"), cancellationToken);

    public Task ReleaseAsync(string id, CancellationToken cancellationToken) =>
        database.WriteAsync(
            write => write.Connection.ExecuteAsync(
                "UPDATE evaluator_sessions SET lease_until = NULL, taken = taken - 1 WHERE id = @id AND state = 'scoring' AND lease_until IS NOT NULL", new { id }),
            cancellationToken);

    public Task<bool> StoreAsync(string id, IReadOnlyList<EvaluatorRow> rows, DateTimeOffset until, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async write =>
            {
                var no = await write.Connection.QuerySingleOrDefaultAsync<long?>(
                    "UPDATE evaluator_sessions SET lease_until = @until WHERE id = @id AND state = 'scoring' RETURNING no", new { id, until = until.ToMs() });
                if (no is not { } session) return false;
                foreach (var row in rows)
                {
                    await write.ExecuteAsync(
                        "INSERT INTO evaluator_rows (session_no, row_number, result) VALUES (@session, @row, @result) ON CONFLICT DO NOTHING",
                        ("@session", session),
                        ("@row", row.Row),
                        ("@result", row.Result));
                }

                return true;
            },
            cancellationToken);

    public Task EndAsync(string id, string? outcome, string? error, CancellationToken cancellationToken) =>
        database.WriteAsync(
            write =>
            {
                var state = EnumText<EvaluatorState>.Of(error is null ? EvaluatorState.Done : EvaluatorState.Failed);
                return write.Connection.ExecuteAsync(
                    "UPDATE evaluator_sessions SET state = @state, outcome = @outcome, error = @error, lease_until = NULL WHERE id = @id AND state = 'scoring'",
                    new { id, state, outcome, error });
            },
            cancellationToken);

    public Task<IReadOnlyList<EvaluatorRow>> RowsAsync(string id, CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyList<EvaluatorRow>>(
            async connection =>
            {
                var command = connection.CreateCommand();
                await using var _ = command;
                command.CommandText =
                    "SELECT r.row_number, r.result FROM evaluator_rows r JOIN evaluator_sessions s ON s.no = r.session_no WHERE s.id = @id ORDER BY r.row_number";
                var parameter = command.CreateParameter();
                (parameter.ParameterName, parameter.Value) = ("@id", id);
                command.Parameters.Add(parameter);
                return await command.ListAsync(row => new EvaluatorRow(row.GetInt32(0), row.Bytes(1)));
            },
            cancellationToken);

    public Task<int> CountAsync(string id, CancellationToken cancellationToken) =>
        database.ReadAsync(connection => CountAsync(connection, id), cancellationToken);

    public async Task<int> ForgetAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        // Rows and files go with the session (ON DELETE CASCADE); a few at a time, so that other writes find their turn in between.
        const string Sql = "DELETE FROM evaluator_sessions WHERE no IN (SELECT no FROM evaluator_sessions WHERE expires_at <= @now LIMIT @batch)";
        var total = 0;
        while (true)
        {
            var deleted = await database.WriteAsync(write => write.Connection.ExecuteAsync(Sql, new { now = now.ToMs(), batch = ForgetBatch }), cancellationToken);
            total += deleted;
            if (deleted < ForgetBatch) return total;
        }
    }

    private static Task<int> CountAsync(DbConnection connection, string id) =>
        connection.QuerySingleAsync<int>("SELECT COUNT(*) FROM evaluator_rows WHERE session_no = (SELECT no FROM evaluator_sessions WHERE id = @id)", new { id });

    private sealed class Row
    {
        public long No { get; init; }

        public string Id { get; init; } = "";

        public string FileName { get; init; } = "";

        public string Upload { get; init; } = "";

        public int Total { get; init; }

        public string State { get; init; } = "";

        public string? Scoring { get; init; }

        public string? Outcome { get; init; }

        public string? Error { get; init; }

        public int Taken { get; init; }

        public long CreatedAt { get; init; }

        public long ExpiresAt { get; init; }

        public EvaluatorSession ToSession() => new(Id, FileName, Upload, Total, SqlTime.FromMs(CreatedAt), SqlTime.FromMs(ExpiresAt))
        {
            State = EnumText<EvaluatorState>.Parse(State),
            Order = Scoring,
            Outcome = Outcome,
            Error = Error,
            Taken = Taken,
        };
    }
}
