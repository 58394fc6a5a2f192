using System.Net.Http.Headers;
using System.Text;
using Shouldly;
using Vindex.Server.Tests.Hosting;
using Xunit;

namespace Vindex.Server.Tests;

/// <summary>A refusal says what is really wrong, and nothing that was meant is passed over.</summary>
public sealed class RefusalTests
{
    [Theory]
    [InlineData("chart?to=9999-12-31", "to")]
    [InlineData("chart?from=1969-12-31", "from")]
    [InlineData("?from=1969-12-31", "from")]
    [InlineData("export?to=9998-12-31", "to")]
    public async Task A_day_beyond_the_range_is_told_the_range(string query, string field)
    {
        await using var server = await TestServer.StartAsync();
        var client = await (await server.CompanyAsync("Acme")).ClientAsync();
        var path = query[0] == '?' ? "/portal/scores" : "/portal/scores/";

        var problem = await (await client.GetAsync(path + query)).ProblemAsync(422, "invalid_fields");

        problem.GetProperty("errors").GetProperty(field)[0].GetString().ShouldBe("must be between 1970-01-01 and 9998-12-30");
        (await (await client.GetAsync("/portal/scores/chart?from=31.12.2025")).ProblemAsync(422)).Text("detail").ShouldContain("must be an ISO 8601 date");
    }

    [Theory]
    [InlineData("9999-12-31T23:59:59Z", "must be within the years 1970 to 9998")]
    [InlineData("1969-12-31T23:59:59Z", "must be within the years 1970 to 9998")]
    [InlineData("2026-12-31T23:59:59", "must be an ISO 8601 time with its offset")]
    public async Task An_instant_beyond_the_range_is_told_the_range(string instant, string expected)
    {
        await using var server = await TestServer.StartAsync();
        var company = await server.CompanyAsync("Acme");
        var owner = await company.ClientAsync("installations:write");

        var key = await server.Admin.PostAsync(
            $"/admin/companies/{company.Id}/keys", Json.Content(new { name = "k", scopes = new[] { "scores:read" }, expires_at = instant }));
        var replay = await owner.PostAsync(
            "/portal/deliveries/replay", Json.Content(new { since = instant, until = "2026-04-16T00:00:00Z", status = "failed" }));

        (await key.ProblemAsync(422)).GetProperty("errors").GetProperty("expires_at")[0].GetString()!.ShouldStartWith(expected);
        (await replay.ProblemAsync(422)).GetProperty("errors").GetProperty("since")[0].GetString()!.ShouldStartWith(expected);
    }

    [Fact]
    public async Task Skip_and_cursor_exclude_each_other_even_where_nothing_is_skipped()
    {
        await using var server = await TestServer.StartAsync();
        var company = await server.CompanyAsync("Acme");
        for (var i = 0; i < 2; i++) await company.SeedAsync(server.Time.GetUtcNow().AddSeconds(i), [5, 5, 5, 5, 5, 5]);
        var client = await company.ClientAsync();
        var cursor = (await (await client.GetAsync("/portal/scores?skip=0&limit=1")).JsonAsync(200)).Text("next_cursor");

        await (await client.GetAsync($"/portal/scores?limit=1&cursor={cursor}")).JsonAsync(200);
        await (await client.GetAsync($"/portal/scores?limit=1&skip=&cursor={cursor}")).JsonAsync(200);
        var problem = await (await client.GetAsync($"/portal/scores?limit=1&skip=0&cursor={cursor}")).ProblemAsync(422, "invalid_fields");

        problem.GetProperty("errors").GetProperty("skip")[0].GetString().ShouldBe("cannot be combined with cursor");
    }

    [Theory]
    [InlineData("[]", "The body must be a JSON object; it is a list.")]
    [InlineData("null", "The body must be a JSON object; it is null.")]
    [InlineData("\"x\"", "The body must be a JSON object; it is text.")]
    [InlineData("7", "The body must be a JSON object; it is a number.")]
    [InlineData("true", "The body must be a JSON object; it is true or false.")]
    public async Task A_body_that_is_no_object_gets_one_sentence(string body, string detail)
    {
        await using var server = await TestServer.StartAsync();
        var company = await server.CompanyAsync("Acme");
        var client = await company.ClientAsync("scores:write", "installations:write");
        HttpResponseMessage[] answers =
        [
            await client.PostAsync("/v1/score", Json.Text(body)),
            await client.PostAsync("/portal/customers", Json.Text(body)),
            await client.PostAsync("/portal/deliveries/replay", Json.Text(body)),
            await client.PostAsync("/api/v1/register/github", Json.Text(body)),
            await server.Admin.PostAsync("/admin/companies", Json.Text(body)),
            await server.Admin.PatchAsync("/admin/companies/" + company.Id, Json.Text(body)),
            await server.Admin.PostAsync($"/admin/companies/{company.Id}/keys", Json.Text(body)),
        ];

        foreach (var answer in answers)
        {
            var problem = await answer.ProblemAsync(422, "invalid_fields");
            problem.Text("detail").ShouldBe(detail, answer.RequestMessage!.RequestUri!.AbsolutePath);
            problem.GetProperty("errors").EnumerateObject().Single().Name.ShouldBe("body");
        }
    }

