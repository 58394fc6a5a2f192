using Vindex.Scoring.Tickets;

namespace Vindex.Scoring.Profiles.Examples;

/// <summary>A ticket that people rated.</summary>
/// <param name="Reading">The ticket; not refused.</param>
/// <param name="Ratings">0–10 in the order of <see cref="Dimensions.All"/>; null for a dimension without a rating.</param>
public sealed record RatedExample(TicketReading Reading, IReadOnlyList<double?> Ratings);
