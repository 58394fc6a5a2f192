using System.Text.Json.Serialization;
using Vindex.Scoring;
using Vindex.Scoring.Judging.Explanations;
using Vindex.Scoring.Reading;
using Vindex.Scoring.Tickets;
using Vindex.Server.Evaluator.Results;
using Vindex.Server.Evaluator.Sessions;
using Vindex.Server.Scores;
using Vindex.Server.Scoring;
using Vindex.Storage.Evaluator;

namespace Vindex.Server.Evaluator;

/// <summary>Column mapping, by column name; null if there is no such column.</summary>
/// <param name="Key">The ticket's key in its tracker.</param>
/// <param name="Summary">The title; required for scoring.</param>
/// <param name="Description">The description.</param>
/// <param name="AcceptanceCriteria">The acceptance criteria.</param>
/// <param name="IssueType">The type: story, bug, task …; if left out, a column with a known name is used.</param>
internal sealed record MappingBody(
    [ColumnName] string? Key = null, [ColumnName] string? Summary = null, [ColumnName] string? Description = null,
    [ColumnName] string? AcceptanceCriteria = null, [ColumnName] string? IssueType = null);

/// <summary>The name of a column.</summary>
internal sealed class ColumnNameAttribute() : TextAttribute(64 * 1024);

/// <summary>A warning about a row that may be malformed.</summary>
/// <param name="Row">Row number, 1 for the first data row.</param>
/// <param name="Message">The warning, with row and line.</param>
internal sealed record RowWarningBody(int Row, string Message);

/// <summary>An uploaded file.</summary>
/// <param name="SessionId">Id of the session, valid for 24 hours. Anyone who has it can read the results.</param>
/// <param name="FileName">The file's name without folders.</param>
/// <param name="Rows">Number of data rows.</param>
/// <param name="Columns">The names of its columns.</param>
/// <param name="Mapping">The column mapping that the columns' names suggest.</param>
/// <param name="Guessed">Columns for fields that no name suggests, guessed from the rows; not used unless they are sent with the request for scoring.</param>
/// <param name="Preview">The first five rows, field by field; long fields are truncated.</param>
/// <param name="Warnings">Warnings about rows that may be malformed; at most 100.</param>
/// <param name="ExpiresAt">When the session and its data are deleted.</param>
internal sealed record UploadBody(
    string SessionId,
    string FileName,
    int Rows,
    IReadOnlyList<string> Columns,
    MappingBody Mapping,
    MappingBody Guessed,
    IReadOnlyList<IReadOnlyList<string>> Preview,
    IReadOnlyList<RowWarningBody> Warnings,
    DateTimeOffset ExpiresAt)
{
    public static UploadBody Of(EvaluatorSession session)
    {
        var record = SessionDocuments.RecordOf(session);
        return new UploadBody(
            session.Id,
            session.FileName,
            session.Total,
            record.Columns,
            record.Mapping,
            record.Guessed ?? new MappingBody(),
            record.Preview,
            record.Warnings,
            session.ExpiresAt);
    }
}

/// <summary>Scores the rows of a session.</summary>
/// <param name="SessionId">Id of the session.</param>
/// <param name="Mapping">Column mapping that replaces the detected one; columns that are left out are not read.</param>
/// <param name="SystemType">The scoring profile: <c>adam</c>.</param>
/// <param name="Again">Scores rows that have been scored already again, for example with another mapping; the results are replaced.</param>
internal sealed record ScoreSessionBody(
    [Text(ScoreRequest.MaxIdLength)] string SessionId,
    MappingBody? Mapping = null,
    [Text(ScoreRequest.MaxIdLength)] string? SystemType = null,
    bool? Again = null);

/// <summary>Scoring has begun.</summary>
/// <param name="SessionId">Id of the session.</param>
/// <param name="Status"><c>scoring</c>.</param>
/// <param name="Total">Rows to score.</param>
internal sealed record ScoringBody(string SessionId, string Status, int Total);

