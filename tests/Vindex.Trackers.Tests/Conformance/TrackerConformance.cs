using System.Text.Json;
using Shouldly;
using Vindex.TrackerFakes;
using Vindex.TrackerFakes.Hosting;
using Vindex.Trackers.Http;
using Vindex.Trackers.Tests.Support;
using Xunit;

namespace Vindex.Trackers.Tests.Conformance;

/// <summary>What every adapter promises, over real HTTP to the fake of its product.</summary>
public abstract partial class TrackerConformance : IAsyncLifetime
{
    private readonly StoppedTime _time = new();
    private TrackerFake _fake = null!;
    private ITracker _tracker = null!;
    private TrackerAccess _access = null!;

    /// <summary>What people call a project of the product.</summary>
    protected virtual string Shop => "SHOP";

    /// <summary>The same for a second one.</summary>
    protected virtual string Till => "TILL";

    /// <summary>How many issues a page has at most, once the fake is told to have small pages.</summary>
    protected virtual int PageSize => 7;

    /// <summary>Whether an issue keeps its id when it moves; otherwise the old one is gone.</summary>
    protected virtual bool KeepsIds => true;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private IssueSelection All => TrackerCalls.All(_fake.IdOf(Shop));

    public async ValueTask InitializeAsync()
    {
        _fake = await StartAsync(_time);
        _fake.LargestPage = 7;
        _tracker = Create(TrackerCalls.Http(_time), _time);
        _access = new TrackerAccess(_fake.Address, CredentialOf(_fake.Account));
    }

