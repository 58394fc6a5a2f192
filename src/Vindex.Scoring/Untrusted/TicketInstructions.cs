using Vindex.Scoring.Tickets;

namespace Vindex.Scoring.Untrusted;

/// <summary>Text in a ticket that addresses its judge, by field, and the ticket's texts without it.</summary>
public static class TicketInstructions
{
    /// <summary>What is found in summary, description and criteria, in that order; offsets are those of each field's source.</summary>
    public static List<(TicketField Field, UntrustedText Text)> Find(Ticket ticket)
    {
        ArgumentNullException.ThrowIfNull(ticket);
        var found = new List<(TicketField, UntrustedText)>();
        Find(TicketField.Summary, ticket.Summary);
        Find(TicketField.Description, ticket.Description);
        Find(TicketField.AcceptanceCriteria, ticket.AcceptanceCriteria);
        return found;

        void Find(TicketField field, FieldText text)
        {
            if (text.Source.Length == 0) return;
            foreach (var range in InstructionFinder.Find(text.Source)) found.Add((field, range));
        }
    }

    /// <summary>A field read as if the text found in it were not there; offsets and quotes stay those of its source.</summary>
    /// <param name="text">The field.</param>
    /// <param name="field">Which one it is.</param>
    /// <param name="found">The result of <see cref="Find(Ticket)"/>.</param>
    public static FieldText Without(FieldText text, TicketField field, IReadOnlyList<(TicketField Field, UntrustedText Text)> found)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(found);
        var ranges = found.Where(one => one.Field == field).Select(one => (one.Text.Start, one.Text.End)).ToArray();
        return ranges.Length == 0 ? text : TicketReader.Without(text, field, ranges);
    }
}
