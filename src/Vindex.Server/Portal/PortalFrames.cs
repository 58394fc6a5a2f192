using Vindex.Server.Alerts.Sending;
using Vindex.Server.Languages;
using Vindex.Server.Portal.Backlog;
using Vindex.Server.Portal.Live;
using Vindex.Server.Security;
using Vindex.Server.Security.Authentication;
using Vindex.Server.Security.Sessions;

namespace Vindex.Server.Portal;

/// <summary>Creates page frames. Add new sections here.</summary>
internal static class PortalFrames
{
    private static readonly (PortalSection Section, string Href, string Scope)[] s_sections =
    [
        (PortalSection.Overview, PortalPaths.Overview, Scopes.ScoresRead),
        (PortalSection.Compare, PortalPaths.Compare, Scopes.ScoresRead),
        (PortalSection.Dashboards, PortalPaths.Dashboards, Scopes.ScoresRead),
        (PortalSection.Tickets, PortalPaths.Tickets, Scopes.ScoresRead),
        (PortalSection.Backlog, BacklogPages.Address, Scopes.ScoresRead),
        (PortalSection.Alerts, AlertPaths.Page, Scopes.ScoresRead),
        (PortalSection.Deliveries, PortalPaths.Deliveries, Scopes.ScoresRead),
        (PortalSection.Feedback, PortalPaths.Feedback, Scopes.FeedbackRead),
        (PortalSection.Settings, PortalPaths.Settings, Scopes.InstallationsWrite),
        (PortalSection.Admin, PortalPaths.Admin, Scopes.Admin),
    ];

    /// <summary>The frame for the signed-in user. Sections that the role does not allow are left out.</summary>
    public static PortalFrame Of(HttpContext context, string title, PortalSection? section) => Of(
        context,
        context.Caller().SignedIn ?? throw new InvalidOperationException("The route allows callers that are not signed in."),
        title,
        section);

    /// <summary>The frame for a user whose request has no caller, because it was refused.</summary>
    public static PortalFrame Of(HttpContext context, SignedIn signedIn, string title, PortalSection? section)
    {
        var company = signedIn.Company;
        var frame = new PortalFrame(
            title,
            section,
            signedIn.User.Name ?? signedIn.User.Email,
            company?.Name ?? "Vindex",
            [.. signedIn.Companies.Select(one => new CompanyChoice(one.CompanyId, one.Name, one.CompanyId == company?.CompanyId))],
            [
                .. s_sections.Where(entry => Opens(signedIn, entry.Scope) && !IsBeyond(signedIn, entry.Section))
                    .Select(entry => new NavigationEntry(entry.Section, NameOf(entry.Section), entry.Href)),
            ],
            context.RequestServices.GetRequiredService<SessionAntiforgery>().TokenFor(signedIn));
        return PortalContext.LivePointOf(context) is { } point ? frame with { Live = LiveStream.From(point) } : frame;
    }

    // Alerts are about the whole company.
    private static bool IsBeyond(SignedIn signedIn, PortalSection section) =>
        section == PortalSection.Alerts && signedIn.Company is { } company && !PlaceRights.IsWhole(company, Scopes.ScoresRead);

    private static string NameOf(PortalSection section) => Texts.T($"section.{section.ToString().ToLowerInvariant()}");

    private static bool Opens(SignedIn signedIn, string scope) =>
        scope == Scopes.Admin ? signedIn.User.IsAdmin : signedIn.Company is { } company && PlaceRights.ScopesOf(company).Contains(scope);
}
