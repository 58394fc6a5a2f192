using System.Text.Json;
using System.Text.Json.Serialization;
using Vindex.Server.Web;
using Vindex.Server.Web.Bodies;

namespace Vindex.Server.Sources;

/// <summary>An installation's scoring settings.</summary>
/// <param name="CriteriaFields">Names or ids of the fields with acceptance criteria.</param>
/// <param name="IssueTypes">The issue types to score, ignoring case; null for all. Tickets without a type are scored.</param>
/// <param name="Profile">The scoring profile (<c>system_type</c>).</param>
/// <param name="QualityGate">Lowest overall score that passes; null for the company's.</param>
/// <param name="TicketUrl">The address of a ticket in the tracker, with <c>{key}</c> or <c>{id}</c> in it; null for no links.</param>
internal sealed record InstallationSettings(
    IReadOnlyList<string> CriteriaFields, IReadOnlyList<string>? IssueTypes, string Profile, decimal? QualityGate, string? TicketUrl)
{
    public static InstallationSettings Default { get; } = new(["Acceptance Criteria"], null, Vindex.Scoring.Profiles.Profile.DefaultName, null, null);

    /// <summary>Whether tickets of a type are judged.</summary>
    public bool Judges(string? issueType) =>
        IssueTypes is null || issueType is null || IssueTypes.Contains(issueType.Trim(), StringComparer.OrdinalIgnoreCase);

    public string Write() => JsonSerializer.Serialize(this, SourceJson.Shared.InstallationSettings);

    /// <summary>Reads stored settings; missing members have their defaults.</summary>
    public static InstallationSettings Parse(string json) =>
        BodyReader.Read(JsonElement.Parse(json), SourceJson.Bodies.InstallationSettingsChangeBody).Value.ApplyTo(Default);
}

/// <summary>Scoring settings of an installation.</summary>
/// <param name="CriteriaFields">Names or ids of the fields with acceptance criteria; default <c>Acceptance Criteria</c>.</param>
/// <param name="IssueTypes">The issue types to score; null for all.</param>
/// <param name="Profile">The scoring profile; default <c>adam</c>.</param>
/// <param name="QualityGate">Lowest overall score that passes; null for the company's.</param>
/// <param name="TicketUrl">The address of a ticket in the tracker: <c>https://jira.example.com/browse/{key}</c>, or with <c>{id}</c>; null for no links.</param>
[KnownMembersOnly]
internal sealed record InstallationSettingsChangeBody(
    [Texts(20, InstallationSettingsChangeBody.MaxNameLength)] Optional<IReadOnlyList<string>?> CriteriaFields = default,
    [IssueTypes] Optional<IReadOnlyList<string>?> IssueTypes = default,
    [Text(InstallationSettingsChangeBody.MaxNameLength)] Optional<string?> Profile = default,
    [Score] Optional<decimal?> QualityGate = default,
    [TicketUrl] Optional<string?> TicketUrl = default)
{
    public const int MaxNameLength = 255;

    /// <summary>The settings after the change. Null restores a default.</summary>
    public InstallationSettings ApplyTo(InstallationSettings present) => new(
        CriteriaFields.IsGiven ? Distinct(CriteriaFields.OrDefault) ?? InstallationSettings.Default.CriteriaFields : present.CriteriaFields,
        IssueTypes.IsGiven ? Distinct(IssueTypes.OrDefault) : present.IssueTypes,
        Profile.IsGiven ? Profile.OrDefault ?? InstallationSettings.Default.Profile : present.Profile,
        QualityGate.Or(present.QualityGate),
        TicketUrl.Or(present.TicketUrl));

    private static List<string>? Distinct(IReadOnlyList<string>? names) =>
        names?.Select(name => name.Trim()).Distinct(StringComparer.OrdinalIgnoreCase).ToList();
}

/// <summary>The issue types to score.</summary>
internal sealed class IssueTypesAttribute() : TextsAttribute(100, InstallationSettingsChangeBody.MaxNameLength)
{
    public override IEnumerable<string> Check(object value) =>
        ((IReadOnlyList<string>)value).Count == 0 ? ["must name at least one type; use null for all types"] : [];
}

/// <summary>Stored settings, and bodies that are read before the request is authenticated.</summary>
[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(InstallationSettings))]
[JsonSerializable(typeof(InstallationSettingsChangeBody))]
[JsonSerializable(typeof(GenericEventBody))]
[JsonSerializable(typeof(decimal))]
internal sealed partial class SourceJson : JsonSerializerContext
{
    public static SourceJson Shared { get; } = new(WireFormat.Options());

    /// <summary>For reading bodies.</summary>
    public static SourceJson Bodies { get; } = new(WireFormat.BodyOptions());
}
