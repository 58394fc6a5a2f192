using System.Text.Json;

namespace Vindex.Server.Feedback.ImportExport;

/// <summary>For the API description: the last line of an import; the lines before it have the first two members.</summary>
/// <param name="Imported">Rows that are durable.</param>
/// <param name="Rejected">Lines that were refused.</param>
/// <param name="Errors">The first hundred of these.</param>
internal sealed record FeedbackImportedBody(long Imported, long Rejected, IReadOnlyList<FeedbackLineErrorBody>? Errors);

/// <summary>For the API description: a line that was refused.</summary>
/// <param name="Line">Its number, from 1.</param>
/// <param name="Reason">Why.</param>
internal sealed record FeedbackLineErrorBody(long Line, string Reason);

/// <summary>For the API description: what to export.</summary>
/// <param name="ProjectId">The project.</param>
/// <param name="Start">Created at or after.</param>
/// <param name="End">Created before.</param>
/// <param name="FeedbackType">Of this type.</param>
/// <param name="TriggerRef">Of this trigger; one that ends in <c>:*</c> stands for all that begin with what is before that.</param>
/// <param name="Query">As in a query.</param>
internal sealed record FeedbackExportBody(
    string ProjectId,
    DateTimeOffset? Start = null,
    DateTimeOffset? End = null,
    string? FeedbackType = null,
    string? TriggerRef = null,
    JsonElement? Query = null);
