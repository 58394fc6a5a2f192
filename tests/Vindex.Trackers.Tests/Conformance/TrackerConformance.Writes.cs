using Shouldly;
using Vindex.TrackerFakes.Hosting;
using Vindex.Trackers.Tests.Support;
using Xunit;

namespace Vindex.Trackers.Tests.Conformance;

// Comments, labels and webhooks.
public abstract partial class TrackerConformance
{
    private const string Marker = "https://vindex.example.com/app/tickets/42?company=acme&from=comment";
    private const string Advice = $"**INVEST 6.2: needs review**\n\n- Say who needs it & why\n- Split it\n\n[Details]({Marker})";
    private static readonly TrackerHook s_hook = new(new Uri("https://vindex.example.com/api/v1/trackers/1/hook"), "a-secret-of-the-hook");

    [Fact]
    public async Task A_comment_is_updated_in_place()
    {
        _fake.Seed(Shop, 1, TrackerCalls.Text);
        var issue = AddressOf(Shop, 1);
        var id = await _tracker.PutCommentAsync(_access, issue, null, Advice, Cancel);
        var writes = _fake.Writes.Count;
        var again = await _tracker.PutCommentAsync(_access, issue, id, Advice.Replace("6.2", "7.4", StringComparison.Ordinal), Cancel);

        again.ShouldBe(id);
        writes.ShouldBe(1);
        _fake.Writes.Count.ShouldBe(2);
        var comment = _fake.Comments(Shop, 1).ShouldHaveSingleItem();
        comment.ShouldContain("7.4");
        comment.ShouldContain("vindex.example.com/app/tickets/42");
    }

