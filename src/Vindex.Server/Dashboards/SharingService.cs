using Vindex.Server.Companies;
using Vindex.Server.Security;
using Vindex.Server.Security.Sessions;
using Vindex.Storage.Companies;
using Vindex.Storage.Dashboards;
using Vindex.Storage.Users;

namespace Vindex.Server.Dashboards;

/// <summary>A link that was created.</summary>
/// <param name="Link">The link.</param>
/// <param name="Url">Its URL, which is not stored.</param>
internal sealed record CreatedLink(DashboardLink Link, string Url);

/// <summary>A dashboard that someone opens by a link.</summary>
/// <param name="Dashboard">The dashboard.</param>
/// <param name="Company">Its company.</param>
/// <param name="Caller">Who asks: what the creator of the link may read now, and nothing else.</param>
/// <param name="HasTitles">Whether titles of tickets are shown.</param>
/// <param name="ExpiresAt">When the link expires.</param>
internal sealed record SharedDashboard(Dashboard Dashboard, Company Company, Caller Caller, bool HasTitles, DateTimeOffset ExpiresAt);

/// <summary>
/// Links to dashboards. A link shows no more than its creator may see at the time of the visit, and only as long as the company lets its creator share.
/// </summary>
internal sealed class SharingService(
    IDashboardStore store, CompanyDirectory companies, Ids ids, Randomness randomness, Audit audit, PublicAddress address, TimeProvider time)
{
    /// <summary>The longest life of a link.</summary>
    public const int MostDays = 365;

    /// <summary>Where links lead.</summary>
    public const string Prefix = "/shared";

    private const int MaxLinks = 20;

    private static readonly string[] s_scopes = [Scopes.ScoresRead, Scopes.FeedbackRead];

    /// <summary>What the caller's company allows.</summary>
    public Task<SharingRules> RulesAsync(Caller caller, CancellationToken cancellationToken) => store.RulesAsync(caller.OwnCompany, cancellationToken);

    /// <summary>Whether a user may create links.</summary>
    public static bool MayShare(Caller caller, SharingRules rules) => caller.SignedIn is not null && MayShare(caller.Scopes, rules);

    /// <summary>Sets what the caller's company allows.</summary>
    public async Task<Outcome<SharingRules>> SetRulesAsync(Caller caller, Input<SharingBody> input, CancellationToken cancellationToken)
    {
        if (input.Errors.Any) return new Refusal.Invalid(input.Errors);
        var rules = new SharingRules(SharersNames.Parse(input.Value.Sharers), input.Value.Titles);
        var entry = audit.Entry(
            caller, "sharing.changed", caller.OwnCompany, caller.OwnCompany, ("sharers", input.Value.Sharers), ("titles", rules.HasTitles ? "true" : "false"));
        return await store.SetRulesAsync(caller.OwnCompany, rules, entry, cancellationToken) ? rules : new Refusal.NotFound();
    }

    /// <summary>The links to a dashboard.</summary>
    public async Task<Outcome<IReadOnlyList<DashboardLink>>> ListAsync(Caller caller, string dashboardId, CancellationToken cancellationToken) =>
        await SeenAsync(caller, dashboardId, cancellationToken) is null
            ? new Refusal.NotFound()
            : Outcome.Of(await store.ListLinksAsync(caller.OwnCompany, dashboardId, time.GetUtcNow(), cancellationToken));

    /// <summary>Creates a link.</summary>
    public async Task<Outcome<CreatedLink>> CreateAsync(Caller caller, string dashboardId, Input<NewShareBody> input, CancellationToken cancellationToken)
    {
        if (await SeenAsync(caller, dashboardId, cancellationToken) is not { } dashboard) return new Refusal.NotFound();
        var rules = await RulesAsync(caller, cancellationToken);
        if (!MayShare(caller, rules)) return Refused(caller, rules);
        var (body, errors) = (input.Value, input.Errors);
        if (body.Titles == true && !rules.HasTitles) errors.Add("titles", "must be false: your company does not allow links to show titles");
        if (errors.Any) return new Refusal.Invalid(errors);
        var now = time.GetUtcNow();
        if ((await store.ListLinksAsync(dashboard.CompanyId, dashboardId, now, cancellationToken)).Count >= MaxLinks)
            return new Refusal.Conflict("too_many_shares", $"A dashboard has at most {MaxLinks} links. Revoke one first.");
        var token = SecretToken.Create(randomness);
        var link = new DashboardLink(
            ids.TimeOrdered(),
            dashboardId,
            dashboard.CompanyId,
            caller.SignedIn!.User.Id,
            SecretToken.Hash(token)!,
            body.Titles ?? false,
            now,
            now.AddDays(body.Days));
        var entry = audit.Entry(
            caller, "share.created", dashboard.CompanyId, link.Id, ("dashboard", dashboard.Name), ("days", body.Days.ToString()),
            ("titles", link.HasTitles ? "true" : "false"));
        return await store.AddLinkAsync(link, entry, cancellationToken)
            ? new CreatedLink(link, address.Of($"{Prefix}/{token}"))
            : new Refusal.NotFound();
    }

    /// <summary>Ends a link: its creator can, who may change the dashboard, and any owner.</summary>
    public async Task<Outcome<Success>> RevokeAsync(Caller caller, string dashboardId, string linkId, CancellationToken cancellationToken)
    {
        if (await SeenAsync(caller, dashboardId, cancellationToken) is not { } dashboard) return new Refusal.NotFound();
        var links = await store.ListLinksAsync(dashboard.CompanyId, dashboardId, time.GetUtcNow(), cancellationToken);
        if (links.FirstOrDefault(one => one.Id == linkId) is not { } link) return new Refusal.NotFound();
        if (link.UserId != caller.SignedIn?.User.Id && !DashboardService.MayChange(caller, dashboard))
            return new Refusal.Forbidden("not_your_share", "Someone else created this link. An owner of the company can revoke it.");
        var entry = audit.Entry(caller, "share.revoked", dashboard.CompanyId, linkId, ("dashboard", dashboard.Name));
        return await store.RevokeLinkAsync(dashboard.CompanyId, dashboardId, linkId, entry, cancellationToken) ? default(Success) : new Refusal.NotFound();
    }

    /// <summary>Opens a link; null if it is wrong, has expired or was revoked, or its creator may not share any more.</summary>
    /// <param name="token">The token of the link.</param>
    /// <param name="isVisit">Whether it counts as a visit.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    public async Task<SharedDashboard?> OpenAsync(string token, bool isVisit, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (SecretToken.Hash(token) is not { } hash || await store.FindLinkAsync(hash, now, cancellationToken) is not { } found) return null;
        var (link, dashboard) = (found.Link, found.Dashboard);
        var rules = await store.RulesAsync(link.CompanyId, cancellationToken);
        if (await companies.FindCompanyAsync(link.CompanyId, cancellationToken) is not { } company) return null;
        var place = new UserCompany(company.Id, company.Slug, company.Name, found.Role) { Teams = found.Teams };
        // Viewers never share: with teams, a link shows the customers for which its creator is a member.
        var (scopes, customerIds) = (PlaceRights.ScopesOf(place), PlaceRights.CustomersOf(place, Scopes.ScoresWrite));
        if (!MayShare(scopes, rules) || customerIds is { Count: 0 }) return null;
        // People who are limited to customers do not see dashboards of others, and so share none.
        if (customerIds is not null && dashboard.Creator != "user:" + link.UserId) return null;
        var actor = "share:" + link.Id;
        if (isVisit)
        {
            var entry = audit.Entry(actor, "share.visited", link.CompanyId, link.Id, ("dashboard", dashboard.Name));
            if (!await store.CountVisitAsync(link.Id, now, entry, cancellationToken)) return null;
        }

        var caller = new Caller(actor, null, link.CompanyId, [.. s_scopes.Where(scopes.Contains)], customerIds);
        return new SharedDashboard(dashboard, company, caller, link.HasTitles && rules.HasTitles, link.ExpiresAt);
    }

    private async Task<Dashboard?> SeenAsync(Caller caller, string dashboardId, CancellationToken cancellationToken) =>
        await store.FindAsync(caller.OwnCompany, dashboardId, cancellationToken) is { } found && DashboardService.Sees(caller, found) ? found : null;

    private static bool MayShare(IReadOnlyList<string> scopes, SharingRules rules) => rules.Sharers switch
    {
        LinkSharers.Owners => scopes.Contains(Scopes.InstallationsWrite),
        LinkSharers.Members => scopes.Contains(Scopes.ScoresWrite),
        _ => false,
    };

    private static Refusal.Forbidden Refused(Caller caller, SharingRules rules) => caller.SignedIn is null
        ? new Refusal.Forbidden("people_only", "Only people can share dashboards, because a link ends when its creator leaves the company.")
        : new Refusal.Forbidden("sharing_not_allowed", rules.Sharers switch
        {
            LinkSharers.NoOne => "Your company does not allow links to dashboards. An owner can change that.",
            LinkSharers.Owners => $"Only owners of your company may share dashboards; your role is {RoleNames.Of(caller.SignedIn.Company!.Role)}.",
            _ => $"Only members and owners of your company may share dashboards; your role is {RoleNames.Of(caller.SignedIn.Company!.Role)}.",
        });
}
