namespace Vindex.Server.Feedback.Queries;

/// <summary>The memory that all requests together may fill with rows to be sorted. A request takes of it as its rows grow, and gives all back when it has answered.</summary>
internal sealed class SortingMemory
{
    // Small enough that little is taken in vain, large enough that rows seldom come here.
    private const long Step = 1 << 20;
    private long _taken;

    /// <summary>Bytes that are taken now.</summary>
    public long Taken => Interlocked.Read(ref _taken);

    /// <summary>A request's share, of nothing at first.</summary>
    public Share Open() => new(this);

    /// <summary>What one request has taken. One thread.</summary>
    internal sealed class Share(SortingMemory memory) : IDisposable
    {
        private long _taken;

        /// <summary>Takes until so many bytes are covered; false when the others leave too little.</summary>
        public bool Covers(long bytes)
        {
            if (bytes <= _taken) return true;
            var more = (bytes - _taken + Step - 1) / Step * Step;
            if (Interlocked.Add(ref memory._taken, more) > QueryLimits.HeldBytesOfAll)
            {
                Interlocked.Add(ref memory._taken, -more);
                return false;
            }

            _taken += more;
            return true;
        }

        public void Dispose()
        {
            Interlocked.Add(ref memory._taken, -_taken);
            _taken = 0;
        }
    }
}
