namespace Vindex.Cli.Http;

/// <summary>The pause that a server has asked for; it holds for all requests, so that those under way do not knock again each by itself.</summary>
/// <param name="time">The clock.</param>
/// <param name="say">Tells people why nothing happens.</param>
internal sealed class ServerPause(TimeProvider time, Action<string> say)
{
    /// <summary>So many pauses without one answer between them end the run.</summary>
    public const int MostPauses = 20;

    /// <summary>A server that asks for more is not waited for.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromMinutes(10);

    private readonly Lock _lock = new();
    private DateTimeOffset _until = DateTimeOffset.MinValue;
    private int _pauses;

    /// <summary>Waits until no pause is requested any more.</summary>
    public async Task PassAsync(CancellationToken cancellationToken)
    {
        while (Left() is var left && left > TimeSpan.Zero) await Task.Delay(left, time, cancellationToken);
    }

    /// <summary>The server has answered a request.</summary>
    public void Answered()
    {
        lock (_lock) _pauses = 0;
    }

    /// <summary>The server wants to be left alone for a while. Gives the reason to end the run, or null to wait.</summary>
    /// <param name="wait">How long.</param>
    /// <param name="detail">What it said.</param>
    public string? Refused(TimeSpan wait, string detail)
    {
        if (wait > Longest) return $"asked to wait {Seconds(wait)}, which is too long: {detail}";
        lock (_lock)
        {
            var now = time.GetUtcNow();
            if (_until <= now)
            {
                if (_pauses == MostPauses) return $"asked to wait {MostPauses} times in a row: {detail}";
                _pauses++;
                say($"waiting {Seconds(wait)}, as the server asked: {detail}");
            }

            if (now + wait > _until) _until = now + wait;
            return null;
        }
    }

    private static string Seconds(TimeSpan wait) => $"{Math.Ceiling(wait.TotalSeconds):0} s";

    private TimeSpan Left()
    {
        lock (_lock) return _until - time.GetUtcNow();
    }
}