    public async ValueTask DisposeAsync()
    {
        await _fake.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>Starts the product's fake.</summary>
    protected abstract Task<TrackerFake> StartAsync(TimeProvider time);

    /// <summary>Creates the product's adapter.</summary>
    private protected abstract ITracker Create(TrackerHttp http, TimeProvider time);

    /// <summary>The credential of an account.</summary>
    protected abstract TrackerCredential CredentialOf(FakeAccount account);

    /// <summary>Title and description in an issue's body.</summary>
    protected abstract (string? Title, string? Description) TextOf(JsonElement body);

    [Fact]
    public async Task The_check_says_whose_credentials_they_are()
    {
        _fake.Seed(Shop, 1, TrackerCalls.Text);
        var identity = await _tracker.CheckAsync(_access, Cancel);

        identity.Id.ShouldBe(_fake.Account.Id);
        identity.Name.ShouldBe(_fake.Account.Name);
        identity.MissingPermissions.ShouldBeEmpty();
        identity.MissingToWrite.ShouldBeEmpty();
    }

    [Fact]
    public async Task Wrong_credentials_are_not_accepted()
    {
        var wrong = _access with { Credential = CredentialOf(_fake.Account with { Token = "wrong-token" }) };
        var exception = await Should.ThrowAsync<TrackerException>(() => _tracker.CheckAsync(wrong, Cancel));

        exception.Failure.ShouldBe(TrackerFailure.Unauthorized);
        exception.MayPass.ShouldBeFalse();
        exception.Message.ShouldNotContain("wrong-token");
    }

    [Fact]
    public async Task All_projects_are_listed()
    {
        string[] keys = [.. Enumerable.Range(1, 15).Select(i => $"{Shop}{i:D2}")];
        foreach (var key in keys) _fake.AddProject(key);
        List<TrackerProject> projects = [];
        string? cursor = null;
        do
        {
            var page = await _tracker.ListProjectsAsync(_access, cursor, Cancel);
            projects.AddRange(page.Items);
            cursor = page.Next;
        }
        while (cursor is not null);

        projects.Select(project => project.Key).Order(StringComparer.Ordinal).ShouldBe(keys);
        projects.Select(project => project.Id).ShouldBe(projects.Select(project => _fake.IdOf(project.Key)));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(0, 1)]
    [InlineData(1, -1)]
    [InlineData(1, 0)]
    [InlineData(1, 1)]
    [InlineData(2, 0)]
    [InlineData(2, 1)]
    public async Task Every_issue_is_listed_once(int pages, int more)
    {
        var count = (pages * PageSize) + more;
        _fake.AddProject(Shop);
        _fake.Seed(Shop, count, TrackerCalls.Text);
        _fake.Seed(Till, 3, TrackerCalls.Text);

        var issues = await TrackerCalls.ListAsync(_tracker, _access, All);

        issues.Select(issue => issue.Id).Order(StringComparer.Ordinal).ShouldBe(IdsOf(Enumerable.Range(1, count)));
        issues.ShouldAllBe(issue => issue.ProjectId == _fake.IdOf(Shop));
    }

    [Fact]
    public async Task An_issue_has_its_text_and_times()
    {
        _fake.Seed(Shop, 2, number => ($"Pay by card {number} — \"quoted\" & <b>", "First paragraph.\n\nSecond paragraph."));
        _fake.AddLabel(Shop, 1, "backend");
        _fake.Close(Shop, 2);

        var issues = await TrackerCalls.ListAsync(_tracker, _access, All);
        var first = issues.Single(issue => issue.Id == _fake.IdOf(Shop, 1));
        var (title, description) = TextOf(first.Body);

        title.ShouldBe("Pay by card 1 — \"quoted\" & <b>");
        description.ShouldNotBeNull().ShouldContain("Second paragraph.");
        first.Labels.ShouldBe(["backend"]);
        first.IsClosed.ShouldBeFalse();
        first.ChangedAt.ShouldBeInRange(_time.Now.AddMinutes(-1), _time.Now.AddMinutes(1));
        issues.Single(issue => issue.Id == _fake.IdOf(Shop, 2)).IsClosed.ShouldBeTrue();
    }

    [Fact]
    public async Task None_is_left_out_when_issues_change_while_pages_are_read()
    {
        var count = 4 * PageSize;
        _fake.Seed(Shop, count, TrackerCalls.Text);
        var edited = 0;
        _fake.AfterRequest = _ =>
        {
            // From the first issue on, so that those not read yet move up.
            for (var i = 0; i < 2 && edited < count / 2; i++) _fake.Edit(Shop, ++edited, $"Edited {edited}");
        };

        var issues = await TrackerCalls.ListAsync(_tracker, _access, All);

        issues.Select(issue => issue.Id).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ShouldBe(IdsOf(Enumerable.Range(1, count)));
    }

    [Fact]
    public async Task None_is_left_out_when_issues_are_deleted_while_pages_are_read()
    {
        var count = 4 * PageSize;
        _fake.Seed(Shop, count, TrackerCalls.Text);
        var deleted = 0;
        _fake.AfterRequest = _ =>
        {
            for (var i = 0; i < 2 && deleted < PageSize; i++) _fake.Delete(Shop, ++deleted);
        };

        var issues = await TrackerCalls.ListAsync(_tracker, _access, All);

        IdsOf(Enumerable.Range(PageSize + 1, count - PageSize)).ShouldBeSubsetOf(issues.Select(issue => issue.Id));
    }

    [Fact]
    public async Task A_cursor_outlives_the_adapter()
    {
        _fake.Seed(Shop, 2 * PageSize, TrackerCalls.Text);
        var first = await _tracker.ListIssuesAsync(_access, All, null, Cancel);
        var restarted = Create(TrackerCalls.Http(_time), _time);
        List<TrackerIssue> issues = [.. first.Items];
        for (var cursor = first.Next; cursor is not null;)
        {
            var page = await restarted.ListIssuesAsync(_access, All, cursor, Cancel);
            issues.AddRange(page.Items);
            cursor = page.Next;
        }

        issues.Select(issue => issue.Id).Order(StringComparer.Ordinal).ShouldBe(IdsOf(Enumerable.Range(1, 2 * PageSize)));
    }

    [Fact]
    public async Task Only_what_changed_since_a_time_is_listed()
    {
        _fake.Seed(Shop, 5, TrackerCalls.Text);
        _time.Now = _time.Now.AddDays(3);
        _fake.Edit(Shop, 2, "Changed later");
        var since = (await _tracker.FindIssueAsync(_access, AddressOf(Shop, 2), Cancel))!.ChangedAt;

        var issues = await TrackerCalls.ListAsync(_tracker, _access, All with { ChangedSince = since });

        issues.Select(issue => issue.Id).ShouldBe([_fake.IdOf(Shop, 2)]);
    }

    [Fact]
    public async Task Labels_and_closed_issues_can_be_left_out()
    {
        _fake.Seed(Shop, 6, TrackerCalls.Text);
        foreach (var number in new[] { 1, 2, 3 }) _fake.AddLabel(Shop, number, "backlog");
        _fake.AddLabel(Shop, 2, "q3");
        _fake.AddLabel(Shop, 4, "backlog-old");
        _fake.Close(Shop, 3);
        _fake.Close(Shop, 5);

        async Task<IEnumerable<string>> ListAsync(IReadOnlyList<string> labels, bool openOnly) =>
            (await TrackerCalls.ListAsync(_tracker, _access, All with { Labels = labels, OpenOnly = openOnly })).Select(issue => issue.Id).Order(StringComparer.Ordinal);

        (await ListAsync(["backlog"], openOnly: false)).ShouldBe(IdsOf([1, 2, 3]));
        (await ListAsync(["backlog", "q3"], openOnly: false)).ShouldBe(IdsOf([2]));
        (await ListAsync([], openOnly: true)).ShouldBe(IdsOf([1, 2, 4, 6]));
        (await ListAsync(["backlog"], openOnly: true)).ShouldBe(IdsOf([1, 2]));
    }

    [Fact]
    public async Task One_issue_is_found_as_it_is_listed()
    {
        _fake.Seed(Shop, 2, TrackerCalls.Text);
        var listed = (await TrackerCalls.ListAsync(_tracker, _access, All)).Single(issue => issue.Id == _fake.IdOf(Shop, 2));
        var found = (await _tracker.FindIssueAsync(_access, AddressOf(Shop, 2), Cancel)).ShouldNotBeNull();

        (found.ProjectId, found.Id, found.Key, found.ChangedAt, found.Url).ShouldBe((listed.ProjectId, listed.Id, listed.Key, listed.ChangedAt, listed.Url));
        TextOf(found.Body).ShouldBe(TextOf(listed.Body));
    }

    [Fact]
    public async Task A_deleted_issue_is_not_found()
    {
        _fake.Seed(Shop, 1, TrackerCalls.Text);
        var address = AddressOf(Shop, 1);
        _fake.Delete(Shop, 1);

        (await _tracker.FindIssueAsync(_access, address, Cancel)).ShouldBeNull();
    }

    [Fact]
    public async Task A_moved_issue_is_found_in_its_project_or_not_at_all()
    {
        _fake.Seed(Shop, 2, TrackerCalls.Text);
        _fake.AddProject(Till);
        var address = AddressOf(Shop, 2);
        _fake.Move(Shop, 2, Till);

        var found = await _tracker.FindIssueAsync(_access, address, Cancel);

        if (KeepsIds) found.ShouldNotBeNull().Id.ShouldBe(address.IssueId);
        found?.ProjectId.ShouldBe(_fake.IdOf(Till));
        (await TrackerCalls.ListAsync(_tracker, _access, All)).ShouldHaveSingleItem().Id.ShouldBe(_fake.IdOf(Shop, 1));
    }

    [Fact]
    public async Task Ten_thousand_issues_are_listed()
    {
        const int count = 10_000;
        _fake.LargestPage = 100;
        _fake.Seed(Shop, count, TrackerCalls.Text);
        HashSet<string> ids = [];
        string? cursor = null;
        do
        {
            var page = await _tracker.ListIssuesAsync(_access, All, cursor, Cancel);
            ids.UnionWith(page.Items.Select(issue => issue.Id));
            cursor = page.Next;
        }
        while (cursor is not null);

        ids.Count.ShouldBe(count);
        _fake.Writes.ShouldBeEmpty();
    }

    private IssueAddress AddressOf(string project, int number) => new(_fake.IdOf(project), _fake.IdOf(project, number));

    private IEnumerable<string> IdsOf(IEnumerable<int> numbers) => numbers.Select(number => _fake.IdOf(Shop, number)).Order(StringComparer.Ordinal);
}