/// <summary>The results so far.</summary>
/// <param name="SessionId">Id of the session.</param>
/// <param name="Status"><c>uploaded</c>, <c>scoring</c>, <c>done</c> or <c>failed</c>.</param>
/// <param name="Total">Number of data rows in the file.</param>
/// <param name="Scored">Number of scored rows.</param>
/// <param name="Failed">Number of rows that could not be scored; each has an error.</param>
/// <param name="OverallAverage">Mean of the overall scores, one decimal; null without scores.</param>
/// <param name="DimensionAverages">Means of the dimensions, one decimal; null without scores.</param>
/// <param name="DimensionFailCounts">Number of rows in which each dimension is below 5.</param>
/// <param name="Bands">Number of rows in each band.</param>
/// <param name="Duplicates">Pairs of rows with nearly the same text, most similar first; at most 1,000. Available once all rows are scored.</param>
/// <param name="Conflicts">Pairs of rows that probably cannot both be done; at most 1,000. Available once all rows are scored.</param>
/// <param name="Dependencies">Rows that need, follow or name another one. Available once all rows are scored.</param>
/// <param name="Rows">The rows, in file order.</param>
/// <param name="Error">Why scoring failed; only in that case.</param>
internal sealed record EvaluationResultsBody(
    string SessionId,
    string Status,
    int Total,
    int Scored,
    int Failed,
    decimal? OverallAverage,
    DimensionAveragesBody DimensionAverages,
    DimensionCountsBody DimensionFailCounts,
    BandCountsBody Bands,
    IReadOnlyList<DuplicateBody> Duplicates,
    IReadOnlyList<RowConflictBody> Conflicts,
    IReadOnlyList<RowDependencyBody> Dependencies,
    IReadOnlyList<EvaluatedRowBody> Rows,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Error = null);

/// <summary>Means of the six INVEST dimensions, 0.0 to 10.0; null without rows.</summary>
internal sealed record DimensionAveragesBody(
    decimal? Independent, decimal? Negotiable, decimal? Valuable, decimal? Estimable, decimal? Small, decimal? Testable)
{
    public IReadOnlyList<decimal?> Values() => [Independent, Negotiable, Valuable, Estimable, Small, Testable];
}

/// <summary>Number of rows in which each dimension is below 5.</summary>
internal sealed record DimensionCountsBody(int Independent, int Negotiable, int Valuable, int Estimable, int Small, int Testable)
{
    public IReadOnlyList<int> Values() => [Independent, Negotiable, Valuable, Estimable, Small, Testable];
}

/// <summary>Number of rows in each band.</summary>
/// <param name="Healthy">7.0 and above.</param>
/// <param name="NeedsReview">5.0 to 6.9.</param>
/// <param name="AtRisk">Below 5.0.</param>
internal sealed record BandCountsBody(int Healthy, int NeedsReview, int AtRisk);

/// <summary>Two rows with nearly the same text.</summary>
/// <param name="Rows">Their numbers, the smaller first.</param>
/// <param name="Similarity">0 to 1: common words and word pairs divided by all words and word pairs of the two rows.</param>
internal sealed record DuplicateBody(IReadOnlyList<int> Rows, decimal Similarity);

/// <summary>A row's result.</summary>
/// <param name="Row">Row number, 1 for the first data row.</param>
/// <param name="Key">The ticket's key; null if it has none.</param>
/// <param name="Summary">The title.</param>
/// <param name="OverallScore">Mean of the six, one decimal; null if the row could not be scored.</param>
/// <param name="InvestScores">The six dimensions; null if the row could not be scored.</param>
/// <param name="Recommendations">At most five, by expected lift, descending.</param>
/// <param name="ContextUsed">Evidence by dimension.</param>
/// <param name="RecommendationDetails">The recommendations with dimension, lift and rule, in the same order.</param>
/// <param name="Error">Why the row could not be scored, with row and line; only in that case.</param>
internal sealed record EvaluatedRowBody(
    int Row,
    string? Key,
    string? Summary,
    decimal? OverallScore,
    InvestScoresBody? InvestScores,
    IReadOnlyList<string> Recommendations,
    EvidenceBody ContextUsed,
    IReadOnlyList<RecommendationDetail> RecommendationDetails,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Error = null);

