using System.Text.Json.Serialization;
using Vindex.Server.Web;

namespace Vindex.Server.Nodes;

/// <summary>The nodes that share the store.</summary>
/// <param name="Items">The longest running first.</param>
internal sealed record NodeListBody(IReadOnlyList<NodeBody> Items);

/// <summary>A node.</summary>
/// <param name="NodeId">Its id, which is new with every start.</param>
/// <param name="Host">Name of the machine.</param>
/// <param name="Version">Version of the program.</param>
/// <param name="Address">Where it listens; null if unknown.</param>
/// <param name="StartedAt">When it started.</param>
/// <param name="SeenAt">When it last reported.</param>
/// <param name="IsResponding">Whether it is the node that has written this response.</param>
/// <param name="ClockAheadMs">How far its clock was ahead of the database's then, in milliseconds.</param>
/// <param name="SettingsDiffer">Whether settings that nodes must have in common differ from those of the node that has written this response.</param>
/// <param name="Leases">What it has leased.</param>
/// <param name="Duties">Work that it does for all nodes.</param>
/// <param name="StatisticsBehind">Changes of feedback that its statistics have not read yet; a question reads them first. Null if unknown.</param>
internal sealed record NodeBody(
    string NodeId,
    string Host,
    string Version,
    string? Address,
    DateTimeOffset StartedAt,
    DateTimeOffset SeenAt,
    bool IsResponding,
    long ClockAheadMs,
    bool SettingsDiffer,
    NodeLeasesBody Leases,
    IReadOnlyList<string> Duties,
    long? StatisticsBehind);

/// <summary>What a node has leased.</summary>
/// <param name="Evaluations">Queued tickets.</param>
/// <param name="Callbacks">Callbacks under way.</param>
/// <param name="Others">Files of the evaluator, runs that score again, and deletions.</param>
internal sealed record NodeLeasesBody(long Evaluations, long Callbacks, long Others);

/// <summary>The bodies of this feature.</summary>
[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(NodeListBody))]
internal sealed partial class NodeJson : JsonSerializerContext
{
    public static NodeJson Shared { get; } = new(WireFormat.Options());
}
