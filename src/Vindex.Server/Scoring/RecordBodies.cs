namespace Vindex.Server.Scoring;

// What the record of a score and its callback have in common.

/// <summary>A ticket at the moment when it was scored.</summary>
internal sealed record TicketSnapshotBody(string Id, string Key, string Title, DateTimeOffset SnapshotAt);

/// <summary>The judge.</summary>
internal sealed record ModelBody(string Provider, string ModelName);

/// <summary>How long judging took.</summary>
internal sealed record ProcessingBody(DateTimeOffset StartedAt, DateTimeOffset CompletedAt, double DurationMs);