    [Fact]
    public async Task What_is_wrong_with_the_body_as_a_whole_has_a_name()
    {
        await using var server = await TestServer.StartAsync();
        var client = await (await server.CompanyAsync("Acme")).ClientAsync();

        foreach (var body in new[] { "\"\\u0000\"", "\"\\ud800\"", new string('[', 300) + new string(']', 300) })
        {
            var problem = await (await client.PostAsync("/v1/score", Json.Text(body))).ProblemAsync(422);
            problem.GetProperty("errors").EnumerateObject().Single().Name.ShouldBe("body");
            problem.Text("detail").ShouldStartWith("The body ");
        }
    }

    [Theory]
    [InlineData("""{"slug":"other"}""", "slug")]
    [InlineData("""{"name":"New","qualitygate":5}""", "qualitygate")]
    [InlineData("""{"company_id":"co_1","name":"New"}""", "company_id")]
    public async Task A_change_of_what_cannot_be_changed_is_refused_whole(string body, string field)
    {
        await using var server = await TestServer.StartAsync();
        var path = "/admin/companies/" + (await server.CompanyAsync("Acme")).Id;
        var before = await server.Admin.GetStringAsync(path);

        var problem = await (await server.Admin.PatchAsync(path, Json.Text(body))).ProblemAsync(422, "invalid_fields");

        problem.GetProperty("errors").EnumerateObject().Single().Name.ShouldBe(field);
        problem.GetProperty("errors").GetProperty(field)[0].GetString().ShouldBe("cannot be changed; name, quality_gate, timezone, retention_days, require_second_factor can");
        (await server.Admin.GetStringAsync(path)).ShouldBe(before);
    }

    [Theory]
    [InlineData("application/json", 200)]
    [InlineData("Application/JSON; charset=UTF-8", 200)]
    [InlineData("application/json;charset=\"utf-8\"", 200)]
    [InlineData("application/json; charset=iso-8859-1", 415)]
    [InlineData("application/json; charset=utf-16", 415)]
    [InlineData("application/json; version=1", 415)]
    [InlineData("application/vnd.api+json", 415)]
    [InlineData("application/problem+json", 415)]
    [InlineData("text/json", 415)]
    public async Task Bodies_are_JSON_in_UTF_8_and_nothing_else(string contentType, int status)
    {
        await using var server = await TestServer.StartAsync();
        var client = await (await server.CompanyAsync("Acme")).ClientAsync();
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes("""{"ticket_data":{"summary":"Export"}}"""));
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(contentType);

        var response = await client.PostAsync("/v1/score", content);

        if (status == 200) await response.JsonAsync(200);
        else await response.ProblemAsync(415, "unsupported_media_type");
    }

    [Theory]
    [InlineData("\\n", "U+000A")]
    [InlineData("\\u001b", "U+001B")]
    [InlineData("\\u007f", "U+007F")]
    [InlineData("\\u0085", "U+0085")]
    public async Task Names_and_ids_hold_no_control_characters_while_titles_may(string escape, string named)
    {
        await using var server = await TestServer.StartAsync();
        var company = await server.CompanyAsync("Acme");
        var client = await company.ClientAsync();
        var path = "/admin/companies/" + company.Id;
        var name = $$"""{"name":"a{{escape}}b","scopes":["scores:read"]}""";

        await RefusedAsync(await server.Admin.PostAsync("/admin/companies", Json.Text(name)), "name");
        await RefusedAsync(await server.Admin.PatchAsync(path, Json.Text($$"""{"name":"a{{escape}}b"}""")), "name");
        await RefusedAsync(await server.Admin.PostAsync(path + "/customers", Json.Text(name)), "name");
        await RefusedAsync(await server.Admin.PostAsync(path + "/keys", Json.Text(name)), "name");
        await RefusedAsync(await client.PostAsync("/v1/score", Json.Text($$$"""{"ticket_id":"a{{{escape}}}b","ticket_data":{"summary":"x"}}""")), "ticket_id");
        await RefusedAsync(await client.PostAsync("/v1/score", Json.Text($$$"""{"ticket_data":{"key":"a{{{escape}}}b","summary":"x"}}""")), "ticket_data.key");
        await (await client.PostAsync("/v1/score", Json.Text($$$"""{"ticket_data":{"summary":"a{{{escape}}}b"}}"""))).JsonAsync(200);

        async Task RefusedAsync(HttpResponseMessage response, string field) =>
            (await response.ProblemAsync(422, "invalid_fields")).GetProperty("errors").GetProperty(field)[0].GetString()
                .ShouldBe("must not contain control characters; it contains " + named);
    }
}
