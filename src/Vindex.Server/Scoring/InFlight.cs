namespace Vindex.Server.Scoring;

/// <summary>Counts the tickets being scored while the caller waits.</summary>
internal sealed class InFlight(int max)
{
    private int _count;

    public bool TryEnter()
    {
        if (Interlocked.Increment(ref _count) <= max) return true;
        Interlocked.Decrement(ref _count);
        return false;
    }

    public void Leave() => Interlocked.Decrement(ref _count);
}
