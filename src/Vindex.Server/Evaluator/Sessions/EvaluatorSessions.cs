using System.Text.Json;
using Vindex.Scoring.Profiles;
using Vindex.Server.Evaluator.Uploads;
using Vindex.Server.Security;
using Vindex.Server.Web;
using Vindex.Storage;
using Vindex.Storage.Evaluator;

namespace Vindex.Server.Evaluator.Sessions;

/// <summary>What one can do with a session, for the endpoints and for the page alike.</summary>
internal sealed class EvaluatorSessions(IStore store, TimeProvider time, Randomness randomness, EvaluatorOptions options, SessionSignal signal)
{
    private const int IdBytes = 16;
    private const int IdLength = 2 * IdBytes;
    private const int FullRetrySeconds = 600;

    /// <summary>Takes a file in; the session and what was found, or the problem.</summary>
    public async Task<(UploadBody? Upload, Problem? Problem)> UploadAsync(UploadedFile file, CancellationToken cancellationToken)
    {
        var (record, rows, problem) = TableLook.At(file.Content);
        if (record is null) return (null, problem);
        var now = time.GetUtcNow();
        var session = new EvaluatorSession(
            Convert.ToHexStringLower(randomness.Bytes(IdBytes)), file.Name, JsonSerializer.Serialize(record, EvaluatorJson.Shared.UploadRecord), rows, now, now + options.Kept);
        if (!await store.Evaluator.AddAsync(session, file.Content, options.MostStoredBytes, cancellationToken))
            return (null, Problem.Unavailable("evaluator_full", "The server holds too many files right now; try again later.", FullRetrySeconds));
        return (Describe(session, record), null);
    }

    /// <summary>A session; null when there is none, or no more.</summary>
    public Task<EvaluatorSession?> FindAsync(string id, CancellationToken cancellationToken) =>
        id.Length == IdLength ? store.Evaluator.FindAsync(id, time.GetUtcNow(), cancellationToken) : Task.FromResult<EvaluatorSession?>(null);

    /// <summary>What was found out about a session's file.</summary>
    public static UploadRecord RecordOf(EvaluatorSession session) => JsonSerializer.Deserialize(session.Upload, EvaluatorJson.Shared.UploadRecord)!;

    /// <summary>How a session's rows are judged; null before that was asked for.</summary>
    public static ScoringOrder? OrderOf(EvaluatorSession session) =>
        session.Order is null ? null : JsonSerializer.Deserialize(session.Order, EvaluatorJson.Shared.ScoringOrder);

    /// <summary>Has a session scored; null when it begins, or the problem.</summary>
    /// <param name="session">The session.</param>
    /// <param name="mapping">Which column holds what; null for what the upload found.</param>
    /// <param name="profile">The profile; null for the default one.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    public async Task<Problem?> StartAsync(EvaluatorSession session, MappingBody? mapping, string? profile, CancellationToken cancellationToken)
    {
        if (session.State != EvaluatorState.Uploaded) return AlreadyStarted();
        if (profile is not null && profile != Profile.DefaultName) return Problem.UnknownProfile([Profile.DefaultName], "system_type");
        var record = RecordOf(session);
        var errors = new FieldErrors();
        var chosen = Resolve(mapping ?? record.Mapping, record.Columns, errors);
        if (errors.Any) return Problem.Invalid(errors);
        if (chosen.Summary is null)
        {
            return Problem.Invalid(
                "summary_not_mapped",
                $"Choose the column that contains the summary; the file has the columns {Names(record.Columns)}.",
                "mapping.summary",
                "must name a column of the file");
        }

        // A column that was chosen for something else does not hold the type as well.
        string?[] taken = [chosen.Key, chosen.Summary, chosen.Description, chosen.AcceptanceCriteria];
        var order = new ScoringOrder(chosen, taken.Contains(record.IssueType) ? null : record.IssueType, Profile.DefaultName);
        if (!await store.Evaluator.StartAsync(session.Id, JsonSerializer.Serialize(order, EvaluatorJson.Shared.ScoringOrder), time.GetUtcNow(), cancellationToken)) return AlreadyStarted();
        signal.Set();
        return null;
    }

    /// <summary>A session as its upload was answered.</summary>
    public static UploadBody Describe(EvaluatorSession session, UploadRecord record) =>
        new(session.Id, session.FileName, session.Total, record.Columns, record.Mapping, record.Preview, record.Warnings, session.ExpiresAt);

    private static Problem AlreadyStarted() =>
        Problem.Conflict("already_scored", "This file has already been scored, or is being scored. Upload it again to score it with other columns.");

    private static MappingBody Resolve(MappingBody mapping, IReadOnlyList<string> columns, FieldErrors errors)
    {
        return new MappingBody(
            Column(mapping.Key, "key"), Column(mapping.Summary, "summary"), Column(mapping.Description, "description"), Column(mapping.AcceptanceCriteria, "acceptance_criteria"));

        string? Column(string? name, string member)
        {
            if (name is null) return null;
            var found = columns.FirstOrDefault(column => column == name) ?? columns.FirstOrDefault(column => column.Equals(name, StringComparison.OrdinalIgnoreCase));
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
