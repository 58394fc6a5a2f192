using System.Text.Json;
using Shouldly;
using Vindex.Server.Tests.Hosting;
using Xunit;

namespace Vindex.Server.Tests;

public sealed class StatisticsTests
{
    private static readonly int[] s_sum31 = [6, 5, 7, 4, 5, 4];

    [Fact]
    public async Task With_nothing_scored_the_average_is_null()
    {
        await using var server = await TestServer.StartAsync();
        var client = await (await server.CompanyAsync("Acme")).ClientAsync();

        (await (await client.GetAsync("/portal/scores/summary")).JsonAsync(200)).GetRawText().ShouldBe("""{"overall_average":null,"total_scored":0}""");
    }

    [Fact]
    public async Task Thirty_one_sixths_are_5_point_2()
    {
        await using var server = await TestServer.StartAsync();
        var company = await server.CompanyAsync("Acme");
        var id = await company.SeedAsync(server.Time.GetUtcNow(), s_sum31);
        var client = await company.ClientAsync();

        (await (await client.GetAsync($"/portal/scores/{id}")).JsonAsync(200)).Number("overall_score").ShouldBe(5.2m);
        (await (await client.GetAsync("/portal/scores/summary")).JsonAsync(200)).GetRawText().ShouldBe("""{"overall_average":5.2,"total_scored":1}""");
    }

    [Fact]
    public async Task Averages_are_rounded_once_half_away_from_zero()
    {
        await using var server = await TestServer.StartAsync();
        var company = await server.CompanyAsync("Acme");
        var client = await company.ClientAsync();
        await company.SeedAsync(server.Time.GetUtcNow(), [5, 5, 5, 5, 5, 6]); // 31/6 → 5.2
        await company.SeedAsync(server.Time.GetUtcNow(), [5, 5, 5, 5, 5, 7]); // 32/6 → 5.3

        // The mean of the stored 5.2 and 5.3 is 5.25; of the dimension 6 and 7 it is 6.5.
        (await (await client.GetAsync("/portal/scores/summary")).JsonAsync(200)).Number("overall_average").ShouldBe(5.3m);
        var point = (await ChartAsync(client, "dimensions=overall,testable,small"))[0];
        point.GetRawText().ShouldBe("""{"date":"2026-04-16","overall":5.3,"small":5,"testable":6.5,"count":2}""");
    }

    [Fact]
    public async Task A_ticket_scored_twice_counts_twice_and_the_total_is_the_lists()
    {
        await using var server = await TestServer.StartAsync();
        var company = await server.CompanyAsync("Acme");
        var client = await company.ClientAsync();
        await client.PostAsync("/v1/score", Json.Ticket("Export", "K-1"));
        await client.PostAsync("/v1/score", Json.Ticket("Export", "K-1"));

        var total = (await (await client.GetAsync("/portal/scores/summary")).JsonAsync(200)).GetProperty("total_scored").GetInt64();

        total.ShouldBe(2);
        (await (await client.GetAsync("/portal/scores")).JsonAsync(200)).GetProperty("total").GetInt64().ShouldBe(total);
    }

    [Fact]
    public async Task Admins_see_all_companies_or_one_customer_or_one_company()
    {
        await using var server = await TestServer.StartAsync();
        var one = await server.CompanyAsync("One");
        var two = await server.CompanyAsync("Two");
        await one.SeedAsync(server.Time.GetUtcNow(), [4, 4, 4, 4, 4, 4]);
        await two.SeedAsync(server.Time.GetUtcNow(), [8, 8, 8, 8, 8, 8]);

        (await Get("/admin/scores/summary")).ShouldBe("""{"overall_average":6,"total_scored":2}""");
        (await Get($"/admin/scores/summary?customer_id={two.DefaultCustomerId}")).ShouldBe("""{"overall_average":8,"total_scored":1}""");
        (await Get($"/admin/companies/{one.Id}/score")).ShouldBe($$"""{"company_id":"{{one.Id}}","name":"One","overall_average":4,"total_scored":1}""");
        (await Get($"/admin/companies/{(await server.CompanyAsync("Three")).Id}/score")).ShouldEndWith("\"overall_average\":null,\"total_scored\":0}");
        await (await server.Admin.GetAsync("/admin/companies/co_0/score")).ProblemAsync(404);

        async Task<string> Get(string path) => (await (await server.Admin.GetAsync(path)).JsonAsync(200)).GetRawText();
    }

