using System.Text.Json;
using Shouldly;
using Vindex.Server.Tests.Hosting;
using Vindex.Storage.Feedback;
using Xunit;

namespace Vindex.Server.Tests.Feedback;

/// <summary><c>POST /feedback/aggregate</c>, over HTTP.</summary>
public sealed class FeedbackAggregateTests
{
    // 2026-04-01T00:00:00Z.
    private const long StartMs = 1_775_001_600_000;
    private const string Hour = "'after_ms': 1775001600000, 'before_ms': 1775005200000";

    private static readonly FeedbackRow[] s_rows =
    [
        Scored(
            "a",
            10,
            "mon",
            "judge",
            """{"scorer_tags": ["x", "y"], "scorer_ratings": {"_rating_": 0.1, "tone": 2}, "span_agent_name": "bot", "span_status_code": "OK"}"""),
        Scored("b", 20, "monday", "judge", """{"scorer_tags": ["x"], "scorer_ratings": {"_rating_": 0.2}, "span_agent_name": "bot"}"""),
        Scored("c", 1900, "mon", "judge2", """{"scorer_ratings": {"_rating_": 0.7}, "span_agent_version": "2"}"""),
        Scored("d", 1901, "mon", "judge", null),
        SomeFeedback.Row("e", "{}", 1902, weaveRef: "weave:///acme/stories/agent_turn/t1"),
        SomeFeedback.Row("f", "{}", 4000),
    ];

