using Vindex.Server.Portal.Forms;

namespace Vindex.Server.Portal.Settings;

/// <summary>The sections of the settings.</summary>
public enum SettingsPart
{
    /// <summary>Name, gate, time zone, retention.</summary>
    Company,

    /// <summary>API keys.</summary>
    Keys,

    /// <summary>Connected trackers.</summary>
    Installations,

    /// <summary>Scoring profiles.</summary>
    Profiles,

    /// <summary>Who judges.</summary>
    Judge,

    /// <summary>Members.</summary>
    Members,

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
    public static IReadOnlyList<(SettingsPart Part, string Text, string Href)> Parts { get; } =
    [
        (SettingsPart.Company, "Company", PortalPaths.Settings),
        (SettingsPart.Keys, "Keys", PortalPaths.Keys),
        (SettingsPart.Installations, "Installations", PortalPaths.Installations),
        (SettingsPart.Profiles, "Profiles", PortalPaths.Profiles),
        (SettingsPart.Judge, "Judge", PortalPaths.Judge),
        (SettingsPart.Members, "Members", PortalPaths.Members),
        (SettingsPart.Customers, "Customers", PortalPaths.Customers),
        (SettingsPart.Projects, "Projects", PortalPaths.Projects),
        (SettingsPart.Audit, "Audit log", PortalPaths.Audit),
    ];

    /// <summary>The antiforgery token.</summary>
    public string Token => Frame.AntiforgeryToken;

    internal static SettingsFrame Of(HttpContext context, string title, SettingsPart part) =>
        new(PortalFrames.Of(context, title, PortalSection.Settings), part, Flash.Take(context));
}
