using System.Text;
using Shouldly;
using Vindex.TrackerFakes.GitLab;
using Vindex.TrackerFakes.Hosting;
using Vindex.Trackers.GitLab;
using Vindex.Trackers.Tests.Support;
using Xunit;

namespace Vindex.Trackers.Tests.GitLab;

public sealed class GitLabTrackerTests : IAsyncLifetime
{
    private const string Shop = "acme/shop";
    private readonly GitLabTracker _tracker = new(TrackerCalls.Http());
    private GitLabFake _fake = null!;
    private TrackerAccess _access = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _fake = await GitLabFake.StartAsync();
        _access = new TrackerAccess(_fake.Address, new TrackerCredential.Token(_fake.Account.Token));
    }

    public async ValueTask DisposeAsync() => await _fake.DisposeAsync();

    [Fact]
    public async Task An_issue_has_the_shape_of_an_event()
    {
        _fake.Seed(Shop, 1, TrackerCalls.Text);
        _fake.AddLabel(Shop, 1, "backend");

        var issue = (await _tracker.FindIssueAsync(_access, new IssueAddress(_fake.IdOf(Shop), "1"), Cancel))!;

        issue.Body.ShouldSatisfyAllConditions(
            body => body.GetProperty("title").GetString().ShouldBe("Export orders as CSV, part 1"),
            body => body.GetProperty("description").GetString()!.ShouldStartWith("As a shop owner"),
            body => body.GetProperty("iid").GetInt64().ShouldBe(1),
            body => body.GetProperty("type").GetString().ShouldBe("Issue"),
            body => body.GetProperty("url").GetString().ShouldBe("https://gitlab.example.com/acme/shop/-/issues/1"),
            body => body.GetProperty("labels")[0].GetProperty("title").GetString().ShouldBe("backend"));
    }

    [Fact]
    public async Task Projects_are_listed_by_their_id()
    {
        _fake.LargestPage = 2;
        for (var i = 0; i < 5; i++) _fake.AddProject($"acme/project-{i}");
        List<string> keys = [];
        string? cursor = null;
        do
        {
            var page = await _tracker.ListProjectsAsync(_access, cursor, Cancel);
            keys.AddRange(page.Items.Select(project => project.Key));
            cursor = page.Next;
        }
        while (cursor is not null);

        keys.ShouldBe(Enumerable.Range(0, 5).Select(i => $"acme/project-{i}"));
        _fake.Requests.Count.ShouldBe(3);
    }

    [Fact]
    public async Task Ten_thousand_issues_are_read_with_a_total()
    {
        _fake.Seed(Shop, 10_000, TrackerCalls.Text);
        var selection = TrackerCalls.All(_fake.IdOf(Shop));

        var first = await _tracker.ListIssuesAsync(_access, selection, null, Cancel);
        var second = await _tracker.ListIssuesAsync(_access, selection, first.Next, Cancel);
        first.Total.ShouldBe(10_000);
        second.Total.ShouldBeNull();

        var issues = await TrackerCalls.ListAsync(_tracker, _access, selection);
        issues.Select(issue => issue.Id).Distinct().Count().ShouldBe(10_000);
    }

    [Fact]
    public async Task No_issue_is_left_out_when_others_change_while_pages_are_read()
    {
        _fake.LargestPage = 10;
        _fake.Seed(Shop, 60, TrackerCalls.Text);

        void Change(int page)
        {
            if (page <= 5) _fake.Edit(Shop, page, $"Changed {page}");
        }

        var issues = await TrackerCalls.ListAsync(_tracker, _access, TrackerCalls.All(_fake.IdOf(Shop)), Change);

        issues.Select(issue => issue.Id).Distinct().Count().ShouldBe(60);
        issues.Select(issue => issue.Body.GetProperty("title").GetString()).ShouldContain("Changed 5");
    }

    [Fact]
    public async Task A_moved_issue_is_only_in_its_new_project()
    {
        _fake.Seed(Shop, 2, TrackerCalls.Text);
        _fake.AddProject("acme/app");
        var shop = _fake.IdOf(Shop);
        _fake.Move(Shop, 2, "acme/app");

        (await _tracker.FindIssueAsync(_access, new IssueAddress(shop, "2"), Cancel)).ShouldBeNull();
        (await TrackerCalls.ListAsync(_tracker, _access, TrackerCalls.All(shop))).ShouldHaveSingleItem().Id.ShouldBe("1");
        (await TrackerCalls.ListAsync(_tracker, _access, TrackerCalls.All(_fake.IdOf("acme/app")))).ShouldHaveSingleItem().Id.ShouldBe("1");

        var read = await ReadAllAsync();
        read[0].ShouldBe(new HookReading.Removed(new IssueAddress(shop, "2")));
        read[1].ShouldBeOfType<HookReading.Changed>().Issue.ProjectId.ShouldBe(_fake.IdOf("acme/app"));
    }

    [Fact]
    public async Task Labels_change_with_one_write()
    {
        _fake.Seed(Shop, 1, TrackerCalls.Text);
        _fake.AddLabel(Shop, 1, "backend");
        _fake.AddLabel(Shop, 1, "invest:at-risk");
        var issue = new IssueAddress(_fake.IdOf(Shop), "1");

        (await _tracker.SetLabelsAsync(_access, issue, ["invest:healthy"], ["invest:at-risk"], Cancel)).ShouldBeTrue();
        (await _tracker.SetLabelsAsync(_access, issue, ["invest:healthy"], ["invest:at-risk"], Cancel)).ShouldBeFalse();

        _fake.Labels(Shop, 1).ShouldBe(["backend", "invest:healthy"], ignoreOrder: true);
        _fake.Writes.ShouldHaveSingleItem();
    }

    [Theory]
    [InlineData("read_api", "", "")]
    [InlineData("api", "", "api")]
    public async Task Missing_scopes_are_named(string lacks, string missing, string missingToWrite)
    {
        _fake.Account.Lacks.Add(lacks);

        var identity = await _tracker.CheckAsync(_access, Cancel);

        string.Join(',', identity.MissingPermissions).ShouldBe(missing);
        string.Join(',', identity.MissingToWrite).ShouldBe(missingToWrite);
    }

    [Fact]
    public async Task A_write_without_its_scope_names_the_scope()
    {
        _fake.Seed(Shop, 1, TrackerCalls.Text);
        _fake.Account.Lacks.Add("api");

        var failure = await Should.ThrowAsync<TrackerException>(
            _tracker.PutCommentAsync(_access, new IssueAddress(_fake.IdOf(Shop), "1"), null, "Score: 7.4", Cancel));

        failure.Failure.ShouldBe(TrackerFailure.Forbidden);
        failure.Message.ShouldContain("one of these scopes: api.");
    }

    [Fact]
    public async Task Webhooks_need_the_role_Maintainer()
    {
        _fake.AddProject(Shop);
        _fake.Account.Lacks.Add("maintainer");

        var failure = await Should.ThrowAsync<TrackerException>(
            _tracker.RegisterHookAsync(_access, _fake.IdOf(Shop), new TrackerHook(new Uri("https://vindex.example/hook"), "s3cret"), Cancel));

        failure.Failure.ShouldBe(TrackerFailure.Forbidden);
        failure.Message.ShouldContain("Maintainer");
    }

    [Theory]
    [InlineData("Score: 7.4", "Score: 7.4")]
    [InlineData("Quote:\n/close", "Quote:\n\\/close")]
    [InlineData("> /assign @root\r\n  /label ~bug", "> \\/assign @root\n  \\/label ~bug")]
    [InlineData("and/or https://vindex.example/t/1", "and/or https://vindex.example/t/1")]
    public async Task A_comment_runs_no_quick_actions(string markdown, string expected)
    {
        _fake.Seed(Shop, 1, TrackerCalls.Text);

        await _tracker.PutCommentAsync(_access, new IssueAddress(_fake.IdOf(Shop), "1"), null, markdown, Cancel);

        _fake.Comments(Shop, 1).ShouldBe([expected]);
    }

    [Fact]
    public async Task Only_own_comments_are_found()
    {
        _fake.Seed(Shop, 1, TrackerCalls.Text);
        var issue = new IssueAddress(_fake.IdOf(Shop), "1");
        var own = await _tracker.PutCommentAsync(_access, issue, null, "[Details](https://vindex.example/t/1)", Cancel);
        var other = _access with { Credential = new TrackerCredential.Token(_fake.Person.Token) };
        await _tracker.PutCommentAsync(other, issue, null, "See https://vindex.example/t/1", Cancel);

        (await _tracker.FindCommentAsync(_access, issue, "https://vindex.example/t/1", Cancel)).ShouldBe(own);
        (await _tracker.FindCommentAsync(_access, issue, "https://vindex.example/t/2", Cancel)).ShouldBeNull();
    }

    [Fact]
    public async Task Changes_of_the_text_are_told_from_others()
    {
        _fake.Seed(Shop, 1, TrackerCalls.Text);
        _fake.Create(Shop, "Import orders", "As a shop owner I want to import orders.");
        _fake.Edit(Shop, 1, "Export orders");
        _fake.AddLabel(Shop, 1, "backend");
        _fake.Close(Shop, 1);

        var read = await ReadAllAsync();

        read.Cast<HookReading.Changed>().Select(changed => (changed.Issue.Key, changed.ChangedText)).ShouldBe([("#2", true), ("#1", true), ("#1", false), ("#1", false)]);
        read.ShouldAllBe(reading => ((HookReading.Changed)reading).ActorId == _fake.Person.Id);
        ((HookReading.Changed)read[3]).Issue.ShouldSatisfyAllConditions(
            issue => issue.IsClosed.ShouldBeTrue(),
            issue => issue.Labels.ShouldBe(["backend"]),
            issue => issue.ProjectId.ShouldBe(_fake.IdOf(Shop)));
    }

    [Theory]
    [InlineData("", "null")]
    [InlineData("project.id", """{"object_kind":"issue","object_attributes":{"iid":1}}""")]
    [InlineData("object_attributes.iid", """{"object_kind":"issue","project":{"id":1}}""")]
    [InlineData("object_attributes.updated_at", """{"object_kind":"work_item","project":{"id":1},"object_attributes":{"iid":1,"updated_at":"soon"}}""")]
    public void Other_bodies_are_unreadable(string path, string body) => Read(body).ShouldBeOfType<HookReading.Unreadable>().Path.ShouldBe(path);

    [Fact]
    public void Other_events_are_ignored() => Read("""{"object_kind":"note"}""").ShouldBeOfType<HookReading.Ignored>();

    [Theory]
    [InlineData("2026-03-02 09:30:00 UTC")]
    [InlineData("2026-03-02T09:30:00Z")]
    [InlineData("2026-03-02T10:30:00.000+01:00")]
    public void Events_have_times_in_several_formats(string time) =>
        Read($$$"""{"object_kind":"issue","project":{"id":1},"object_attributes":{"iid":1,"updated_at":"{{{time}}}"}}""")
            .ShouldBeOfType<HookReading.Changed>().Issue.ChangedAt.ShouldBe(new DateTimeOffset(2026, 3, 2, 9, 30, 0, TimeSpan.Zero));

    [Fact]
    public async Task A_limit_ends_when_GitLab_says()
    {
        var time = new StoppedTime();
        _fake.LimitEnds = time.Now.AddSeconds(42);
        _fake.Fail(FakeFault.Limited);

        var failure = await Should.ThrowAsync<TrackerException>(new GitLabTracker(TrackerCalls.Http(time)).CheckAsync(_access, Cancel));

        failure.Failure.ShouldBe(TrackerFailure.Limited);
        failure.RetryAt.ShouldBe(time.Now.AddSeconds(42));
    }

    private HookReading Read(string body) => _tracker.ReadHook(Encoding.UTF8.GetBytes(body), _ => null);

    private async Task<List<HookReading>> ReadAllAsync()
    {
        List<HookReading> read = [];
        foreach (var happened in _fake.Events)
        {
            using var delivery = _fake.CreateDelivery(new FakeHook("1", happened.Project, null, new Uri("https://vindex.example/hook"), "s3cret"), happened);
            read.Add(await TrackerCalls.ReadAsync(_tracker, delivery));
        }

        return read;
    }
}
