using Vindex.Storage.Alerts;
using Vindex.Storage.Annotations;
using Vindex.Storage.Audit;
using Vindex.Storage.Companies;
using Vindex.Storage.Dashboards;
using Vindex.Storage.Deletions;
using Vindex.Storage.Deliveries;
using Vindex.Storage.Digests;
using Vindex.Storage.Evaluator;
using Vindex.Storage.Feedback;
using Vindex.Storage.Idempotency;
using Vindex.Storage.Installations;
using Vindex.Storage.Jobs;
using Vindex.Storage.Judging;
using Vindex.Storage.KeyRing;
using Vindex.Storage.Keys;
using Vindex.Storage.Nodes;
using Vindex.Storage.Profiles;
using Vindex.Storage.Rescores;
using Vindex.Storage.Reviews;
using Vindex.Storage.Scores;
using Vindex.Storage.Teams;
using Vindex.Storage.Trackers;
using Vindex.Storage.Users;
using Vindex.Storage.Views;
using Vindex.Storage.Webhooks;

namespace Vindex.Storage;

/// <summary>
/// One database. Every write is durable when its task completes; every write that changes something takes the audit entry that is kept with it in the same
/// transaction. Times are UTC with millisecond precision (finer parts are cut).
/// </summary>
public interface IStore : IAsyncDisposable
{
    /// <summary>Companies and their customers.</summary>
    ICompanyStore Companies { get; }

    /// <summary>API keys.</summary>
    IApiKeyStore Keys { get; }

    /// <summary>Scores with text and findings.</summary>
    IScoreStore Scores { get; }

    /// <summary>The append-only audit log.</summary>
    IAuditLog Audit { get; }

    /// <summary>Stored responses for repeated requests.</summary>
    IIdempotencyStore Idempotency { get; }

    /// <summary>Scoring profiles of companies.</summary>
    IProfileStore Profiles { get; }

    /// <summary>Who judges the tickets of companies, and what that uses.</summary>
    IJudgingStore Judging { get; }

    /// <summary>Installations and their sealed secrets.</summary>
    IInstallationStore Installations { get; }

    /// <summary>The queue of evaluations.</summary>
    IJobStore Jobs { get; }

    /// <summary>The outbox of callbacks.</summary>
    IDeliveryStore Deliveries { get; }

    /// <summary>Deletions that run in the background.</summary>
    IDeletionStore Deletions { get; }

    /// <summary>Runs that judge the latest tickets of a company again.</summary>
    IRescoreStore Rescores { get; }

    /// <summary>Tickets that people rate without seeing the judge's scores.</summary>
    IReviewStore Reviews { get; }

    /// <summary>Connections to trackers.</summary>
    ITrackerStore Trackers { get; }

    /// <summary>Reading from trackers.</summary>
    ITrackerWork TrackerWork { get; }

    /// <summary>The public evaluator's sessions.</summary>
    IEvaluatorStore Evaluator { get; }

    /// <summary>Accounts, and who belongs to which company.</summary>
    IUserStore Users { get; }

    /// <summary>Teams of companies.</summary>
    ITeamStore Teams { get; }

    /// <summary>Web sessions.</summary>
    ISessionStore Sessions { get; }

    /// <summary>One-time links: invitations and password resets.</summary>
    ILinkStore Links { get; }

    /// <summary>Identities of accounts at OpenID Connect providers.</summary>
    IIdentityStore Identities { get; }

    /// <summary>Second factors of accounts.</summary>
    ISecondFactorStore SecondFactors { get; }

    /// <summary>Views that people have saved.</summary>
    IViewStore Views { get; }

    /// <summary>Dashboards of companies, and links to them.</summary>
    IDashboardStore Dashboards { get; }

    /// <summary>Alerts of companies and the changes of their levels.</summary>
    IAlertStore Alerts { get; }

    /// <summary>Where messages about alerts go, and their outbox.</summary>
    IAlertMessageStore AlertMessages { get; }

    /// <summary>Weekly digests of companies, and what they said.</summary>
    IDigestStore Digests { get; }

    /// <summary>The keys that seal secrets.</summary>
    IKeyRing KeyRing { get; }

    /// <summary>Feedback of projects, in which every score has a row too.</summary>
    IFeedbackStore Feedback { get; }

    /// <summary>What the values of annotations have to be.</summary>
    IAnnotationSpecStore AnnotationSpecs { get; }

    /// <summary>What people are to annotate.</summary>
    IAnnotationQueueStore AnnotationQueues { get; }

    /// <summary>Webhooks of companies, and the outbox of their events.</summary>
    IWebhookStore Webhooks { get; }

    /// <summary>The processes that use the store.</summary>
    INodeStore Nodes { get; }

    /// <summary>Limits that all nodes count against together.</summary>
    ILimitStore Limits { get; }

    /// <summary>Messages between the processes that use the store.</summary>
    IStoreMessages Messages { get; }

    /// <summary>The copy that lists and exports are read from.</summary>
    IStoreReplica Replica { get; }

    /// <summary>Whether no other process can hold this store: leases from before it was opened are void.</summary>
    bool IsExclusive { get; }

    /// <summary>Waits until no other process is starting over this store, and keeps others from it until disposed of.</summary>
    Task<IAsyncDisposable> HoldStartAsync(CancellationToken cancellationToken);

    /// <summary>How much there is, for monitoring; from counters and small indexes.</summary>
    Task<StoreState> StateAsync(CancellationToken cancellationToken);

    /// <summary>Completes when the store has written a row, without changing anything; throws when it cannot.</summary>
    Task PingAsync(CancellationToken cancellationToken);

    /// <summary>Writes a consistent copy to a new file while the store continues to work. The file must not exist.</summary>
    Task BackupAsync(string file, CancellationToken cancellationToken);

    /// <summary>Looks for damage: the database's own integrity check, references, counters against the rows. Empty if clean.</summary>
    Task<IReadOnlyList<string>> CheckAsync(CancellationToken cancellationToken);
}
