using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Shouldly;
using Vindex.TrackerFakes.Hosting;
using Vindex.TrackerFakes.Jira;
using Vindex.Trackers.Jira;
using Vindex.Trackers.Tests.Support;
using Xunit;

namespace Vindex.Trackers.Tests.Jira;

public sealed class JiraTrackerTests : IAsyncLifetime
{
    private const string Shop = "SHOP";
    private readonly StoppedTime _time = new();
    private readonly JiraTracker _tracker = new(TrackerCalls.Http());
    private JiraFake _fake = null!;
    private TrackerAccess _access = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private IssueSelection All => TrackerCalls.All(_fake.IdOf(Shop));

    public async ValueTask InitializeAsync()
    {
        _fake = await JiraFake.StartAsync(_time);
        _access = new TrackerAccess(_fake.Address, new TrackerCredential.UserToken(_fake.Account.User, _fake.Account.Token));
    }

    public async ValueTask DisposeAsync() => await _fake.DisposeAsync();

    [Theory]
    [InlineData("Acceptance Criteria")]
    [InlineData("acceptance criteria")]
    [InlineData(JiraFake.CriteriaField)]
    public async Task Fields_with_criteria_are_read_with_their_names(string field)
    {
        _fake.Seed(Shop, 1, TrackerCalls.Text);
        _fake.SetCriteria(Shop, 1, "A file with one line for each order");
        var issues = await TrackerCalls.ListAsync(_tracker, _access, All with { ExtraFields = [field, "No such field"] });

        var body = issues.ShouldHaveSingleItem().Body;
        body.GetProperty("fields").GetProperty(JiraFake.CriteriaField).GetString().ShouldBe("A file with one line for each order");
        body.GetProperty("names").GetProperty(JiraFake.CriteriaField).GetString().ShouldBe("Acceptance Criteria");
        var found = (await _tracker.FindIssueAsync(_access, new IssueAddress(_fake.IdOf(Shop), _fake.IdOf(Shop, 1)), Cancel)).ShouldNotBeNull().Body;
        found.GetProperty("names").GetProperty(JiraFake.CriteriaField).GetString().ShouldBe("Acceptance Criteria");
    }

    [Fact]
    public async Task The_first_page_counts()
    {
        _fake.LargestPage = 2;
        _fake.Seed(Shop, 5, TrackerCalls.Text);
        var first = await _tracker.ListIssuesAsync(_access, All, null, Cancel);
        var second = await _tracker.ListIssuesAsync(_access, All, first.Next, Cancel);

        (first.Total, second.Total).ShouldBe((5L, null));
        _fake.Requests.Count(request => request.Contains("approximate-count", StringComparison.Ordinal)).ShouldBe(1);
    }

    [Fact]
    public async Task Counting_may_fail()
    {
        _fake.Seed(Shop, 1, TrackerCalls.Text);
        _fake.Fail(FakeFault.Forbidden, request: "approximate-count");

        (await _tracker.ListIssuesAsync(_access, All, null, Cancel)).Total.ShouldBeNull();
    }

    [Theory]
    [InlineData("Pacific/Kiritimati")]
    [InlineData("Etc/GMT+12")]
    [InlineData("Asia/Kolkata")]
    public async Task Changes_are_asked_for_in_the_zone_of_the_account(string zone)
    {
        _fake.TimeZone = zone;
        _fake.Seed(Shop, 3, TrackerCalls.Text);
        _time.Now = _time.Now.AddHours(5);
        _fake.Edit(Shop, 2, "Changed later");

        var issues = await TrackerCalls.ListAsync(_tracker, _access, All with { ChangedSince = _time.Now });
        issues.Select(issue => issue.Key).ShouldBe(["SHOP-2"]);
    }

    [Fact]
    public async Task A_query_narrows_the_project()
    {
        _fake.Seed(Shop, 3, number => ($"{(number == 2 ? "Refund" : "Pay")} an order", "Text"));
        _fake.Seed("TILL", 1, _ => ("Refund at the till", "Text"));
        var query = "summary ~ \"refund\" OR summary ~ \"(none)\" ORDER BY key DESC";

        (await TrackerCalls.ListAsync(_tracker, _access, All with { Query = query })).ShouldHaveSingleItem().Key.ShouldBe("SHOP-2");
    }

    [Fact]
    public async Task A_query_with_an_error_says_what_is_wrong()
    {
        _fake.Seed(Shop, 1, TrackerCalls.Text);
        var exception = await Should.ThrowAsync<TrackerException>(() => TrackerCalls.ListAsync(_tracker, _access, All with { Query = "sprnt = 3" }));

        (exception.Failure, exception.Message).ShouldBe(
            (TrackerFailure.Rejected, "Jira did not accept the request: Field 'sprnt' does not exist or you do not have permission to view it."));
    }