    [Fact]
    public async Task Tags_and_ratings_are_counted_by_bucket()
    {
        await using var server = await TestServer.StartAsync();
        var (_, client) = await SomeFeedback.WithAsync(server, s_rows);

        var answer = await (await client.AskAsync(Hour + ", 'time_bucket_seconds': 600", "aggregate")).Content.ReadAsStringAsync();

        answer.ShouldBe(
            """
            {"time_bucket_seconds":600,"after_ms":1775001600000,"before_ms":1775005200000,"buckets":[
            {"time_bucket_start_ms":1775001600000,"group":{},"total_count":2,"scored_count":2,"tag_counts":{"x":2,"y":1},"rating_counts":{"_rating_":2,"tone":1},"rating_sums":{"_rating_":0.30000000000000004,"tone":2}},
            {"time_bucket_start_ms":1775003400000,"group":{},"total_count":3,"scored_count":1,"tag_counts":{},"rating_counts":{"_rating_":1},"rating_sums":{"_rating_":0.7}}]}
            """.Replace("\n", "", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("", "5")]
    [InlineData("'feedback_types': ['wandb.agent']", "4")]
    [InlineData("'feedback_types': ['wandb.*', 'nothing']", "4")]
    [InlineData("'feedback_types': []", "5")]
    [InlineData("'monitor_ids': ['mon']", "3")]
    [InlineData("'monitor_ids': ['mon*']", "4")]
    [InlineData("'scorer_ids': ['judge', 'other']", "3")]
    [InlineData("'scorer_ids': ['judge*']", "4")]
    [InlineData("'span_agent_names': ['bot']", "2")]
    [InlineData("'span_types': ['agent_turn']", "1")]
    [InlineData("'span_types': ['agent_conversation']", "0")]
    [InlineData("'tags': ['y', 'z']", "1")]
    [InlineData("'rating_min': 0.2", "2")]
    [InlineData("'rating_max': 0.2", "2")]
    [InlineData("'rating_min': 0.15, 'rating_max': 0.5", "1")]
    [InlineData("'rating_min': 0, 'rating_max': 1", "3")]
    [InlineData("'group_by': ['scorer_id']", "=1 judge=3 judge2=1")]
    [InlineData("'group_by': ['span_agent_name', 'span_agent_version']", "/=2 /2=1 bot/=2")]
    [InlineData("'group_by': ['span_status_code']", "OK=1 UNSET=4")]
    [InlineData("'tags': ['nothing'], 'group_by': ['scorer_id']", "")]
    public async Task Rows_are_filtered_and_grouped(string members, string totals)
    {
        await using var server = await TestServer.StartAsync();
        var (_, client) = await SomeFeedback.WithAsync(server, s_rows);

        var answer = await (await client.AskAsync(Hour + (members.Length == 0 ? "" : ", " + members), "aggregate")).JsonAsync(200);

        answer.GetProperty("time_bucket_seconds").ValueKind.ShouldBe(JsonValueKind.Null);
        string.Join(' ', answer.GetProperty("buckets").EnumerateArray().Select(bucket =>
        {
            bucket.GetProperty("time_bucket_start_ms").ValueKind.ShouldBe(JsonValueKind.Null);
            var group = bucket.GetProperty("group").EnumerateObject().Select(dimension => dimension.Value.GetString()).ToList();
            return (group.Count == 0 ? "" : string.Join('/', group) + "=") + bucket.GetProperty("total_count");
        })).ShouldBe(totals);
    }

    [Fact]
    public async Task A_projects_total_may_span_any_time_and_is_a_number_even_without_rows()
    {
        await using var server = await TestServer.StartAsync();
        var (_, client) = await SomeFeedback.WithAsync(server, s_rows);

        var all = await (await client.AskAsync("'after_ms': 0, 'before_ms': 253402300799999", "aggregate")).JsonAsync(200);
        all.GetProperty("buckets")[0].GetProperty("total_count").GetInt32().ShouldBe(6);
        var none = await (await client.AskAsync("'after_ms': 0, 'before_ms': 1", "aggregate")).JsonAsync(200);
        none.GetProperty("buckets").GetArrayLength().ShouldBe(1);
        none.GetProperty("buckets")[0].GetProperty("total_count").GetInt32().ShouldBe(0);
    }

    [Theory]
    [InlineData("'after_ms': 5, 'before_ms': 5", "value_error", "Value error, before_ms must be greater than after_ms")]
    [InlineData("'after_ms': -1, 'before_ms': 5", "greater_than_equal", "Input should be greater than or equal to 0")]
    [InlineData("'after_ms': 5", "missing", "Field required")]
    [InlineData(
        "'after_ms': 0, 'before_ms': 2678400001, 'tags': ['x']",
        "value_error",
        "Value error, The range may be at most 31 days, unless it is a project's total without buckets, groups and filters")]
    [InlineData(
        "'after_ms': 0, 'before_ms': 2678400001, 'group_by': ['scorer_id']",
        "value_error",
        "Value error, The range may be at most 31 days, unless it is a project's total without buckets, groups and filters")]
    [InlineData(
        "'after_ms': 0, 'before_ms': 256001, 'time_bucket_seconds': 1",
        "value_error",
        "Value error, The range would have 257 buckets, at most 256 are allowed; increase time_bucket_seconds")]
    [InlineData(Hour + ", 'time_bucket_seconds': 0", "greater_than", "Input should be greater than 0")]
    [InlineData(Hour + ", 'rating_min': -0.1", "greater_than_equal", "Input should be greater than or equal to 0")]
    [InlineData(Hour + ", 'rating_max': 1.1", "less_than_equal", "Input should be less than or equal to 1")]
    [InlineData(
        Hour + ", 'group_by': ['payload']", "literal_error", "Input should be 'scorer_id', 'span_agent_name', 'span_agent_version' or 'span_status_code'")]
    [InlineData(Hour + ", 'span_types': ['call']", "literal_error", "Input should be 'agent_turn' or 'agent_conversation'")]
    [InlineData(Hour + ", 'tags': null", "list_type", "Input should be a valid list")]
    [InlineData(Hour + ", 'x': 1", "extra_forbidden", "Extra inputs are not permitted")]
    public async Task What_does_not_fit_the_model_is_422(string members, string type, string message)
    {
        await using var server = await TestServer.StartAsync();
        var (_, client) = await SomeFeedback.WithAsync(server);

        var error = (await (await client.AskAsync(members, "aggregate")).JsonAsync(422)).GetProperty("detail")[0];

        (error.Text("type"), error.Text("msg")).ShouldBe((type, message));
    }

    [Fact]
    public async Task Exactly_31_days_and_256_buckets_are_allowed()
    {
        await using var server = await TestServer.StartAsync();
        var (_, client) = await SomeFeedback.WithAsync(server, s_rows);

        (await client.AskAsync(
            $"'after_ms': {StartMs}, 'before_ms': {StartMs + 2_678_400_000}, 'time_bucket_seconds': 86400", "aggregate")).IsSuccessStatusCode.ShouldBeTrue();
        (await client.AskAsync(
            $"'after_ms': {StartMs}, 'before_ms': {StartMs + 256_000}, 'time_bucket_seconds': 1", "aggregate")).IsSuccessStatusCode.ShouldBeTrue();
    }

    [Fact]
    public async Task Another_companys_rows_are_not_counted()
    {
        await using var server = await TestServer.StartAsync();
        await SomeFeedback.WithAsync(server, s_rows);
        var other = await (await server.CompanyAsync("other")).ClientAsync("feedback:read");

        (await other.AskAsync(Hour, "aggregate").ReasonAsync(404)).ShouldBe("Project not found");
        (await (await other.AskAsync(Hour, "aggregate", "other/stories")).JsonAsync(200)).GetProperty("buckets")[0].GetProperty("total_count")
            .GetInt32()
            .ShouldBe(0);
    }

    private static FeedbackRow Scored(string id, int second, string monitor, string scorer, string? extras) => SomeFeedback.Row(
        id, "{}", second, "wandb.agent_monitor", $"weave:///acme/stories/object/{monitor}:v1", $"weave:///acme/stories/object/{scorer}:v1", extras,
        "weave:///acme/stories/agent_span/" + id);
}
