using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Shouldly;
using Vindex.TrackerFakes.Hosting;
using Vindex.TrackerFakes.Linear;
using Vindex.Trackers.Linear;
using Vindex.Trackers.Tests.Support;
using Xunit;

namespace Vindex.Trackers.Tests.Linear;

public sealed class LinearTrackerTests : IAsyncLifetime
{
    private readonly LinearTracker _tracker = new(TrackerCalls.Http(), TimeProvider.System);
    private LinearFake _fake = null!;
    private TrackerAccess _access = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _fake = await LinearFake.StartAsync();
        _access = new TrackerAccess(_fake.Address, new TrackerCredential.Token(_fake.Account.Token));
    }

    public async ValueTask DisposeAsync() => await _fake.DisposeAsync();

    [Fact]
    public async Task An_OAuth_token_is_a_bearer_token()
    {
        var access = _access with { Credential = new TrackerCredential.Token(_fake.OAuthToken) };

        (await _tracker.CheckAsync(access, Cancel)).Id.ShouldBe(_fake.Account.Id);
        (await _tracker.CheckAsync(_access, Cancel)).Id.ShouldBe(_fake.Account.Id);
    }

    [Fact]
    public async Task An_issue_has_the_shape_of_an_event()
    {
        _fake.Seed("SHOP", 1, TrackerCalls.Text);
        _fake.AddLabel("SHOP", 1, "backend");

        var issue = (await _tracker.FindIssueAsync(_access, Address(1), Cancel))!;

        issue.Key.ShouldBe("SHOP-1");
        issue.Body.ShouldSatisfyAllConditions(
            body => body.GetProperty("title").GetString().ShouldBe("Export orders as CSV, part 1"),
            body => body.GetProperty("description").GetString()!.ShouldStartWith("As a shop owner"),
            body => body.GetProperty("identifier").GetString().ShouldBe("SHOP-1"),
            body => body.GetProperty("teamId").GetString().ShouldBe(_fake.IdOf("SHOP")),
            body => body.GetProperty("url").GetString().ShouldBe("https://linear.example.com/acme/issue/SHOP-1"),
            body => body.GetProperty("labels")[0].GetProperty("name").GetString().ShouldBe("backend"));
    }

    [Fact]
    public async Task Ten_thousand_issues_stay_below_the_limits_of_complexity()
    {
        _fake.Seed("SHOP", 10_000, TrackerCalls.Text);

        var issues = await TrackerCalls.ListAsync(_tracker, _access, TrackerCalls.All(_fake.IdOf("SHOP")));

        issues.Select(issue => issue.Id).Distinct().Count().ShouldBe(10_000);
        _fake.Requests.Count.ShouldBe(100);
        _fake.GreatestComplexity.ShouldBeLessThan(2_000);
    }

    [Fact]
    public async Task No_issue_is_left_out_when_others_change_while_pages_are_read()
    {
        _fake.LargestPage = 10;
        _fake.Seed("SHOP", 60, TrackerCalls.Text);

        void Change(int page)
        {
            if (page <= 5) _fake.Edit("SHOP", page, $"Changed {page}");
        }

        var issues = await TrackerCalls.ListAsync(_tracker, _access, TrackerCalls.All(_fake.IdOf("SHOP")), Change);

        issues.Select(issue => issue.Key).Order(StringComparer.Ordinal).ShouldBe(
            Enumerable.Range(1, 60).Select(number => $"SHOP-{number}").Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_error_counts_whatever_the_status(bool isSuccess)
    {
        _fake.ErrorsAreSuccesses = isSuccess;

        var failure = await Should.ThrowAsync<TrackerException>(_tracker.ListIssuesAsync(_access, TrackerCalls.All("no-such-team"), null, Cancel));

        failure.Failure.ShouldBe(TrackerFailure.NotFound);
    }

    [Theory]
    [InlineData("AUTHENTICATION_ERROR", TrackerFailure.Unauthorized)]
    [InlineData("authentication error", TrackerFailure.Unauthorized)]
    [InlineData("FORBIDDEN", TrackerFailure.Forbidden)]
    [InlineData("feature not accessible", TrackerFailure.Forbidden)]
    [InlineData("RATELIMITED", TrackerFailure.Limited)]
    [InlineData("INTERNAL_SERVER_ERROR", TrackerFailure.Unavailable)]
    [InlineData("lock timeout", TrackerFailure.Unavailable)]
    [InlineData("INPUT_ERROR", TrackerFailure.Rejected)]
    [InlineData("something new", TrackerFailure.Rejected)]
    public void Errors_are_known_by_their_code_or_type(string code, TrackerFailure expected)
    {
        using var response = new HttpResponseMessage();
        var json = JsonElement.Parse($$$"""{"errors":[{"message":"It failed.","extensions":{"type":"{{{code}}}"}}]}""");

        new LinearErrors(TimeProvider.System).Explain(response.StatusCode, response.Headers, json)!.Failure.ShouldBe(expected);
    }

    [Fact]
    public void An_error_quotes_no_ticket()
    {
        using var response = new HttpResponseMessage();
        static JsonElement Error(string said)
        {
            var extensions = new JsonObject { ["code"] = "INPUT_ERROR", ["userPresentableMessage"] = said };
            return JsonElement.Parse(new JsonObject { ["errors"] = new JsonArray(new JsonObject { ["message"] = "No.", ["extensions"] = extensions }) }.ToJsonString());
        }

        var errors = new LinearErrors(TimeProvider.System);

        errors.Explain(response.StatusCode, response.Headers, Error("The label is too long."))!.Message.ShouldEndWith("request: The label is too long.");
        errors.Explain(response.StatusCode, response.Headers, Error("Title \"secret plan\" is taken."))!.Message.ShouldEndWith("request.");
    }

    [Fact]
    public async Task A_limit_ends_when_the_one_that_is_spent_starts_over()
    {
        var time = new StoppedTime();
        _fake.LimitEnds = time.Now.AddMinutes(55);
        _fake.Fail(FakeFault.Limited);

        var failure = await Should.ThrowAsync<TrackerException>(new LinearTracker(TrackerCalls.Http(time), time).CheckAsync(_access, Cancel));

        failure.Failure.ShouldBe(TrackerFailure.Limited);
        failure.RetryAt.ShouldBe(time.Now.AddMinutes(55));
    }

    [Fact]
    public async Task Labels_of_the_workspace_are_used_and_others_created_in_the_team()
    {
        _fake.Seed("SHOP", 2, TrackerCalls.Text);
        _fake.AddWorkspaceLabel("Invest:Healthy");
        _fake.AddLabel("SHOP", 1, "backend");

        (await _tracker.SetLabelsAsync(_access, Address(1), ["invest:healthy"], ["invest:at-risk"], Cancel)).ShouldBeTrue();
        _fake.Labels("SHOP", 1).ShouldBe(["backend", "Invest:Healthy"], ignoreOrder: true);
        _fake.Writes.ShouldBe([$"POST /graphql/mutation/issueUpdate {_fake.Account.Id}"]);
        (await _tracker.SetLabelsAsync(_access, Address(1), ["invest:healthy"], ["invest:at-risk"], Cancel)).ShouldBeFalse();

        (await _tracker.SetLabelsAsync(_access, Address(1), ["invest:at-risk"], ["invest:healthy"], Cancel)).ShouldBeTrue();
        (await _tracker.SetLabelsAsync(_access, Address(2), ["invest:at-risk"], [], Cancel)).ShouldBeTrue();
        _fake.Labels("SHOP", 1).ShouldBe(["backend", "invest:at-risk"], ignoreOrder: true);
        _fake.Writes.Count(write => write.Contains("issueLabelCreate", StringComparison.Ordinal)).ShouldBe(1);
        _fake.Writes.Count(write => write.Contains("issueUpdate", StringComparison.Ordinal)).ShouldBe(3);
    }

    [Fact]
    public async Task A_moved_issue_is_found_in_its_new_team()
    {
        _fake.Seed("SHOP", 1, TrackerCalls.Text);
        _fake.AddProject("APP");
        var address = Address(1);
        _fake.Move("SHOP", 1, "APP");

        var found = await _tracker.FindIssueAsync(_access, address, Cancel);
        found!.ProjectId.ShouldBe(_fake.IdOf("APP"));
        found.Id.ShouldBe(address.IssueId);

        (await ReadAllAsync()).ShouldHaveSingleItem().ShouldBeOfType<HookReading.Changed>().Issue.ProjectId.ShouldBe(_fake.IdOf("APP"));
    }

    [Fact]
    public async Task A_key_that_may_only_read_cannot_write()
    {
        _fake.Seed("SHOP", 1, TrackerCalls.Text);
        _fake.Account.Lacks.Add("write");

        var failure = await Should.ThrowAsync<TrackerException>(_tracker.PutCommentAsync(_access, Address(1), null, "Score: 7.4", Cancel));

        failure.Failure.ShouldBe(TrackerFailure.Forbidden);
    }

    [Fact]
    public async Task Only_own_comments_are_found()
    {
        _fake.Seed("SHOP", 1, TrackerCalls.Text);
        var own = await _tracker.PutCommentAsync(_access, Address(1), null, "[Details](https://vindex.example/t/1)", Cancel);
        var other = _access with { Credential = new TrackerCredential.Token(_fake.Person.Token) };
        await _tracker.PutCommentAsync(other, Address(1), null, "See https://vindex.example/t/1", Cancel);

        (await _tracker.FindCommentAsync(_access, Address(1), "https://vindex.example/t/1", Cancel)).ShouldBe(own);
        (await _tracker.FindCommentAsync(_access, Address(1), "https://vindex.example/t/2", Cancel)).ShouldBeNull();
    }

    [Fact]
    public async Task Changes_of_the_text_are_told_from_others()
    {
        _fake.Seed("SHOP", 1, TrackerCalls.Text);
        _fake.Create("SHOP", "Import orders", "As a shop owner I want to import orders.");
        _fake.Edit("SHOP", 1, "Export orders");
        _fake.AddLabel("SHOP", 1, "backend");
        _fake.Close("SHOP", 1);
        var address = Address(1);
        _fake.Delete("SHOP", 1);

        var read = await ReadAllAsync();

        read.OfType<HookReading.Changed>().Select(changed => (changed.Issue.Key, changed.ChangedText)).ShouldBe(
            [("SHOP-2", true), ("SHOP-1", true), ("SHOP-1", false), ("SHOP-1", false)]);
        read.OfType<HookReading.Changed>().ShouldAllBe(changed => changed.ActorId == _fake.Person.Id);
        ((HookReading.Changed)read[3]).Issue.IsClosed.ShouldBeTrue();
        ((HookReading.Changed)read[3]).Issue.Labels.ShouldBe(["backend"]);
        read[4].ShouldBe(new HookReading.Removed(address));
    }

    [Theory]
    [InlineData("", "1")]
    [InlineData("action", """{"type":"Issue"}""")]
    [InlineData("data.id", """{"type":"Issue","action":"update"}""")]
    [InlineData("data.teamId", """{"type":"Issue","action":"update","data":{"id":"a"}}""")]
    [InlineData("data.updatedAt", """{"type":"Issue","action":"update","data":{"id":"a","teamId":"b"}}""")]
    public void Other_bodies_are_unreadable(string path, string body) => Read(body).ShouldBeOfType<HookReading.Unreadable>().Path.ShouldBe(path);

    [Fact]
    public void Other_events_are_ignored() => Read("""{"type":"Comment","action":"create"}""").ShouldBeOfType<HookReading.Ignored>();

    [Fact]
    public void An_issue_in_the_trash_is_removed() =>
        Read("""{"type":"Issue","action":"update","data":{"id":"a","teamId":"b","trashed":true}}""").ShouldBe(new HookReading.Removed(new IssueAddress("b", "a")));

    [Fact]
    public async Task The_fake_signs_as_Linear_does()
    {
        _fake.Create("SHOP", "Import orders", "As a shop owner I want to import orders.");
        using var delivery = _fake.CreateDelivery(new FakeHook("1", new FakeProject("SHOP", 0), null, new Uri("https://vindex.example/hook"), "s3cret"), _fake.Events[0]);

        var body = await delivery.Content!.ReadAsByteArrayAsync(Cancel);
        delivery.Headers.GetValues("Linear-Signature").ShouldBe([Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes("s3cret"), body))]);
    }

    private IssueAddress Address(int number) => new(_fake.IdOf("SHOP"), _fake.IdOf("SHOP", number));

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
