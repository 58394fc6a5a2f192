using System.Text;
using System.Text.Json;
using Shouldly;
using Vindex.Server.Tests.Hosting;
using Xunit;

namespace Vindex.Server.Tests.Feedback;

public sealed class StatsTests
{
    private static readonly DateTimeOffset s_start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task An_answer_is_written_to_the_letter()
    {
        await using var server = await TestServer.StartAsync();
        var project = await StatsProject.OpenAsync(server);
        await project.AddAsync(s_start.AddMinutes(1), """{"output":{"score":0.5}}""");
        await project.AddAsync(s_start.AddMinutes(2), """{"output":{"score":1}}""");

        using var response = await project.PostAsync(new
        {
            project_id = "entity/project",
            start = "2026-01-01T00:00:00",
            end = "2026-01-01T01:30:00Z",
            granularity = 3600,
            metrics = new[] { new { json_path = "output.score", aggregations = new[] { "avg", "count" }, percentiles = new[] { 99.9 } } },
        });

        response.Content.Headers.ContentType!.ToString().ShouldBe("application/json");
        (await response.Content.ReadAsStringAsync()).ShouldBe(
            """
            {"start":"2026-01-01T00:00:00Z","end":"2026-01-01T01:30:00Z","granularity":3600,"timezone":"UTC","buckets":[{"timestamp":"2026-01-01T00:00:00+00:00","avg_output_score":0.75,"count_output_score":2,"p99.9_output_score":0.9995,"count":2},{"timestamp":"2026-01-01T01:00:00+00:00","avg_output_score":0.0,"count_output_score":0,"p99.9_output_score":null,"count":0}],"window_stats":{"output_score":{"avg":0.75,"count":2.0,"p99.9":0.9995}}}
            """.Trim());
    }

    [Fact]
    public async Task The_optional_parts_can_be_asked_for_together()
    {
        await using var server = await TestServer.StartAsync();
        var project = await StatsProject.OpenAsync(server);
        await project.AddAsync(s_start.AddDays(-20), """{"score":4,"label":"a","ok":true}""");
        await project.AddAsync(s_start.AddDays(1), """{"score":1,"label":"a","ok":true}""");
        await project.AddAsync(s_start.AddDays(2), """{"score":3,"label":"b","ok":true}""");
        await project.AddAsync(s_start.AddDays(3), """{"score":9,"label":"b","ok":false}""");

        var answer = await project.AskAsync(new
        {
            project_id = "entity/project",
            start = s_start,
            end = s_start.AddDays(31),
            calendar = "month",
            timezone = "Europe/Berlin",
            group_by = new[] { "label" },
            compare = new { offset_seconds = 31 * 86400 },
            filter = new Dictionary<string, object> { ["ok"] = true, ["label"] = new object[] { "a", "b", 3 } },
            metrics = new object[]
            {
                new { json_path = "score", histogram = new { bins = 2 }, aggregations = new[] { "sum" } },
                new { json_path = "label", value_type = "categorical", categories = 1 },
            },
        });

        answer.GetProperty("granularity").ValueKind.ShouldBe(JsonValueKind.Null);
        answer.GetProperty("calendar").GetString().ShouldBe("month");
        answer.GetProperty("buckets").EnumerateArray().Select(bucket =>
            $"{bucket.Text("timestamp")} {bucket.GetProperty("sum_score")} {bucket.GetProperty("count")}")
            .ShouldBe(["2026-01-01T00:00:00+01:00 4.0 2", "2026-02-01T00:00:00+01:00 0.0 0"]);
        answer.GetProperty("window_stats").GetProperty("score").GetProperty("histogram").GetRawText()
            .ShouldBe("""[{"from":1.0,"to":2.0,"count":1},{"from":2.0,"to":3.0,"count":1}]""");
        answer.GetProperty("window_stats").GetProperty("label").GetProperty("categories").GetRawText().ShouldBe("""[{"value":"a","count":1}]""");
        answer.GetProperty("groups")
            .EnumerateArray()
            .Select(group => $"{group.GetProperty("group").Text("label")} {group.GetProperty("count")}")
            .ShouldBe(["a 1", "b 1"]);
        answer.GetProperty("previous").GetProperty("window_stats").GetProperty("score").GetProperty("sum").GetDouble().ShouldBe(4);
    }

