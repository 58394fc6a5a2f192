using Vindex.Server.Security;
using Vindex.Storage.Dashboards;

namespace Vindex.Server.Dashboards;

/// <summary>
/// Dashboards of a company, which everyone in it sees; callers that are limited to customers see only their own, because names, titles and filters of the
/// others can name other customers. Who may write scores may create them and change the own ones; who may manage the company may change
/// those of others, which the audit log then has.
/// </summary>
internal sealed class DashboardService(IDashboardStore store, Ids ids, Audit audit, TimeProvider time)
{
    private const int MaxDashboards = 50;
    private const int MaxCards = 24;
    private const int Attempts = 3;

    /// <summary>The company's dashboards, by name.</summary>
    public async Task<IReadOnlyList<Dashboard>> ListAsync(Caller caller, CancellationToken cancellationToken) =>
        [.. (await store.ListAsync(caller.OwnCompany, cancellationToken)).Where(dashboard => Sees(caller, dashboard))];

    /// <summary>One of them.</summary>
    public async Task<Outcome<Dashboard>> FindAsync(Caller caller, string id, CancellationToken cancellationToken) =>
        await SeenAsync(caller, id, cancellationToken) is { } found ? found : new Refusal.NotFound();

    /// <summary>Whether a caller sees a dashboard of its company.</summary>
    public static bool Sees(Caller caller, Dashboard dashboard) => caller.CustomerIds is null || dashboard.Creator == caller.Actor;

    /// <summary>Whether a caller may create dashboards.</summary>
    public static bool MayCreate(Caller caller) => caller.Scopes.Contains(Scopes.ScoresWrite);

    /// <summary>Whether a caller may change or delete a dashboard.</summary>
    public static bool MayChange(Caller caller, Dashboard dashboard) =>
        caller.Scopes.Contains(Scopes.InstallationsWrite) || (MayCreate(caller) && dashboard.Creator == caller.Actor);

    /// <summary>Creates a dashboard without cards.</summary>
    public async Task<Outcome<Dashboard>> CreateAsync(Caller caller, Input<NewDashboardBody> input, CancellationToken cancellationToken)
    {
        if (input.Errors.Any) return new Refusal.Invalid(input.Errors);
        if (!MayCreate(caller)) return new Refusal.Forbidden("insufficient_scope", "Your role does not allow creating dashboards. Members and owners can.");
        var name = input.Value.Name.Trim();
        var present = await ListAsync(caller, cancellationToken);
        if (present.Any(other => Same(other.Name, name))) return Taken(input.Errors);
        if ((await store.ListAsync(caller.OwnCompany, cancellationToken)).Count >= MaxDashboards)
            return new Refusal.Conflict("too_many_dashboards", $"A company has at most {MaxDashboards} dashboards.");
        var now = time.GetUtcNow();
        var dashboard = new Dashboard(ids.TimeOrdered(), caller.OwnCompany, caller.Actor, name, DashboardCard.Write([]), 1, now, now);
        var entry = audit.Entry(caller, "dashboard.created", caller.OwnCompany, dashboard.Id, ("name", name));
        return await store.AddAsync(dashboard, entry, cancellationToken) ? dashboard : new Refusal.NotFound();
    }

    /// <summary>Renames a dashboard.</summary>
    public async Task<Outcome<Dashboard>> ChangeAsync(Caller caller, string id, Input<DashboardChangeBody> input, CancellationToken cancellationToken)
    {
        var present = await ListAsync(caller, cancellationToken);
        return await EditAsync(caller, id, input.Errors, Renamed, cancellationToken);

        Edit Renamed(Dashboard dashboard, IReadOnlyList<DashboardCard> cards)
        {
            var name = input.Value.Name.Or(dashboard.Name).Trim();
            if (present.Any(other => other.Id != id && Same(other.Name, name))) return Taken(input.Errors);
            return (dashboard with { Name = name }, cards);
        }
    }

    /// <summary>Deletes a dashboard with its links.</summary>
    public async Task<Outcome<Success>> DeleteAsync(Caller caller, string id, CancellationToken cancellationToken)
    {
        if (await SeenAsync(caller, id, cancellationToken) is not { } dashboard) return new Refusal.NotFound();
        if (!MayChange(caller, dashboard)) return Foreign;
        var entry = audit.Entry(caller, "dashboard.deleted", dashboard.CompanyId, id, ("name", dashboard.Name));
        return await store.DeleteAsync(dashboard.CompanyId, id, entry, cancellationToken) ? default(Success) : new Refusal.NotFound();
    }

