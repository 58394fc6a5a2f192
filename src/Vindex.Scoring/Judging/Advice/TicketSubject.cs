namespace Vindex.Scoring.Judging.Advice;

/// <summary>What a ticket is about, in words that fit into a sentence.</summary>
/// <param name="Subject">A short noun phrase with its article ("the export button"); null when there is none.</param>
/// <param name="IsPlural">Whether the phrase takes a plural verb.</param>
/// <param name="Action">What is to be done ("sort the global statuses"); null when the summary names no action.</param>
/// <param name="Clause">The failure, as a clause ("the export button does nothing"); null if the summary does not say.</param>
/// <param name="Words">Advice word classes of the phrase.</param>
/// <param name="Verb">Advice word classes of the verb.</param>
/// <param name="IsSure">Whether the phrase is certain to be whole and what the ticket is about.</param>
internal sealed record TicketSubject(string? Subject, bool IsPlural, string? Action, string? Clause, ulong Words, ulong Verb, bool IsSure = false)
{
    /// <summary>Nothing found.</summary>
    public static TicketSubject None { get; } = new(null, false, null, null, 0, 0);
}
