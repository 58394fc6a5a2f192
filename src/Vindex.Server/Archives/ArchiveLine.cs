using System.Text;
using System.Text.Json.Serialization;
using Vindex.Server.Scoring.Records;
using Vindex.Server.Scoring.Records.Compact;
using Vindex.Server.Web;
using Vindex.Storage.Companies;
using Vindex.Storage.Profiles;
using Vindex.Storage.Scores;

namespace Vindex.Server.Archives;

/// <summary>
/// A line of an archive: one of the members. The company comes first, then its customers, profiles and scores, then its other feedback as lines of a feedback
/// export (which have none of these members), its reviews, its annotation specs and queues, its webhooks, channels, alerts and trackers, and last the counts.
/// </summary>
internal sealed record ArchiveLine(
    ArchivedCompany? Company = null,
    ArchivedCustomer? Customer = null,
    ArchivedProfile? Profile = null,
    ArchivedScore? Score = null,
    ArchivedReview? Review = null,
    ArchivedAnnotationSpec? AnnotationSpec = null,
    ArchivedAnnotationQueue? AnnotationQueue = null,
    ArchivedAnnotationClaims? AnnotationClaims = null,
    ArchivedWebhook? Webhook = null,
    ArchivedAlertChannel? AlertChannel = null,
    ArchivedAlert? Alert = null,
    ArchivedTracker? Tracker = null,
    ArchiveCounts? End = null);

/// <summary>A company in an archive.</summary>
internal sealed record ArchivedCompany(
    int Format,
    string Id,
    string Slug,
    string Name,
    ArchivedCustomer DefaultCustomer,
    int GateTenths,
    string? TimeZone,
    int? RetentionDays,
    DateTimeOffset CreatedAt)
{
    /// <summary>The format that this version reads and writes.</summary>
    public const int CurrentFormat = 1;

    public static ArchivedCompany Of(Company company, Customer customer) => new(
        CurrentFormat,
        company.Id,
        company.Slug,
        company.Name,
        ArchivedCustomer.Of(customer),
        company.QualityGateTenths,
        company.TimeZone,
        company.RetentionDays,
        company.CreatedAt);

    public Company ToCompany() => new(Id, Slug, Name, DefaultCustomer.Id, GateTenths, TimeZone, RetentionDays, CreatedAt) { IsGateDecided = true };
}

/// <summary>A customer in an archive.</summary>
internal sealed record ArchivedCustomer(string Id, string Name, bool Badge, DateTimeOffset CreatedAt)
{
    public static ArchivedCustomer Of(Customer customer) => new(customer.Id, customer.Name, customer.Badge, customer.CreatedAt);

    public Customer ToCustomer(string companyId) => new(Id, companyId, Name, CreatedAt) { Badge = Badge };
}

/// <summary>A scoring profile in an archive.</summary>
internal sealed record ArchivedProfile(string Name, string Document, DateTimeOffset UpdatedAt)
{
    public static ArchivedProfile Of(StoredProfile profile) => new(profile.Name, profile.Document, profile.UpdatedAt);

    public StoredProfile ToProfile(string companyId) => new(companyId, Name, Document, UpdatedAt);
}

/// <summary>A score in an archive, as it is stored.</summary>
internal sealed record ArchivedScore(
    string Id, string CustomerId, string TicketId, string TicketKey, string Title, IReadOnlyList<int> Dimensions, int OverallTenths, DateTimeOffset CreatedAt)
{
    public required string JobId { get; init; }

    public string? IssueType { get; init; }

    public DateTimeOffset SnapshotAt { get; init; }

    public string? Description { get; init; }

    public string? AcceptanceCriteria { get; init; }

    public required string Source { get; init; }

    public required string Profile { get; init; }

    public required string Provider { get; init; }

    public required string Model { get; init; }

    public DateTimeOffset StartedAt { get; init; }

    public DateTimeOffset CompletedAt { get; init; }

    public double DurationMs { get; init; }

    public required string Detail { get; init; }

    public string? ContentHash { get; init; }

    public string? Inputs { get; init; }

    public static ArchivedScore Of(StoredScore score)
    {
        var item = score.Item;
        return new ArchivedScore(
            item.Id, item.CustomerId, item.TicketId, item.TicketKey, item.Title, item.Dimensions.Values, item.OverallTenths, item.CreatedAt)
        {
            JobId = score.JobId,
            IssueType = score.IssueType,
            SnapshotAt = score.SnapshotAt,
            Description = score.Description,
            AcceptanceCriteria = score.AcceptanceCriteria,
            Source = score.Source,
            Profile = score.Profile,
            Provider = score.Provider,
            Model = score.Model,
            StartedAt = score.StartedAt,
            CompletedAt = score.CompletedAt,
            DurationMs = score.DurationMs,
            Detail = ScoreDetail.Write(StoredJudgement.Read(score), TicketTexts.Of(score)),
            ContentHash = score.ContentHash,
            Inputs = score.Inputs,
        };
    }

    public StoredScore ToScore(string companyId)
    {
        var item = new ScoreItem(Id, companyId, CustomerId, TicketId, TicketKey, Title, StoredDimensions.Of(Dimensions), OverallTenths, CreatedAt);
        var detail = Encoding.UTF8.GetBytes(Detail);
        return StoredJudgement.Compacted(new StoredScore(
            item, JobId, IssueType, SnapshotAt, Description, AcceptanceCriteria, Source, Profile, Provider, Model, StartedAt, CompletedAt, DurationMs, detail)
        {
            ContentHash = ContentHash,
            Inputs = Inputs,
        });
    }
}

/// <summary>Numbers of rows in an archive.</summary>
/// <param name="Scores">Scores.</param>
/// <param name="Feedback">Rows of feedback, not counting those of scores.</param>
internal sealed record ArchiveCounts(long Scores, long Feedback);

/// <summary>What an import stored.</summary>
/// <param name="CompanyId">The company.</param>
/// <param name="Slug">Its slug.</param>
/// <param name="Scores">Scores that were added.</param>
/// <param name="Present">Scores that were there already.</param>
/// <param name="Feedback">Rows of feedback.</param>
/// <param name="Complete">Whether the end of the archive was reached.</param>
internal sealed record ArchiveReportBody(string CompanyId, string Slug, long Scores, long Present, long Feedback, bool Complete);

/// <summary>Lines and answers of this feature.</summary>
[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(ArchiveLine))]
[JsonSerializable(typeof(ArchiveReportBody))]
internal sealed partial class ArchiveJson : JsonSerializerContext
{
    public static ArchiveJson Shared { get; } = new(WireFormat.Options(JsonIgnoreCondition.WhenWritingNull));
}