/// <summary>The score of a pasted ticket. Nothing is stored.</summary>
/// <param name="JobId">Id of the job.</param>
/// <param name="ScoreId">Always null: nothing is stored.</param>
/// <param name="OverallScore">Mean of the six dimensions, rounded half away from zero to one decimal; 0.0 to 10.0.</param>
/// <param name="IndividualScores">The six INVEST dimensions.</param>
/// <param name="Recommendations">At most five, by expected lift to the overall score, descending.</param>
/// <param name="ContextUsed">Evidence; only dimensions with evidence appear.</param>
/// <param name="Reading">The reading of the ticket: kind, language and spans.</param>
/// <param name="Explanation">How each score was computed, by dimension: start, contributions, points not earned, sum, score.</param>
/// <param name="RecommendationDetails">The recommendations with dimension, lift and rule, in the same order.</param>
/// <param name="Confidence">The confidence in the scores.</param>
/// <param name="Findings">All contributions in one list, with advice.</param>
/// <param name="Text">The texts that offsets count in.</param>
internal sealed record TicketAnswerBody(
    string JobId,
    string? ScoreId,
    decimal OverallScore,
    InvestScoresBody IndividualScores,
    IReadOnlyList<string> Recommendations,
    EvidenceBody ContextUsed,
    ReadingSummary? Reading,
    IReadOnlyDictionary<Dimension, DimensionExplanation>? Explanation,
    IReadOnlyList<RecommendationDetail> RecommendationDetails,
    Confidence? Confidence,
    IReadOnlyList<Finding> Findings,
    TicketTextBody Text)
{
    public static TicketAnswerBody Of(string jobId, EvaluatedTicket judged)
    {
        var (ticket, judgement) = judged;
        return new TicketAnswerBody(
            jobId,
            null,
            judgement.Scores.Overall,
            InvestScoresBody.Of(judgement.Scores),
            judgement.Recommendations,
            EvidenceBody.Of(judgement.ContextUsed),
            judgement.Reading,
            judgement.Explanation,
            judgement.RecommendationDetails,
            judgement.Confidence,
            judgement.Findings,
            new TicketTextBody(ticket.Summary.Source, TextOf(ticket.Description), TextOf(ticket.AcceptanceCriteria)));
    }

    private static string? TextOf(FieldText field) => field.Source.Length == 0 ? null : field.Source;
}

/// <summary>Stored details of an upload; opaque to the store.</summary>
/// <param name="Columns">The names of its columns.</param>
/// <param name="Mapping">The column mapping that the columns' names suggest.</param>
/// <param name="Preview">The first rows.</param>
/// <param name="Warnings">Warnings about rows that may be malformed.</param>
/// <param name="Guessed">Columns for other fields, guessed from the rows; null in sessions of older versions.</param>
/// <param name="Sheet">The sheet of the workbook that was read; null if it was no workbook.</param>
internal sealed record UploadRecord(
    IReadOnlyList<string> Columns,
    MappingBody Mapping,
    IReadOnlyList<IReadOnlyList<string>> Preview,
    IReadOnlyList<RowWarningBody> Warnings,
    MappingBody? Guessed = null,
    string? Sheet = null);

/// <summary>How to score the rows of a session; opaque to the store.</summary>
internal sealed record ScoringOrder(MappingBody Mapping, string Profile);

/// <summary>Results about all rows together; opaque to the store.</summary>
/// <param name="Duplicates">Rows with nearly the same text.</param>
/// <param name="Conflicts">Rows that ask for opposite things; null in sessions of older versions.</param>
/// <param name="Dependencies">Rows that need or name another; null as above.</param>
internal sealed record SessionOutcome(
    IReadOnlyList<DuplicateBody> Duplicates, IReadOnlyList<RowConflictBody>? Conflicts = null, IReadOnlyList<RowDependencyBody>? Dependencies = null);

/// <summary>A form with a file upload.</summary>
/// <param name="File">The CSV or .xlsx file.</param>
internal sealed record UploadFormBody(IFormFile File);
