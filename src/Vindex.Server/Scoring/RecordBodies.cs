namespace Vindex.Server.Scoring;

// Types shared by the record of a score and its callback.

/// <summary>A ticket at the time of scoring.</summary>
internal sealed record TicketSnapshotBody(string Id, string Key, string Title, DateTimeOffset SnapshotAt);

/// <summary>The judge.</summary>
internal sealed record ModelBody(string Provider, string ModelName);

/// <summary>How long scoring took.</summary>
internal sealed record ProcessingBody(DateTimeOffset StartedAt, DateTimeOffset CompletedAt, double DurationMs);
