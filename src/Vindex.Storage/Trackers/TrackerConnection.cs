namespace Vindex.Storage.Trackers;

/// <summary>A company's connection to a tracker.</summary>
/// <param name="Id">Time-ordered id.</param>
/// <param name="CompanyId">Its company.</param>
/// <param name="Product">The product, by the name of its source: <c>jiraforge</c>, <c>github</c>, ….</param>
/// <param name="Name">Display name.</param>
/// <param name="BaseAddress">The address of the site or API.</param>
/// <param name="Credential">The credential, sealed; the store cannot read it.</param>
/// <param name="SignIn">How it signs in, for people; no secret: <c>token</c>, <c>jo@example.com</c>, <c>app 12</c>.</param>
/// <param name="AccountId">The account's permanent id in the tracker, by which own changes are recognized.</param>
/// <param name="AccountName">The account's name.</param>
/// <param name="HookSecret">The secret of its webhooks, sealed.</param>
/// <param name="CreatedAt">When it was connected.</param>
public sealed record TrackerConnection(
    string Id,
    string CompanyId,
    string Product,
    string Name,
    string BaseAddress,
    byte[] Credential,
    string SignIn,
    string AccountId,
    string AccountName,
    byte[] HookSecret,
    DateTimeOffset CreatedAt)
{
    /// <summary>Whether a person paused it.</summary>
    public bool IsPaused { get; init; }

    /// <summary>The latest failure; null while it works.</summary>
    public TrackerOutage? Failure { get; init; }

    /// <summary>Number of its changes by people. A change names the version that it is based on.</summary>
    public long Version { get; init; } = 1;
}

/// <summary>Why a connection does not work.</summary>
/// <param name="Code">The kind of failure, for programs.</param>
/// <param name="Message">A message for people.</param>
/// <param name="Since">The first failure after the latest success.</param>
/// <param name="RetryAt">When it is tried again.</param>
/// <param name="Count">Failures in a row.</param>
public sealed record TrackerOutage(string Code, string Message, DateTimeOffset Since, DateTimeOffset RetryAt, int Count);

/// <summary>A connection that a worker has leased.</summary>
/// <param name="Connection">The connection.</param>
/// <param name="Taken">The fencing token.</param>
public sealed record TrackerLease(TrackerConnection Connection, int Taken);
