using Vindex.Scoring;
using Vindex.Scoring.Reading;
using Vindex.Scoring.Tickets;
using Vindex.Scoring.Untrusted;

namespace Vindex.Models.Prompts;

/// <summary>
/// A ticket as a model may see it: without markup, comments, invisible characters and text that addresses the judge; the offline judge's reading says what is
/// template.
/// </summary>
internal sealed class JudgedText
{
    private JudgedText(Ticket ticket, IReadOnlyList<(TicketField Field, UntrustedText Text)> found, bool hasHostileContext, Judgement offline)
    {
        Ticket = ticket;
        Found = found;
        HasHostileContext = hasHostileContext;
        Offline = offline;
    }

    /// <summary>The ticket without what was found; offsets lead to its own sources.</summary>
    public Ticket Ticket { get; }

    /// <summary>Text in the ticket that addresses the judge.</summary>
    public IReadOnlyList<(TicketField Field, UntrustedText Text)> Found { get; }

    /// <summary>Whether text around the ticket (comments, linked issues, its type) addresses the judge; it is withheld.</summary>
    public bool HasHostileContext { get; }

    /// <summary>The offline judge's judgement.</summary>
    public Judgement Offline { get; }

    /// <summary>Whether anything addresses the judge.</summary>
    public bool IsHostile => Found.Count > 0 || HasHostileContext;

    /// <summary>The fields with text.</summary>
    public IEnumerable<(TicketField Field, FieldText Text)> Fields =>
        [(TicketField.Summary, Ticket.Summary), (TicketField.Description, Ticket.Description), (TicketField.AcceptanceCriteria, Ticket.AcceptanceCriteria)];

    /// <summary>Prepares a ticket.</summary>
    public static JudgedText Of(Ticket ticket, Judgement offline)
    {
        var found = TicketInstructions.Find(ticket);
        var context = ticket.Context.Where(item => !Addresses(item)).ToList();
        var type = ticket.IssueType is { } text && Addresses(text) ? null : ticket.IssueType;
        var trusted = ticket with
        {
            IssueType = type,
            Summary = TicketInstructions.Without(ticket.Summary, TicketField.Summary, found),
            Description = TicketInstructions.Without(ticket.Description, TicketField.Description, found),
            AcceptanceCriteria = TicketInstructions.Without(ticket.AcceptanceCriteria, TicketField.AcceptanceCriteria, found),
            Context = context,
        };
        return new JudgedText(trusted, found, context.Count < ticket.Context.Count || type != ticket.IssueType, offline);
    }

    /// <summary>Whether at least half of a range is template text, by the offline judge's reading; offsets are those of the field's source.</summary>
    public bool IsTemplate(TicketField field, int start, int end) => Offline.Reading?.Spans.Any(span =>
        span.Type == SpanType.Boilerplate && span.Field == field && (Math.Min(span.End, end) - Math.Max(span.Start, start)) * 2 >= end - start) == true;

    /// <summary>Whether a range of a field reaches into text that is withheld.</summary>
    public bool IsWithheld(TicketField field, int start, int end) =>
        Found.Any(found => found.Field == field && found.Text.Start < end && start < found.Text.End);

    private static bool Addresses(ContextItem item) =>
        Addresses(string.Join('\n', new[] { item.Key, item.Relation, item.Title, item.Text }.Where(text => !string.IsNullOrEmpty(text))));

    private static bool Addresses(string text) => text.Length > 0 && InstructionFinder.Find(text).Count > 0;
}
