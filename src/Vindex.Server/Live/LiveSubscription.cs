using System.Threading.Channels;

namespace Vindex.Server.Live;

/// <summary>One reader of a company's changes.</summary>
internal sealed class LiveSubscription : IDisposable
{
    private readonly CompanyChanges _company;
    private readonly Action _release;
    private readonly Channel<bool> _signal = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });

    private int _closed;

    public LiveSubscription(CompanyChanges company, Action release)
    {
        (_company, _release) = (company, release);
        company.Add(this);
    }

    /// <summary>Sets the signal; does nothing if it is set.</summary>
    public void Wake() => _signal.Writer.TryWrite(true);

    /// <summary>Waits for a change since the last call.</summary>
    public async Task WaitAsync(CancellationToken cancellationToken) => await _signal.Reader.ReadAsync(cancellationToken);

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _closed, 1) != 0) return;
        _company.Remove(this);
        _release();
    }
}
