namespace Vindex.Storage.Audit;

/// <summary>What came of an action.</summary>
public enum AuditResult
{
    /// <summary>It was done.</summary>
    Done,

    /// <summary>It was refused, and nothing was changed.</summary>
    Refused,
}

/// <summary>One entry of the audit log. Holds no secrets and no ticket text.</summary>
/// <param name="Id">Time-ordered id.</param>
/// <param name="At">The time.</param>
/// <param name="CompanyId">The company concerned; null for none.</param>
/// <param name="Actor">The actor: <c>key:&lt;id&gt;</c>, <c>user:&lt;id&gt;</c>, <c>admin-key</c>, <c>system</c> or <c>cli</c>.</param>
/// <param name="Action">The action, for example <c>key.created</c>.</param>
/// <param name="Target">The id of what was changed; null for none.</param>
/// <param name="Detail">A JSON object with the details of the change; null for none.</param>
public sealed record AuditEntry(string Id, DateTimeOffset At, string? CompanyId, string Actor, string Action, string? Target, string? Detail)
{
    /// <summary>What came of it.</summary>
    public AuditResult Result { get; init; }
}

/// <summary>Which entries are wanted; null means not narrowed.</summary>
public sealed record AuditFilter
{
    /// <summary>Entries about this company.</summary>
    public string? CompanyId { get; init; }

    /// <summary>Actions that begin with this, for example <c>key.</c></summary>
    public string? Action { get; init; }

    /// <summary>Entries with this text in actor, action, target or detail, with ASCII letters in any case; or by one of <see cref="Actors"/>.</summary>
    public string? Text { get; init; }

    /// <summary>Actors whose entries <see cref="Text"/> finds, too.</summary>
    public IReadOnlyList<string> Actors { get; init; } = [];
}

/// <summary>The append-only audit log.</summary>
public interface IAuditLog
{
    /// <summary>Adds an entry that belongs to no other write.</summary>
    Task AddAsync(AuditEntry entry, CancellationToken cancellationToken);

    /// <summary>The entries that pass a filter, newest first, ties by id.</summary>
    Task<ListPage<AuditEntry>> ListAsync(AuditFilter filter, PagePosition? after, int limit, CancellationToken cancellationToken);
}
