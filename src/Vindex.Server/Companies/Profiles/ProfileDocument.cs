using System.Text.Json;
using Vindex.Scoring.Profiles;

namespace Vindex.Server.Companies.Profiles;

/// <summary>A scoring profile.</summary>
/// <param name="RuleWeights">Factors for the rules' points by rule id, 0 to 3; 0 turns a rule off.</param>
/// <param name="Vocabulary">Additional words by word list.</param>
internal sealed record ProfileBody(IReadOnlyDictionary<string, double> RuleWeights, IReadOnlyDictionary<string, IReadOnlyList<string>> Vocabulary);

/// <summary>Converts profiles between the API and the store.</summary>
internal static class ProfileDocument
{
    /// <summary>The document to store; null if the profile is invalid, with errors added.</summary>
    public static string? Write(ProfileReading reading, string name, FieldErrors errors)
    {
        foreach (var error in reading.Errors) errors.Add(error.Field, ProfileMessages.Of(error));
        if (reading.Profile is not { } profile) return null;
        if (profile.Name != name) errors.Add("name", $"must be {name}, as in the URL, or be left out");
        return JsonSerializer.Serialize(new ProfileBody(profile.RuleWeights, profile.Vocabulary), CompanyJson.Shared.ProfileBody);
    }

    /// <summary>A profile from its stored document. Not validated again: a rule that no longer exists has no effect.</summary>
    public static Profile Parse(string name, string document)
    {
        var body = JsonSerializer.Deserialize(document, CompanyJson.Shared.ProfileBody)!;
        return new Profile(name, body.RuleWeights, body.Vocabulary);
    }
}
