namespace Vindex.Storage.Nodes;

/// <summary>A process that uses the store, from its start to its end.</summary>
/// <param name="Id">Its id, which no other start has.</param>
/// <param name="Home">Where it runs: of two nodes of one home, only the later can be alive.</param>
/// <param name="Host">Name of the machine.</param>
/// <param name="Version">Version of the program.</param>
/// <param name="Settings">Fingerprint of the settings that all nodes must have in common.</param>
/// <param name="StartedAt">When it started.</param>
public sealed record Node(string Id, string Home, string Host, string Version, string Settings, DateTimeOffset StartedAt);

/// <summary>What a node reports with each beat.</summary>
/// <param name="Address">Its address; null before it listens.</param>
/// <param name="ChangesBehind">Changes of feedback that its statistics have not read yet; null if unknown.</param>
public sealed record NodeReport(string? Address, long? ChangesBehind);

/// <summary>A node as the others see it.</summary>
/// <param name="Node">The node.</param>
/// <param name="Report">What it reported last.</param>
/// <param name="SeenAt">When, by its own clock.</param>
/// <param name="Beat">Number of its reports: a node whose number stays the same is dead.</param>
/// <param name="ClockAhead">How far its clock was ahead of the database's.</param>
/// <param name="Leases">What it has leased.</param>
/// <param name="Duties">The names of the work that it does for all nodes.</param>
public sealed record NodeState(
    Node Node, NodeReport Report, DateTimeOffset SeenAt, long Beat, TimeSpan ClockAhead, NodeLeases Leases, IReadOnlyList<string> Duties);

/// <summary>How much a node has leased.</summary>
/// <param name="Jobs">Queued tickets.</param>
/// <param name="Deliveries">Callbacks under way.</param>
/// <param name="Others">Files of the evaluator, runs that judge again, and deletions.</param>
public sealed record NodeLeases(long Jobs, long Deliveries, long Others);
