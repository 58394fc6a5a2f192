using Vindex.Storage.Tests.Conformance;

namespace Vindex.Storage.Tests.PostgreSql;

public sealed class PostgreSqlCompanies : CompanyConformance<PostgreSqlDriver>;

public sealed class PostgreSqlApiKeys : ApiKeyConformance<PostgreSqlDriver>;

public sealed class PostgreSqlAudit : AuditConformance<PostgreSqlDriver>;

public sealed class PostgreSqlAlerts : AlertConformance<PostgreSqlDriver>;

public sealed class PostgreSqlAlertMessages : AlertMessageConformance<PostgreSqlDriver>;

public sealed class PostgreSqlDigests : DigestConformance<PostgreSqlDriver>;

public sealed class PostgreSqlAnnotationSpecs : AnnotationSpecConformance<PostgreSqlDriver>;

public sealed class PostgreSqlAnnotationQueues : AnnotationQueueConformance<PostgreSqlDriver>;

public sealed class PostgreSqlDashboards : DashboardConformance<PostgreSqlDriver>;

public sealed class PostgreSqlReviews : ReviewConformance<PostgreSqlDriver>;

public sealed class PostgreSqlViews : ViewConformance<PostgreSqlDriver>;

public sealed class PostgreSqlJudging : JudgingConformance<PostgreSqlDriver>;

public sealed class PostgreSqlProfiles : ProfileConformance<PostgreSqlDriver>;

public sealed class PostgreSqlIdempotency : IdempotencyConformance<PostgreSqlDriver>;

public sealed class PostgreSqlScoreReads : ScoreReadConformance<PostgreSqlDriver>;

public sealed class PostgreSqlScoreIsolation : ScoreIsolationConformance<PostgreSqlDriver>;

public sealed class PostgreSqlScorePagination : ScorePaginationConformance<PostgreSqlDriver>;

public sealed class PostgreSqlScoreConcurrency : ScoreConcurrencyConformance<PostgreSqlDriver>;

public sealed class PostgreSqlScoreModel : ScoreModelConformance<PostgreSqlDriver>;

public sealed class PostgreSqlNodes : NodeConformance<PostgreSqlDriver>;

public sealed class PostgreSqlInstallations : InstallationConformance<PostgreSqlDriver>;

public sealed class PostgreSqlJobs : JobConformance<PostgreSqlDriver>;

public sealed class PostgreSqlJobLeases : JobLeaseConformance<PostgreSqlDriver>;

public sealed class PostgreSqlJobSimulations : JobSimulationConformance<PostgreSqlDriver>;

public sealed class PostgreSqlRescores : RescoreConformance<PostgreSqlDriver>;

public sealed class PostgreSqlTrackers : TrackerConformance<PostgreSqlDriver>;

public sealed class PostgreSqlDeletions : DeletionConformance<PostgreSqlDriver>;

public sealed class PostgreSqlDeliveries : DeliveryConformance<PostgreSqlDriver>;

public sealed class PostgreSqlDeliveryReplays : DeliveryReplayConformance<PostgreSqlDriver>;

public sealed class PostgreSqlDeliveryOrder : DeliveryOrderConformance<PostgreSqlDriver>;

public sealed class PostgreSqlEvaluator : EvaluatorConformance<PostgreSqlDriver>;

public sealed class PostgreSqlFeedbackWrites : FeedbackWriteConformance<PostgreSqlDriver>;

public sealed class PostgreSqlFeedbackReads : FeedbackReadConformance<PostgreSqlDriver>;

public sealed class PostgreSqlUsers : UserConformance<PostgreSqlDriver>;

public sealed class PostgreSqlIdentities : IdentityConformance<PostgreSqlDriver>;

public sealed class PostgreSqlSecondFactors : SecondFactorConformance<PostgreSqlDriver>;

public sealed class PostgreSqlSessions : SessionConformance<PostgreSqlDriver>;

public sealed class PostgreSqlLinks : LinkConformance<PostgreSqlDriver>;

public sealed class PostgreSqlFeedbackChanges : FeedbackChangeConformance<PostgreSqlDriver>;

public sealed class PostgreSqlFeedbackIsolation : FeedbackIsolationConformance<PostgreSqlDriver>;

public sealed class PostgreSqlFeedbackScores : FeedbackScoreConformance<PostgreSqlDriver>;

public sealed class PostgreSqlFeedbackModel : FeedbackModelConformance<PostgreSqlDriver>;

public sealed class PostgreSqlWebhooks : WebhookConformance<PostgreSqlDriver>;

public sealed class PostgreSqlWebhookDeliveries : WebhookDeliveryConformance<PostgreSqlDriver>;

public sealed class PostgreSqlTeams : TeamConformance<PostgreSqlDriver>;
