using Vindex.Storage.Audit;

namespace Vindex.Storage.Alerts;

/// <summary>Alerts of companies and the changes of their levels.</summary>
public interface IAlertStore
{
    /// <summary>How many changes of level are kept of an alert; older ones are deleted.</summary>
    const int KeptEvents = 500;

    /// <summary>Adds one. False if the company does not exist.</summary>
    Task<bool> AddAsync(Alert alert, AuditEntry audit, CancellationToken cancellationToken);

    /// <summary>Those of a company, by name.</summary>
    Task<IReadOnlyList<Alert>> ListAsync(string companyId, CancellationToken cancellationToken);

    /// <summary>One of a company; null if it has none of that id.</summary>
    Task<Alert?> FindAsync(string companyId, string id, CancellationToken cancellationToken);

    /// <summary>
    /// Stores name, rule, state and due time under the next version. False if the company does not have the alert, or it no longer has the version of
    /// <paramref name="alert"/>.
    /// </summary>
    Task<bool> ChangeAsync(Alert alert, AuditEntry audit, CancellationToken cancellationToken);

    /// <summary>Deletes one with its history. False if the company does not have it.</summary>
    Task<bool> DeleteAsync(string companyId, string id, AuditEntry audit, CancellationToken cancellationToken);

    /// <summary>Alerts of all companies that are due, those due first first.</summary>
    Task<IReadOnlyList<Alert>> DueAsync(DateTimeOffset now, int limit, CancellationToken cancellationToken);

    /// <summary>When the next alert is due; null for none.</summary>
    Task<DateTimeOffset?> NextDueAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Stores results of evaluations, each with its event and messages or not at all: an alert that no longer has the version that was evaluated is left as it
    /// is. Returns the ids of the alerts that were advanced.
    /// </summary>
    Task<IReadOnlySet<string>> StoreAsync(IReadOnlyList<AlertStep> steps, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>A page of the changes of level of a company, newest first.</summary>
    /// <param name="companyId">The company.</param>
    /// <param name="alertId">One alert; null for all.</param>
    /// <param name="after">The position after which the page starts; null for the first page.</param>
    /// <param name="limit">The most that the page has.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    Task<ListPage<AlertEvent>> EventsAsync(string companyId, string? alertId, PagePosition? after, int limit, CancellationToken cancellationToken);

    /// <summary>One change of level of a company; null if it has none of that id.</summary>
    Task<AlertEvent?> FindEventAsync(string companyId, string id, CancellationToken cancellationToken);
}

/// <summary>Where messages about alerts go, and the outbox of these messages.</summary>
public interface IAlertMessageStore
{
    /// <summary>Adds a channel. False if the company does not exist.</summary>
    Task<bool> AddChannelAsync(AlertChannel channel, AuditEntry audit, CancellationToken cancellationToken);

    /// <summary>The channels of a company, by name.</summary>
    Task<IReadOnlyList<AlertChannel>> ListChannelsAsync(string companyId, CancellationToken cancellationToken);

    /// <summary>One of a company; null if it has none of that id.</summary>
    Task<AlertChannel?> FindChannelAsync(string companyId, string id, CancellationToken cancellationToken);

    /// <summary>Stores name, address, titles and language of a channel. False if the company does not have it.</summary>
    Task<bool> ChangeChannelAsync(AlertChannel channel, AuditEntry audit, CancellationToken cancellationToken);

    /// <summary>Deletes a channel with its messages. False if the company does not have it.</summary>
    Task<bool> DeleteChannelAsync(string companyId, string id, AuditEntry audit, CancellationToken cancellationToken);

    /// <summary>Leases due messages, those due first first.</summary>
    Task<IReadOnlyList<AlertMessage>> TakeAsync(DateTimeOffset now, DateTimeOffset until, int limit, CancellationToken cancellationToken);

    /// <summary>When the next waiting message is due; null for none.</summary>
    Task<DateTimeOffset?> NextDueAsync(CancellationToken cancellationToken);

    /// <summary>Stores how an attempt ended. False if someone else has taken the message since.</summary>
    /// <param name="message">The message after the attempt, with the <see cref="AlertMessage.Taken"/> of its lease.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    Task<bool> EndAsync(AlertMessage message, CancellationToken cancellationToken);

    /// <summary>Makes messages whose lease has expired wait again; all under way where <paramref name="all"/>.</summary>
    Task TakeBackAsync(DateTimeOffset now, bool all, CancellationToken cancellationToken);

    /// <summary>The messages about a change of level, or with an issue of a digest, oldest first.</summary>
    Task<IReadOnlyList<AlertMessage>> ListAsync(string companyId, string subjectId, CancellationToken cancellationToken);
}
