using System.Text.Json;
using Vindex.Scoring.Tickets;

namespace Vindex.Server.Scoring;

/// <summary>A ticket to score.</summary>
internal record ScoreRequestBody
{
    /// <summary>The ticket.</summary>
    public required TicketBody TicketData { get; init; }

    /// <summary>The ticket's id, unique within the customer; by default the key, otherwise the job's id.</summary>
    [Line(ScoreRequest.MaxIdLength)]
    public string? TicketId { get; init; }

    /// <summary>The customer that the ticket belongs to; by default the company's default customer.</summary>
    [Text(ScoreRequest.MaxIdLength)]
    public string? CustomerId { get; init; }

    /// <summary>Context of the ticket; at most 50 items.</summary>
    [Items(ScoreRequest.MaxContextItems)]
    public IReadOnlyList<ContextItemBody>? ContextItems { get; init; }

    /// <summary>The scoring profile; <c>adam</c> is the default rubric.</summary>
    [Text(ScoreRequest.MaxIdLength)]
    public string? SystemType { get; init; }
}

/// <summary>A ticket.</summary>
/// <param name="Summary">The title, 1 to 1,000 characters.</param>
/// <param name="Key">The ticket's key in its tracker.</param>
/// <param name="Description">Plain text, Markdown or Jira wiki markup, or an ADF document (object); at most 64 KiB of text.</param>
/// <param name="AcceptanceCriteria">Acceptance criteria, in the same formats as the description.</param>
/// <param name="IssueType">The tracker's type, for example <c>Story</c> or <c>Bug</c>.</param>
internal sealed record TicketBody(
    [Text(int.MaxValue)] string Summary,
    [Line(ScoreRequest.MaxIdLength)] string? Key = null,
    [TextOrDocument] JsonElement? Description = null,
    [TextOrDocument] JsonElement? AcceptanceCriteria = null,
    [Text(ScoreRequest.MaxIdLength)] string? IssueType = null)
{
    /// <summary>The ticket before its markup is read.</summary>
    public TicketInput ToInput(IReadOnlyList<ContextItem>? context) =>
        new(Summary, FieldOf(Description), FieldOf(AcceptanceCriteria), Key, IssueType, context);

    private static FieldInput FieldOf(JsonElement? value) => value switch
    {
        null => default,
        { ValueKind: JsonValueKind.String } text => FieldInput.FromText(text.GetString()),
        { } document => FieldInput.FromDocument(document),
    };
}

/// <summary>Context that the judge may use in addition to the ticket.</summary>
/// <param name="Kind"><c>linked_issue</c>, <c>epic</c>, <c>comment</c>, <c>attachment</c> or <c>note</c>.</param>
/// <param name="Key">Key.</param>
/// <param name="Relation">Relation to the ticket, for example <c>blocked by</c>.</param>
/// <param name="Title">Title.</param>
/// <param name="Text">Text.</param>
internal sealed record ContextItemBody(
    [ContextKind] string Kind,
    [TextOrBlank(ScoreRequest.MaxIdLength)] string? Key = null,
    [TextOrBlank(ScoreRequest.MaxIdLength)] string? Relation = null,
    [TextOrBlank(ScoreRequest.MaxTitle)] string? Title = null,
    [TextOrBlank(ScoreRequest.MaxContextText)] string? Text = null)
{
    public ContextItem ToItem() => new(ContextKinds.Of(Kind) ?? ContextKind.Note, Key, Relation, Title, Text);
}
