using Vindex.Storage.Alerts;

namespace Vindex.Storage.Tests.Conformance;

public abstract class AlertMessageConformance<TDriver> : StoreConformance<TDriver>
    where TDriver : IStoreDriver, new()
{
    private static readonly DateTimeOffset s_until = Some.Noon.AddMinutes(1);

    [Fact]
    public async Task A_company_has_its_own_channels_by_name()
    {
        var acme = await HasCompany("acme");
        var other = await HasCompany("other");
        var (b, a) = (Channel(acme.Id, "b"), Channel(acme.Id, "A"));
        foreach (var one in (AlertChannel[])[b, a]) (await Store.AlertMessages.AddChannelAsync(one, Some.Audit(acme.Id), Stop)).ShouldBeTrue();

        (await Store.AlertMessages.ListChannelsAsync(acme.Id, Stop)).Select(one => one.Name).ShouldBe(["A", "b"]);
        (await Store.AlertMessages.FindChannelAsync(other.Id, a.Id, Stop)).ShouldBeNull();
        (await Store.AlertMessages.ChangeChannelAsync(a with { CompanyId = other.Id, Name = "Stolen" }, Some.Audit(other.Id), Stop)).ShouldBeFalse();
        (await Store.AlertMessages.DeleteChannelAsync(other.Id, a.Id, Some.Audit(other.Id), Stop)).ShouldBeFalse();
        (await Store.AlertMessages.AddChannelAsync(Channel("co_nobody", "x"), Some.Audit("co_nobody"), Stop)).ShouldBeFalse();

        var changed = a with { Name = "C", Target = [9], Shown = "***", HasTitles = false };
        (await Store.AlertMessages.ChangeChannelAsync(changed, Some.Audit(acme.Id), Stop)).ShouldBeTrue();
        var found = (await Store.AlertMessages.FindChannelAsync(acme.Id, a.Id, Stop)).ShouldNotBeNull();
        (found.Name, found.Shown, found.HasTitles).ShouldBe(("C", "***", false));
        found.Target.ShouldBe([9]);
    }

    [Fact]
    public async Task A_message_is_taken_by_one_server_and_ended_with_its_token()
    {
        var (company, change) = await HasMessages(1);

        var taken = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Store.AlertMessages.TakeAsync(Some.Noon, s_until, 10, Stop)));
        var message = taken.SelectMany(one => one).ShouldHaveSingleItem();
        (message.Status, message.Taken).ShouldBe((AlertMessageStatus.Sending, 1));
        (await Store.AlertMessages.EndAsync(message with { Taken = 0, Status = AlertMessageStatus.Failed }, Stop)).ShouldBeFalse();
        var sent = message with { Status = AlertMessageStatus.Sent, Attempts = 1, FinishedAt = Some.Noon };
        (await Store.AlertMessages.EndAsync(sent, Stop)).ShouldBeTrue();
        (await Store.AlertMessages.EndAsync(sent, Stop)).ShouldBeFalse();

        (await Store.AlertMessages.ListAsync(company, change, Stop)).ShouldBe([sent]);
        (await Store.AlertMessages.NextDueAsync(Stop)).ShouldBeNull();
    }

    [Fact]
    public async Task A_message_that_waits_is_taken_again_when_it_is_due()
    {
        await HasMessages(1);
        var message = (await Store.AlertMessages.TakeAsync(Some.Noon, s_until, 10, Stop))[0];
        var due = Some.Noon.AddMinutes(5);
        var waiting = message with { Status = AlertMessageStatus.Pending, Attempts = 1, DueAt = due, LastError = "503" };

        (await Store.AlertMessages.EndAsync(waiting, Stop)).ShouldBeTrue();

        (await Store.AlertMessages.NextDueAsync(Stop)).ShouldBe(due);
        (await Store.AlertMessages.TakeAsync(due.AddMilliseconds(-1), s_until, 10, Stop)).ShouldBeEmpty();
        var again = (await Store.AlertMessages.TakeAsync(due, due.AddMinutes(1), 10, Stop)).ShouldHaveSingleItem();
        (again.Attempts, again.Taken, again.LastError).ShouldBe((1, 2, "503"));
    }

    [Fact]
    public async Task A_lease_ends_with_its_time_or_with_its_server()
    {
        await HasMessages(2);
        var taken = await Store.AlertMessages.TakeAsync(Some.Noon, s_until, 10, Stop);
        taken.Count.ShouldBe(2);

        await Store.AlertMessages.TakeBackAsync(s_until.AddMilliseconds(-1), false, Stop);
        (await Store.AlertMessages.TakeAsync(s_until, s_until.AddMinutes(1), 10, Stop)).ShouldBeEmpty();
        await Store.AlertMessages.TakeBackAsync(s_until, false, Stop);
        (await Store.AlertMessages.TakeAsync(s_until, s_until.AddMinutes(1), 10, Stop)).Count.ShouldBe(2);
        await Store.AlertMessages.TakeBackAsync(s_until, true, Stop);
        (await Store.AlertMessages.TakeAsync(s_until, s_until.AddMinutes(1), 1, Stop)).Count.ShouldBe(1);
        (await Store.AlertMessages.EndAsync(taken[0] with { Status = AlertMessageStatus.Sent }, Stop)).ShouldBeFalse();
    }

    [Fact]
    public async Task Messages_go_with_their_channel_and_their_alert_and_are_not_added_to_a_channel_that_is_gone()
    {
        var acme = await HasCompany("acme");
        var (one, two) = (await HasChannel(acme.Id, "one"), await HasChannel(acme.Id, "two"));
        var alert = await HasAlert(acme.Id);
        var change = new AlertEvent(Some.Id(), alert.Id, acme.Id, Some.Noon, "{}");
        var foreign = await HasChannel((await HasCompany("other")).Id, "theirs");
        string?[] channels = [one.Id, two.Id, null, "gone", foreign.Id];
        await Store.Alerts.StoreAsync(
            [new AlertStep(alert, "{}", s_until) { Event = change, Messages = [.. channels.Select(channel => new NewAlertMessage(Some.Id(), channel))] }],
            Some.Noon,
            Stop);

        (await Store.AlertMessages.ListAsync(acme.Id, change.Id, Stop)).Select(message => message.ChannelId)
            .ShouldBe([one.Id, two.Id, null], ignoreOrder: true);
        await Store.AlertMessages.DeleteChannelAsync(acme.Id, one.Id, Some.Audit(acme.Id), Stop);
        (await Store.AlertMessages.ListAsync(acme.Id, change.Id, Stop)).Select(message => message.ChannelId).ShouldBe([two.Id, null], ignoreOrder: true);
        await Store.Alerts.DeleteAsync(acme.Id, alert.Id, Some.Audit(acme.Id), Stop);
        (await Store.AlertMessages.ListAsync(acme.Id, change.Id, Stop)).ShouldBeEmpty();
        (await Store.CheckAsync(Stop)).ShouldBeEmpty();
    }

    private static AlertChannel Channel(string companyId, string name) =>
        new(Some.Id(), companyId, name, "slack", [1, 2, 3], "https://***", true, Some.Noon);

    private async Task<AlertChannel> HasChannel(string companyId, string name)
    {
        var channel = Channel(companyId, name);
        (await Store.AlertMessages.AddChannelAsync(channel, Some.Audit(companyId), Stop)).ShouldBeTrue();
        return channel;
    }

    private async Task<Alert> HasAlert(string companyId)
    {
        var alert = new Alert(Some.Id(), companyId, "user:us_ada", "Team", "{}", "{}", Some.Noon, 1, Some.Noon, Some.Noon);
        (await Store.Alerts.AddAsync(alert, Some.Audit(companyId), Stop)).ShouldBeTrue();
        return alert;
    }

    private async Task<(string Company, string Event)> HasMessages(int count)
    {
        var acme = await HasCompany("acme");
        var alert = await HasAlert(acme.Id);
        var channel = await HasChannel(acme.Id, "Chat");
        var change = new AlertEvent(Some.Id(), alert.Id, acme.Id, Some.Noon, "{}");
        var messages = Enumerable.Range(0, count).Select(_ => new NewAlertMessage(Some.Id(), channel.Id));
        await Store.Alerts.StoreAsync([new AlertStep(alert, "{}", s_until) { Event = change, Messages = [.. messages] }], Some.Noon, Stop);
        return (acme.Id, change.Id);
    }
}
