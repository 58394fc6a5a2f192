using Vindex.Models;
using Vindex.Scoring.Tickets;

namespace Vindex.Server.Scoring;

/// <summary>Refusals of tickets, whatever their origin.</summary>
internal static class ScoringRefusals
{
    /// <summary>Too many tickets are being scored.</summary>
    public static Refusal Busy { get; } = new Refusal.Unavailable("engine_busy", "The scoring engine is busy; try again shortly.", 1);

    /// <summary>The model gave no score, and the company wants no other judge's.</summary>
    /// <param name="detail">Why.</param>
    /// <param name="failure">The same, for the time to wait.</param>
    public static Refusal ModelUnavailable(string detail, ModelFailure failure) => new Refusal.Unavailable(
        "model_unavailable", detail, failure is ModelFailure.OverBudget or ModelFailure.NotConfigured or ModelFailure.QuotaExhausted ? 3600 : 10);

    /// <summary>The company has no such profile.</summary>
    /// <param name="known">Its profiles.</param>
    /// <param name="field">The field that named it.</param>
    public static Refusal UnknownProfile(IReadOnlyList<string> known, string field)
    {
        var names = string.Join(", ", known);
        return Refusal.Field("unknown_profile", $"Unknown profile. Known profiles: {names}.", field, $"must be one of {names}");
    }

    /// <summary>The ticket is not readable.</summary>
    /// <param name="reading">The refused reading.</param>
    /// <param name="path">The path of the ticket's fields, for example <c>ticket_data.</c>.</param>
    public static Refusal Unreadable(TicketReading reading, string path) =>
        Refusal.Field("invalid_fields", reading.Reason ?? "The ticket cannot be read.", path + reading.Field, reading.Reason ?? "cannot be read");
}
