namespace Vindex.Storage.Alerts;

/// <summary>Where a message about an alert stands.</summary>
public enum AlertMessageStatus
{
    /// <summary>Waits to be sent.</summary>
    Pending,

    /// <summary>Is being sent.</summary>
    Sending,

    /// <summary>The receiver has accepted it.</summary>
    Sent,

    /// <summary>It is not tried again.</summary>
    Failed,
}

/// <summary>A message to send.</summary>
/// <param name="Id">Its id.</param>
/// <param name="ChannelId">The channel; null for the webhooks of the company.</param>
public sealed record NewAlertMessage(string Id, string? ChannelId);

/// <summary>A message about a change of level, or with an issue of a digest.</summary>
/// <param name="Id">Its id.</param>
/// <param name="CompanyId">Its company.</param>
/// <param name="ChannelId">The channel; null for the webhooks of the company, and for the digest of a person.</param>
/// <param name="EventId">The change of level; null for a digest.</param>
/// <param name="Status">Where it stands.</param>
/// <param name="Attempts">Attempts so far.</param>
/// <param name="DueAt">When the next attempt is due.</param>
/// <param name="Taken">How often it was taken: the fencing token of its lease.</param>
/// <param name="LastError">How the last attempt failed; null if it did not.</param>
/// <param name="FinishedAt">When it was sent or given up; null before.</param>
public sealed record AlertMessage(
    string Id,
    string CompanyId,
    string? ChannelId,
    string? EventId,
    AlertMessageStatus Status,
    int Attempts,
    DateTimeOffset DueAt,
    int Taken,
    string? LastError,
    DateTimeOffset? FinishedAt)
{
    /// <summary>The issue of a digest; null for a change of level.</summary>
    public string? IssueId { get; init; }
}
