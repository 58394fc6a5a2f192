namespace Vindex.Scoring.Tickets;

/// <summary>A ticket as a judge reads it: texts with their structure and offsets.</summary>
/// <param name="Key">The key in its tracker (<c>PROJ-101</c>), where it has one.</param>
/// <param name="IssueType">The tracker's type (<c>Story</c>, <c>Bug</c>, …), where it is known.</param>
/// <param name="Summary">The title.</param>
/// <param name="Description">The description; <see cref="FieldText.Empty"/> when there is none.</param>
/// <param name="AcceptanceCriteria">The field for acceptance criteria; <see cref="FieldText.Empty"/> when there is none.</param>
/// <param name="Context">What surrounds the ticket: linked issues, comments, notes.</param>
public sealed record Ticket(
    string? Key,
    string? IssueType,
    FieldText Summary,
    FieldText Description,
    FieldText AcceptanceCriteria,
    IReadOnlyList<ContextItem> Context);

/// <summary>Something beside the ticket that a judge may use.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Key">Its key, for linked issues and epics.</param>
/// <param name="Relation">How it relates, for example <c>blocked by</c>.</param>
/// <param name="Title">Its title.</param>
/// <param name="Text">Its text.</param>
public sealed record ContextItem(ContextKind Kind, string? Key, string? Relation, string? Title, string? Text);

/// <summary>The kinds of context item.</summary>
public enum ContextKind
{
    /// <summary>An issue linked to this one.</summary>
    LinkedIssue,

    /// <summary>The epic or parent.</summary>
    Epic,

    /// <summary>A comment.</summary>
    Comment,

    /// <summary>An attachment.</summary>
    Attachment,

    /// <summary>Anything else worth knowing.</summary>
    Note,
}
