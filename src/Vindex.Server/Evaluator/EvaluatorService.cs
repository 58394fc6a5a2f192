using System.Text.Json;
using Vindex.Scoring.Profiles;
using Vindex.Server.Evaluator.Results;
using Vindex.Server.Evaluator.Sessions;
using Vindex.Server.Evaluator.Uploads;
using Vindex.Server.Scoring;
using Vindex.Server.Security;
using Vindex.Storage.Evaluator;

namespace Vindex.Server.Evaluator;

/// <summary>A row of a session, with its text.</summary>
/// <param name="Session">The session.</param>
/// <param name="Key">The ticket's key; null for none.</param>
/// <param name="Judged">The scored ticket; null if the row could not be scored.</param>
/// <param name="Error">Why it could not be scored.</param>
internal sealed record SessionRow(EvaluatorSession Session, string? Key, EvaluatedTicket? Judged, string? Error);

/// <summary>Sessions of the public evaluator. The id of a session is all that is needed to use it.</summary>
internal sealed class EvaluatorService(
    IEvaluatorStore store, TimeProvider time, Randomness randomness, IOptions<EvaluatorOptions> options, SessionSignal signal, TicketEvaluation evaluation)
{
    private const int IdBytes = 16;
    private const int IdLength = 2 * IdBytes;
    private const int FullRetrySeconds = 600;

    /// <summary>Stores an uploaded file.</summary>
    public async Task<Outcome<EvaluatorSession>> UploadAsync(UploadedFile file, CancellationToken cancellationToken)
    {
        var (content, sheet) = (file.Content, (string?)null);
        if (Workbook.Is(content))
        {
            switch (Workbook.Read(content, cancellationToken))
            {
                case Outcome<WorkbookSheet>.Refused refused: return refused.Reason;
                case Outcome<WorkbookSheet>.Done { Value: var read }: (content, sheet) = (read.Csv, read.Sheet); break;
            }
        }

        switch (TableLook.At(content, sheet))
        {
            case Outcome<TableFound>.Refused refused:
                return refused.Reason;
            case Outcome<TableFound>.Done { Value: var table }:
                var now = time.GetUtcNow();
                var record = JsonSerializer.Serialize(table.Record, EvaluatorJson.Shared.UploadRecord);
                var id = Convert.ToHexStringLower(randomness.Bytes(IdBytes));
                var session = new EvaluatorSession(id, file.Name, record, table.Rows, now, now + options.Value.Kept);
                return await store.AddAsync(session, content, options.Value.MaxStoredBytes, cancellationToken)
                    ? session
                    : new Refusal.Unavailable("evaluator_full", "The server holds too many files right now; try again later.", FullRetrySeconds);
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    /// <summary>Finds a session that has not expired.</summary>
    public async Task<Outcome<EvaluatorSession>> FindAsync(string id, CancellationToken cancellationToken) =>
        await SessionAsync(id, cancellationToken) is { } session ? session : new Refusal.NotFound();

    /// <summary>The results of a session so far.</summary>
    public async Task<Outcome<EvaluationResultsBody>> ResultsAsync(string id, CancellationToken cancellationToken)
    {
        if (await SessionAsync(id, cancellationToken) is not { } session) return new Refusal.NotFound();
        return SessionResults.Of(session, session.State == EvaluatorState.Uploaded ? [] : await store.RowsAsync(session.Id, cancellationToken));
    }

    /// <summary>Scores the rows of a session, or scores them again.</summary>
    /// <param name="input">The request.</param>
    /// <param name="typeByName">Whether a column with a known name is used as the type if the mapping names none.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<Outcome<EvaluatorSession>> StartAsync(Input<ScoreSessionBody> input, bool typeByName, CancellationToken cancellationToken)
    {
        if (input.Errors.Any) return new Refusal.Invalid(input.Errors);
        if (await SessionAsync(input.Value.SessionId, cancellationToken) is not { } session) return new Refusal.NotFound();
        var isAgain = session.State is EvaluatorState.Done or EvaluatorState.Failed && input.Value.Again == true;
        if (session.State != EvaluatorState.Uploaded && !isAgain) return AlreadyStarted();
        if (input.Value.SystemType is { } profile && profile != Profile.DefaultName)
            return ScoringRefusals.UnknownProfile([Profile.DefaultName], "system_type");
        var record = SessionDocuments.RecordOf(session);
        var chosen = Resolve(input.Value.Mapping ?? record.Mapping, record.Columns, input.Errors);
        if (input.Errors.Any) return new Refusal.Invalid(input.Errors);
        if (chosen.Summary is null)
        {
            return Refusal.Field(
                "summary_not_mapped",
                $"Choose the column that contains the summary; the file has the columns {Names(record.Columns)}.",
                "mapping.summary",
                "must name a column of the file");
        }

        // A column that is mapped to something else is not used as the type.
        string?[] taken = [chosen.Key, chosen.Summary, chosen.Description, chosen.AcceptanceCriteria];
        var type = chosen.IssueType ?? (typeByName && !taken.Contains(record.Mapping.IssueType) ? record.Mapping.IssueType : null);
        var order = JsonSerializer.Serialize(new ScoringOrder(chosen with { IssueType = type }, Profile.DefaultName), EvaluatorJson.Shared.ScoringOrder);
        var isStarted = isAgain
            ? await store.RestartAsync(session.Id, order, time.GetUtcNow(), cancellationToken)
            : await store.StartAsync(session.Id, order, time.GetUtcNow(), cancellationToken);
        if (!isStarted) return AlreadyStarted();
        signal.Announce();
        return session;
    }

    /// <summary>One row of a session that has been started. Its details are not stored: scoring the text again gives the same result.</summary>
    public async Task<Outcome<SessionRow>> RowAsync(string id, int row, CancellationToken cancellationToken)
    {
        if (await SessionAsync(id, cancellationToken) is not { } session || SessionDocuments.OrderOf(session) is not { } order) return new Refusal.NotFound();
        if (await store.FileAsync(session.Id, time.GetUtcNow(), cancellationToken) is not { } file) return new Refusal.NotFound();
        if (SessionRows.Read(file, order).FirstOrDefault(one => one.Row == row) is not { } found) return new Refusal.NotFound();
        var reading = SessionRows.Read(found);
        if (reading.Ticket is not { } ticket) return new SessionRow(session, null, null, reading.Reason);
        return await evaluation.JudgeAsync(reading, cancellationToken) switch
        {
            Outcome<EvaluatedTicket>.Done judged => new SessionRow(session, ticket.Key, judged.Value, null),
            Outcome<EvaluatedTicket>.Refused refused => refused.Reason,
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    private Task<EvaluatorSession?> SessionAsync(string id, CancellationToken cancellationToken) =>
        id.Length == IdLength ? store.FindAsync(id, time.GetUtcNow(), cancellationToken) : Task.FromResult<EvaluatorSession?>(null);

    private static Refusal.Conflict AlreadyStarted() =>
        new Refusal.Conflict(
            "already_scored", "This file has already been scored, or is being scored. Send \"again\": true once it is done to score it with other columns.");

    private static MappingBody Resolve(MappingBody mapping, IReadOnlyList<string> columns, FieldErrors errors)
    {
        return new MappingBody(
            Column(mapping.Key, "key"),
            Column(mapping.Summary, "summary"),
            Column(mapping.Description, "description"),
            Column(mapping.AcceptanceCriteria, "acceptance_criteria"),
            Column(mapping.IssueType, "issue_type"));

        string? Column(string? name, string member)
        {
            if (name is null) return null;
            var found = columns.FirstOrDefault(column => column == name)
                ?? columns.FirstOrDefault(column => column.Equals(name, StringComparison.OrdinalIgnoreCase));
            if (found is null) errors.Add("mapping." + member, $"must be one of the file's columns: {Names(columns)}");
            return found;
        }
    }

    private static string Names(IReadOnlyList<string> columns)
    {
        const int most = 20;
        const int longest = 40;
        var names = columns.Take(most).Select(name => "\"" + (name.Length > longest ? name[..longest] + "…" : name) + "\"");
        return string.Join(", ", names) + (columns.Count > most ? $" and {columns.Count - most:N0} more" : "");
    }
}
