using Vindex.Scoring.Tickets;

namespace Vindex.Server.Scoring;

/// <summary>Why a ticket is not judged, wherever it came from.</summary>
internal static class ScoringRefusals
{
    /// <summary>As many tickets as allowed are being judged.</summary>
    public static Refusal Busy { get; } = new Refusal.Unavailable("engine_busy", "The scoring engine is busy; try again shortly.", 1);

    /// <summary>A profile that the company does not have.</summary>
    /// <param name="known">Its profiles.</param>
    /// <param name="field">Where the name was given.</param>
    public static Refusal UnknownProfile(IReadOnlyList<string> known, string field)
    {
        var names = string.Join(", ", known);
        return Refusal.Field("unknown_profile", $"Unknown profile. Known profiles: {names}.", field, $"must be one of {names}");
    }

    /// <summary>A ticket that cannot be read.</summary>
    /// <param name="reading">The refused reading.</param>
    /// <param name="path">Leads to the ticket's fields, for example <c>ticket_data.</c>.</param>
    public static Refusal Unreadable(TicketReading reading, string path) =>
        Refusal.Field("invalid_fields", reading.Reason ?? "The ticket cannot be read.", path + reading.Field, reading.Reason ?? "cannot be read");
}
