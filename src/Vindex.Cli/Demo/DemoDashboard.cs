using Vindex.Server.Dashboards;
using Vindex.Server.Security;
using Vindex.Storage.Companies;
using Vindex.Storage.Dashboards;

namespace Vindex.Cli.Demo;

/// <summary>The dashboard of the demo: quality, failures, and the marks of the assistant's answers.</summary>
internal sealed class DemoDashboard(IDashboardStore store, TimeProvider time)
{
    /// <summary>Its name.</summary>
    public const string Name = "Team review";

    private const string Actor = "cli";

    private static readonly (string Kind, string Query, string Title, string Width)[] s_cards =
    [
        (CardKind.Average, "days=30&latest=true", "Tickets of the last 30 days", DashboardCard.Half),
        (CardKind.Fails, "days=30&latest=true", "", DashboardCard.Half),
        (CardKind.Trend, "days=90", "", DashboardCard.Full),
        (CardKind.Groups, "days=90&by=project", "Projects compared", DashboardCard.Full),
        (CardKind.Tickets, "band=at_risk&sort=worst_first", "At risk, worst first", DashboardCard.Half),
        (CardKind.Totals, $"days=30&project={DemoFeedback.Project}&path=output.label", "Answers of the assistant", DashboardCard.Half),
    ];

    /// <summary>Stores it unless the company has a dashboard.</summary>
    public async Task FillAsync(Company company, CancellationToken cancellationToken)
    {
        if ((await store.ListAsync(company.Id, cancellationToken)).Count > 0) return;
        var (ids, now) = (new Ids(time, Randomness.System), time.GetUtcNow());
        var cards = s_cards.Select(card => new DashboardCard(
            ids.TimeOrdered(), card.Kind, CardKind.Find(card.Kind)!.Page.Normalize(card.Query), card.Title, card.Width));
        var dashboard = new Dashboard(ids.TimeOrdered(), company.Id, Actor, Name, DashboardCard.Write([.. cards]), 1, now, now);
        var entry = new Audit(time, ids).Entry(Actor, "dashboard.created", company.Id, dashboard.Id, ("name", Name));
        await store.AddAsync(dashboard, entry, cancellationToken);
    }
}
