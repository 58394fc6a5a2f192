using Vindex.Browser.Site;

namespace Vindex.Browser.EveryPage;

/// <summary>A page of the product.</summary>
/// <param name="Name">What files are called after.</param>
/// <param name="Who">Who looks at it.</param>
/// <param name="Path">Its address.</param>
/// <param name="Status">What it answers with.</param>
internal sealed record Screen(string Name, Who Who, Func<SiteData, string> Path, int Status = 200)
{
    /// <summary>Every page, with what the demo's company holds, with hostile texts, and with nothing.</summary>
    public static IReadOnlyList<Screen> All { get; } =
    [
        new("home", Who.Nobody, _ => "/"),
        new("home-example", Who.Nobody, _ => "/?example=1"),
        new("file-columns", Who.Nobody, data => data.Demo.Mapping),
        new("file-results", Who.Nobody, data => data.Demo.Results),
        new("file-row", Who.Nobody, data => data.Demo.Results + "/3"),
        new("file-columns-again", Who.Nobody, data => data.Demo.Results + "/columns"),
        new("login", Who.Nobody, _ => "/login"),
        new("invitation", Who.Nobody, data => data.Demo.Invitation),
        new("reset", Who.Nobody, data => data.Demo.Reset),
        new("not-found", Who.Nobody, _ => "/no-such-page", 404),
        .. Portal("", Who.Owner, data => data.Demo),
        new("feedback-grouped", Who.Owner, _ => "/app/feedback?project=ratings&path=stars&agg=avg&agg=max&percentiles=50,95&group_by=channel&days=30"),
        new("feedback-compared", Who.Owner, _ => "/app/feedback?project=ratings&path=stars&agg=avg&agg=min&percentiles=50&compare=on&days=7"),
        new("feedback-labels", Who.Owner, _ => "/app/feedback?project=ratings&path=channel&days=30&compare=on"),
        new("feedback-scores", Who.Owner, _ => "/app/feedback?path=overall&days=90"),
        new("feedback-latest", Who.Owner, _ => "/app/feedback?path=band&days=90&latest=true"),
        new("feedback-rows", Who.Owner, _ => "/app/feedback/rows?project=ratings&start=2020-01-01T00:00:00Z&end=2040-01-01T00:00:00Z&field=channel&is=%22mail%22"),
        new("overview-latest", Who.Owner, _ => "/app?days=90&latest=true"),
        new("overview-smoothed", Who.Owner, _ => "/app?days=30&average=7"),
        new("compare-projects", Who.Owner, _ => "/app/compare?by=project&latest=true&days=90"),
        new("compare-one", Who.Owner, _ => "/app/compare?by=provider&days=365"),
        new("tickets-customers", Who.Owner, _ => "/app/tickets?columns=dimensions&columns=customer&columns=scored"),
        new("views", Who.Owner, _ => "/app/views"),
        new("tickets-chips", Who.Owner, _ => "/app/tickets?project=KOL&profile=adam&max=6.5"),
        new("tickets-every-score", Who.Owner, _ => "/app/tickets?latest=false&band=at_risk"),
        new("ticket-old-version", Who.Owner, data => data.Demo.OldVersion),
        new("tickets-none-found", Who.Owner, _ => "/app/tickets?q=nothing-is-called-this"),
        new("profile", Who.Owner, _ => "/app/settings/profiles/bugs"),
        new("profile-proposal", Who.Owner, _ => "/app/settings/profiles/bugs/proposal"),
        new("admin", Who.Owner, _ => "/app/admin"),
        new("admin-company", Who.Owner, data => $"/app/admin/companies/{data.Demo.Id}"),
        new("viewer-overview", Who.Viewer, _ => "/app"),
        new("viewer-ticket", Who.Viewer, data => data.Demo.Ticket),
        new("viewer-review", Who.Viewer, data => data.Demo.Review),
        new("viewer-forbidden", Who.Viewer, _ => "/app/settings", 403),
        new("hostile-file-columns", Who.Nobody, data => data.Strange.Mapping),
        new("hostile-file-results", Who.Nobody, data => data.Strange.Results),
        new("hostile-file-row", Who.Nobody, data => data.Strange.Results + "/1"),
        new("hostile-invitation", Who.Nobody, data => data.Strange.Invitation),
        .. Portal("hostile-", Who.Stranger, data => data.Strange),
        new("hostile-feedback-grouped", Who.Stranger, _ => "/app/feedback?project=strange&path=text&type=categorical&agg=count&group_by=feedback_type&days=7"),
        new("hostile-feedback-rows", Who.Stranger, _ => "/app/feedback/rows?project=strange&start=2020-01-01T00:00:00Z&end=2040-01-01T00:00:00Z"),
        new("hostile-tickets-search", Who.Stranger, _ => $"/app/tickets?q={Uri.EscapeDataString(Hostile.Text)}"),
        new("hostile-feedback-question", Who.Stranger, _ => $"/app/feedback?project={Uri.EscapeDataString(Hostile.Text)}&path=stars", 404),
        new("hostile-feedback-path", Who.Stranger, _ => $"/app/feedback?project=strange&path={Uri.EscapeDataString(Hostile.Text)}", 422),
        new("hostile-admin", Who.Owner, data => $"/app/admin/companies/{data.Strange.Id}"),
        new("empty-overview", Who.Newcomer, _ => "/app"),
        new("empty-compare", Who.Newcomer, _ => "/app/compare"),
        new("empty-tickets", Who.Newcomer, _ => "/app/tickets"),
        new("empty-reviews", Who.Newcomer, _ => "/app/reviews"),
        new("empty-agreement", Who.Newcomer, _ => "/app/agreement"),
        new("empty-deliveries", Who.Newcomer, _ => "/app/deliveries"),
        new("empty-feedback", Who.Newcomer, _ => "/app/feedback"),
        new("empty-installations", Who.Newcomer, _ => "/app/settings/installations"),
    ];

