using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Shouldly;
using Vindex.Server.Feedback.Statistics;
using Vindex.Server.Feedback.Statistics.ClickHouse;
using Vindex.Server.Tests.Hosting;
using Vindex.Statistics;
using Vindex.Statistics.Answers;
using Vindex.Statistics.Questions;
using Xunit;

namespace Vindex.Server.Tests.Feedback;

/// <summary>What is copied to ClickHouse, and what finding it costs.</summary>
public sealed class StatisticsFollowerTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task One_query_finds_the_projects_that_have_changed()
    {
        await using var server = await TestServer.StartAsync();
        var clients = new Dictionary<string, (TestCompany Company, HttpClient Client)>();
        foreach (var name in (string[])["acme", "beta", "gamma"])
        {
            var company = await server.CompanyAsync(name);
            clients[name] = (company, await company.ClientAsync("feedback:write"));
            foreach (var project in (string[])["stories", "bugs"]) await WriteAsync(name, project);
        }

        var calls = new List<string>();
        var engine = new Copies();
        var time = new FakeTime(server.Time.GetUtcNow());
        var store = FaultyStore.Around(server.Store, call =>
        {
            calls.Add(call);
            return false;
        });
        using var follower = new StatisticsFollower(
            engine, store.Feedback, server.Services.GetRequiredService<IOptions<StatsOptions>>(), time, NullLogger<StatisticsFollower>.Instance);

        (await FollowAsync()).ShouldBe(
            clients.Values.SelectMany(one => (string[])[$"{one.Company.Id}/stories", $"{one.Company.Id}/bugs"]), ignoreOrder: true);
        (await FollowAsync()).ShouldBeEmpty();
        await WriteAsync("beta", "bugs");
        engine.IsDown = true;
        await Should.ThrowAsync<StatisticsUnavailableException>(() => follower.FollowAsync(Stop));
        engine.IsDown = false;
        (await FollowAsync()).ShouldBe([$"{clients["beta"].Company.Id}/bugs"]);
        (await FollowAsync()).ShouldBeEmpty();
        time.Advance(TimeSpan.FromMinutes(10));
        (await FollowAsync()).Count.ShouldBe(6);
        calls.ShouldBe(Enumerable.Repeat("Feedback.HeadsAsync", 6));

        async Task<List<string>> FollowAsync()
        {
            engine.Copied.Clear();
            await follower.FollowAsync(Stop);
            return [.. engine.Copied];
        }

        async Task WriteAsync(string company, string project) => await (await clients[company].Client.PostAsync(
            "/feedback/create",
            Json.Content(new { project_id = $"{company}/{project}", weave_ref = "weave:///a/b/call/1", feedback_type = "custom", payload = new { } })))
            .JsonAsync(200);
    }

    /// <summary>An engine that notes what it copies.</summary>
    private sealed class Copies : IStatisticsEngine
    {
        public List<string> Copied { get; } = [];

        public bool IsDown { get; set; }

        public Task WarmAsync(string project, CancellationToken cancellationToken)
        {
            if (IsDown) throw new StatisticsUnavailableException("ClickHouse is down");
            Copied.Add(project);
            return Task.CompletedTask;
        }

        public Task<StatsResult> AnswerAsync(
            StatsPlan plan, IReadOnlyList<string> projects, Func<CancellationToken, ValueTask> pause, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public ValueTask<IReadOnlyList<string>> StoredProjectsAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task RemoveAsync(string project, CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}
