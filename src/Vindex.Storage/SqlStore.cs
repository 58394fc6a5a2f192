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
using Vindex.Storage.Sql;
using Vindex.Storage.Sql.Alerts;
using Vindex.Storage.Sql.Annotations;
using Vindex.Storage.Sql.Dashboards;
using Vindex.Storage.Sql.Deletions;
using Vindex.Storage.Sql.Deliveries;
using Vindex.Storage.Sql.Digests;
using Vindex.Storage.Sql.Evaluator;
using Vindex.Storage.Sql.Feedback;
using Vindex.Storage.Sql.Installations;
using Vindex.Storage.Sql.Jobs;
using Vindex.Storage.Sql.Judging;
using Vindex.Storage.Sql.Nodes;
using Vindex.Storage.Sql.Rescores;
using Vindex.Storage.Sql.Reviews;
using Vindex.Storage.Sql.Scores;
using Vindex.Storage.Sql.Secrets;
using Vindex.Storage.Sql.Teams;
using Vindex.Storage.Sql.Trackers;
using Vindex.Storage.Sql.Users;
using Vindex.Storage.Sql.Views;
using Vindex.Storage.Sql.Webhooks;
using Vindex.Storage.Teams;
using Vindex.Storage.Trackers;
using Vindex.Storage.Users;
using Vindex.Storage.Views;
using Vindex.Storage.Webhooks;

namespace Vindex.Storage;

/// <summary>The ports over a database that understands SQL. A driver adds the connections, the way to find scores, and what databases do differently.</summary>
public abstract class SqlStore : IStore
{
    private protected SqlStore(ScoreRows scoreRows, TimeProvider time, bool isExclusive)
    {
        var database = (ISqlDatabase)this;
        var own = new OwnNode(hasOthers: !isExclusive);
        IsExclusive = isExclusive;
        Nodes = new SqlNodeStore(database, own);
        Limits = new SqlLimitStore(database);
        Companies = new SqlCompanyStore(database, scoreRows);
        Keys = new SqlApiKeyStore(database);
        Audit = new SqlAuditLog(database);
        Idempotency = new SqlIdempotencyStore(database);
        Profiles = new SqlProfileStore(database);
        Judging = new SqlJudgingStore(database);
        Installations = new SqlInstallationStore(database);
        Jobs = new SqlJobStore(database, scoreRows, own);
        Deliveries = new SqlDeliveryStore(database, own);
        Deletions = new SqlDeletionStore(database, scoreRows, time, own);
        Rescores = new SqlRescoreStore(database, scoreRows, own);
        Reviews = new SqlReviewStore(database);
        Trackers = new SqlTrackerStore(database);
        TrackerWork = new SqlTrackerWork(database, scoreRows, own);
        Evaluator = new SqlEvaluatorStore(database, own);
        Users = new SqlUserStore(database);
        Teams = new SqlTeamStore(database);
        Sessions = new SqlSessionStore(database);
        Links = new SqlLinkStore(database);
        Identities = new SqlIdentityStore(database);
        SecondFactors = new SqlSecondFactorStore(database);
        Views = new SqlViewStore(database);
        Dashboards = new SqlDashboardStore(database);
        Alerts = new SqlAlertStore(database);
        AlertMessages = new SqlAlertMessageStore(database, own);
        Digests = new SqlDigestStore(database);
        KeyRing = new SqlKeyRing(database);
        Feedback = new SqlFeedbackStore(database, time, scoreRows.Events);
        Webhooks = new SqlWebhookStore(database, own, scoreRows.Events);
        AnnotationSpecs = new SqlAnnotationSpecStore(database);
        AnnotationQueues = new SqlAnnotationQueueStore(database);
    }

    /// <inheritdoc/>
    public ICompanyStore Companies { get; }

    /// <inheritdoc/>
    public IApiKeyStore Keys { get; }

    /// <inheritdoc/>
    public abstract IScoreStore Scores { get; }

    /// <inheritdoc/>
    public IAuditLog Audit { get; }

    /// <inheritdoc/>
    public IIdempotencyStore Idempotency { get; }

    /// <inheritdoc/>
    public IProfileStore Profiles { get; }

    /// <inheritdoc/>
    public IJudgingStore Judging { get; }

    /// <inheritdoc/>
    public IInstallationStore Installations { get; }

    /// <inheritdoc/>
    public IJobStore Jobs { get; }

    /// <inheritdoc/>
    public IDeliveryStore Deliveries { get; }

    /// <inheritdoc/>
    public IDeletionStore Deletions { get; }

    /// <inheritdoc/>
    public IRescoreStore Rescores { get; }

    /// <inheritdoc/>
    public IReviewStore Reviews { get; }

    /// <inheritdoc/>
    public ITrackerStore Trackers { get; }

    /// <inheritdoc/>
    public ITrackerWork TrackerWork { get; }

    /// <inheritdoc/>
    public IEvaluatorStore Evaluator { get; }

    /// <inheritdoc/>
    public IUserStore Users { get; }

    /// <inheritdoc/>
    public ITeamStore Teams { get; }

    /// <inheritdoc/>
    public ISessionStore Sessions { get; }

    /// <inheritdoc/>
    public ILinkStore Links { get; }

    /// <inheritdoc/>
    public IIdentityStore Identities { get; }

    /// <inheritdoc/>
    public ISecondFactorStore SecondFactors { get; }

    /// <inheritdoc/>
    public IViewStore Views { get; }

    /// <inheritdoc/>
    public IDashboardStore Dashboards { get; }

    /// <inheritdoc/>
    public IAlertStore Alerts { get; }

    /// <inheritdoc/>
    public IAlertMessageStore AlertMessages { get; }

    /// <inheritdoc/>
    public IDigestStore Digests { get; }

    /// <inheritdoc/>
    public IKeyRing KeyRing { get; }

    /// <inheritdoc/>
    public IFeedbackStore Feedback { get; }

    /// <inheritdoc/>
    public IAnnotationSpecStore AnnotationSpecs { get; }

    /// <inheritdoc/>
    public IAnnotationQueueStore AnnotationQueues { get; }

    /// <inheritdoc/>
    public IWebhookStore Webhooks { get; }

    /// <inheritdoc/>
    public INodeStore Nodes { get; }

    /// <inheritdoc/>
    public ILimitStore Limits { get; }

    /// <inheritdoc/>
    public abstract IStoreMessages Messages { get; }

    /// <inheritdoc/>
    public virtual IStoreReplica Replica => NoReplica.Instance;

    /// <inheritdoc/>
    public bool IsExclusive { get; }

    /// <inheritdoc/>
    public abstract Task<IAsyncDisposable> HoldStartAsync(CancellationToken cancellationToken);

    /// <inheritdoc/>
    public abstract Task<StoreState> StateAsync(CancellationToken cancellationToken);

    /// <inheritdoc/>
    public abstract Task PingAsync(CancellationToken cancellationToken);

    /// <inheritdoc/>
    public abstract Task BackupAsync(string file, CancellationToken cancellationToken);

    /// <inheritdoc/>
    public abstract Task<IReadOnlyList<string>> CheckAsync(CancellationToken cancellationToken);

    /// <inheritdoc/>
    public abstract ValueTask DisposeAsync();
}
