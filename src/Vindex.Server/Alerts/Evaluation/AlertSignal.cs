using Vindex.Server.Background;

namespace Vindex.Server.Alerts.Evaluation;

/// <summary>Set when a rule may be due earlier than was known.</summary>
internal sealed class AlertSignal(TimeProvider time, NodeMessages messages) : WorkSignal(time, messages);
