namespace Vindex.Server.Feedback.Queries.Rows;

/// <summary>The memory that all requests together can use to sort rows. A request reserves it as its rows grow and releases all of it afterwards.</summary>
internal sealed class SortingMemory
{
    // Small enough to waste little, large enough to reserve rarely.
    private const long Step = 1 << 20;
    private long _taken;

    /// <summary>Bytes reserved now.</summary>
    public long Taken => Interlocked.Read(ref _taken);

    /// <summary>Opens an empty reservation for a request.</summary>
    public Share Open() => new(this);

    /// <summary>The reservation of one request. Not thread-safe.</summary>
    internal sealed class Share(SortingMemory memory) : IDisposable
    {
        private long _taken;

        /// <summary>Extends the reservation to a number of bytes; false if there is not enough memory left.</summary>
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
