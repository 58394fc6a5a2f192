using Vindex.Server.Background;

namespace Vindex.Server.Callbacks;

/// <summary>Set when a callback is due.</summary>
internal sealed class DispatchSignal(TimeProvider time, NodeMessages messages) : WorkSignal(time, messages);
