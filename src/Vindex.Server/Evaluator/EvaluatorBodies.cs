using System.Text.Json.Serialization;
using Vindex.Server.Evaluator.Results;
using Vindex.Server.Scoring;

namespace Vindex.Server.Evaluator;

/// <summary>Which column holds what, by the columns' names; null for what no column holds.</summary>
/// <param name="Key">The ticket's key in its tracker.</param>
/// <param name="Summary">The title; without it nothing can be scored.</param>
/// <param name="Description">The description.</param>
/// <param name="AcceptanceCriteria">The acceptance criteria.</param>
internal sealed record MappingBody(string? Key, string? Summary, string? Description, string? AcceptanceCriteria);

/// <summary>Something about a row that its author may not have meant.</summary>
/// <param name="Row">The row, 1 for the first data row.</param>
/// <param name="Message">What it is, with row and line.</param>
internal sealed record RowWarningBody(int Row, string Message);

/// <summary>A file that was taken in.</summary>
/// <param name="SessionId">Opens the session for the next 24 hours; keep it to yourself.</param>
/// <param name="FileName">The file's name, without any folder.</param>
/// <param name="Rows">How many data rows it has.</param>
/// <param name="Columns">The names of its columns.</param>
/// <param name="Mapping">Which column seems to hold what.</param>
/// <param name="Preview">The first five rows, field by field; long fields are cut.</param>
/// <param name="Warnings">What may not be meant; at most 100.</param>
/// <param name="ExpiresAt">When the session and its data are deleted.</param>
internal sealed record UploadBody(
    string SessionId,
    string FileName,
    int Rows,
    IReadOnlyList<string> Columns,
    MappingBody Mapping,
    IReadOnlyList<IReadOnlyList<string>> Preview,
    IReadOnlyList<RowWarningBody> Warnings,
    DateTimeOffset ExpiresAt);

/// <summary>Has the rows of a session scored.</summary>
/// <param name="SessionId">The session.</param>
/// <param name="Mapping">Which column holds what, in place of what the upload found; members left out are not read.</param>
/// <param name="SystemType">The scoring profile: <c>adam</c>.</param>
internal sealed record ScoreSessionBody(string SessionId, MappingBody? Mapping = null, string? SystemType = null);

/// <summary>Scoring has begun.</summary>
/// <param name="SessionId">The session.</param>
/// <param name="Status"><c>scoring</c>.</param>
/// <param name="Total">Rows to score.</param>
internal sealed record ScoringBody(string SessionId, string Status, int Total);

/// <summary>What has come out so far.</summary>
/// <param name="SessionId">The session.</param>
/// <param name="Status"><c>uploaded</c>, <c>scoring</c>, <c>done</c> or <c>failed</c>.</param>
/// <param name="Total">Data rows of the file.</param>
/// <param name="Scored">Rows with a score.</param>
/// <param name="Failed">Rows that could not be scored; each says why.</param>
/// <param name="OverallAverage">Mean of the overall scores, one decimal; null without any.</param>
/// <param name="DimensionAverages">Means of the dimensions, one decimal; null without any.</param>
/// <param name="DimensionFailCounts">In how many rows each dimension is below 5.</param>
/// <param name="Bands">How many rows are in each band.</param>
/// <param name="Duplicates">Pairs of rows with nearly the same text, most similar first; at most 1,000, known when all is done.</param>
/// <param name="Conflicts">Pairs of rows that probably cannot both be done; at most 1,000, known when all is done.</param>
/// <param name="Dependencies">Rows that need, follow or name another; known when all is done.</param>
/// <param name="Rows">The rows, in the order of the file.</param>
/// <param name="Error">Why it failed; only then.</param>
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
    decimal? Independent, decimal? Negotiable, decimal? Valuable, decimal? Estimable, decimal? Small, decimal? Testable);

/// <summary>In how many rows each of the six is below 5.</summary>
internal sealed record DimensionCountsBody(int Independent, int Negotiable, int Valuable, int Estimable, int Small, int Testable);