    [Theory]
    [InlineData("""{"calendar":"year"}""", 422, "literal_error")]
    [InlineData("""{"histogram":{"bins":5}}""", 422, "extra_forbidden")]
    [InlineData("""{"filter":[1]}""", 422, "dict_type")]
    [InlineData("""{"filter":{"a":{"b":1}}}""", 422, "value_error")]
    [InlineData("""{"filter":{"a":1e400}}""", 422, "finite_number")]
    [InlineData("""{"compare":{}}""", 422, "missing")]
    [InlineData("""{"compare":{"offset_seconds":0}}""", 422, "greater_than_equal")]
    [InlineData("""{"metrics":[{"json_path":"a","histogram":{"bins":1}}]}""", 422, "greater_than_equal")]
    [InlineData("""{"metrics":[{"json_path":"a","categories":101}]}""", 422, "less_than_equal")]
    [InlineData("""{"metrics":null}""", 422, "list_type")]
    [InlineData("""{"start":"yesterday"}""", 422, "datetime_from_date_parsing")]
    [InlineData("""{"group_by":["a","b","c"]}""", 400, "ValueError")]
    [InlineData("""{"filter":{"a-b":1}}""", 400, "ValueError")]
    [InlineData("""{"calendar":"week","granularity":60}""", 400, "ValueError")]
    [InlineData("""{"metrics":[{"json_path":"count","value_type":"boolean"},{"json_path":"true_count"}]}""", 200, "")]
    [InlineData("""{"metrics":[{"json_path":"x","value_type":"boolean"},{"json_path":"true_x","aggregations":["count"]}]}""", 400, "ValueError")]
    [InlineData("""{"project_id":"other/project"}""", 404, "NotFoundError")]
    [InlineData("""{"project_id":"entity"}""", 404, "NotFoundError")]
    public async Task What_does_not_fit_is_refused_in_the_shape_of_its_kind(string patch, int status, string type)
    {
        await using var server = await TestServer.StartAsync();
        var project = await StatsProject.OpenAsync(server);
        var request = new Dictionary<string, object>
        {
            ["project_id"] = "entity/project",
            ["start"] = "2026-01-01T00:00:00Z",
            ["end"] = "2026-01-02T00:00:00Z",
            ["metrics"] = new[] { new { json_path = "a" } },
        };
        foreach (var field in JsonElement.Parse(patch).EnumerateObject()) request[field.Name] = field.Value;

        var answer = await project.AskAsync(request, status);

        if (status == 422) answer.GetProperty("detail")[0].Text("type").ShouldBe(type);
        else if (status > 200) answer.Text("error_type").ShouldBe(type);
    }

    [Fact]
    public async Task Questions_over_the_limits_are_refused_with_a_text_that_says_what_would_fit()
    {
        await using var server = await TestServer.StartAsync();
        var project = await StatsProject.OpenAsync(server);
        var many = Enumerable.Range(0, 51).Select(number => new { json_path = $"k{number}" });
        var wide = Enumerable.Range(0, 50).Select(number => new { json_path = $"k{number}", percentiles = Enumerable.Range(1, 20) });

        (await AskAsync(many, 86400)).ShouldContain("At most 50 metrics");
        (await AskAsync([new { json_path = "k", percentiles = Enumerable.Range(1, 21) }], 86400)).ShouldContain("20 percentiles");
        (await AskAsync(wide, 60)).ShouldContain("1000000");
        (await AskAsync([new { json_path = string.Join('.', Enumerable.Repeat("a", 17)) }], 60)).ShouldContain("16 keys");
        (await AskAsync([new { json_path = new string('a', 257) }], 60)).ShouldContain("256 characters");

        async Task<string> AskAsync(IEnumerable<object> metrics, int granularity) => (await project.AskAsync(
            new { project_id = "entity/project", start = "2026-01-01T00:00:00Z", end = "2026-01-02T00:00:00Z", granularity, metrics }, 400)).Text("reason");
    }

