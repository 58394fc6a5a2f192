using Vindex.Scoring.Profiles;

namespace Vindex.Cli.Score;

/// <summary>What <c>--profile</c> means: a profile, or the reason why there is none.</summary>
internal sealed record ProfileChoice(Profile? Profile, string? Reason)
{
    public static ProfileChoice Load(string? choice)
    {
        if (choice is null or Profile.DefaultName) return new(Profile.Default, null);
        return new(null, $"there is no profile '{choice}'; known here: {Profile.DefaultName}, or a JSON file");
    }
}
