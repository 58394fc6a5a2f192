namespace Vindex.Server.Security;

/// <summary>The scopes of API keys.</summary>
internal static class Scopes
{
    public const string ScoresWrite = "scores:write";
    public const string ScoresRead = "scores:read";
    public const string FeedbackRead = "feedback:read";
    public const string FeedbackWrite = "feedback:write";
    public const string InstallationsWrite = "installations:write";
    public const string Admin = "admin";

    public static IReadOnlyList<string> All { get; } = [ScoresWrite, ScoresRead, FeedbackRead, FeedbackWrite, InstallationsWrite, Admin];
}
