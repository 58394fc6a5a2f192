using Vindex.Scoring.AgentReady;
using Vindex.Scoring.Profiles;
using Vindex.Scoring.Rubric;

namespace Vindex.Scoring.Judging;

/// <summary>The versions of the offline judge that this release has.</summary>
public static class JudgeVersions
{
    /// <summary>The version before, for gates that pin it; gone with the next release.</summary>
    public const string Rubric2 = "2";

    /// <summary>The version in use.</summary>
    public const string Latest = "3";

    /// <summary>All of them, the newest first.</summary>
    public static IReadOnlyList<string> All { get; } = [Latest, Rubric2];

    /// <summary>Model name of the version in use.</summary>
    public static string LatestModelName => "rubric-" + Latest;

    /// <summary>Loads a judge.</summary>
    /// <param name="profile">How the rubric is weighed.</param>
    /// <param name="version">One of <see cref="All"/>.</param>
    public static TicketJudge Load(Profile profile, string version = Latest) => version switch
    {
        Latest => profile == Profile.AgentReady ? new AgentReadyJudge(profile) : new OfflineJudge(profile),
        Rubric2 => new RubricJudge(profile),
        _ => throw new ArgumentOutOfRangeException(nameof(version), version, "Unknown rubric version."),
    };
}
