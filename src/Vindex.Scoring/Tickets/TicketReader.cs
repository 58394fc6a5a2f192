namespace Vindex.Scoring.Tickets;

/// <summary>Turns what arrives into a <see cref="Ticket"/>: finds the markup, reads it, cuts sections, blocks and sentences.</summary>
public static class TicketReader
{
    /// <summary>Reads a ticket within limits. Never throws for any text; refusals come back as a reason.</summary>
    public static TicketReading Read(TicketInput input, TicketLimits limits)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(limits);
        throw new NotSupportedException("reader");
    }
}
