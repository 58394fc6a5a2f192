using System.Text.Json;
using Vindex.Server.Web;

namespace Vindex.Server.Installations;

/// <summary>What an installation's owner may set.</summary>
/// <param name="CriteriaFields">Names or ids of the fields that hold acceptance criteria.</param>
/// <param name="IssueTypes">The types that are judged, whatever their case; null for all. A ticket whose type is not known is judged.</param>
/// <param name="Profile">The scoring profile (<c>system_type</c>).</param>
/// <param name="QualityGate">Lowest overall score that passes; null for the company's.</param>
internal sealed record InstallationSettings(IReadOnlyList<string> CriteriaFields, IReadOnlyList<string>? IssueTypes, string Profile, decimal? QualityGate)
{
    private const int MaxCriteriaFields = 20;
    private const int MaxIssueTypes = 100;
    private const int MaxNameLength = 255;
    private static readonly string[] s_names = ["criteria_fields", "issue_types", "profile", "quality_gate"];

    public static InstallationSettings Default { get; } = new(["Acceptance Criteria"], null, Vindex.Scoring.Profiles.Profile.DefaultName, null);

    /// <summary>Whether tickets of a type are judged.</summary>
    public bool Judges(string? issueType) =>
        IssueTypes is null || issueType is null || IssueTypes.Contains(issueType.Trim(), StringComparer.OrdinalIgnoreCase);

    /// <summary>These settings with the changes that a body names; null brings a default back. Whether the profile exists is the caller's to find out.</summary>
    public InstallationSettings Changed(JsonFields fields)
    {
        var changed = this;
        fields.RefuseOthers(s_names);
        if (fields.Has("criteria_fields"))
            changed = changed with { CriteriaFields = Names(fields, "criteria_fields", MaxCriteriaFields) ?? Default.CriteriaFields };
        if (fields.Has("issue_types"))
        {
            changed = changed with { IssueTypes = Names(fields, "issue_types", MaxIssueTypes) };
            if (changed.IssueTypes is []) fields.Refuse("issue_types", "must name at least one type; null for all of them");
        }

        if (fields.Has("profile")) changed = changed with { Profile = fields.Text("profile", MaxNameLength) ?? Default.Profile };
        if (fields.Has("quality_gate")) changed = changed with { QualityGate = fields.Tenths("quality_gate") / 10m };
        return changed;
    }

    public string Write() => JsonSerializer.Serialize(this, WireJson.Shared.InstallationSettings);

    /// <summary>Settings as they were stored; what they do not name is as by default.</summary>
    public static InstallationSettings Parse(string json) => Default.Changed(JsonFields.Of(JsonElement.Parse(json), new FieldErrors()));

    private static List<string>? Names(JsonFields fields, string name, int max) =>
        fields.Texts(name, max, MaxNameLength)?.Select(text => text.Trim()).Distinct(StringComparer.OrdinalIgnoreCase).ToList();
}