    /// <summary>Pins a card at the end of a dashboard.</summary>
    public async Task<Outcome<DashboardCard>> PinAsync(Caller caller, string id, Input<NewCardBody> input, CancellationToken cancellationToken)
    {
        var (body, errors) = (input.Value, input.Errors);
        var page = errors.Any ? null : CardKind.Find(body.Card)!.Page;
        if (page?.Unknown(body.Query ?? "") is { } unknown) errors.Add("query", $"contains \"{unknown}\", which is not a filter of this page");
        var card = new DashboardCard(
            ids.TimeOrdered(),
            body.Card,
            page?.Normalize(body.Query ?? "") ?? "",
            body.Title?.Trim() ?? "",
            body.Width ?? DashboardCard.Half);
        var changed = await EditAsync(
            caller,
            id,
            errors,
            (dashboard, cards) => cards.Count >= MaxCards
                ? new Refusal.Conflict("too_many_cards", $"A dashboard has at most {MaxCards} cards.")
                : (dashboard, [.. cards, card]),
            cancellationToken);
        return changed is Outcome<Dashboard>.Refused(var reason) ? reason : card;
    }

    /// <summary>Changes title, width and place of a card.</summary>
    public Task<Outcome<Dashboard>> ChangeCardAsync(
        Caller caller, string id, string cardId, Input<CardChangeBody> input, CancellationToken cancellationToken)
    {
        var (body, errors) = (input.Value, input.Errors);
        return EditAsync(caller, id, errors, Changed, cancellationToken);

        Edit Changed(Dashboard dashboard, IReadOnlyList<DashboardCard> cards)
        {
            if (cards.FirstOrDefault(one => one.Id == cardId) is not { } card) return new Refusal.NotFound();
            var place = cards.Index().First(one => one.Item == card).Index;
            card = card with { Title = body.Title.Or(card.Title).Trim(), Width = body.Width.Or(card.Width) };
            var others = cards.Where(one => one.Id != cardId).ToList();
            others.Insert(Math.Min((body.Position.OrDefault ?? place + 1) - 1, others.Count), card);
            return (dashboard, others);
        }
    }

    /// <summary>Removes a card.</summary>
    public Task<Outcome<Dashboard>> RemoveCardAsync(Caller caller, string id, string cardId, CancellationToken cancellationToken) =>
        EditAsync(
            caller,
            id,
            new FieldErrors(),
            (dashboard, cards) => cards.Any(one => one.Id == cardId) ? (dashboard, [.. cards.Where(one => one.Id != cardId)]) : new Refusal.NotFound(),
            cancellationToken);

    /// <summary>The refusal to change a dashboard of someone else.</summary>
    private static Refusal Foreign { get; } =
        new Refusal.Forbidden("not_your_dashboard", "Someone else created this dashboard. An owner of the company can change or delete it.");

    // Two people may change a dashboard at the same time; the second change is then applied to what the first one left.
    private async Task<Outcome<Dashboard>> EditAsync(
        Caller caller,
        string id,
        FieldErrors errors,
        Func<Dashboard, IReadOnlyList<DashboardCard>, Edit> edit,
        CancellationToken cancellationToken)
    {
        for (var i = 0; i < Attempts; i++)
        {
            if (await SeenAsync(caller, id, cancellationToken) is not { } dashboard) return new Refusal.NotFound();
            if (errors.Any) return new Refusal.Invalid(errors);
            if (!MayChange(caller, dashboard)) return Foreign;
            var edited = edit(dashboard, DashboardCard.Of(dashboard));
            if (edited.Reason is { } reason) return reason;
            var changed = edited.Dashboard! with { Cards = DashboardCard.Write(edited.Cards), ChangedAt = time.GetUtcNow() };
            var entry = dashboard.Creator == caller.Actor
                ? null
                : audit.Entry(caller, "dashboard.changed", dashboard.CompanyId, id, ("name", dashboard.Name));
            if (await store.ChangeAsync(changed, entry, cancellationToken)) return changed;
        }

        return new Refusal.Conflict("changed_meanwhile", "Others are changing this dashboard. Try again.");
    }

    private async Task<Dashboard?> SeenAsync(Caller caller, string id, CancellationToken cancellationToken) =>
        await store.FindAsync(caller.OwnCompany, id, cancellationToken) is { } found && Sees(caller, found) ? found : null;

    private static Refusal.Invalid Taken(FieldErrors errors)
    {
        errors.Add("name", "is the name of another dashboard");
        return new Refusal.Invalid(errors);
    }

    private static bool Same(string left, string right) => left.Equals(right, StringComparison.OrdinalIgnoreCase);

    // What an edit leaves, or why it is refused.
    private readonly record struct Edit(Dashboard? Dashboard, IReadOnlyList<DashboardCard> Cards, Refusal? Reason)
    {
        public static implicit operator Edit((Dashboard Dashboard, IReadOnlyList<DashboardCard> Cards) left) => new(left.Dashboard, left.Cards, null);

        public static implicit operator Edit(Refusal reason) => new(null, [], reason);
    }
}
