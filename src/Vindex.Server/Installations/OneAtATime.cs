namespace Vindex.Server.Installations;

/// <summary>
/// Lets changes of installations happen one after the other, since each reads before it writes. They are rare. Another node may still come in between; then the
/// store decides, and the later of two changes wins.
/// </summary>
internal sealed class OneAtATime : IDisposable
{
    private readonly SemaphoreSlim _turn = new(1);

    public async Task<T> RunAsync<T>(Func<Task<T>> change, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            return await change();
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();
}
