using Vindex.Server.Alerts.Evaluation;
using Vindex.Server.Background;
using Vindex.Storage.Digests;
using Vindex.Storage.Nodes;

namespace Vindex.Server.Alerts.Digests;

/// <summary>Set when a digest may be due earlier than was known.</summary>
internal sealed class DigestSignal(TimeProvider time, NodeMessages messages) : WorkSignal(time, messages);

/// <summary>Writes digests when they are due. One node does this for all; another one takes over when it is gone.</summary>
internal sealed class DigestWorker(
    DigestEvaluation evaluation, IDigestStore store, INodeStore nodes, DigestSignal signal, TimeProvider time, ILogger<DigestWorker> logger)
    : DueWorker("digests", nodes, signal, time, logger)
{
    protected override Task<int> RunDueAsync(CancellationToken cancellationToken) => evaluation.RunAsync(cancellationToken);

    protected override Task<DateTimeOffset?> NextDueAsync(CancellationToken cancellationToken) => store.NextDueAsync(cancellationToken);
}
