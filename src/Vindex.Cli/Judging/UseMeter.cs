using Vindex.Models.Calls;
using Vindex.Models.Settings;

namespace Vindex.Cli.Judging;

/// <summary>Adds up what a run's calls use. There is no budget.</summary>
internal sealed class UseMeter : ICallMeter
{
    private readonly Lock _lock = new();

    /// <summary>Calls that were answered.</summary>
    public int Calls { get; private set; }

    /// <summary>Their tokens.</summary>
    public TokenUse Use { get; private set; }

    /// <summary>What they cost, by the prices given.</summary>
    public decimal Cost { get; private set; }

    public ValueTask<bool> HasRoomAsync(CancellationToken cancellationToken) => ValueTask.FromResult(true);

    public ValueTask RecordAsync(TokenUse use, decimal cost)
    {
        lock (_lock) (Calls, Use, Cost) = (Calls + 1, Use + use, Cost + cost);
        return ValueTask.CompletedTask;
    }
}
