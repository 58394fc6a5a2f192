using Vindex.Server.Security;

namespace Vindex.Server.Portal;

/// <summary>Makes what stands around a page. A new section is one line here.</summary>
internal static class PortalFrames
{
    private static readonly (NavigationEntry Entry, string Scope)[] s_sections =
    [
        (new(PortalSection.Overview, "Overview", PortalPaths.Overview), Scopes.ScoresRead),
        (new(PortalSection.Tickets, "Tickets", PortalPaths.Tickets), Scopes.ScoresRead),
    ];

    public static PortalFrame Of(HttpContext context, Visit visit, string title, PortalSection? section) => new(
        title,
        section,
        "test",
        visit.Company.Name,
        [],
        [.. s_sections.Where(entry => visit.May(entry.Scope)).Select(entry => entry.Entry)],
        "");
}
