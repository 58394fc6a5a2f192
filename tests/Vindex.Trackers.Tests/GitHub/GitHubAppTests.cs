using Shouldly;
using Vindex.TrackerFakes.GitHub;
using Vindex.Trackers.GitHub;
using Vindex.Trackers.Tests.Support;
using Xunit;

namespace Vindex.Trackers.Tests.GitHub;

public sealed class GitHubAppTests : IAsyncLifetime
{
    private const string Shop = "acme/shop";
    private readonly StoppedTime _time = new();
    private GitHubFake _fake = null!;
    private GitHubTracker _tracker = null!;
    private TrackerAccess _access = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private int TokensCreated => _fake.Requests.Count(request => request.Contains("/access_tokens", StringComparison.Ordinal));

    public async ValueTask InitializeAsync()
    {
        _fake = await GitHubFake.StartAsync(_time);
        _tracker = new GitHubTracker(TrackerCalls.Http(_time), _time);
        _access = new TrackerAccess(_fake.Address, new TrackerCredential.App(_fake.AppId, _fake.InstallationId, _fake.PrivateKey));
        _fake.Seed(Shop, 1, TrackerCalls.Text);
    }

    public async ValueTask DisposeAsync() => await _fake.DisposeAsync();

    [Fact]
    public async Task The_app_acts_as_its_bot()
    {
        var identity = await _tracker.CheckAsync(_access, Cancel);

        identity.ShouldSatisfyAllConditions(
            it => it.Id.ShouldBe(_fake.AppUser.Id),
            it => it.Name.ShouldBe("vindex-app[bot]"),
            it => it.MissingPermissions.ShouldBeEmpty(),
            it => it.MissingToWrite.ShouldBeEmpty());
    }

    [Fact]
    public async Task Missing_permissions_of_the_installation_are_named()
    {
        _fake.AppUser.Lacks.Add("issues: write");

        var identity = await _tracker.CheckAsync(_access, Cancel);

        identity.MissingPermissions.ShouldBeEmpty();
        identity.MissingToWrite.ShouldBe(["issues: write"]);
    }

    [Fact]
    public async Task A_token_is_used_until_shortly_before_it_expires()
    {
        await _tracker.ListProjectsAsync(_access, null, Cancel);
        await FindAsync();
        _time.Now += TimeSpan.FromMinutes(54);
        await FindAsync();
        TokensCreated.ShouldBe(1);

        _time.Now += TimeSpan.FromMinutes(2);
        await FindAsync();
        TokensCreated.ShouldBe(2);
    }

    [Fact]
    public async Task A_revoked_token_is_replaced()
    {
        await FindAsync();
        _fake.RevokeTokens();

        await FindAsync();

        TokensCreated.ShouldBe(2);
    }

    [Fact]
    public async Task Credentials_that_stay_rejected_are_tried_twice_at_most()
    {
        await FindAsync();
        _fake.ClearRequests();
        _fake.Fail(TrackerFakes.Hosting.FakeFault.Unauthorized, times: 10, "GET /repositories");

        var failure = await Should.ThrowAsync<TrackerException>(_tracker.ListIssuesAsync(_access, TrackerCalls.All(_fake.IdOf(Shop)), null, Cancel));

        failure.Failure.ShouldBe(TrackerFailure.Unauthorized);
        _fake.Requests.Count(request => request.StartsWith("GET /repositories", StringComparison.Ordinal)).ShouldBe(2);
    }

    [Fact]
    public async Task A_suspended_installation_is_named()
    {
        _fake.IsSuspended = true;

        var failure = await Should.ThrowAsync<TrackerException>(_tracker.CheckAsync(_access, Cancel));
        failure.Failure.ShouldBe(TrackerFailure.Forbidden);
        failure.Message.ShouldContain("suspended");

        failure = await Should.ThrowAsync<TrackerException>(_tracker.ListProjectsAsync(_access, null, Cancel));
        failure.Failure.ShouldBe(TrackerFailure.Forbidden);
        failure.Message.ShouldContain("suspended");
    }

    [Fact]
    public async Task The_key_of_another_app_is_not_accepted()
    {
        using var other = System.Security.Cryptography.RSA.Create(2048);
        var access = _access with { Credential = new TrackerCredential.App(_fake.AppId, _fake.InstallationId, other.ExportPkcs8PrivateKeyPem()) };

        var failure = await Should.ThrowAsync<TrackerException>(_tracker.CheckAsync(access, Cancel));

        failure.Failure.ShouldBe(TrackerFailure.Unauthorized);
        failure.Message.ShouldContain("private key");
    }

    [Theory]
    [InlineData("")]
    [InlineData("-----BEGIN RSA PRIVATE KEY-----\nc2VjcmV0\n-----END RSA PRIVATE KEY-----")]
    public async Task A_key_that_is_none_sends_no_request(string key)
    {
        var access = _access with { Credential = new TrackerCredential.App(_fake.AppId, _fake.InstallationId, key) };

        var failure = await Should.ThrowAsync<TrackerException>(_tracker.CheckAsync(access, Cancel));

        failure.Failure.ShouldBe(TrackerFailure.Unauthorized);
        failure.Message.ShouldNotContain("c2VjcmV0");
        _fake.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task An_unknown_installation_is_named()
    {
        var access = _access with { Credential = new TrackerCredential.App(_fake.AppId, "1", _fake.PrivateKey) };

        var failure = await Should.ThrowAsync<TrackerException>(_tracker.ListProjectsAsync(access, null, Cancel));

        failure.Failure.ShouldBe(TrackerFailure.NotFound);
        failure.Message.ShouldContain("installation");
    }

    [Fact]
    public async Task The_apps_own_comments_are_found()
    {
        var issue = new IssueAddress(_fake.IdOf(Shop), "1");
        var person = _access with { Credential = new TrackerCredential.Token(_fake.Person.Token) };
        await _tracker.PutCommentAsync(person, issue, null, "See https://vindex.example/t/1", Cancel);
        var own = await _tracker.PutCommentAsync(_access, issue, null, "[Details](https://vindex.example/t/1)", Cancel);

        (await _tracker.FindCommentAsync(_access, issue, "https://vindex.example/t/1", Cancel)).ShouldBe(own);
    }

    private async Task FindAsync() =>
        (await _tracker.FindIssueAsync(_access, new IssueAddress(_fake.IdOf(Shop), "1"), Cancel)).ShouldNotBeNull();
}
