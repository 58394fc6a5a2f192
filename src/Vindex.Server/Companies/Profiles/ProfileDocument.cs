using System.Text.Json;
using Vindex.Scoring.Profiles;

namespace Vindex.Server.Companies.Profiles;

/// <summary>A profile as it is sent and stored.</summary>
/// <param name="RuleWeights">Factor on a rule's points, by rule id, 0 to 3; 0 switches the rule off.</param>
/// <param name="Vocabulary">Extra words by word list.</param>
internal sealed record ProfileBody(IReadOnlyDictionary<string, double> RuleWeights, IReadOnlyDictionary<string, IReadOnlyList<string>> Vocabulary);

/// <summary>Profiles between the wire and the store.</summary>
internal static class ProfileDocument
{
    /// <summary>Reads a body; null when something is wrong with it, which was then added to the errors.</summary>
    public static string? Read(ReadOnlySpan<byte> body, string name, FieldErrors errors)
    {
        var reading = Profile.Parse(body, name);
        foreach (var error in reading.Errors) errors.Add(error.Field, error.Message);
        if (reading.Profile is not { } profile) return null;
        if (profile.Name != name) errors.Add("name", $"must be left out or be {name}, as in the address");
        return JsonSerializer.Serialize(new ProfileBody(profile.RuleWeights, profile.Vocabulary), CompanyJson.Shared.ProfileBody);
    }

    /// <summary>A profile from its stored document. It is not checked again: a rule that a later version no longer has is without effect.</summary>
    public static Profile Parse(string name, string document)
    {
        var body = JsonSerializer.Deserialize(document, CompanyJson.Shared.ProfileBody)!;
        return new Profile(name, body.RuleWeights, body.Vocabulary);
    }
}
