using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Vindex.Server.Configuration;
using Vindex.Server.Security;
using Vindex.Storage.Nodes;

namespace Vindex.Server.Nodes;

/// <summary>The node that this process is.</summary>
internal sealed class ThisNode(DataFolderPath folder, IConfiguration settings, Randomness randomness, Ids ids, TimeProvider time, IServer server)
{
    private static readonly string s_version = typeof(ThisNode).Assembly.GetName().Version?.ToString(3) ?? "";

    /// <summary>Where it listens; null before it does.</summary>
    public string? Address =>
        server.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault() is { } first ? ListeningAddress.Reachable(first) : null;

    /// <summary>The node, the same from its first use on.</summary>
    public Node Node => field ??= new Node(
        "no_" + ids.TimeOrdered(), NodeHome.Of(folder, randomness, Environment.MachineName), Environment.MachineName, s_version,
        SettingsFingerprint.Of(settings), time.GetUtcNow());
}
