using System.Diagnostics.Metrics;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Vindex.Server.Configuration;
using Vindex.Server.Telemetry.Prometheus;
using Vindex.Server.Tests.Hosting;
using Xunit;

namespace Vindex.Server.Tests.Operating;

/// <summary><c>GET /metrics</c>, the dashboard and the alert rules.</summary>
public sealed partial class MetricsTests
{
    private const string Token = "0123456789abcdef0123456789abcdef";

    [Fact]
    public async Task Without_a_setting_there_are_no_metrics()
    {
        await using var server = await TestServer.StartAsync();
        (await server.Anonymous.GetAsync("/metrics")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await server.WithKey(Token).GetAsync("/metrics")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("0123456789abcdef0123456789abcdee")]
    [InlineData("0123456789abcdef")]
    [InlineData("")]
    public async Task On_the_server_s_address_metrics_need_the_token(string? token)
    {
        await using var server = await TestServer.StartAsync(settings: ("Server:MetricsToken", Token));
        using var request = new HttpRequestMessage(HttpMethod.Get, "/metrics");
        if (token is not null) request.Headers.TryAddWithoutValidation("Authorization", "Bearer " + token);
        await (await server.Anonymous.SendAsync(request)).ProblemAsync(401, "credential_invalid");
        await (await server.Admin.GetAsync("/metrics")).ProblemAsync(401, "credential_invalid");
        (await server.WithKey(Token).GetAsync("/admin/companies")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Metrics_are_text_of_version_0_0_4()
    {
        await using var server = await TestServer.StartAsync(settings: ("Server:MetricsToken", Token));
        var scraper = server.WithKey(Token);
        var response = await scraper.GetAsync("/metrics");
        response.Content.Headers.ContentType!.ToString().ShouldBe("text/plain; version=0.0.4; charset=utf-8");
        response.Headers.CacheControl!.NoStore.ShouldBeTrue();
        MetricsText.Read(await response.Content.ReadAsStringAsync()).Types.Count.ShouldBeGreaterThan(20);

        (await scraper.SendAsync(new HttpRequestMessage(HttpMethod.Head, "/metrics"))).StatusCode.ShouldBe(HttpStatusCode.OK);
        var posted = await scraper.PostAsync("/metrics", null);
        posted.StatusCode.ShouldBe(HttpStatusCode.MethodNotAllowed);
        posted.Content.Headers.Allow.ShouldBe(["GET", "HEAD"]);
    }

    [Fact]
    public async Task On_an_address_of_its_own_there_is_nothing_but_metrics()
    {
        await using var server = await TestServer.StartAsync(settings: ("Server:MetricsUrl", "http://127.0.0.1:0"));
        var addresses = server.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.ToList();
        addresses.Count.ShouldBe(2);
        var own = new Uri(addresses[1]);

        MetricsText.Read(await server.Anonymous.GetStringAsync(new Uri(own, "/metrics"))).Values["vindex_store_scores"].ShouldBe(0);
        foreach (var path in new[] { "/", "/health/live", "/metrics/", "/metrics/x", "/portal/scores", "/login", "/openapi.json" })
            (await server.Admin.GetAsync(new Uri(own, path))).StatusCode.ShouldBe(HttpStatusCode.NotFound, path);
        (await server.Anonymous.GetAsync("/metrics")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await server.Anonymous.GetAsync("/health/live")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("Server:MetricsUrl", "http://0.0.0.0:8085")]
    [InlineData("Server:MetricsUrl", "https://127.0.0.1:9464")]
    [InlineData("Server:MetricsUrl", "9464")]
    [InlineData("Server:MetricsToken", "short")]
    [InlineData("Server:MetricsToken", "0123456789 abcdef")]
    public async Task A_setting_that_cannot_work_is_refused(string name, string value)
    {
        using var folder = new Folder();
        var refused = await Should.ThrowAsync<BadSettingsException>(() => VindexServer.BuildAsync(
            new VindexServerOptions
            {
                DataFolder = folder.Path,
                Urls = "http://127.0.0.1:8085",
                Settings = new Dictionary<string, string?> { [name] = value },
            },
            [],
            CancellationToken.None));
        refused.Message.ShouldContain(name);
    }

    [Fact]
    public async Task What_happens_is_counted()
    {
        await using var server = await TestServer.StartAsync(settings: [("Server:MetricsToken", Token), ("Limits:Score:Requests", "2")]);
        var client = await (await server.CompanyAsync("Acme")).ClientAsync();
        var before = await ScrapeAsync(server);
        for (var i = 0; i < 2; i++) await (await client.PostAsync("/v1/score", Json.Ticket("Export"))).JsonAsync(200);
        await (await client.PostAsync("/v1/score", Json.Ticket("Export"))).ProblemAsync(429);
        var after = await ScrapeAsync(server);

        // Other tests' servers are counted, too.
        foreach (var name in new[] { "vindex_scores_judged_total", "vindex_judge_duration_seconds_count", "vindex_store_duration_seconds_count" })
            (after.Values[name] - before.Values.GetValueOrDefault(name)).ShouldBeGreaterThanOrEqualTo(2, name);
        (after.Values["vindex_requests_refused_total{reason=\"limit\"}"] - before.Values.GetValueOrDefault("vindex_requests_refused_total{reason=\"limit\"}"))
            .ShouldBeGreaterThanOrEqualTo(1);
        after.Values.Keys.ShouldContain(key => key.StartsWith("http_server_request_duration_seconds_bucket{", StringComparison.Ordinal)
            && key.Contains("http_route=\"/v1/score\"", StringComparison.Ordinal));
        after.Values["dotnet_process_memory_working_set_bytes"].ShouldBeGreaterThan(10_000_000);
        after.Values["vindex_store_size_bytes"].ShouldBeGreaterThan(0);
        after.Values["vindex_process_descriptors"].ShouldBeGreaterThan(0);
    }

    [Theory]
    [InlineData("grafana/vindex.json")]
    [InlineData("prometheus/vindex-rules.yaml")]
    public async Task The_dashboard_and_the_rules_name_only_metrics_that_exist(string file)
    {
        await using var server = await TestServer.StartAsync(settings: ("Server:MetricsToken", Token));
        var client = await (await server.CompanyAsync("Acme")).ClientAsync();
        await (await client.PostAsync("/v1/score", Json.Ticket("Export"))).JsonAsync(200);
        var types = (await ScrapeAsync(server)).Types;

        var expressions = Expressions(await File.ReadAllTextAsync(Path.Combine(Root(), "packaging", file))).ToList();
        expressions.Count.ShouldBeGreaterThan(10);
        foreach (var expression in expressions)
        {
            var names = MetricNames().Matches(expression).Select(match => match.Value).ToList();
            if (names.Count == 0) expression.ShouldStartWith("up{");
            foreach (var name in names)
            {
                var isHistogram = HistogramPart().Match(name) is { Success: true } part && types.GetValueOrDefault(part.Groups["name"].Value) == "histogram";
                (isHistogram || (types.TryGetValue(name, out var type) && type != "histogram")).ShouldBeTrue($"{name} in {expression}; there are {string.Join(", ", types.Keys)}");
            }
        }
    }

    [Fact]
    public void A_metric_has_only_so_many_series()
    {
        var metric = new Metric("requests_total", PrometheusType.Counter, "Requests.", isObserved: false, []);
        for (var i = 0; i < 2 * Metric.MaxSeries; i++) metric.Series([new("path", i)]).Add(1);
        var text = new StringBuilder();
        metric.Write(text, 1);
        var read = MetricsText.Read(text.ToString());
        read.Values.Count.ShouldBe(Metric.MaxSeries + 1);
        read.Values["requests_total{overflow=\"true\"}"].ShouldBe(Metric.MaxSeries);
    }

    [Fact]
    public void Texts_are_escaped()
    {
        var metric = new Metric("requests_total", PrometheusType.Counter, "With a \\ and\na line break.", isObserved: false, []);
        metric.Series([new("b", "a \"quoted\" \\ back\nslash \ud800"), new("a.b-c", 1.5), new("none", null)]).Add(0.1);
        var text = new StringBuilder();
        metric.Write(text, 1);
        text.ToString().ShouldBe(
            "# HELP requests_total With a \\\\ and\\na line break.\n# TYPE requests_total counter\n"
                + "requests_total{a_b_c=\"1.5\",b=\"a \\\"quoted\\\" \\\\ back\\nslash \uFFFD\",none=\"\"} 0.1\n");
        MetricsText.Read(text.ToString());
    }

    [Fact]
    public void A_histogram_counts_each_value_in_the_first_bucket_that_holds_it()
    {
        var metric = new Metric("wait_seconds", PrometheusType.Histogram, "Wait.", isObserved: false, [0.5, 1]);
        foreach (var value in new[] { 0.25, 0.5, 0.75, 2, double.NaN }) metric.Series([]).Record(value);
        var text = new StringBuilder();
        metric.Write(text, 1);
        text.ToString().ShouldEndWith(
            "wait_seconds_bucket{le=\"0.5\"} 2\nwait_seconds_bucket{le=\"1\"} 3\nwait_seconds_bucket{le=\"+Inf\"} 4\nwait_seconds_sum 3.5\nwait_seconds_count 4\n");
        MetricsText.Read(text.ToString());
    }

    [Theory]
    [InlineData("vindex.judge.duration", "s", false, "vindex_judge_duration_seconds")]
    [InlineData("vindex.scores.judged", "{ticket}", true, "vindex_scores_judged_total")]
    [InlineData("dotnet.gc.heap.total_allocated", "By", true, "dotnet_gc_heap_total_allocated_bytes_total")]
    [InlineData("9 lives", null, false, "_9_lives")]
    public void Names_follow_the_conventions(string name, string? unit, bool isCounter, string expected)
    {
        using var meter = new Meter("test");
        MetricName.Of(meter.CreateCounter<long>(name, unit), isCounter).ShouldBe(expected);
    }

    private static async Task<MetricsText> ScrapeAsync(TestServer server) => MetricsText.Read(await server.WithKey(Token).GetStringAsync("/metrics"));

    private static IEnumerable<string> Expressions(string text)
    {
        if (!text.StartsWith('{')) return RuleExpression().Matches(text).Select(match => match.Groups["expression"].Value);
        return JsonElement.Parse(text).GetProperty("panels").EnumerateArray()
            .SelectMany(panel => panel.GetProperty("targets").EnumerateArray())
            .Select(target => target.Text("expr"));
    }

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Vindex.slnx"))) folder = folder.Parent!;
        return folder.FullName;
    }

    [GeneratedRegex(@"\b(vindex|kestrel|dotnet|http_server)_[a-z0-9_]+\b", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex MetricNames();

    [GeneratedRegex("^(?<name>.+)_(bucket|sum|count)$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex HistogramPart();

    [GeneratedRegex("^ +expr: (?<expression>.+)$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex RuleExpression();

    private sealed class Folder : IDisposable
    {
        public string Path { get; } = Directory.CreateTempSubdirectory("vindex-metrics-").FullName;

        public void Dispose() => Directory.Delete(Path, recursive: true);
    }
}
