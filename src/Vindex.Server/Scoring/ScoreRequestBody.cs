using System.Text.Json;

namespace Vindex.Server.Scoring;

// These records are for the API description only; ScoreRequest reads requests.

/// <summary>A ticket to score.</summary>
/// <param name="TicketData">The ticket.</param>
/// <param name="TicketId">The ticket's id, unique within the customer; by default the key, otherwise the job's id.</param>
/// <param name="CustomerId">The customer that the ticket belongs to; by default the company's default customer.</param>
/// <param name="ContextItems">Context of the ticket; at most 50 items.</param>
/// <param name="SystemType">The scoring profile; <c>adam</c> is the default rubric.</param>
internal sealed record ScoreRequestBody(
    TicketBody TicketData, string? TicketId = null, string? CustomerId = null, IReadOnlyList<ContextItemBody>? ContextItems = null, string? SystemType = null);

/// <summary>A ticket.</summary>
/// <param name="Summary">The title, 1 to 1,000 characters.</param>
/// <param name="Key">The ticket's key in its tracker.</param>
/// <param name="Description">Plain text, Markdown or Jira wiki markup, or an ADF document (object); at most 64 KiB of text.</param>
/// <param name="AcceptanceCriteria">Acceptance criteria, in the same formats as the description.</param>
/// <param name="IssueType">The tracker's type, for example <c>Story</c> or <c>Bug</c>.</param>
internal sealed record TicketBody(
    string Summary, string? Key = null, JsonElement? Description = null, JsonElement? AcceptanceCriteria = null, string? IssueType = null);

/// <summary>Context that the judge may use in addition to the ticket.</summary>
/// <param name="Kind"><c>linked_issue</c>, <c>epic</c>, <c>comment</c>, <c>attachment</c> or <c>note</c>.</param>
/// <param name="Key">Key.</param>
/// <param name="Relation">Relation to the ticket, for example <c>blocked by</c>.</param>
/// <param name="Title">Title.</param>
/// <param name="Text">Text.</param>
internal sealed record ContextItemBody(string Kind, string? Key = null, string? Relation = null, string? Title = null, string? Text = null);
