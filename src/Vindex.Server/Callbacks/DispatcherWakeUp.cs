using Vindex.Server.Operations;

namespace Vindex.Server.Callbacks;

/// <summary>Wakes the dispatcher.</summary>
internal sealed class DispatcherWakeUp(TimeProvider time) : WakeUp(time);
