using Vindex.Storage.Tests.Conformance;

namespace Vindex.Storage.Tests.Sqlite;

public sealed class SqliteCompanies : CompanyConformance<SqliteDriver>;

public sealed class SqliteApiKeys : ApiKeyConformance<SqliteDriver>;

public sealed class SqliteAudit : AuditConformance<SqliteDriver>;

public sealed class SqliteViews : ViewConformance<SqliteDriver>;

public sealed class SqliteAlerts : AlertConformance<SqliteDriver>;

public sealed class SqliteAlertMessages : AlertMessageConformance<SqliteDriver>;

public sealed class SqliteDigests : DigestConformance<SqliteDriver>;

public sealed class SqliteAnnotationSpecs : AnnotationSpecConformance<SqliteDriver>;

public sealed class SqliteAnnotationQueues : AnnotationQueueConformance<SqliteDriver>;

public sealed class SqliteDashboards : DashboardConformance<SqliteDriver>;

public sealed class SqliteJudging : JudgingConformance<SqliteDriver>;

public sealed class SqliteProfiles : ProfileConformance<SqliteDriver>;

public sealed class SqliteIdempotency : IdempotencyConformance<SqliteDriver>;

public sealed class SqliteScoreReads : ScoreReadConformance<SqliteDriver>;

public sealed class SqliteScoreIsolation : ScoreIsolationConformance<SqliteDriver>;

public sealed class SqliteScorePagination : ScorePaginationConformance<SqliteDriver>;

public sealed class SqliteScoreConcurrency : ScoreConcurrencyConformance<SqliteDriver>;

public sealed class SqliteScoreModel : ScoreModelConformance<SqliteDriver>;

public sealed class SqliteNodes : NodeConformance<SqliteDriver>;

public sealed class SqliteInstallations : InstallationConformance<SqliteDriver>;

public sealed class SqliteJobs : JobConformance<SqliteDriver>;

public sealed class SqliteJobLeases : JobLeaseConformance<SqliteDriver>;

public sealed class SqliteJobSimulations : JobSimulationConformance<SqliteDriver>;

public sealed class SqliteRescores : RescoreConformance<SqliteDriver>;

public sealed class SqliteTrackers : TrackerConformance<SqliteDriver>;

public sealed class SqliteReviews : ReviewConformance<SqliteDriver>;

public sealed class SqliteDeletions : DeletionConformance<SqliteDriver>;

public sealed class SqliteDeliveries : DeliveryConformance<SqliteDriver>;

public sealed class SqliteDeliveryReplays : DeliveryReplayConformance<SqliteDriver>;

public sealed class SqliteDeliveryOrder : DeliveryOrderConformance<SqliteDriver>;

public sealed class SqliteEvaluator : EvaluatorConformance<SqliteDriver>;

public sealed class SqliteFeedbackWrites : FeedbackWriteConformance<SqliteDriver>;

public sealed class SqliteFeedbackReads : FeedbackReadConformance<SqliteDriver>;

public sealed class SqliteUsers : UserConformance<SqliteDriver>;

public sealed class SqliteIdentities : IdentityConformance<SqliteDriver>;

public sealed class SqliteSecondFactors : SecondFactorConformance<SqliteDriver>;

public sealed class SqliteSessions : SessionConformance<SqliteDriver>;

public sealed class SqliteLinks : LinkConformance<SqliteDriver>;

public sealed class SqliteFeedbackChanges : FeedbackChangeConformance<SqliteDriver>;

public sealed class SqliteFeedbackIsolation : FeedbackIsolationConformance<SqliteDriver>;

public sealed class SqliteFeedbackScores : FeedbackScoreConformance<SqliteDriver>;

public sealed class SqliteFeedbackModel : FeedbackModelConformance<SqliteDriver>;

public sealed class SqliteWebhooks : WebhookConformance<SqliteDriver>;

public sealed class SqliteWebhookDeliveries : WebhookDeliveryConformance<SqliteDriver>;

public sealed class SqliteTeams : TeamConformance<SqliteDriver>;
