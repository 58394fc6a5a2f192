using Vindex.Storage.Alerts;
using Vindex.Storage.Nodes;

namespace Vindex.Server.Alerts.Evaluation;

/// <summary>Evaluates rules when they are due.</summary>
internal sealed class AlertWorker(
    AlertEvaluation evaluation, IAlertStore store, INodeStore nodes, AlertSignal signal, TimeProvider time, ILogger<AlertWorker> logger)
    : DueWorker("alerts", nodes, signal, time, logger)
{
    protected override Task<int> RunDueAsync(CancellationToken cancellationToken) => evaluation.RunAsync(cancellationToken);

    protected override Task<DateTimeOffset?> NextDueAsync(CancellationToken cancellationToken) => store.NextDueAsync(cancellationToken);
}