    public static Screen Named(string name) => All.Single(screen => screen.Name == name);

    private static IEnumerable<Screen> Portal(string prefix, Who who, Func<SiteData, CompanyData> of) =>
    [
        new(prefix + "overview", who, _ => "/app"),
        new(prefix + "compare", who, _ => "/app/compare?days=90"),
        new(prefix + "tickets", who, _ => "/app/tickets"),
        new(prefix + "ticket", who, data => of(data).Ticket),
        new(prefix + "comparison", who, data => of(data).Comparison),
        new(prefix + "rewrite", who, data => of(data).Ticket + "/rewrite"),
        new(prefix + "reviews", who, _ => "/app/reviews"),
        new(prefix + "review", who, data => of(data).Review),
        new(prefix + "review-ticket", who, data => of(data).ReviewTicket),
        new(prefix + "agreement", who, _ => "/app/agreement"),
        new(prefix + "deliveries", who, _ => "/app/deliveries"),
        new(prefix + "delivery", who, data => of(data).Delivery),
        new(prefix + "replay", who, _ => "/app/deliveries/replay?status=failed"),
        new(prefix + "feedback", who, _ => "/app/feedback"),
        new(prefix + "settings", who, _ => "/app/settings"),
        new(prefix + "keys", who, _ => "/app/settings/keys"),
        new(prefix + "installations", who, _ => "/app/settings/installations"),
        new(prefix + "installation", who, data => of(data).Installation),
        new(prefix + "profiles", who, _ => "/app/settings/profiles"),
        new(prefix + "judge", who, _ => "/app/settings/judge"),
        new(prefix + "members", who, _ => "/app/settings/members"),
        new(prefix + "customers", who, _ => "/app/settings/customers"),
        new(prefix + "projects", who, _ => "/app/settings/projects"),
        new(prefix + "audit", who, _ => "/app/settings/audit"),
        new(prefix + "account", who, _ => "/account"),
    ];
}
