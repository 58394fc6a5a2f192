using Vindex.Scoring;
using Vindex.Scoring.Tickets;
using Vindex.Storage.Scores;

namespace Vindex.Server.Scoring.Records.Compact;

/// <summary>The stored texts of a ticket, which quotes are taken from.</summary>
internal readonly record struct TicketTexts(string Summary, string Description, string AcceptanceCriteria)
{
    /// <summary>The texts of a ticket that is about to be stored.</summary>
    public static TicketTexts Of(Ticket ticket) => new(ticket.Summary.Source, ticket.Description.Source, ticket.AcceptanceCriteria.Source);

    /// <summary>The texts of a stored score.</summary>
    public static TicketTexts Of(StoredScore score) => new(score.Item.Title, score.Description ?? "", score.AcceptanceCriteria ?? "");

    /// <summary>Whether a quote is what the text has there.</summary>
    public bool Has(string? quote, TicketField? field, int? start, int? end) => TryFind(field, start, end, out var found)
        ? quote is not null && found.SequenceEqual(quote)
        : quote is null;

    /// <summary>What the text has there; null if there is no such place.</summary>
    public string? Cut(TicketField? field, int? start, int? end) => TryFind(field, start, end, out var found) ? found.ToString() : null;

    private bool TryFind(TicketField? field, int? start, int? end, out ReadOnlySpan<char> found)
    {
        var text = field switch
        {
            TicketField.Summary => Summary,
            TicketField.Description => Description,
            TicketField.AcceptanceCriteria => AcceptanceCriteria,
            _ => null,
        };
        if (text is not null && start is { } from && end is { } to && from >= 0 && from <= to && to <= text.Length)
        {
            found = text.AsSpan(from, to - from);
            return true;
        }

        found = default;
        return false;
    }
}
