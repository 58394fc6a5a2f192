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
internal sealed record InstallationSettings(IReadOnlyList<string> CriteriaFields, IReadOnlyList<string>? IssueTypes, string Profile, decimal? QualityGate)
{
    public static InstallationSettings Default { get; } = new(["Acceptance Criteria"], null, Vindex.Scoring.Profiles.Profile.DefaultName, null);

    /// <summary>Whether tickets of a type are judged.</summary>
    public bool Judges(string? issueType) =>
        IssueTypes is null || issueType is null || IssueTypes.Contains(issueType.Trim(), StringComparer.OrdinalIgnoreCase);

    public string Write() => JsonSerializer.Serialize(this, SourceJson.Shared.InstallationSettings);

    /// <summary>Settings as they were stored; what they do not name is as by default.</summary>
    public static InstallationSettings Parse(string json) =>
        InstallationSettingsChange.Read(JsonFields.Of(JsonElement.Parse(json), new FieldErrors())).ApplyTo(Default);
}

/// <summary>A change of settings; what is left out stays, null brings a default back.</summary>
internal sealed record InstallationSettingsChange(
    Optional<IReadOnlyList<string>?> CriteriaFields, Optional<IReadOnlyList<string>?> IssueTypes, Optional<string?> Profile, Optional<decimal?> QualityGate)
{
    private const int MaxCriteriaFields = 20;
    private const int MaxIssueTypes = 100;
    private const int MaxNameLength = 255;
    private static readonly string[] s_members = ["criteria_fields", "issue_types", "profile", "quality_gate"];

    /// <summary>Reads an object. Whether the profile exists is the service's to find out.</summary>
    public static InstallationSettingsChange Read(JsonFields fields)
    {
        fields.RefuseOthers(s_members);
        var criteria = fields.Has("criteria_fields") ? new Optional<IReadOnlyList<string>?>(Names(fields, "criteria_fields", MaxCriteriaFields)) : default;
        var types = fields.Has("issue_types") ? new Optional<IReadOnlyList<string>?>(Names(fields, "issue_types", MaxIssueTypes)) : default;
        if (types.OrDefault is { Count: 0 }) fields.Refuse("issue_types", "must name at least one type; use null for all types");
        return new InstallationSettingsChange(
            criteria,
            types,
            fields.Has("profile") ? fields.Text("profile", MaxNameLength) : default(Optional<string?>),
            fields.Has("quality_gate") ? new Optional<decimal?>(fields.Tenths("quality_gate") / 10m) : default);
    }

    /// <summary>The settings after the change.</summary>
    public InstallationSettings ApplyTo(InstallationSettings present) => new(
        CriteriaFields.IsGiven ? CriteriaFields.OrDefault ?? InstallationSettings.Default.CriteriaFields : present.CriteriaFields,
        IssueTypes.Or(present.IssueTypes),
        Profile.IsGiven ? Profile.OrDefault ?? InstallationSettings.Default.Profile : present.Profile,
        QualityGate.Or(present.QualityGate));

    private static List<string>? Names(JsonFields fields, string name, int max) =>
        fields.Texts(name, max, MaxNameLength)?.Select(text => text.Trim()).Distinct(StringComparer.OrdinalIgnoreCase).ToList();
}

/// <summary>Settings as they are stored.</summary>
[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(InstallationSettings))]
internal sealed partial class SourceJson : JsonSerializerContext
{
    public static SourceJson Shared { get; } = new(WireFormat.Options());
}
