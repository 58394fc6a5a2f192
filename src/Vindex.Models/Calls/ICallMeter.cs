using Vindex.Models.Settings;

namespace Vindex.Models.Calls;

/// <summary>Counts what calls use, and says whether another one may begin.</summary>
public interface ICallMeter
{
    /// <summary>Whether the budget has room for another call. Asked before each one.</summary>
    ValueTask<bool> HasRoomAsync(CancellationToken cancellationToken);

    /// <summary>Records a call that was answered, or given up after it was sent.</summary>
    ValueTask RecordAsync(TokenUse use, decimal cost);
}

/// <summary>For whom a model is asked.</summary>
/// <param name="Tenant">Whose turn it is when calls have to wait: the company.</param>
/// <param name="Meter">Counts the calls.</param>
public sealed record ModelCaller(string Tenant, ICallMeter Meter);