    [Fact]
    public async Task An_unknown_dimension_is_refused_with_the_allowed_ones()
    {
        await using var server = await TestServer.StartAsync();
        var client = await (await server.CompanyAsync("Acme")).ClientAsync();

        var problem = await (await client.GetAsync("/portal/scores/chart?dimensions=overall,speed")).ProblemAsync(422);

        problem.GetProperty("errors").GetProperty("dimensions")[0].GetString()
            .ShouldBe("contains the unknown dimension \"speed\"; allowed dimensions: overall, independent, negotiable, valuable, estimable, small, testable");
    }

    [Theory]
    [InlineData("from=2026-01-01&to=2026-04-01", 200)] // 90 days
    [InlineData("from=2025-04-16&to=2026-04-16", 200)] // 365 days
    [InlineData("from=2025-04-15&to=2026-04-16", 422)] // 366 days
    [InlineData("from=2026-04-02&to=2026-04-01", 422)]
    [InlineData("from=2026-04-01&to=2026-04-01", 200)]
    [InlineData("from=2026-02-29", 422)]
    [InlineData("from=yesterday", 422)]
    [InlineData("to=1969-12-31", 422)]
    [InlineData("timezone=Mars/Olympus", 422)]
    [InlineData("bucket=year", 422)]
    [InlineData("dimensions=overall,", 422)]
    [InlineData("dimensions=Overall", 422)]
    [InlineData("to=9999-12-31", 422)]
    public async Task Ranges_are_checked(string query, int status)
    {
        await using var server = await TestServer.StartAsync();
        var client = await (await server.CompanyAsync("Acme")).ClientAsync();

        var response = await client.GetAsync("/portal/scores/chart?" + query);

        if (status == 200) (await response.JsonAsync(200)).GetProperty("data_points").GetArrayLength().ShouldBe(0);
        else (await response.ProblemAsync(status)).TryGetProperty("errors", out _).ShouldBeTrue();
    }

    [Fact]
    public async Task Ninety_days_come_by_day_and_ninety_one_by_week()
    {
        await using var server = await TestServer.StartAsync();
        var company = await server.CompanyAsync("Acme");
        var client = await company.ClientAsync();
        await company.SeedAsync(At("2026-03-31T12:00:00Z"), s_sum31); // a Tuesday
        await company.SeedAsync(At("2026-04-01T12:00:00Z"), s_sum31); // a Wednesday

        (await ChartAsync(client, "from=2026-01-01&to=2026-04-01")).Select(point => point.Text("date")).ShouldBe(["2026-03-31", "2026-04-01"]);
        (await ChartAsync(client, "from=2025-12-31&to=2026-04-01")).Select(point => point.Text("date")).ShouldBe(["2026-03-30"]);
    }

    [Fact]
    public async Task The_first_week_may_begin_before_the_range_but_counts_only_from_it_on()
    {
        await using var server = await TestServer.StartAsync();
        var company = await server.CompanyAsync("Acme");
        var client = await company.ClientAsync();
        await company.SeedAsync(At("2026-03-31T23:59:59.999Z"), [2, 2, 2, 2, 2, 2]);
        await company.SeedAsync(At("2026-04-01T00:00:00Z"), [8, 8, 8, 8, 8, 8]);
        await company.SeedAsync(At("2026-04-10T23:59:59.999Z"), [6, 6, 6, 6, 6, 6]);
        await company.SeedAsync(At("2026-04-11T00:00:00Z"), [2, 2, 2, 2, 2, 2]);

        (await ChartAsync(client, "from=2026-04-01&to=2026-04-10&bucket=week")).Select(point => point.GetRawText()).ShouldBe(
        [
            """{"date":"2026-03-30","overall":8,"count":1}""",
            """{"date":"2026-04-06","overall":6,"count":1}""",
        ]);
        (await ChartAsync(client, "from=2026-03-31&to=2026-04-11&bucket=month")).Select(point => point.GetRawText()).ShouldBe(
        [
            """{"date":"2026-03-01","overall":2,"count":1}""",
            """{"date":"2026-04-01","overall":5.3,"count":3}""",
        ]);
    }

    [Fact]
    public async Task The_default_is_the_overall_score_of_the_last_30_days()
    {
        await using var server = await TestServer.StartAsync();
        var company = await server.CompanyAsync("Acme");
        var client = await company.ClientAsync();
        await company.SeedAsync(At("2026-03-17T23:59:59.999Z"), s_sum31);
        await company.SeedAsync(At("2026-03-18T00:00:00Z"), s_sum31);
        await company.SeedAsync(At("2026-04-16T09:00:00Z"), s_sum31);

        var chart = await (await client.GetAsync("/portal/scores/chart")).JsonAsync(200);

        chart.GetRawText()
            .ShouldBe(
                """{"dimensions":["overall"],"data_points":[{"date":"2026-03-18","overall":5.2,"count":1},{"date":"2026-04-16","overall":5.2,"count":1}]}""");
    }

