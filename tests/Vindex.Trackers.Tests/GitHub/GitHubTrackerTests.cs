using Shouldly;
using Vindex.TrackerFakes.GitHub;
using Vindex.TrackerFakes.Hosting;
using Vindex.Trackers.GitHub;
using Vindex.Trackers.Tests.Support;
using Xunit;

namespace Vindex.Trackers.Tests.GitHub;

public sealed class GitHubTrackerTests : IAsyncLifetime
{
    private const string Shop = "acme/shop";
    private GitHubFake _fake = null!;
    private GitHubTracker _tracker = null!;
    private TrackerAccess _access = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _fake = await GitHubFake.StartAsync();
        _tracker = new GitHubTracker(TrackerCalls.Http(), TimeProvider.System);
        _access = new TrackerAccess(_fake.Address, new TrackerCredential.Token(_fake.Account.Token));
    }

    public async ValueTask DisposeAsync() => await _fake.DisposeAsync();

    [Fact]
    public async Task Pull_requests_are_no_issues()
    {
        _fake.Seed(Shop, 2, TrackerCalls.Text);
        _fake.AddPullRequest(Shop, "Bump the parser");

        var issues = await TrackerCalls.ListAsync(_tracker, _access, TrackerCalls.All(_fake.IdOf(Shop)));

        issues.Select(issue => issue.Key).Distinct().ShouldBe(["#1", "#2"], ignoreOrder: true);
        (await _tracker.FindIssueAsync(_access, new IssueAddress(_fake.IdOf(Shop), "3"), Cancel)).ShouldBeNull();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task No_issue_is_left_out_when_others_change_while_pages_are_read(bool hasPositions)
    {
        // A second apart, so that each page begins at another time; GitHub's times have whole seconds.
        const int count = 60;
        var time = new StoppedTime();
        await using var fake = await GitHubFake.StartAsync(time);
        fake.HasPositions = hasPositions;
        fake.LargestPage = 10;
        for (var i = 0; i < count; i++)
        {
            fake.Seed(Shop, 1, TrackerCalls.Text);
            time.Now += TimeSpan.FromSeconds(1);
        }

        // The one that was listed first moves to the end, and all others one place forward.
        void Change(int page)
        {
            if (page > 5) return;
            fake.Edit(Shop, page, $"Changed {page}");
            time.Now += TimeSpan.FromSeconds(1);
        }

        var access = _access with { BaseAddress = fake.Address };
        var issues = await TrackerCalls.ListAsync(_tracker, access, TrackerCalls.All(fake.IdOf(Shop)), Change);

        issues.Select(issue => issue.Id).Distinct().Count().ShouldBe(count);
        issues.Select(issue => issue.Body.GetProperty("title").GetString()).ShouldContain("Changed 5");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Ten_thousand_issues_of_a_few_seconds_take_about_a_hundred_requests(bool hasPositions)
    {
        _fake.HasPositions = hasPositions;
        _fake.Seed(Shop, 10_000, TrackerCalls.Text);

        var issues = await TrackerCalls.ListAsync(_tracker, _access, TrackerCalls.All(_fake.IdOf(Shop)));

        issues.Select(issue => issue.Id).Distinct().Count().ShouldBe(10_000);
        _fake.Requests.Count.ShouldBeLessThan(150);
    }

    [Fact]
    public async Task A_time_is_inclusive_although_GitHub_has_whole_seconds()
    {
        _fake.Seed(Shop, 1, TrackerCalls.Text);
        var known = await _tracker.FindIssueAsync(_access, new IssueAddress(_fake.IdOf(Shop), "1"), Cancel);

        var selection = TrackerCalls.All(_fake.IdOf(Shop)) with { ChangedSince = known!.ChangedAt };

        (await TrackerCalls.ListAsync(_tracker, _access, selection)).ShouldHaveSingleItem().Id.ShouldBe("1");
    }

    [Fact]
    public async Task A_secondary_limit_without_headers_is_a_minute()
    {
        var time = new StoppedTime();
        var tracker = new GitHubTracker(TrackerCalls.Http(time), time);
        _fake.LimitIsSecondary = true;
        _fake.Fail(FakeFault.Limited);

        var failure = await Should.ThrowAsync<TrackerException>(tracker.CheckAsync(_access, Cancel));

        failure.Failure.ShouldBe(TrackerFailure.Limited);
        failure.RetryAt.ShouldBe(time.Now.AddMinutes(1));
    }

    [Fact]
    public async Task A_denied_request_names_the_permission()
    {
        _fake.Seed(Shop, 1, TrackerCalls.Text);
        _fake.Fail(FakeFault.Forbidden);

        var failure = await Should.ThrowAsync<TrackerException>(
            _tracker.PutCommentAsync(_access, new IssueAddress(_fake.IdOf(Shop), "1"), null, "Score: 7.4", Cancel));

        failure.Failure.ShouldBe(TrackerFailure.Forbidden);
        failure.Message.ShouldContain("issues=write");
    }

    [Fact]
    public async Task A_classic_token_without_its_scope_is_named()
    {
        _fake.Account.Lacks.Add("repo");

        var identity = await _tracker.CheckAsync(_access, Cancel);

        identity.Id.ShouldBe(_fake.Account.Id);
        identity.MissingPermissions.ShouldBe(["repo"]);
        identity.MissingToWrite.ShouldBe(["repo"]);
    }

    [Fact]
    public async Task A_transferred_issue_is_found_in_its_new_repository()
    {
        _fake.Seed(Shop, 3, TrackerCalls.Text);
        _fake.Seed("acme/app", 5, TrackerCalls.Text);
        _fake.Move(Shop, 2, "acme/app");

        var found = await _tracker.FindIssueAsync(_access, new IssueAddress(_fake.IdOf(Shop), "2"), Cancel);

        found.ShouldNotBeNull();
        found.ProjectId.ShouldBe(_fake.IdOf("acme/app"));
        found.Id.ShouldBe("6");
    }

    [Fact]
    public async Task A_renamed_repository_keeps_its_id()
    {
        _fake.Seed(Shop, 1, TrackerCalls.Text);
        var id = _fake.IdOf(Shop);
        _fake.Rename(Shop, "acme/store");

        (await _tracker.FindIssueAsync(_access, new IssueAddress(id, "1"), Cancel)).ShouldNotBeNull();
        (await _tracker.ListProjectsAsync(_access, null, Cancel)).Items.ShouldHaveSingleItem().ShouldBe(
            new TrackerProject(id, "acme/store", "store", new Uri("https://github.example.com/acme/store")));
    }

    [Fact]
    public async Task Labels_change_without_touching_others()
    {
        _fake.Seed(Shop, 1, TrackerCalls.Text);
        _fake.AddLabel(Shop, 1, "backend");
        _fake.AddLabel(Shop, 1, "invest:at-risk");
        var issue = new IssueAddress(_fake.IdOf(Shop), "1");

        (await _tracker.SetLabelsAsync(_access, issue, ["invest:healthy"], ["invest:at-risk", "invest:needs-review"], Cancel)).ShouldBeTrue();
        _fake.Labels(Shop, 1).ShouldBe(["backend", "invest:healthy"], ignoreOrder: true);
        _fake.Writes.Count.ShouldBe(2);

        (await _tracker.SetLabelsAsync(_access, issue, ["INVEST:healthy"], ["invest:at-risk"], Cancel)).ShouldBeFalse();
        _fake.Writes.Count.ShouldBe(2);
    }

    [Fact]
    public async Task Webhooks_that_the_token_may_not_manage_are_a_missing_permission()
    {
        _fake.AddProject(Shop);
        _fake.Account.Lacks.Add("admin:repo_hook");

        var failure = await Should.ThrowAsync<TrackerException>(
            _tracker.RegisterHookAsync(_access, _fake.IdOf(Shop), new TrackerHook(new Uri("https://vindex.example/hook"), "s3cret"), Cancel));

        failure.Failure.ShouldBe(TrackerFailure.Forbidden);
        failure.Message.ShouldContain("Webhooks: write");
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

    [Theory]
    [InlineData("X-GitHub-SSO", "required; url=https://github.com/orgs/acme/sso", "single sign-on")]
    [InlineData("X-Accepted-GitHub-Permissions", "issues=write; pull_requests=write", "issues=write; pull_requests=write")]
    [InlineData("X-Accepted-GitHub-Permissions", "<script>alert(1)</script>", "Check the token's permissions")]
    public void A_denial_says_why(string header, string value, string expected)
    {
        using var response = new HttpResponseMessage(System.Net.HttpStatusCode.Forbidden);
        response.Headers.TryAddWithoutValidation(header, value);

        var failure = new GitHubErrors(TimeProvider.System).Explain(response.StatusCode, response.Headers, default);

        failure!.Message.ShouldContain(expected);
        failure.Message.ShouldNotContain("<script>");
    }
}
