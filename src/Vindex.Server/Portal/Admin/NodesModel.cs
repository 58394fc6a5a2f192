namespace Vindex.Server.Portal.Admin;

/// <summary>The page of the servers that share the store.</summary>
/// <param name="Frame">Frame of the page.</param>
/// <param name="Nodes">The longest running first.</param>
/// <param name="Zone">Time zone of times.</param>
public sealed record NodesModel(PortalFrame Frame, IReadOnlyList<NodeRow> Nodes, string Zone);

/// <summary>A server.</summary>
/// <param name="Host">Name of the machine.</param>
/// <param name="Address">Where it listens; null if unknown.</param>
/// <param name="Version">Version of the program.</param>
/// <param name="IsThis">Whether it has made the page.</param>
/// <param name="Warnings">What an admin should look into.</param>
/// <param name="Started">When it started.</param>
/// <param name="Seen">When it last reported.</param>
/// <param name="Evaluations">Tickets that it is judging.</param>
/// <param name="Callbacks">Callbacks that it is sending.</param>
/// <param name="Others">Other work that it has leased.</param>
/// <param name="Behind">Changes that its statistics have not read; null if unknown.</param>
/// <param name="Duties">Work that it does for all.</param>
public sealed record NodeRow(
    string Host, string? Address, string Version, bool IsThis, IReadOnlyList<string> Warnings, Moment Started, Moment Seen, long Evaluations, long Callbacks,
    long Others, long? Behind, string Duties);
