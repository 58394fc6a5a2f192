using System.Security.Cryptography;
using System.Text;
using Shouldly;
using Vindex.TrackerFakes.GitHub;
using Vindex.TrackerFakes.Hosting;
using Vindex.Trackers.GitHub;
using Vindex.Trackers.Tests.Support;
using Xunit;

namespace Vindex.Trackers.Tests.GitHub;

public sealed class GitHubHookTests : IAsyncLifetime
{
    private const string Shop = "acme/shop";
    private readonly GitHubTracker _tracker = new(TrackerCalls.Http(), TimeProvider.System);
    private GitHubFake _fake = null!;

    public async ValueTask InitializeAsync()
    {
        _fake = await GitHubFake.StartAsync();
        _fake.Seed(Shop, 2, TrackerCalls.Text);
    }

    public async ValueTask DisposeAsync() => await _fake.DisposeAsync();

    [Fact]
    public async Task Changes_of_the_text_are_told_from_others()
    {
        _fake.Create(Shop, "Import orders", "As a shop owner I want to import orders.");
        _fake.Edit(Shop, 1, "Export orders");
        _fake.AddLabel(Shop, 1, "backend");
        _fake.Close(Shop, 1);

        var read = await ReadAllAsync();

        read.ShouldAllBe(reading => ((HookReading.Changed)reading).ActorId == _fake.Person.Id);
        read.Cast<HookReading.Changed>().Select(changed => (changed.Issue.Key, changed.ChangedText)).ShouldBe([("#3", true), ("#1", true), ("#1", false), ("#1", false)]);
        ((HookReading.Changed)read[3]).Issue.ShouldSatisfyAllConditions(
            issue => issue.IsClosed.ShouldBeTrue(),
            issue => issue.Labels.ShouldBe(["backend"]),
            issue => issue.ProjectId.ShouldBe(_fake.IdOf(Shop)),
            issue => issue.Body.GetProperty("title").GetString().ShouldBe("Export orders"));
    }

    [Fact]
    public async Task Deleted_and_transferred_issues_are_removed_from_their_repository()
    {
        var shop = _fake.IdOf(Shop);
        _fake.Delete(Shop, 1);
        _fake.Move(Shop, 2, "acme/app");

        var read = await ReadAllAsync();

        read[0].ShouldBe(new HookReading.Removed(new IssueAddress(shop, "1")));
        read[1].ShouldBe(new HookReading.Removed(new IssueAddress(shop, "2")));
        read[2].ShouldBeOfType<HookReading.Changed>().Issue.ProjectId.ShouldBe(_fake.IdOf("acme/app"));
    }

    [Theory]
    [InlineData("ping", """{"zen":"Keep it logically awesome."}""")]
    [InlineData("issue_comment", """{"action":"created"}""")]
    [InlineData("issues", """{"action":"opened","repository":{"id":1},"issue":{"number":1,"updated_at":"2026-03-02T09:30:00Z","pull_request":{}}}""")]
    public void Other_events_are_ignored(string kind, string body) => Read(kind, body).ShouldBeOfType<HookReading.Ignored>();

    [Theory]
    [InlineData("", "[]")]
    [InlineData("", "{")]
    [InlineData("action", "{}")]
    [InlineData("repository.id", """{"action":"opened"}""")]
    [InlineData("issue.number", """{"action":"opened","repository":{"id":1},"issue":{}}""")]
    [InlineData("issue.updated_at", """{"action":"opened","repository":{"id":1},"issue":{"number":1}}""")]
    public void Other_bodies_are_unreadable(string path, string body) => Read("issues", body).ShouldBeOfType<HookReading.Unreadable>().Path.ShouldBe(path);

    [Fact]
    public async Task The_fake_signs_as_GitHub_does()
    {
        _fake.Edit(Shop, 1, "Export orders");
        using var delivery = _fake.CreateDelivery(new FakeHook("1", new FakeProject(Shop, 0), null, new Uri("https://vindex.example/hook"), "s3cret"), _fake.Events[0]);

        var body = await delivery.Content!.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        var expected = Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes("s3cret"), body));
        delivery.Headers.GetValues("X-Hub-Signature-256").ShouldBe(["sha256=" + expected]);
    }

    private HookReading Read(string kind, string body) => _tracker.ReadHook(Encoding.UTF8.GetBytes(body), name => name == "X-GitHub-Event" ? kind : null);

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