    [Fact]
    public async Task Another_companys_project_is_not_found_and_the_wrong_scope_refused()
    {
        await using var server = await TestServer.StartAsync();
        var project = await StatsProject.OpenAsync(server);
        var other = await server.CompanyAsync("other");
        var request = new { project_id = "entity/project", start = s_start, metrics = new[] { new { json_path = "a" } } };

        using var strangers = await (await other.ClientAsync("feedback:read")).PostAsync("/feedback/stats", Json.Content(request));
        (await strangers.JsonAsync(404)).GetRawText().ShouldBe("""{"reason":"Project not found","error_type":"NotFoundError","detail":"Project not found"}""");
        using var withoutScope = await (await project.Company.ClientAsync("scores:read")).PostAsync("/feedback/stats", Json.Content(request));
        (await withoutScope.JsonAsync(403)).TryGetProperty("reason", out _).ShouldBeTrue();
        using var nobody = await server.Anonymous.PostAsync("/feedback/stats", Json.Content(request));
        (await nobody.JsonAsync(401)).TryGetProperty("reason", out _).ShouldBeTrue();
    }

    [Fact]
    public async Task A_key_limited_to_customers_counts_their_scores_alone()
    {
        await using var server = await TestServer.StartAsync();
        var project = await StatsProject.OpenAsync(server);
        var jira = await project.Company.NewCustomerAsync("Jira");
        await project.Company.SeedAsync(server.Time.GetUtcNow(), [4, 4, 4, 4, 4, 4]);
        await project.Company.SeedAsync(server.Time.GetUtcNow(), [8, 8, 8, 8, 8, 8], jira);
        var limited = server.WithKey((await project.Company.NewKeyAsync(["feedback:read"], [jira])).Text("api_key"));

        (await SumAsync(project.Client)).ShouldBe("12.0");
        (await SumAsync(limited)).ShouldBe("8.0");

        async Task<string> SumAsync(HttpClient client)
        {
            using var response = await client.PostAsync("/feedback/stats", Json.Content(new
            {
                project_id = "entity/scores",
                start = server.Time.GetUtcNow().AddDays(-1),
                end = server.Time.GetUtcNow().AddDays(1),
                metrics = new[] { new { json_path = "overall", aggregations = new[] { "sum" } } },
            }));
            return (await response.JsonAsync(200)).GetProperty("window_stats").GetProperty("overall").GetProperty("sum").GetRawText();
        }
    }

    [Fact]
    public async Task A_large_answer_comes_whole()
    {
        await using var server = await TestServer.StartAsync();
        var project = await StatsProject.OpenAsync(server);
        await project.AddAsync(s_start.AddSeconds(9_999), """{"a":1}""");

        var answer = await project.AskAsync(new
        {
            project_id = "entity/project",
            start = s_start,
            end = s_start.AddSeconds(10_000),
            granularity = 1,
            metrics = new[] { new { json_path = "a", aggregations = new[] { "sum", "count", "min", "max", "avg" } } },
        });

        answer.GetProperty("buckets").GetArrayLength().ShouldBe(10_000);
        answer.GetProperty("buckets")[9_999].GetProperty("sum_a").GetDouble().ShouldBe(1);
        answer.GetProperty("window_stats").GetProperty("a").GetProperty("count").GetRawText().ShouldBe("1.0");
    }

    [Fact]
    public async Task Block_files_are_the_owners_alone_and_go_with_their_company()
    {
        await using var server = await TestServer.StartAsync();
        var project = await StatsProject.OpenAsync(server);
        await project.AddAsync(Enumerable.Range(0, 5000).Select(row => project.Row(s_start.AddSeconds(row), Encoding.UTF8.GetBytes($$"""{"a":{{row}}}"""))));
        (await project.CountAsync()).ShouldBe(5000);
        var folder = Path.Combine(server.Folder, "statistics");
        await WaitAsync(() => Directory.Exists(folder) && Directory.EnumerateFiles(folder, "manifest", SearchOption.AllDirectories).Any());

        if (!OperatingSystem.IsWindows())
        {
            foreach (var entry in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
                File.GetUnixFileMode(entry).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite, entry);
            File.GetUnixFileMode(folder).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        (await server.Admin.DeleteAsync($"/admin/companies/{project.Company.Id}")).IsSuccessStatusCode.ShouldBeTrue();
        server.Time.Advance(TimeSpan.FromHours(2));
        await WaitAsync(() => !Directory.EnumerateFiles(folder, "manifest", SearchOption.AllDirectories).Any());
    }

    private static async Task WaitAsync(Func<bool> condition)
    {
        for (var tries = 0; tries < 500 && !condition(); tries++) await Task.Delay(20);
        condition().ShouldBeTrue();
    }
}
