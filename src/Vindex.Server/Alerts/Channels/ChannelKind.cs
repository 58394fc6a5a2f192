namespace Vindex.Server.Alerts.Channels;

/// <summary>The kinds of channels.</summary>
internal static class ChannelKind
{
    /// <summary>An incoming webhook of Slack.</summary>
    public const string Slack = "slack";

    /// <summary>A workflow of Microsoft Teams that is started by a webhook.</summary>
    public const string Teams = "teams";

    /// <summary>E-mail.</summary>
    public const string Email = "email";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } = [Slack, Teams, Email];
}
