using Vindex.Storage.Audit;

namespace Vindex.Storage.Users;

/// <summary>Somebody signed in on one device. Its token is kept only as SHA-256.</summary>
/// <param name="Id">Opaque id, to name it by.</param>
/// <param name="TokenHash">SHA-256 of the token.</param>
/// <param name="UserId">Who.</param>
/// <param name="CompanyId">The company that is looked at; null for none.</param>
/// <param name="UserAgent">What the browser called itself; null if it did not.</param>
/// <param name="CreatedAt">Start time.</param>
/// <param name="SeenAt">When it was last used, as far as written down.</param>
/// <param name="EndsAt">From when on it is refused, however much it is used.</param>
public sealed record Session(
    string Id, byte[] TokenHash, string UserId, string? CompanyId, string? UserAgent, DateTimeOffset CreatedAt, DateTimeOffset SeenAt, DateTimeOffset EndsAt)
{
    /// <summary>The name of the OpenID Connect provider that the person signed in with; null for none.</summary>
    public string? Provider { get; init; }
}

/// <summary>A session with its account and the companies that the account belongs to, by name.</summary>
public sealed record LiveSession(Session Session, User User, IReadOnlyList<UserCompany> Companies);

/// <summary>Web sessions.</summary>
public interface ISessionStore
{
    /// <summary>Adds a session and ends another in its place. False if the account does not exist (any more).</summary>
    Task<bool> StartAsync(Session session, byte[]? replacedTokenHash, AuditEntry audit, CancellationToken cancellationToken);

    /// <summary>The session of a token, however old; null if there is none.</summary>
    Task<LiveSession?> FindAsync(byte[] tokenHash, CancellationToken cancellationToken);

    /// <summary>The companies that an account belongs to, by name.</summary>
    Task<IReadOnlyList<UserCompany>> CompaniesOfAsync(string userId, CancellationToken cancellationToken);

    /// <summary>Writes down that a session was used.</summary>
    Task TouchAsync(string sessionId, DateTimeOffset seenAt, CancellationToken cancellationToken);

    /// <summary>Looks at another company. False if the session is gone or its account does not belong to that company.</summary>
    Task<bool> SwitchAsync(string sessionId, string companyId, CancellationToken cancellationToken);

    /// <summary>The sessions of an account, newest first.</summary>
    Task<IReadOnlyList<Session>> ListAsync(string userId, CancellationToken cancellationToken);

    /// <summary>Ends a session of an account. False if the account has no such session.</summary>
    Task<bool> EndAsync(string userId, string sessionId, AuditEntry audit, CancellationToken cancellationToken);

    /// <summary>Deletes sessions that have ended by then or were not used since <paramref name="idleSince"/>.</summary>
    Task ForgetAsync(DateTimeOffset now, DateTimeOffset idleSince, CancellationToken cancellationToken);
}
