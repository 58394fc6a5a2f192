using Shouldly;
using Vindex.TrackerFakes.AzureDevOps;
using Vindex.TrackerFakes.Hosting;
using Vindex.Trackers.AzureDevOps;
using Vindex.Trackers.Tests.Support;
using Xunit;

namespace Vindex.Trackers.Tests.AzureDevOps;

public sealed class AzureDevOpsTrackerTests : IAsyncLifetime
{
    private const string Shop = "Web shop";
    private readonly AzureDevOpsTracker _tracker = new(TrackerCalls.Http());
    private AzureDevOpsFake _fake = null!;
    private TrackerAccess _access = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private IssueSelection All => TrackerCalls.All(_fake.IdOf(Shop));

    private IssueAddress First => new(_fake.IdOf(Shop), _fake.IdOf(Shop, 1));

    public async ValueTask InitializeAsync()
    {
        _fake = await AzureDevOpsFake.StartAsync();
        _access = new TrackerAccess(_fake.Address, new TrackerCredential.Token(_fake.Account.Token));
    }

    public async ValueTask DisposeAsync() => await _fake.DisposeAsync();

    [Fact]
    public async Task The_first_page_counts()
    {
        _fake.Seed(Shop, 450, TrackerCalls.Text);
        var first = await _tracker.ListIssuesAsync(_access, All, null, Cancel);
        var second = await _tracker.ListIssuesAsync(_access, All, first.Next, Cancel);

        (first.Items.Count, first.Total, second.Items.Count, second.Total).ShouldBe((200, 450L, 200, null));
    }

    [Fact]
    public async Task Tags_that_change_at_the_same_time_stay()
    {
        _fake.Seed(Shop, 1, TrackerCalls.Text);
        _fake.AddLabel(Shop, 1, "backend");
        var isFirst = true;
        _fake.AfterRequest = request =>
        {
            if (request.Method == "GET" && isFirst) _fake.AddLabel(Shop, 1, "urgent");
            isFirst = false;
        };

        (await _tracker.SetLabelsAsync(_access, First, ["invest:healthy"], [], Cancel)).ShouldBeTrue();
        _fake.Labels(Shop, 1).ShouldBe(["backend", "urgent", "invest:healthy"]);
    }

    [Fact]
    public async Task Tags_that_change_again_and_again_are_a_conflict()
    {
        _fake.Seed(Shop, 1, TrackerCalls.Text);
        _fake.Fail(FakeFault.Conflict, times: 3, "PATCH ");

        (await Should.ThrowAsync<TrackerException>(() => _tracker.SetLabelsAsync(_access, First, ["invest:healthy"], [], Cancel))).Failure.ShouldBe(TrackerFailure.Conflict);
        _fake.Labels(Shop, 1).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("vso.work", new[] { "Work Items (Read)" }, new[] { "Work Items (Read & write)" })]
    [InlineData("vso.work_write", new string[0], new[] { "Work Items (Read & write)" })]
    public async Task Missing_scopes_are_named(string scope, string[] missing, string[] missingToWrite)
    {
        _fake.Seed(Shop, 1, TrackerCalls.Text);
        _fake.Account.Lacks.Add(scope);
        var identity = await _tracker.CheckAsync(_access, Cancel);

        identity.MissingPermissions.ShouldBe(missing);
        identity.MissingToWrite.ShouldBe(missingToWrite);
    }

    [Fact]
    public async Task The_check_changes_nothing()
    {
        _fake.Seed(Shop, 1, TrackerCalls.Text);
        await _tracker.CheckAsync(_access, Cancel);

        _fake.Events.ShouldBeEmpty();
        _fake.Comments(Shop, 1).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_page_for_signing_in_means_a_wrong_token()
    {
        _fake.AddProject(Shop);
        _fake.Fail(FakeFault.WebPage);

        (await Should.ThrowAsync<TrackerException>(() => _tracker.CheckAsync(_access, Cancel))).Failure.ShouldBe(TrackerFailure.Unauthorized);
    }

    [Fact]
    public async Task The_project_is_looked_up_where_addresses_do_not_name_it()
    {
        _fake.IsService = false;
        _fake.Seed(Shop, 1, TrackerCalls.Text);

        (await _tracker.FindIssueAsync(_access, First, Cancel)).ShouldNotBeNull().ProjectId.ShouldBe(_fake.IdOf(Shop));
        _fake.Requests.ShouldContain(request => request.StartsWith("GET /acme/_apis/projects/Web shop ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_query_narrows_the_project()
    {
        _fake.Seed(Shop, 3, number => (number == 2 ? "Refund the buyer's order" : "Pay", "Text"));
        _fake.Seed("Till", 1, _ => ("Refund the buyer's order", "Text"));
        var query = "[System.Title] CONTAINS 'buyer''s' OR [System.Title] CONTAINS 'none' ORDER BY [System.ChangedDate] DESC";

        (await TrackerCalls.ListAsync(_tracker, _access, All with { Query = query })).ShouldHaveSingleItem().Id.ShouldBe(_fake.IdOf(Shop, 2));
    }

    [Fact]
    public async Task A_query_with_an_error_says_what_is_wrong()
    {
        _fake.Seed(Shop, 1, TrackerCalls.Text);
        var exception = await Should.ThrowAsync<TrackerException>(() => TrackerCalls.ListAsync(_tracker, _access, All with { Query = "[Custom.None] = 3" }));

        exception.Failure.ShouldBe(TrackerFailure.Rejected);
        exception.Message.ShouldContain("TF51005: The query references a field that does not exist.");
    }

    [Theory]
    [InlineData("INVEST score")]
    [InlineData(AzureDevOpsFake.ScoreField)]
    public async Task A_number_is_written_to_a_field(string field)
    {
        _fake.Seed(Shop, 1, TrackerCalls.Text);
        await _tracker.SetFieldAsync(_access, First, field, 6.5, Cancel);

        _fake.Field(Shop, 1, AzureDevOpsFake.ScoreField).ShouldBe("6.5");
        _fake.Writes.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Without_the_right_to_edit_subscriptions_there_is_no_webhook()
    {
        _fake.AddProject(Shop);
        _fake.Account.Lacks.Add("EditSubscriptions");

        (await _tracker.RegisterHookAsync(_access, _fake.IdOf(Shop), new TrackerHook(new Uri("https://vindex.example.com/hook"), "secret"), Cancel)).ShouldBeNull();
    }

    [Fact]
    public async Task A_comment_is_HTML()
    {
        _fake.Seed(Shop, 1, TrackerCalls.Text);
        await _tracker.PutCommentAsync(_access, First, null, "Not <b>this</b> but **that**", Cancel);

        _fake.Comments(Shop, 1).ShouldBe(["<p>Not &lt;b&gt;this&lt;/b&gt; but <b>that</b></p>"]);
    }
}
