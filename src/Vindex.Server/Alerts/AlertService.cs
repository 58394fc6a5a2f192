using Vindex.Server.Alerts.Evaluation;
using Vindex.Server.Alerts.Rules;
using Vindex.Server.Security;
using Vindex.Storage;
using Vindex.Storage.Alerts;

namespace Vindex.Server.Alerts;

/// <summary>
/// Alerts of a company, which everyone in it sees and who may write scores may change. They are about the whole company, so that keys limited to customers
/// have no access.
/// </summary>
internal sealed class AlertService(
    IAlertStore store, AlertRuleReader reader, AlertSignal signal, Ids ids, Audit audit, TimeProvider time, IOptions<AlertOptions> options)
{
    private const int Attempts = 5;

    /// <summary>Why callers that are limited to customers are refused.</summary>
    public static Refusal Limited { get; } = new Refusal.Forbidden("limited_key", "Alerts are about the whole company; your access is limited to some customers.");

    /// <summary>The company's rules, by name.</summary>
    public async Task<Outcome<IReadOnlyList<Alert>>> ListAsync(Caller caller, CancellationToken cancellationToken) =>
        caller.CustomerIds is not null ? Limited : Outcome.Of(await store.ListAsync(caller.OwnCompany, cancellationToken));

    /// <summary>One of them.</summary>
    public async Task<Outcome<Alert>> FindAsync(Caller caller, string id, CancellationToken cancellationToken) =>
        caller.CustomerIds is not null ? Limited
        : await store.FindAsync(caller.OwnCompany, id, cancellationToken) is { } found ? found
        : new Refusal.NotFound();

    /// <summary>Creates a rule.</summary>
    public async Task<Outcome<Alert>> CreateAsync(Caller caller, Input<AlertBody> input, CancellationToken cancellationToken)
    {
        if (caller.CustomerIds is not null) return Limited;
        var present = await store.ListAsync(caller.OwnCompany, cancellationToken);
        var read = await reader.ReadAsync(caller, input, cancellationToken);
        if (read is not Outcome<AlertRule>.Done(var rule)) return ((Outcome<AlertRule>.Refused)read).Reason;
        var name = input.Value.Name.Trim();
        if (present.Any(other => Same(other.Name, name))) return Taken(input.Errors);
        if (present.Count >= options.Value.Rules) return new Refusal.Conflict("too_many_alerts", $"A company has at most {options.Value.Rules} alerts.");
        var now = time.GetUtcNow();
        var alert = new Alert(
            ids.TimeOrdered(),
            caller.OwnCompany,
            caller.Actor,
            name,
            AlertDocuments.Write(rule),
            AlertDocuments.Write(AlertState.New),
            DueAt(rule, now),
            1,
            now,
            now);
        var entry = audit.Entry(caller, "alert.created", alert.CompanyId, alert.Id, ("name", name));
        if (!await store.AddAsync(alert, entry, cancellationToken)) return new Refusal.NotFound();
        signal.Announce();
        return alert;
    }

    /// <summary>Replaces a rule. Its level stays if it watches the same figure; otherwise it starts as ok.</summary>
    public async Task<Outcome<Alert>> ReplaceAsync(Caller caller, string id, Input<AlertBody> input, CancellationToken cancellationToken)
    {
        if (caller.CustomerIds is not null) return Limited;
        var present = await store.ListAsync(caller.OwnCompany, cancellationToken);
        if (present.All(one => one.Id != id)) return new Refusal.NotFound();
        var read = await reader.ReadAsync(caller, input, cancellationToken);
        if (read is not Outcome<AlertRule>.Done(var rule)) return ((Outcome<AlertRule>.Refused)read).Reason;
        var name = input.Value.Name.Trim();
        if (present.Any(other => other.Id != id && Same(other.Name, name))) return Taken(input.Errors);

        // An evaluation may be stored in between; the change is then applied to what it left.
        for (var i = 0; i < Attempts; i++)
        {
            if (await store.FindAsync(caller.OwnCompany, id, cancellationToken) is not { } alert) return new Refusal.NotFound();
            var now = time.GetUtcNow();
            var state = AlertDocuments.Rule(alert).Figure == rule.Figure
                ? AlertDocuments.State(alert) with { Pending = null, PendingSince = null }
                : AlertState.New;
            var changed = alert with
            {
                Name = name,
                Rule = AlertDocuments.Write(rule),
                State = AlertDocuments.Write(state),
                DueAt = DueAt(rule, now),
                ChangedAt = now,
            };
            if (!await store.ChangeAsync(changed, audit.Entry(caller, "alert.changed", alert.CompanyId, id, ("name", name)), cancellationToken)) continue;
            signal.Announce();
            return changed;
        }

        return new Refusal.Conflict("changed_meanwhile", "Others are changing this alert. Try again.");
    }

    /// <summary>Deletes a rule with its history.</summary>
    public async Task<Outcome<Success>> DeleteAsync(Caller caller, string id, CancellationToken cancellationToken)
    {
        if (caller.CustomerIds is not null) return Limited;
        if (await store.FindAsync(caller.OwnCompany, id, cancellationToken) is not { } alert) return new Refusal.NotFound();
        var entry = audit.Entry(caller, "alert.deleted", alert.CompanyId, id, ("name", alert.Name));
        return await store.DeleteAsync(alert.CompanyId, id, entry, cancellationToken) ? default(Success) : new Refusal.NotFound();
    }

    /// <summary>A page of changes of level, newest first.</summary>
    public async Task<Outcome<ListPage<AlertEvent>>> EventsAsync(
        Caller caller, string? alertId, PagePosition? after, int limit, CancellationToken cancellationToken)
    {
        if (caller.CustomerIds is not null) return Limited;
        if (alertId is not null && await store.FindAsync(caller.OwnCompany, alertId, cancellationToken) is null) return new Refusal.NotFound();
        return await store.EventsAsync(caller.OwnCompany, alertId, after, limit, cancellationToken);
    }

    /// <summary>One change of level.</summary>
    public async Task<Outcome<AlertEvent>> FindEventAsync(Caller caller, string id, CancellationToken cancellationToken) =>
        caller.CustomerIds is not null ? Limited
        : await store.FindEventAsync(caller.OwnCompany, id, cancellationToken) is { } found ? found
        : new Refusal.NotFound();

    private static DateTimeOffset? DueAt(AlertRule rule, DateTimeOffset now) => rule.IsEnabled ? rule.Schedule.Next(now) : null;

    private static Refusal.Invalid Taken(FieldErrors errors)
    {
        errors.Add("name", "is the name of another alert");
        return new Refusal.Invalid(errors);
    }

    private static bool Same(string left, string right) => left.Equals(right, StringComparison.OrdinalIgnoreCase);
}
