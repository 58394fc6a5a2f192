using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Shouldly;
using Vindex.Server.Tests.Evaluations;
using Vindex.Server.Tests.Hosting;
using Xunit;

namespace Vindex.Server.Tests.Sources;

public sealed class EvaluateTests
{
    [Fact]
    public async Task An_event_is_acknowledged_with_a_request_id_and_judged()
    {
        await using var server = await EventServer.StartAsync();
        var installation = await (await server.CompanyAsync("Acme")).RegisterAsync("generic", "one");

        var response = await installation.SendAsync(Ticket("one", "A-1"));

        (await response.JsonAsync(202)).EnumerateObject().Select(member => member.Name).ShouldBe(["status", "requestId"]);
        response.Headers.GetValues("RateLimit-Limit").ShouldBe(["60"]);
        response.Headers.GetValues("RateLimit-Remaining").ShouldBe(["59"]);
        var score = await installation.ScoreOfAsync(response);
        score.Text("customer_id").ShouldBe(installation.CustomerId);
        score.GetProperty("ticket").Text("key").ShouldBe("A-1");
        score.GetProperty("ticket").GetProperty("snapshot_at").GetDateTimeOffset().ShouldBe(server.Time.GetUtcNow());
    }

    [Fact]
    public async Task An_unknown_installation_is_401_and_a_missing_or_wrong_secret_403()
    {
        await using var server = await EventServer.StartAsync();
        var installation = await (await server.CompanyAsync("Acme")).RegisterAsync("generic", "one");

        var unknown = await server.SendAsync("generic", Ticket("two", "A-1"), ("X-Vindex-Secret", installation.Secret));
        (await unknown.ProblemAsync(401, "unknown_installation")).Text("detail").ShouldContain("/api/v1/register/generic");
        unknown.Headers.WwwAuthenticate.Single().Scheme.ShouldBe("X-Vindex-Secret");
        await (await server.SendAsync("generic", Ticket("two", "A-1"))).ProblemAsync(401, "unknown_installation");

        (await (await server.SendAsync("generic", Ticket("one", "A-1"))).ProblemAsync(403, "secret_missing")).Text("detail").ShouldContain("X-Vindex-Secret");
        foreach (var wrong in new[] { "x", installation.Secret + "x", installation.Secret[..^1], installation.Secret.ToUpperInvariant() })
            await (await server.SendAsync("generic", Ticket("one", "A-1"), ("X-Vindex-Secret", wrong))).ProblemAsync(403, "secret_wrong");
        await (await server.SendAsync("generic", Ticket("one", "A-1"), ("X-Vindex-Secret", installation.Secret), ("X-Vindex-Secret", "x"))).ProblemAsync(403);

        // An API key is no secret of an installation.
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/evaluate/generic") { Content = Json.Text(Ticket("one", "A-1")) };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", TestServer.AdminKey);
        await (await server.Anonymous.SendAsync(request)).ProblemAsync(403, "secret_missing");
    }

    [Fact]
    public async Task A_secret_opens_its_own_source_only()
    {
        await using var server = await EventServer.StartAsync();
        var company = await server.CompanyAsync("Acme");
        var generic = await company.RegisterAsync("generic", "acme/shop");

        await (await (generic with { Source = "github" }).SendAsync("""{"repository":{"full_name":"acme/shop"}}""")).ProblemAsync(401, "unknown_installation");
        await company.RegisterAsync("github", "acme/shop");
        await (await (generic with { Source = "github" }).SendAsync("""{"repository":{"full_name":"acme/shop"}}""")).ProblemAsync(403, "secret_wrong");
    }

    [Fact]
    public async Task Of_companies_with_the_same_external_id_the_secret_decides_which_is_meant()
    {
        await using var server = await EventServer.StartAsync();
        var first = await (await server.CompanyAsync("First")).RegisterAsync("generic", "one");
        server.Time.Advance(TimeSpan.FromSeconds(1));
        var second = await (await server.CompanyAsync("Second")).RegisterAsync("generic", "one");

        (await second.ScoreAsync(Ticket("one", "B-1"))).Text("customer_id").ShouldBe(second.CustomerId);
        (await first.ScoreAsync(Ticket("one", "A-1"))).Text("customer_id").ShouldBe(first.CustomerId);
        (await (await first.Owner.GetAsync("/portal/scores")).JsonAsync(200)).GetProperty("total").GetInt32().ShouldBe(1);
        await (await server.SendAsync("generic", Ticket("one", "A-1"), ("X-Vindex-Secret", "neither of the two"))).ProblemAsync(403, "secret_wrong");

        // Whoever comes later and brings a secret that is not theirs gets nothing by it.
        server.Time.Advance(TimeSpan.FromSeconds(1));
        var third = await (await server.CompanyAsync("Third")).RegisterAsync("generic", "one", first.Secret);
        (await first.ScoreAsync(Ticket("one", "A-2"))).Text("customer_id").ShouldBe(first.CustomerId);
        (await (await third.Owner.GetAsync("/portal/scores")).JsonAsync(200)).GetProperty("total").GetInt32().ShouldBe(0);
    }

    [Fact]
    public async Task The_61st_event_of_an_installation_within_a_minute_is_refused_and_strangers_do_not_count()
    {
        await using var server = await EventServer.StartAsync();
        var company = await server.CompanyAsync("Acme");
        var (one, two) = (await company.RegisterAsync("generic", "one"), await company.RegisterAsync("generic", "two"));
        for (var i =
            0; i < 70; i++)
        {
            await (await server.SendAsync("generic", Ticket("one", "A-1"), ("X-Vindex-Secret", "a stranger's guess"))).ProblemAsync(403);
        }
        for (var i = 0; i < 60; i++) await (await one.SendAsync(Ticket("one", $"A-{i}"))).JsonAsync(202);
        server.Time.Advance(TimeSpan.FromSeconds(20));

        var refused = await one.SendAsync(Ticket("one", "A-60"));

        await refused.ProblemAsync(429, "rate_limited");
        refused.Headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromSeconds(40));
        refused.Headers.GetValues("RateLimit-Limit").ShouldBe(["60"]);
        refused.Headers.GetValues("RateLimit-Remaining").ShouldBe(["0"]);
        refused.Headers.GetValues("RateLimit-Reset").ShouldBe(["40"]);
        await (await two.SendAsync(Ticket("two", "A-1"))).JsonAsync(202);
        server.Time.Advance(TimeSpan.FromSeconds(40));
        await (await one.SendAsync(Ticket("one", "A-60"))).JsonAsync(202);
    }

    [Fact]
    public async Task Under_back_pressure_events_are_asked_to_come_back()
    {
        var released = new TaskCompletionSource();
        await using var server = await QueueServer.StartAsync(
            null,
            async (judge, reading, cancellationToken) =>
            {
                await released.Task.WaitAsync(cancellationToken);
                return judge.Judge(reading);
            },
            ("Evaluations:Parallelism", "1"),
            ("Evaluations:MaxWaiting", "2"),
            ("Evaluations:RetryAfter", "7s"));
        var company = await server.CompanyAsync("Acme", null);
        company.Client.DefaultRequestHeaders.Add("X-Vindex-Secret", company.Secret.Text);
        async Task<HttpResponseMessage> SendAsync(int i) => await company.Client.PostAsync("/api/v1/evaluate/generic", Json.Text(Ticket("Acme", $"A-{i}")));

        // One is being judged, which takes its time, and some wait.
        var accepted = 0;
        HttpResponseMessage answer;
        while ((answer = await SendAsync(accepted)).StatusCode == HttpStatusCode.Accepted) (++accepted).ShouldBeLessThan(10);

        await answer.ProblemAsync(503, "queue_full");
        answer.Headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromSeconds(7));
        accepted.ShouldBeGreaterThan(0);
        released.SetResult();
        await Eventually.Async(() => SendAsync(accepted), again => again.StatusCode == HttpStatusCode.Accepted);
    }

    [Fact]
    public async Task The_requests_own_webhook_is_called_and_one_that_leads_inside_is_refused()
    {
        await using var server = await EventServer.StartAsync(("Callbacks:AllowedNetworks", ""));
        var installation = await (await server.CompanyAsync("Acme")).RegisterAsync("generic", "one");
        string With(string url) =>
            JsonSerializer.Serialize(new { external_id = "one", ticket_data = new { summary = "As a reader I want a list" }, webhook = new { url } });

        foreach (var url in new[]
        {
            "https://127.0.0.1/x", "https://[::1]/x", "https://10.1.2.3/", "https://metadata.google.internal.localhost/", "gopher://example.com/"
        })
        {
            var problem = await (await installation.SendAsync(With(url))).ProblemAsync(422);
            problem.GetProperty("errors").TryGetProperty("webhook.url", out _).ShouldBeTrue(url);
        }

        (await (await installation.Owner.GetAsync("/portal/scores")).JsonAsync(200)).GetProperty("total").GetInt32().ShouldBe(0);
    }

    [Fact]
    public async Task Null_characters_are_removed_and_text_over_the_limits_is_cut_with_a_finding()
    {
        await using var server = await EventServer.StartAsync();
        var installation = await (await server.CompanyAsync("Acme")).RegisterAsync("generic", "one");
        var summary = "As a reader I want \\u0000this\\u0000 and \\\\u0000 as it is " + new string('x', 1000);
        var body = $$$"""{"external_id":"one","ticket_data":{"key":"A-1","summary":"{{{summary}}}","description":"{{{new string('y', 70_000)}}}"}}""";

        var score = await installation.ScoreAsync(body);

        var text = score.GetProperty("text");
        text.Text("summary").Length.ShouldBe(1000);
        text.Text("summary").ShouldStartWith("As a reader I want this and \\u0000 as it is xxx");
        text.Text("description").Length.ShouldBe(64 * 1024);
        score.GetProperty("findings").EnumerateArray().Select(finding => finding.Text("rule")).ShouldContain("estimable.cut");
    }

    [Fact]
    public async Task All_errors_of_a_generic_event_are_listed_and_further_members_ignored()
    {
        await using var server = await EventServer.StartAsync();
        var installation = await (await server.CompanyAsync("Acme")).RegisterAsync("generic", "one");

        var problem = await (await installation.SendAsync(
            """
            {"external_id":"one","surprise":{},"ticket_data":{"summary":" ","description":7,"surprise":1},"webhook":{},
             "context_items":[5,{"kind":"rumor","title":3}],"system_type":null}
            """)).ProblemAsync(422, "invalid_fields");

        problem.GetProperty("errors").EnumerateObject().Select(error => $"{error.Name}: {error.Value[0].GetString()}").ShouldBe(
            [
                "ticket_data.summary: must not be blank",
                "ticket_data.description: must be text, or an ADF document (an object with \"type\": \"doc\")",
                "context_items[0]: must be an object",
                "context_items[1].kind: must be one of linked_issue, epic, comment, attachment, note",
                "context_items[1].title: must be text",
                "webhook.url: is required",
            ],
            ignoreOrder: true);
    }

    [Theory]
    [InlineData("", 400, "body_missing")]
    [InlineData("{", 400, "bad_json")]
    [InlineData("[]", 422, "invalid_fields")]
    [InlineData("{}", 422, "invalid_fields")]
    [InlineData("""{"external_id":{}}""", 422, "invalid_fields")]
    [InlineData("""{"external_id":"\ud800"}""", 422, "bad_character")]
    public async Task A_body_that_cannot_be_read_is_refused(string body, int status, string code)
    {
        await using var server = await EventServer.StartAsync();

        await (await server.SendAsync("generic", body)).ProblemAsync(status, code);
    }

    [Fact]
    public async Task A_body_over_a_mebibyte_is_too_large_and_one_of_another_type_unsupported()
    {
        await using var server = await EventServer.StartAsync();
        var installation = await (await server.CompanyAsync("Acme")).RegisterAsync("generic", "one");

        await (await installation.SendAsync(Ticket("one", new string('x', 1024 * 1024)))).ProblemAsync(413, "body_too_large");
        using var form = new FormUrlEncodedContent([new("payload", "{}")]);
        await (await server.Anonymous.PostAsync("/api/v1/evaluate/generic", form)).ProblemAsync(415);
        await (await server.Anonymous.GetAsync("/api/v1/evaluate/generic")).ProblemAsync(405);
    }

    [Theory]
    [InlineData("""{"external_id":"one"}""", "ticket_data")]
    [InlineData("""{"external_id":"one","ticket_data":{}}""", "ticket_data.summary")]
    [InlineData("""{"external_id":"one","ticket_data":{"summary":"  "}}""", "ticket_data.summary")]
    [InlineData("""{"external_id":"one","ticket_data":{"summary":"***"}}""", "ticket_data.summary")]
    [InlineData("""{"external_id":"one","ticket_data":{"summary":"x","description":{"type":"paragraph"}}}""", "ticket_data.description")]
    [InlineData("""{"external_id":"one","ticket_data":{"summary":"x"},"context_items":[{"kind":"dream"}]}""", "context_items[0].kind")]
    [InlineData("""{"external_id":"one","ticket_data":{"summary":"x"},"webhook":{}}""", "webhook.url")]
    public async Task A_ticket_that_cannot_be_read_is_refused_with_its_field(string body, string field)
    {
        await using var server = await EventServer.StartAsync();
        var installation = await (await server.CompanyAsync("Acme")).RegisterAsync("generic", "one");

        var problem = await (await installation.SendAsync(body)).ProblemAsync(422, "invalid_fields");

        problem.GetProperty("errors").TryGetProperty(field, out _).ShouldBeTrue(problem.GetRawText());
    }

    [Fact]
    public async Task A_customer_that_is_not_the_installations_is_not_found()
    {
        await using var server = await EventServer.StartAsync();
        var company = await server.CompanyAsync("Acme");
        var installation = await company.RegisterAsync("generic", "one");
        string With(string customer) =>
            JsonSerializer.Serialize(new { external_id = "one", customer_id = customer, ticket_data = new { summary = "As a reader I want a list" } });

        await (await installation.SendAsync(With(installation.CustomerId))).JsonAsync(202);
        await (await installation.SendAsync(With(company.DefaultCustomerId))).ProblemAsync(404);
        await (await installation.SendAsync(With("nobody"))).ProblemAsync(404);
    }

    private static string Ticket(string externalId, string key) =>
        JsonSerializer.Serialize(
            new { external_id = externalId, ticket_data = new { key, summary = "As a reader I want a table of contents so that I can go on" } });
}