/// <summary>How many rows are in each band.</summary>
/// <param name="Healthy">7.0 and above.</param>
/// <param name="NeedsReview">5.0 to 6.9.</param>
/// <param name="AtRisk">Below 5.0.</param>
internal sealed record BandCountsBody(int Healthy, int NeedsReview, int AtRisk);

/// <summary>Two rows with nearly the same text.</summary>
/// <param name="Rows">Their numbers, the smaller first.</param>
/// <param name="Similarity">0 to 1: the share of words and word pairs that both have among those that either has.</param>
internal sealed record DuplicateBody(IReadOnlyList<int> Rows, decimal Similarity);

/// <summary>A row's result.</summary>
/// <param name="Row">Its number, 1 for the first data row.</param>
/// <param name="Key">The ticket's key; null when it has none.</param>
/// <param name="Summary">The title.</param>
/// <param name="OverallScore">Mean of the six, one decimal; null when it could not be scored.</param>
/// <param name="InvestScores">The six dimensions; null when it could not be scored.</param>
/// <param name="Recommendations">At most five, by expected lift, descending.</param>
/// <param name="ContextUsed">Evidence by dimension.</param>
/// <param name="Error">Why it could not be scored, with row and line; only then.</param>
internal sealed record EvaluatedRowBody(
    int Row,
    string? Key,
    string? Summary,
    decimal? OverallScore,
    InvestScoresBody? InvestScores,
    IReadOnlyList<string> Recommendations,
    EvidenceBody ContextUsed,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Error = null);

/// <summary>A pasted ticket's score. Nothing of it is stored.</summary>
/// <param name="JobId">The evaluation that was asked for.</param>
/// <param name="ScoreId">Always null: nothing is stored.</param>
/// <param name="OverallScore">Mean of the six, half away from zero to one decimal; 0.0 to 10.0.</param>
/// <param name="IndividualScores">The six INVEST dimensions.</param>
/// <param name="Recommendations">At most five, by expected lift to the overall score, descending.</param>
/// <param name="ContextUsed">Evidence; only dimensions with evidence appear.</param>
/// <param name="Findings">Everything that moved a score.</param>
/// <param name="Text">The texts that the findings' offsets count in.</param>
internal sealed record TicketAnswerBody(
    string JobId,
    string? ScoreId,
    decimal OverallScore,
    InvestScoresBody IndividualScores,
    IReadOnlyList<string> Recommendations,
    EvidenceBody ContextUsed,
    IReadOnlyList<FindingBody> Findings,
    Scores.TicketTextBody Text);

/// <summary>What is kept of an upload beside the file; opaque to the store.</summary>
/// <param name="Columns">The names of its columns.</param>
/// <param name="Mapping">Which column seems to hold what.</param>
/// <param name="IssueType">The column that seems to hold the type.</param>
/// <param name="Preview">The first rows.</param>
/// <param name="Warnings">What may not be meant.</param>
internal sealed record UploadRecord(
    IReadOnlyList<string> Columns,
    MappingBody Mapping,
    string? IssueType,
    IReadOnlyList<IReadOnlyList<string>> Preview,
    IReadOnlyList<RowWarningBody> Warnings);

/// <summary>How the rows of a session are judged; opaque to the store.</summary>
internal sealed record ScoringOrder(MappingBody Mapping, string? IssueType, string Profile);

/// <summary>What is said of all rows together; opaque to the store.</summary>
/// <param name="Duplicates">Rows with nearly the same text.</param>
/// <param name="Conflicts">Rows that ask for opposite things; null in sessions of versions that did not look for them.</param>
/// <param name="Dependencies">Rows that need or name another; null as above.</param>
internal sealed record SessionOutcome(
    IReadOnlyList<DuplicateBody> Duplicates, IReadOnlyList<RowConflictBody>? Conflicts = null, IReadOnlyList<RowDependencyBody>? Dependencies = null);

/// <summary>A form with a file.</summary>
/// <param name="File">The CSV.</param>
internal sealed record UploadFormBody(IFormFile File);