    [Fact]
    public async Task Missing_permissions_are_named()
    {
        foreach (var key in new[] { "BROWSE_PROJECTS", "ADD_COMMENTS", "EDIT_ISSUES" }) _fake.Account.Lacks.Add(key);
        var identity = await _tracker.CheckAsync(_access, Cancel);

        identity.MissingPermissions.ShouldBe(["Browse Projects"]);
        identity.MissingToWrite.ShouldBe(["Add Comments", "Edit Issues"]);
    }

    [Fact]
    public async Task Without_the_right_to_administer_there_is_no_webhook()
    {
        _fake.AddProject(Shop);
        _fake.Account.Lacks.Add("ADMINISTER");

        (await _tracker.RegisterHookAsync(_access, _fake.IdOf(Shop), new TrackerHook(new Uri("https://vindex.example.com/hook"), "secret"), Cancel)).ShouldBeNull();
    }

    [Fact]
    public async Task Cloud_needs_the_user_of_a_token()
    {
        var access = new TrackerAccess(new Uri("https://acme.atlassian.net"), new TrackerCredential.Token("secret-token"));
        var exception = await Should.ThrowAsync<TrackerException>(() => _tracker.CheckAsync(access, Cancel));

        (exception.Failure, exception.Message).ShouldBe(
            (TrackerFailure.Unauthorized, "Jira Cloud needs the e-mail address of the account that the API token belongs to."));
    }

    [Fact]
    public async Task A_comment_is_a_document()
    {
        _fake.Seed(Shop, 1, TrackerCalls.Text);
        await _tracker.PutCommentAsync(_access, new IssueAddress(_fake.IdOf(Shop), _fake.IdOf(Shop, 1)), null, "Read [this](https://example.com/a)", Cancel);

        var content = JsonElement.Parse(_fake.Comments(Shop, 1)[0]).GetProperty("content")[0].GetProperty("content");
        content[1].GetProperty("text").GetString().ShouldBe("this");
        content[1].GetProperty("marks")[0].GetProperty("attrs").GetProperty("href").GetString().ShouldBe("https://example.com/a");
    }

    [Theory]
    [InlineData("INVEST score")]
    [InlineData(JiraFake.ScoreField)]
    public async Task A_number_is_written_to_a_field(string field)
    {
        _fake.Seed(Shop, 1, TrackerCalls.Text);
        await _tracker.SetFieldAsync(_access, new IssueAddress(_fake.IdOf(Shop), _fake.IdOf(Shop, 1)), field, 6.5, Cancel);

        _fake.Field(Shop, 1, JiraFake.ScoreField).ShouldBe("6.5");
        _fake.Writes.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("No such field", "Jira has no field \"No such field\".")]
    [InlineData("customfield_1", "Jira did not accept the request: Field 'customfield_1' cannot be set. It is not on the appropriate screen, or unknown.")]
    public async Task A_field_that_cannot_be_written_is_named(string field, string message)
    {
        _fake.Seed(Shop, 1, TrackerCalls.Text);
        var address = new IssueAddress(_fake.IdOf(Shop), _fake.IdOf(Shop, 1));

        (await Should.ThrowAsync<TrackerException>(() => _tracker.SetFieldAsync(_access, address, field, 6.5, Cancel))).Message.ShouldBe(message);
    }

    [Fact]
    public async Task Events_are_signed()
    {
        _fake.Seed(Shop, 1, TrackerCalls.Text);
        await _tracker.RegisterHookAsync(_access, _fake.IdOf(Shop), new TrackerHook(new Uri("https://vindex.example.com/hook"), "secret"), Cancel);
        _fake.Edit(Shop, 1, "New");
        using var delivery = _fake.CreateDelivery(_fake.Hooks[0], _fake.Events[0]);

        var hash = HMACSHA256.HashData(Encoding.UTF8.GetBytes("secret"), await delivery.Content!.ReadAsByteArrayAsync(Cancel));
        delivery.Headers.GetValues("X-Hub-Signature").ShouldBe(["sha256=" + Convert.ToHexStringLower(hash)]);
    }

    [Fact]
    public void A_time_that_clocks_show_twice_is_the_earlier_one()
    {
        // 01:30 in UTC is 02:30 in Berlin for the second time that night.
        var time = new DateTimeOffset(2026, 10, 25, 1, 30, 0, TimeSpan.Zero);

        JiraQuery.TimeOf(time, "Europe/Berlin").ShouldBe("2026-10-25 01:30");
        JiraQuery.TimeOf(time.AddHours(2), "Europe/Berlin").ShouldBe("2026-10-25 04:30");
        JiraQuery.TimeOf(time, "No/Zone").ShouldBe("2026-10-24 13:30");
        JiraQuery.TimeOf(time, null).ShouldBe("2026-10-24 13:30");
    }
}
