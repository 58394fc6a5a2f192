using System.Threading.Channels;

namespace Vindex.Server.Background;

/// <summary>Tells a loop that there is work. A signal while the loop is busy is kept; several count as one.</summary>
internal abstract class WorkSignal(TimeProvider time)
{
    private readonly Channel<bool> _signals = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>There is work.</summary>
    public void Set() => _signals.Writer.TryWrite(true);

    /// <summary>Waits for a signal, for a limited time.</summary>
    public async Task WaitAsync(TimeSpan atMost, CancellationToken cancellationToken)
    {
        if (atMost <= TimeSpan.Zero || _signals.Reader.TryRead(out _)) return;
        using var limit = new CancellationTokenSource(atMost, time);
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
