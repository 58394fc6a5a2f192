using Vindex.Server.Portal.Forms;
using static Vindex.Server.Languages.Texts;

namespace Vindex.Server.Portal.Settings;

/// <summary>The sections of the settings.</summary>
public enum SettingsPart
{
    /// <summary>Name, gate, time zone, retention.</summary>
    Company,

    /// <summary>API keys.</summary>
    Keys,

    /// <summary>Connected trackers, as events come from them.</summary>
    Installations,

    /// <summary>Endpoints that get events.</summary>
    Webhooks,
    /// <summary>Trackers whose backlogs are read.</summary>
    Trackers,

    /// <summary>Scoring profiles.</summary>
    Profiles,

    /// <summary>Who judges.</summary>
    Judge,

    /// <summary>Members.</summary>
    Members,

    /// <summary>Members with a role for some customers.</summary>
    Teams,

    /// <summary>Customers and their badges.</summary>
    Customers,

    /// <summary>Projects of feedback.</summary>
    Projects,

    /// <summary>The audit log.</summary>
    Audit,
}

/// <summary>Frame of a settings page.</summary>
/// <param name="Frame">Frame shared by all portal pages.</param>
/// <param name="Part">The current section.</param>
/// <param name="Notice">Message about the last action; null for none.</param>
public sealed record SettingsFrame(PortalFrame Frame, SettingsPart Part, string? Notice)
{
    /// <summary>The sections with their URLs.</summary>
    public static IReadOnlyList<(SettingsPart Part, string Href)> Parts { get; } =
    [
        (SettingsPart.Company, PortalPaths.Settings),
        (SettingsPart.Keys, PortalPaths.Keys),
        (SettingsPart.Installations, PortalPaths.Installations),
        (SettingsPart.Webhooks, PortalPaths.Webhooks),
        (SettingsPart.Trackers, PortalPaths.Trackers),
        (SettingsPart.Profiles, PortalPaths.Profiles),
        (SettingsPart.Judge, PortalPaths.Judge),
        (SettingsPart.Members, PortalPaths.Members),
        (SettingsPart.Teams, PortalPaths.Teams),
        (SettingsPart.Customers, PortalPaths.Customers),
        (SettingsPart.Projects, PortalPaths.Projects),
        (SettingsPart.Audit, PortalPaths.Audit),
    ];

    /// <summary>Name of a section.</summary>
    public static string NameOf(SettingsPart part) => T($"settings.part.{part.ToString().ToLowerInvariant()}");

    /// <summary>The antiforgery token.</summary>
    public string Token => Frame.AntiforgeryToken;

    internal static SettingsFrame Of(HttpContext context, string title, SettingsPart part) =>
        new(PortalFrames.Of(context, title, PortalSection.Settings), part, Flash.Take(context));
}
