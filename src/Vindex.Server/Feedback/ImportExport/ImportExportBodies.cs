using System.Text.Json;

namespace Vindex.Server.Feedback.ImportExport;

/// <summary>The last line of an import; the lines before it have the first two members.</summary>
/// <param name="Imported">Number of rows stored durably.</param>
/// <param name="Rejected">Number of rejected lines.</param>
/// <param name="Errors">The first hundred rejected lines.</param>
internal sealed record FeedbackImportedBody(long Imported, long Rejected, IReadOnlyList<FeedbackLineErrorBody>? Errors);

/// <summary>A rejected line.</summary>
/// <param name="Line">Line number, from 1.</param>
/// <param name="Reason">The reason.</param>
internal sealed record FeedbackLineErrorBody(long Line, string Reason);

/// <summary>What to export.</summary>
/// <param name="ProjectId">The project.</param>
/// <param name="Start">Only rows created at or after this time.</param>
/// <param name="End">Only rows created before this time.</param>
/// <param name="FeedbackType">Only rows of this type.</param>
/// <param name="TriggerRef">Only rows of this trigger; a trailing <c>:*</c> makes it a prefix.</param>
/// <param name="Query">Condition, as in a query.</param>
internal sealed record FeedbackExportBody(
    string ProjectId,
    DateTimeOffset? Start = null,
    DateTimeOffset? End = null,
    string? FeedbackType = null,
    string? TriggerRef = null,
    JsonElement? Query = null);
