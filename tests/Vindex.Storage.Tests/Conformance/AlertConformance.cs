using Vindex.Storage.Alerts;

namespace Vindex.Storage.Tests.Conformance;

public abstract class AlertConformance<TDriver> : StoreConformance<TDriver>
    where TDriver : IStoreDriver, new()
{
    [Fact]
    public async Task A_company_has_its_own_alerts_by_name()
    {
        var acme = await HasCompany("acme");
        var other = await HasCompany("other");
        foreach (var one in (Alert[])[One(acme.Id, "b"), One(acme.Id, "A"), One(other.Id, "c")])
            (await Store.Alerts.AddAsync(one, Some.Audit(one.CompanyId), Stop)).ShouldBeTrue();

        (await Store.Alerts.ListAsync(acme.Id, Stop)).Select(one => one.Name).ShouldBe(["A", "b"]);
        var theirs = (await Store.Alerts.ListAsync(other.Id, Stop)).ShouldHaveSingleItem();
        (await Store.Alerts.FindAsync(other.Id, theirs.Id, Stop)).ShouldBe(theirs);
        (await Store.Alerts.FindAsync(acme.Id, theirs.Id, Stop)).ShouldBeNull();
        (await Store.Alerts.ChangeAsync(theirs with { CompanyId = acme.Id }, Some.Audit(acme.Id), Stop)).ShouldBeFalse();
        (await Store.Alerts.DeleteAsync(acme.Id, theirs.Id, Some.Audit(acme.Id), Stop)).ShouldBeFalse();
        (await Store.Alerts.AddAsync(One("co_nobody", "d"), Some.Audit("co_nobody"), Stop)).ShouldBeFalse();
        (await Store.Alerts.DeleteAsync(other.Id, theirs.Id, Some.Audit(other.Id), Stop)).ShouldBeTrue();
        (await Store.Alerts.ListAsync(other.Id, Stop)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_change_needs_the_version_that_is_stored()
    {
        var acme = await HasCompany("acme");
        var alert = await HasAlert(acme.Id, "Team", Some.Noon);

        var changed = alert with { Name = "Ours", Rule = "[1]", State = "[2]", DueAt = null, ChangedAt = Some.Noon.AddMinutes(1) };
        (await Store.Alerts.ChangeAsync(changed, Some.Audit(acme.Id), Stop)).ShouldBeTrue();
        (await Store.Alerts.FindAsync(acme.Id, alert.Id, Stop)).ShouldBe(changed with { Version = 2 });
        (await Store.Alerts.ChangeAsync(changed with { Name = "Late" }, Some.Audit(acme.Id), Stop)).ShouldBeFalse();
    }

    [Fact]
    public async Task Alerts_are_due_in_the_order_of_their_times_and_not_while_they_are_off()
    {
        var acme = await HasCompany("acme");
        (await Store.Alerts.NextDueAsync(Stop)).ShouldBeNull();
        var late = await HasAlert(acme.Id, "late", Some.Noon.AddMinutes(2));
        var early = await HasAlert(acme.Id, "early", Some.Noon.AddMinutes(1));
        await HasAlert(acme.Id, "off", null);

        (await Store.Alerts.NextDueAsync(Stop)).ShouldBe(Some.Noon.AddMinutes(1));
        (await Store.Alerts.DueAsync(Some.Noon, 10, Stop)).ShouldBeEmpty();
        (await Store.Alerts.DueAsync(Some.Noon.AddMinutes(2), 10, Stop)).ShouldBe([early, late]);
        (await Store.Alerts.DueAsync(Some.Noon.AddMinutes(2), 1, Stop)).ShouldBe([early]);
    }

    [Fact]
    public async Task A_result_is_stored_with_its_event_and_messages_once()
    {
        var acme = await HasCompany("acme");
        var alert = await HasAlert(acme.Id, "Team", Some.Noon);
        var channel = await HasChannel(acme.Id, "Chat");
        var step = Step(alert, "first", channel.Id);

        (await Store.Alerts.StoreAsync([step], Some.Noon, Stop)).ShouldBe([alert.Id]);
        (await Store.Alerts.StoreAsync([step with { Event = Event(alert, "again") }], Some.Noon, Stop)).ShouldBeEmpty();

        (await Store.Alerts.FindAsync(acme.Id, alert.Id, Stop)).ShouldBe(alert with { State = "\"first\"", DueAt = step.DueAt, Version = 2 });
        var change = (await Store.Alerts.EventsAsync(acme.Id, null, null, 10, Stop)).Items.ShouldHaveSingleItem();
        change.ShouldBe(step.Event);
        var message = (await Store.AlertMessages.ListAsync(acme.Id, change.Id, Stop)).ShouldHaveSingleItem();
        (message.ChannelId, message.Status, message.DueAt).ShouldBe((channel.Id, AlertMessageStatus.Pending, Some.Noon));
    }

    [Fact]
    public async Task A_result_of_what_a_person_has_changed_or_deleted_leaves_no_trace()
    {
        var acme = await HasCompany("acme");
        var (changed, deleted, kept) = (
            await HasAlert(acme.Id, "changed", Some.Noon), await HasAlert(acme.Id, "deleted", Some.Noon), await HasAlert(acme.Id, "kept", Some.Noon));
        await Store.Alerts.ChangeAsync(changed with { Rule = "[]" }, Some.Audit(acme.Id), Stop);
        await Store.Alerts.DeleteAsync(acme.Id, deleted.Id, Some.Audit(acme.Id), Stop);

        (await Store.Alerts.StoreAsync([Step(changed, "x"), Step(deleted, "y"), Step(kept, "z")], Some.Noon, Stop)).ShouldBe([kept.Id]);

        (await Store.Alerts.EventsAsync(acme.Id, null, null, 10, Stop)).Items.ShouldHaveSingleItem().AlertId.ShouldBe(kept.Id);
        (await Store.Alerts.FindAsync(acme.Id, changed.Id, Stop)).ShouldNotBeNull().State.ShouldBe("{}");
    }

    [Fact]
    public async Task Two_servers_that_evaluate_the_same_alert_store_one_result()
    {
        var acme = await HasCompany("acme");
        var alert = await HasAlert(acme.Id, "Team", Some.Noon);

        var stored = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Store.Alerts.StoreAsync([Step(alert, $"{i}")], Some.Noon, Stop)));

        stored.Sum(ids => ids.Count).ShouldBe(1);
        (await Store.Alerts.EventsAsync(acme.Id, alert.Id, null, 10, Stop)).Items.Count.ShouldBe(1);
    }

    [Fact]
    public async Task History_is_paged_newest_first_and_belongs_to_its_company()
    {
        var acme = await HasCompany("acme");
        var other = await HasCompany("other");
        var (one, two) = (await HasAlert(acme.Id, "one", Some.Noon), await HasAlert(acme.Id, "two", Some.Noon));
        var expected = new List<AlertEvent>();
        for (var i = 0; i < 6; i++)
        {
            var alert = (await Store.Alerts.FindAsync(acme.Id, i % 2 == 0 ? one.Id : two.Id, Stop))!;
            var step = Step(alert, $"{i}") with { Event = Event(alert, $"{i}", minute: i / 2) };
            await Store.Alerts.StoreAsync([step], Some.Noon, Stop);
            expected.Add(step.Event!);
        }

        var walked = new List<AlertEvent>();
        PagePosition? after = null;
        do
        {
            var page = await Store.Alerts.EventsAsync(acme.Id, null, after, 4, Stop);
            walked.AddRange(page.Items);
            after = page.Next;
        }
        while (after is not null);

        walked.ShouldBe(expected.OrderByDescending(change => change.At).ThenByDescending(change => change.Id, StringComparer.Ordinal));
        (await Store.Alerts.EventsAsync(acme.Id, two.Id, null, 10, Stop)).Items.Select(change => change.AlertId).ShouldBe([two.Id, two.Id, two.Id]);
        (await Store.Alerts.EventsAsync(other.Id, null, null, 10, Stop)).Items.ShouldBeEmpty();
        (await Store.Alerts.FindEventAsync(other.Id, expected[0].Id, Stop)).ShouldBeNull();
        (await Store.Alerts.FindEventAsync(acme.Id, expected[0].Id, Stop)).ShouldBe(expected[0]);
    }

    [Fact]
    public async Task Everything_goes_with_the_company()
    {
        var acme = await HasCompany("acme");
        var alert = await HasAlert(acme.Id, "Team", Some.Noon);
        var channel = await HasChannel(acme.Id, "Chat");
        await Store.Alerts.StoreAsync([Step(alert, "x", channel.Id)], Some.Noon, Stop);

        await Store.Companies.BeginDeletionAsync(acme.Id, _ => Some.Audit(acme.Id), Stop);

        (await Store.Alerts.ListAsync(acme.Id, Stop)).ShouldBeEmpty();
        (await Store.Alerts.EventsAsync(acme.Id, null, null, 10, Stop)).Items.ShouldBeEmpty();
        (await Store.AlertMessages.ListChannelsAsync(acme.Id, Stop)).ShouldBeEmpty();
        (await Store.AlertMessages.TakeAsync(Some.Noon.AddDays(1), Some.Noon.AddDays(2), 10, Stop)).ShouldBeEmpty();
        (await Store.CheckAsync(Stop)).ShouldBeEmpty();
    }

    private static Alert One(string companyId, string name, DateTimeOffset? dueAt = null) =>
        new(Some.Id(), companyId, "user:us_ada", name, "{\"a\":1}", "{}", dueAt, 1, Some.Noon, Some.Noon);

    private static AlertEvent Event(Alert alert, string detail, int minute = 0) =>
        new(Some.Id(), alert.Id, alert.CompanyId, Some.Noon.AddMinutes(minute), $"\"{detail}\"");

    private static AlertStep Step(Alert alert, string state, params string?[] channels) => new(alert, $"\"{state}\"", Some.Noon.AddHours(1))
    {
        Event = Event(alert, state),
        Messages = [.. channels.Select(channel => new NewAlertMessage(Some.Id(), channel))],
    };

    private async Task<Alert> HasAlert(string companyId, string name, DateTimeOffset? dueAt)
    {
        var alert = One(companyId, name, dueAt);
        (await Store.Alerts.AddAsync(alert, Some.Audit(companyId), Stop)).ShouldBeTrue();
        return alert;
    }

    private async Task<AlertChannel> HasChannel(string companyId, string name)
    {
        var channel = new AlertChannel(Some.Id(), companyId, name, "slack", [1, 2, 3], "https://***", true, Some.Noon);
        (await Store.AlertMessages.AddChannelAsync(channel, Some.Audit(companyId), Stop)).ShouldBeTrue();
        return channel;
    }
}
