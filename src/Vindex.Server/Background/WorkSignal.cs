using System.Threading.Channels;

namespace Vindex.Server.Background;

/// <summary>
/// Tells a loop that there is work, on this node and (where it is announced) on the others. A signal while the loop is busy is kept; several count as one.
/// </summary>
internal abstract class WorkSignal
{
    private readonly Channel<bool> _signals = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly TimeProvider _time;
    private readonly NodeMessages _messages;

    protected WorkSignal(TimeProvider time, NodeMessages messages)
    {
        (_time, _messages) = (time, messages);
        messages.On(Topic, _ => Set());
        messages.On(NodeMessages.Work, _ => Set());
    }

    private string Topic => GetType().Name;

    /// <summary>There is work for this node.</summary>
    public void Set() => _signals.Writer.TryWrite(true);

    /// <summary>There is work for any node.</summary>
    public void Announce()
    {
        Set();
        Offer();
    }

    /// <summary>There is work that this node has no room for.</summary>
    public void Offer() => _messages.Send(Topic);

    /// <summary>Waits for a signal, for a limited time.</summary>
    public async Task WaitAsync(TimeSpan atMost, CancellationToken cancellationToken)
    {
        if (atMost <= TimeSpan.Zero || _signals.Reader.TryRead(out _)) return;
        using var limit = new CancellationTokenSource(atMost, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            await _signals.Reader.ReadAsync(either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // The time is over, which is as good a reason to look for work as a signal.
        }
    }
}
