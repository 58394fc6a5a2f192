using Vindex.Scoring.Tickets;

namespace Vindex.Scoring.Rewriting.Parts;

/// <summary>A block of a ticket as it was written.</summary>
/// <param name="Block">The block.</param>
/// <param name="Section">The section that it belongs to.</param>
/// <param name="Field">Its field.</param>
/// <param name="Start">First UTF-16 unit in the field's source.</param>
/// <param name="End">One past the last.</param>
internal sealed record TicketPart(RewriteBlock Block, SectionKind Section, TicketField Field, int Start, int End)
{
    /// <summary>Why it is left out; null if it is kept.</summary>
    public LeftOutReason? LeftOut { get; init; }

    /// <summary>Whether it is a heading.</summary>
    public bool IsHeading => Block.Role == RewriteRole.Subheading;

    /// <summary>Whether a span lies in it, at least in part.</summary>
    public bool Touches(TicketField field, int start, int end) => field == Field && start < End && end > Start;
}
