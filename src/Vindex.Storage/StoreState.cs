namespace Vindex.Storage;

/// <summary>How much a store holds.</summary>
/// <param name="Bytes">Size of the database.</param>
/// <param name="LogBytes">Size of the log of changes that are not in the database yet.</param>
/// <param name="Scores">Number of scores.</param>
/// <param name="FeedbackRows">Number of rows of feedback, those of scores included.</param>
/// <param name="DeliveriesWaiting">Number of callbacks that wait for their next attempt.</param>
/// <param name="OldestDelivery">When the oldest of them is or was due; null for none.</param>
public sealed record StoreState(long Bytes, long LogBytes, long Scores, long FeedbackRows, long DeliveriesWaiting, DateTimeOffset? OldestDelivery)
{
    /// <summary>Nothing.</summary>
    public static StoreState Empty { get; } = new(0, 0, 0, 0, 0, null);
}
