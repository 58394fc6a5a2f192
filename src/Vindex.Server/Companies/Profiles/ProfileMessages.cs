using Vindex.Scoring.Profiles;
using Vindex.Server.Web.Requests;

namespace Vindex.Server.Companies.Profiles;

/// <summary>What is wrong with a profile, in words.</summary>
internal static class ProfileMessages
{
    /// <summary>The message of an error. For a mistyped name, the nearest one instead of the list of all.</summary>
    public static string Of(ProfileError error) =>
        error.Unknown is { } unknown && Nearest.Of(unknown.Name, unknown.Known) is { } nearest
            ? $"is not {unknown.Expected} (did you mean {nearest}?)"
            : error.Message;
}
