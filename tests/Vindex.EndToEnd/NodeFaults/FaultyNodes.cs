using Vindex.EndToEnd.Nodes;

namespace Vindex.EndToEnd.NodeFaults;

/// <summary>
/// Three servers. Two have one address for the database, which leads to the primary, as a virtual address or a proxy does; the third one knows both addresses
/// and looks for the one that accepts writes.
/// </summary>
internal sealed class FaultyNodes : IAsyncDisposable
{
    /// <summary>Settings with which what is interrupted goes on soon.</summary>
    public static readonly (string, string)[] Settings =
    [
        ("VINDEX_MASTER_KEY", NodeCluster.MasterKey),
        ("Vindex__Limits__Score__Requests", "0"),
        ("Vindex__Limits__Evaluate__Requests", "0"),
        ("Vindex__Limits__Reads__Wait", "5s"),
        ("Vindex__Evaluations__Lease", "5s"),
        ("Vindex__Callbacks__AllowHttp", "true"),
        ("Vindex__Callbacks__AllowedNetworks", "127.0.0.0/8"),
        ("Vindex__Callbacks__Schedule", string.Join(' ', Enumerable.Repeat("200ms", 20))),
        ("Vindex__Callbacks__Timeout", "2s"),
    ];

    private FaultyNodes(IReadOnlyList<FaultyNode> all) => All = all;

    /// <summary>The servers.</summary>
    public IReadOnlyList<FaultyNode> All { get; }

    /// <summary>Starts them.</summary>
    public static async Task<FaultyNodes> StartAsync(ReplicatedDatabase database)
    {
        FaultyLink[][] links = [[new(database.Ports[0])], [new(database.Ports[0])], [.. database.Ports.Select(port => new FaultyLink(port))]];
        var nodes = new FaultyNodes([.. links.Select((own, number) => new FaultyNode($"node {number}", own, Settings))]);
        try
        {
            await Task.WhenAll(nodes.All.Select(node => node.StartAsync(Xunit.TestContext.Current.CancellationToken)));
            return nodes;
        }
        catch
        {
            await nodes.DisposeAsync();
            throw;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var node in All) await node.DisposeAsync();
    }
}
