using Vindex.Storage.Trackers;

namespace Vindex.Server.Trackers.Connections;

/// <summary>A connection with its projects.</summary>
/// <param name="Connection">The connection.</param>
/// <param name="Projects">Its projects, oldest first.</param>
/// <param name="WebhookUrl">Where the tracker can send changes.</param>
internal sealed record ConnectedTracker(TrackerConnection Connection, IReadOnlyList<TrackedProjectState> Projects, string WebhookUrl);

/// <summary>A project and how far it is.</summary>
/// <param name="Project">The project.</param>
/// <param name="Counts">Its numbers.</param>
internal sealed record TrackedProjectState(TrackedProject Project, TrackedCounts Counts);