    [Fact]
    public async Task A_comment_that_is_gone_is_added_again()
    {
        _fake.Seed(Shop, 1, TrackerCalls.Text);
        var issue = AddressOf(Shop, 1);
        var id = await _tracker.PutCommentAsync(_access, issue, null, Advice, Cancel);
        _fake.DeleteComments(Shop, 1);

        (await _tracker.PutCommentAsync(_access, issue, id, Advice, Cancel)).ShouldNotBe(id);
        _fake.Comments(Shop, 1).Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_comment_on_an_issue_that_is_gone_fails()
    {
        _fake.Seed(Shop, 1, TrackerCalls.Text);
        var issue = AddressOf(Shop, 1);
        _fake.Delete(Shop, 1);

        (await Should.ThrowAsync<TrackerException>(() => _tracker.PutCommentAsync(_access, issue, "1", Advice, Cancel))).Failure.ShouldBe(TrackerFailure.NotFound);
    }

    [Fact]
    public async Task The_own_comment_is_found_by_its_link()
    {
        _fake.Seed(Shop, 1, TrackerCalls.Text);
        var issue = AddressOf(Shop, 1);
        (await _tracker.FindCommentAsync(_access, issue, Marker, Cancel)).ShouldBeNull();
        var id = await _tracker.PutCommentAsync(_access, issue, null, Advice, Cancel);
        var ofPerson = _access with { Credential = CredentialOf(_fake.Person) };
        for (var i = 0; i < 8; i++) await _tracker.PutCommentAsync(ofPerson, issue, null, $"I saw [this]({Marker}) too.", Cancel);

        (await _tracker.FindCommentAsync(_access, issue, Marker, Cancel)).ShouldBe(id);
        (await _tracker.FindCommentAsync(_access, issue, "https://vindex.example.com/app/tickets/43", Cancel)).ShouldBeNull();
    }

    [Fact]
    public async Task Labels_are_set_and_all_others_stay()
    {
        _fake.Seed(Shop, 1, TrackerCalls.Text);
        _fake.AddLabel(Shop, 1, "backend");
        _fake.AddLabel(Shop, 1, "invest:at-risk");
        string[] other = ["invest:needs-review", "invest:at-risk"];

        (await _tracker.SetLabelsAsync(_access, AddressOf(Shop, 1), ["invest:healthy"], other, Cancel)).ShouldBeTrue();

        _fake.Labels(Shop, 1).Order(StringComparer.Ordinal).ShouldBe(["backend", "invest:healthy"]);
    }

    [Fact]
    public async Task Labels_that_are_right_are_not_written()
    {
        _fake.Seed(Shop, 1, TrackerCalls.Text);
        _fake.AddLabel(Shop, 1, "invest:healthy");

        (await _tracker.SetLabelsAsync(_access, AddressOf(Shop, 1), ["invest:healthy"], ["invest:at-risk"], Cancel)).ShouldBeFalse();
        (await _tracker.SetLabelsAsync(_access, AddressOf(Shop, 1), [], ["invest:at-risk"], Cancel)).ShouldBeFalse();

        _fake.Writes.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_webhook_is_registered_once_and_removed()
    {
        _fake.Seed(Shop, 1, TrackerCalls.Text);
        var project = _fake.IdOf(Shop);
        var id = (await _tracker.RegisterHookAsync(_access, project, s_hook, Cancel)).ShouldNotBeNull();
        var hooks = _fake.Hooks.Count;

        (await _tracker.RegisterHookAsync(_access, project, s_hook with { Secret = "another" }, Cancel)).ShouldBe(id);
        _fake.Hooks.Count.ShouldBe(hooks);
        _fake.Hooks.ShouldAllBe(hook => hook.Secret == "another" && hook.Url == s_hook.Url);
        await _tracker.RemoveHookAsync(_access, project, id, Cancel);
        _fake.Hooks.ShouldBeEmpty();
        await _tracker.RemoveHookAsync(_access, project, id, Cancel);
    }

    [Fact]
    public async Task Events_say_what_changed_and_who_changed_it()
    {
        _fake.Seed(Shop, 1, TrackerCalls.Text);
        await _tracker.RegisterHookAsync(_access, _fake.IdOf(Shop), s_hook, Cancel);
        var number = _fake.Create(Shop, "New", "Text");
        _fake.Edit(Shop, number, "Newer");
        _fake.AddLabel(Shop, number, "backend");
        var readings = await ReadEventsAsync();

        var address = AddressOf(Shop, number);
        var (created, edited, labeled) = (readings[0].ShouldBeOfType<HookReading.Changed>(), readings[1].ShouldBeOfType<HookReading.Changed>(), readings[2]);
        (edited.Issue.ProjectId, edited.Issue.Id, edited.ActorId).ShouldBe((address.ProjectId, address.IssueId, _fake.Person.Id));
        edited.Issue.ChangedAt.ShouldBeGreaterThanOrEqualTo(created.Issue.ChangedAt);
        (created.ChangedText, edited.ChangedText).ShouldBe((true, true));
        if (labeled is HookReading.Changed change) change.ChangedText.ShouldBeFalse();
        else labeled.ShouldBeOfType<HookReading.Ignored>();
    }

    [Fact]
    public async Task Own_changes_are_recognized()
    {
        _fake.Seed(Shop, 1, TrackerCalls.Text);
        await _tracker.RegisterHookAsync(_access, _fake.IdOf(Shop), s_hook, Cancel);
        var self = (await _tracker.CheckAsync(_access, Cancel)).Id;
        await _tracker.PutCommentAsync(_access, AddressOf(Shop, 1), null, Advice, Cancel);
        await _tracker.SetLabelsAsync(_access, AddressOf(Shop, 1), ["invest:healthy"], [], Cancel);

        var changes = (await ReadEventsAsync()).OfType<HookReading.Changed>().ToList();
        changes.ShouldAllBe(change => change.ActorId == self && !change.ChangedText);
    }

    [Fact]
    public async Task A_deleted_issue_is_reported()
    {
        _fake.Seed(Shop, 1, TrackerCalls.Text);
        await _tracker.RegisterHookAsync(_access, _fake.IdOf(Shop), s_hook, Cancel);
        var address = AddressOf(Shop, 1);
        _fake.Delete(Shop, 1);

        foreach (var reading in (await ReadEventsAsync()).OfType<HookReading.Removed>()) reading.Issue.ShouldBe(address);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("{\"webhookEvent\":\"jira:issue_updated\",\"eventType\":\"workitem.updated\",\"action\":\"update\",\"type\":\"Issue\",\"object_kind\":\"issue\"}")]
    public void Other_bodies_are_not_events(string body)
    {
        var reading = _tracker.ReadHook(System.Text.Encoding.UTF8.GetBytes(body), _ => null);
        (reading is HookReading.Unreadable or HookReading.Ignored).ShouldBeTrue(reading.ToString());
    }

    private async Task<List<HookReading>> ReadEventsAsync()
    {
        List<HookReading> readings = [];
        foreach (var happened in _fake.Events)
        {
            foreach (var hook in _fake.Hooks.Where(hook => hook.Project.Key == happened.Project.Key && (hook.Kind is null || hook.Kind == happened.Kind)))
            {
                using var delivery = _fake.CreateDelivery(hook, happened);
                readings.Add(await TrackerCalls.ReadAsync(_tracker, delivery));
            }
        }

        return readings;
    }
}
