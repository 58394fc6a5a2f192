using Vindex.Scoring.Profiles;
using Vindex.Server.Companies.Profiles;

namespace Vindex.Cli.Score;

/// <summary>What <c>--profile</c> means: a profile, or the reason why there is none.</summary>
internal sealed record ProfileChoice(Profile? Profile, string? Reason)
{
    /// <summary>The default without a choice, a known name, or a JSON file: <c>{"rule_weights": {rule: 0–3}, "vocabulary": {word list: [words]}}</c>.</summary>
    public static ProfileChoice Load(string? choice)
    {
        if (Profile.FindBuiltIn(choice ?? Profile.DefaultName) is { } builtIn) return new(builtIn, null);
        if (!choice!.EndsWith(".json", StringComparison.OrdinalIgnoreCase) && !File.Exists(choice))
            return Refuse($"unknown profile '{choice}'; built in: {string.Join(", ", Profile.BuiltIn.Select(known => known.Name))}. To use your own, name its JSON file: --profile FILE.json");
        try
        {
            var reading = Profile.Parse(File.ReadAllBytes(choice), Path.GetFileNameWithoutExtension(choice).ToLowerInvariant());
            return reading.Profile is { } profile ? new(profile, null) : Refuse($"{choice}: {TextOf(reading.Errors[0])}");
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return Refuse($"{choice} does not exist");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Refuse($"{choice} cannot be read: {e.Message}");
        }
    }

    private static string TextOf(ProfileError error) => new ProfileError(error.Field, ProfileMessages.Of(error)).ToString();

    private static ProfileChoice Refuse(string reason) => new(null, reason);
}