    [Fact]
    public async Task Days_are_those_of_the_parameter_else_the_company_else_UTC()
    {
        await using var server = await TestServer.StartAsync();
        var company = await server.CompanyAsync("Acme");
        var client = await company.ClientAsync();
        await company.SeedAsync(At("2026-04-10T22:30:00Z"), s_sum31); // the 11th in Vienna (UTC+2), still the 10th in New York

        (await DateAsync("")).ShouldBe("2026-04-10");
        await (await server.Admin.PatchAsync($"/admin/companies/{company.Id}", Json.Content(new { timezone = "Europe/Vienna" }))).JsonAsync(200);
        (await DateAsync("")).ShouldBe("2026-04-11");
        (await DateAsync("&timezone=America/New_York")).ShouldBe("2026-04-10");

        async Task<string> DateAsync(string more) => (await ChartAsync(client, "from=2026-04-01&to=2026-04-15" + more)).Single().Text("date");
    }

    [Fact]
    public async Task Today_is_the_zones_today()
    {
        await using var server = await TestServer.StartAsync(now: At("2026-04-16T23:30:00Z"));
        var company = await server.CompanyAsync("Acme");
        var client = await company.ClientAsync();
        await company.SeedAsync(server.Time.GetUtcNow(), s_sum31);

        (await ChartAsync(client, "timezone=Asia/Tokyo")).Single().Text("date").ShouldBe("2026-04-17");
        (await ChartAsync(client, "timezone=America/Los_Angeles")).Single().Text("date").ShouldBe("2026-04-16");
    }

    [Fact]
    public async Task A_day_of_23_hours_ends_where_the_next_begins()
    {
        await using var server = await TestServer.StartAsync();
        var company = await server.CompanyAsync("Acme");
        var client = await company.ClientAsync();
        await company.SeedAsync(At("2026-03-28T22:59:59.999Z"), s_sum31); // the 28th, 23:59:59.999 CET
        await company.SeedAsync(At("2026-03-28T23:00:00Z"), s_sum31); // the 29th, 00:00 CET
        await company.SeedAsync(At("2026-03-29T21:59:59.999Z"), s_sum31); // the 29th, 23:59:59.999 CEST
        await company.SeedAsync(At("2026-03-29T22:00:00Z"), s_sum31); // the 30th, 00:00 CEST

        (await ChartAsync(client, "from=2026-03-25&to=2026-03-31&timezone=Europe/Vienna")).Select(point => $"{point.Text("date")} {point.GetProperty("count")}")
            .ShouldBe(["2026-03-28 1", "2026-03-29 2", "2026-03-30 1"]);
    }

    [Fact]
    public async Task A_customer_narrows_the_chart_and_somebody_elses_is_not_found()
    {
        await using var server = await TestServer.StartAsync();
        var company = await server.CompanyAsync("Acme");
        var other = await server.CompanyAsync("Other");
        var client = await company.ClientAsync();
        var jira = await company.NewCustomerAsync("Jira");
        await company.SeedAsync(server.Time.GetUtcNow(), s_sum31);
        await company.SeedAsync(server.Time.GetUtcNow(), [8, 8, 8, 8, 8, 8], jira);

        (await ChartAsync(client, $"customer_id={jira}")).Single().Number("overall").ShouldBe(8);
        await (await client.GetAsync($"/portal/scores/chart?customer_id={other.DefaultCustomerId}")).ProblemAsync(404);
        await (await client.GetAsync($"/portal/scores/summary?customer_id={other.DefaultCustomerId}")).ProblemAsync(404);
        var limited = server.WithKey((await company.NewKeyAsync(["scores:read"], [jira])).Text("api_key"));
        (await ChartAsync(limited, "")).Single().Number("overall").ShouldBe(8);
        (await (await limited.GetAsync("/portal/scores/summary")).JsonAsync(200)).GetProperty("total_scored").GetInt32().ShouldBe(1);
        await (await limited.GetAsync($"/portal/scores/summary?customer_id={company.DefaultCustomerId}")).ProblemAsync(404);
    }

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text);

    private static async Task<List<JsonElement>> ChartAsync(HttpClient client, string query) =>
        [.. (await (await client.GetAsync("/portal/scores/chart?" + query)).JsonAsync(200)).GetProperty("data_points").EnumerateArray()];
}
