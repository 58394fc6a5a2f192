using System.Runtime.InteropServices;

namespace Vindex.Server.Web.Bodies;

/// <summary>Request feature: the authenticated caller whose body this is. Without it, the body counts as anonymous.</summary>
internal sealed record BodyOwner(string Name);

/// <summary>
/// Counts the memory that the bodies of all requests take up, so that no number of requests can exhaust it. It is counted as it is used: a declared length
/// reserves nothing. Anonymous bodies share an amount of their own; they cannot displace those of authenticated callers.
/// </summary>
internal sealed class BodyMemory(IOptions<BodyOptions> limits)
{
    private readonly BodyOptions _options = limits.Value;
    private readonly Lock _lock = new();
    private readonly Dictionary<string, long> _byCaller = new(StringComparer.Ordinal);
    private long _ofCallers;
    private long _anonymous;

    /// <summary>Bytes in use.</summary>
    public long InUse
    {
        get
        {
            lock (_lock) return _ofCallers + _anonymous;
        }
    }

    /// <summary>Starts counting a request's body.</summary>
    public BodyLease Open(HttpContext context) => new(this, context.Features.Get<BodyOwner>()?.Name);

    /// <summary>The most that a body can have while there are no others.</summary>
    public long Most(string? caller) => caller is null ? _options.AnonymousMemory : Math.Min(_options.Memory, _options.MemoryPerCaller);

    public bool TryTake(string? caller, long bytes)
    {
        lock (_lock)
        {
            if (caller is null)
            {
                if (_anonymous + bytes > _options.AnonymousMemory) return false;
                _anonymous += bytes;
                return true;
            }

            if (_ofCallers + bytes > _options.Memory || _byCaller.GetValueOrDefault(caller) + bytes > _options.MemoryPerCaller) return false;
            _ofCallers += bytes;
            CollectionsMarshal.GetValueRefOrAddDefault(_byCaller, caller, out _) += bytes;
            return true;
        }
    }

    public void Return(string? caller, long bytes)
    {
        lock (_lock)
        {
            if (caller is null)
            {
                _anonymous -= bytes;
                return;
            }

            _ofCallers -= bytes;
            if ((_byCaller[caller] -= bytes) == 0) _byCaller.Remove(caller);
        }
    }
}

/// <summary>The memory that a request's body takes up.</summary>
internal sealed class BodyLease(BodyMemory memory, string? caller) : IDisposable
{
    private const int RetryAfter = 1;
    private long _held;

    /// <summary>Counts more memory; returns the problem if there is not enough.</summary>
    public Problem? Take(long bytes)
    {
        if (memory.TryTake(caller, bytes))
        {
            _held += bytes;
            return null;
        }

        return _held + bytes > memory.Most(caller)
            ? Problem.TooComplex()
            : Problem.Unavailable("bodies_in_flight", "Too many large requests are being processed; try again shortly.", RetryAfter);
    }

    /// <summary>Gives back some of it.</summary>
    public void Return(long bytes)
    {
        if (bytes == 0) return;
        _held -= bytes;
        memory.Return(caller, bytes);
    }

    public void Dispose() => Return(_held);
}
