using Vindex.Server.Portal.Forms;

namespace Vindex.Server.Portal.Settings;

/// <summary>The parts of the settings.</summary>
public enum SettingsPart
{
    /// <summary>Name, gate, zone, retention.</summary>
    Company,

    /// <summary>API keys.</summary>
    Keys,

    /// <summary>Trackers that are connected.</summary>
    Installations,

    /// <summary>How the rubric is weighed.</summary>
    Profiles,

    /// <summary>People.</summary>
    Members,

    /// <summary>Customers and their badges.</summary>
    Customers,

    /// <summary>What was changed by whom.</summary>
    Audit,
}

/// <summary>What stands around a page of the settings.</summary>
/// <param name="Frame">What stands around every page.</param>
/// <param name="Part">Which part of the settings.</param>
/// <param name="Notice">What was just done; null for nothing.</param>
public sealed record SettingsFrame(PortalFrame Frame, SettingsPart Part, string? Notice)
{
    /// <summary>The parts with their addresses.</summary>
    public static IReadOnlyList<(SettingsPart Part, string Text, string Href)> Parts { get; } =
    [
        (SettingsPart.Company, "Company", PortalPaths.Settings),
        (SettingsPart.Keys, "Keys", PortalPaths.Keys),
        (SettingsPart.Installations, "Installations", PortalPaths.Installations),
        (SettingsPart.Profiles, "Profiles", PortalPaths.Profiles),
        (SettingsPart.Members, "Members", PortalPaths.Members),
        (SettingsPart.Customers, "Customers", PortalPaths.Customers),
        (SettingsPart.Audit, "Audit log", PortalPaths.Audit),
    ];

    /// <summary>The antiforgery token.</summary>
    public string Token => Frame.AntiforgeryToken;

    internal static SettingsFrame Of(HttpContext context, string title, SettingsPart part) =>
        new(PortalFrames.Of(context, title, PortalSection.Settings), part, Flash.Take(context));
}
