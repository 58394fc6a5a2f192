using Vindex.Storage;
using Vindex.Storage.Nodes;

namespace Vindex.Server.Nodes;

/// <summary>The nodes, as admins see them.</summary>
internal sealed class NodeService(IStore store, ThisNode self, StatisticsLag lag, TimeProvider time)
{
    /// <summary>All nodes. One that is alone does not report to itself: its state is that of now.</summary>
    public async Task<NodeListBody> ListAsync(CancellationToken cancellationToken)
    {
        var nodes = await store.Nodes.ListAsync(cancellationToken);
        if (!store.IsExclusive) return new NodeListBody([.. nodes.Select(Body)]);
        var report = new NodeReport(self.Address, await lag.ReadAsync(cancellationToken));
        return new NodeListBody([.. nodes.Select(node => Body(node with { Report = report, SeenAt = time.GetUtcNow() }))]);
    }

    private NodeBody Body(NodeState state) => new(
        state.Node.Id,
        state.Node.Host,
        state.Node.Version,
        state.Report.Address,
        state.Node.StartedAt,
        state.SeenAt,
        state.Node.Id == self.Node.Id,
        (long)state.ClockAhead.TotalMilliseconds,
        state.Node.Settings != self.Node.Settings,
        new NodeLeasesBody(state.Leases.Jobs, state.Leases.Deliveries, state.Leases.Others),
        state.Duties,
        state.Report.ChangesBehind);
}
