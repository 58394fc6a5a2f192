using Vindex.Storage.Audit;

namespace Vindex.Storage.Digests;

/// <summary>Weekly digests of companies, and what they said.</summary>
public interface IDigestStore
{
    /// <summary>How many issues are kept of a digest; older ones are deleted.</summary>
    const int KeptIssues = 13;

    /// <summary>
    /// Stores the digest of a reader. If the reader has one, its plan and due time are replaced, and it keeps its id. False if the company does not have the
    /// reader.
    /// </summary>
    Task<bool> SetAsync(Digest digest, AuditEntry audit, CancellationToken cancellationToken);

    /// <summary>The digest of a reader; null if it has none.</summary>
    Task<Digest?> FindAsync(string companyId, DigestReader reader, CancellationToken cancellationToken);

    /// <summary>The digest with an id, of any company; null if there is none.</summary>
    Task<Digest?> FindAsync(string id, CancellationToken cancellationToken);

    /// <summary>The digests of a company that are switched on.</summary>
    Task<IReadOnlyList<Digest>> ListAsync(string companyId, CancellationToken cancellationToken);

    /// <summary>Switches a digest off. False if it does not exist or is off.</summary>
    Task<bool> SwitchOffAsync(string id, AuditEntry audit, CancellationToken cancellationToken);

    /// <summary>Deletes the digest of a reader with what it said. False if there is none.</summary>
    Task<bool> DeleteAsync(string companyId, DigestReader reader, AuditEntry audit, CancellationToken cancellationToken);

    /// <summary>Digests of all companies that are due, those due first first.</summary>
    Task<IReadOnlyList<Digest>> DueAsync(DateTimeOffset now, int limit, CancellationToken cancellationToken);

    /// <summary>When the next digest is due; null for none.</summary>
    Task<DateTimeOffset?> NextDueAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Stores results, each with its issue and message or not at all: a digest that no longer has the version that was read is left as it is. Returns the ids
    /// of the digests that were advanced.
    /// </summary>
    Task<IReadOnlySet<string>> StoreAsync(IReadOnlyList<DigestStep> steps, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Adds an issue without a message. False if the digest does not exist.</summary>
    Task<bool> AddIssueAsync(DigestIssue issue, CancellationToken cancellationToken);

    /// <summary>The id of the last issue of a digest; null if it has none.</summary>
    Task<string?> LastIssueAsync(string digestId, CancellationToken cancellationToken);

    /// <summary>One issue of a company; null if it has none of that id.</summary>
    Task<DigestIssue?> FindIssueAsync(string companyId, string id, CancellationToken cancellationToken);
}
