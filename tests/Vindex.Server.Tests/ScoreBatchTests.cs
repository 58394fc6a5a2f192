using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Shouldly;
using Vindex.Server.Tests.Hosting;
using Xunit;

namespace Vindex.Server.Tests;

public sealed class ScoreBatchTests
{
    [Fact]
    public async Task Lines_are_scored_as_single_requests_are()
    {
        await using var server = await TestServer.StartAsync();
        var client = await (await server.CompanyAsync("Acme")).ClientAsync();

        var lines = await Lines(await SendLines(client, Ticket("A-1", "Export the report"), "", Ticket("A-2", "As a rider I want to see my trips")));

        lines[^1].GetRawText().ShouldBe("""{"done":true,"scored":2,"failed":0}""");
        var scored = lines[..^1].OrderBy(line => line.GetProperty("index").GetInt32()).ToList();
        scored.Select(line => line.GetProperty("index").GetInt32()).ShouldBe([0, 1]);
        scored.ShouldAllBe(line => line.GetProperty("status").GetInt32() == 200);
        var single = await (await client.PostAsync("/v1/score", Json.Ticket("As a rider I want to see my trips"))).JsonAsync(200);
        scored[1].GetProperty("individual_scores").GetRawText().ShouldBe(single.GetProperty("individual_scores").GetRawText());
        scored[1].GetProperty("recommendations").GetRawText().ShouldBe(single.GetProperty("recommendations").GetRawText());
        var stored = await (await client.GetAsync($"/portal/scores/{scored[0].Text("score_id")}")).JsonAsync(200);
        stored.GetProperty("ticket").Text("id").ShouldBe("A-1");
        scored[0].TryGetProperty("explanation", out _).ShouldBeFalse();
    }

    [Fact]
    public async Task A_list_in_json_is_the_same_and_details_add_the_explanation()
    {
        await using var server = await TestServer.StartAsync();
        var client = await (await server.CompanyAsync("Acme")).ClientAsync();

        var response = await Send(
            client, $$"""{"tickets":[{{Ticket("A-1", "Export")}},{{Ticket("A-2", "Import")}}]}""", "application/json", query: "?details=true");

        var lines = await Lines(response);
        lines.Count.ShouldBe(3);
        lines[..^1].ShouldAllBe(line => line.GetProperty("explanation").ValueKind == JsonValueKind.Object);
    }

    [Fact]
    public async Task A_ticket_that_fails_does_not_fail_the_others()
    {
        await using var server = await TestServer.StartAsync();
        var client = await (await server.CompanyAsync("Acme")).ClientAsync();

        var lines = await Lines(await SendLines(
            client,
            Ticket("A-1", "Export"),
            """{"ticket_data":{}}""",
            "{\"ticket_data\":",
            """{"ticket_data":{"summary":"Import"},"system_type":"unheard"}""",
            """{"ticket_data":{"summary":"Import"},"customer_id":"unheard"}""",
            """{"ticket_data":{"summary":"Import"},"idempotency_key":"with space"}"""));

        lines[^1].GetRawText().ShouldBe("""{"done":true,"scored":1,"failed":5}""");
        var byIndex = lines[..^1].ToDictionary(line => line.GetProperty("index").GetInt32());
        byIndex[1].GetProperty("status").GetInt32().ShouldBe(422);
        byIndex[1].GetProperty("errors").GetProperty("ticket_data.summary")[0].GetString().ShouldNotBeNullOrEmpty();
        byIndex[2].GetProperty("status").GetInt32().ShouldBe(400);
        byIndex[2].Text("detail").ShouldNotBeNullOrEmpty();
        byIndex[3].Text("code").ShouldBe("unknown_profile");
        byIndex[4].GetProperty("status").GetInt32().ShouldBe(404);
        byIndex[5].GetProperty("errors").TryGetProperty("idempotency_key", out _).ShouldBeTrue();
        (await Scored(client)).ShouldBe(1);
    }

    [Fact]
    public async Task A_repeated_batch_stores_nothing_twice_and_gets_the_same_answers()
    {
        await using var server = await TestServer.StartAsync();
        var client = await (await server.CompanyAsync("Acme")).ClientAsync();
        var batch = string.Join('\n', Ticket("A-1", "Export"), Ticket("A-2", "Import"), """{"ticket_data":{}}""");

        var first = await Send(client, batch, key: "b-1");
        var second = await Send(client, batch, key: "b-1");
        var other = await Send(client, Ticket("A-1", "Export"), key: "b-1");

        first.Headers.Contains("Idempotency-Replayed").ShouldBeFalse();
        second.Headers.GetValues("Idempotency-Replayed").ShouldBe(["true"]);
        Sorted(await Lines(second)).ShouldBe(Sorted(await Lines(first)));
        await other.ProblemAsync(422, "idempotency_other_body");
        (await Scored(client)).ShouldBe(2);
    }

    [Fact]
    public async Task A_batch_that_was_cut_off_goes_on_where_it_stopped()
    {
        await using var server = await TestServer.StartAsync();
        var company = await server.CompanyAsync("Acme");
        var client = await company.ClientAsync();
        var batch = string.Join('\n', Enumerable.Range(0, 300).Select(i => Ticket($"A-{i}", $"Export report {i}")));

        using (var request = Request(batch, "application/x-ndjson", "", "b-1"))
        using (var cut = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken))
        {
            using var reader = new StreamReader(await cut.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken));
            (await reader.ReadLineAsync(TestContext.Current.CancellationToken)).ShouldNotBeNull();
        }

        // The server may still be ending the first run.
        var again = await Send(client, batch, key: "b-1");
        while ((int)again.StatusCode == 409) again = await Send(client, batch, key: "b-1");

        (await Lines(again))[^1].GetRawText().ShouldBe("""{"done":true,"scored":300,"failed":0}""");
        (await Scored(client)).ShouldBe(300);
    }

    [Fact]
    public async Task A_ticket_with_its_own_key_is_scored_once_whatever_batch_it_is_in()
    {
        await using var server = await TestServer.StartAsync();
        var client = await (await server.CompanyAsync("Acme")).ClientAsync();
        const string Keyed = """{"ticket_data":{"summary":"Export"},"idempotency_key":"t-1"}""";

        var first = (await Lines(await SendLines(client, Keyed)))[0];
        var second = (await Lines(await SendLines(client, Ticket("A-2", "Import"), Keyed))).Single(line => Index(line) == 1);

        second.Text("score_id").ShouldBe(first.Text("score_id"));
        (await Scored(client)).ShouldBe(2);
    }

    [Fact]
    public async Task The_first_of_two_equal_members_counts_in_a_list_as_well()
    {
        await using var server = await TestServer.StartAsync();
        var client = await (await server.CompanyAsync("Acme")).ClientAsync();
        const string Twice = """{"ticket_data":{"summary":"Export"},"idempotency_key":"t-1","ticket_data":5}""";

        var first = await Lines(await Send(client, $$"""{"tickets":[{{Twice}}]}""", "application/json"));
        var second = await Lines(await Send(client, $$"""{"tickets":[{{Ticket("A-2", "Import")}},{{Twice}}]}""", "application/json"));

        first[0].Text("score_id").ShouldBe(second.Single(line => line.TryGetProperty("index", out var index) && index.GetInt32() == 1).Text("score_id"));
    }

    [Fact]
    public async Task A_repeated_ticket_has_the_details_of_its_first_score()
    {
        await using var server = await TestServer.StartAsync();
        var client = await (await server.CompanyAsync("Acme")).ClientAsync();
        const string Keyed = """{"ticket_data":{"summary":"As a rider I want to see my trips","description":"- 10 trips a page"},"idempotency_key":"t-1"}""";

        var plain = (await Lines(await Send(client, Keyed)))[0];
        var details = (await Lines(await Send(client, Keyed, query: "?details=true")))[0];
        var again = (await Lines(await Send(client, Keyed)))[0];

        details.Text("score_id").ShouldBe(plain.Text("score_id"));
        var stored = await (await client.GetAsync($"/portal/scores/{plain.Text("score_id")}")).JsonAsync(200);
        foreach (var member in new[] { "reading", "explanation", "recommendation_details", "confidence", "findings" })
            details.GetProperty(member).GetRawText().ShouldBe(stored.GetProperty(member).GetRawText());
        again.GetRawText().ShouldBe(plain.GetRawText());
    }

    [Fact]
    public async Task The_limit_counts_tickets()
    {
        await using var server = await TestServer.StartAsync(settings: [("Limits:Batch:Tickets", "5"), ("Limits:Batch:WindowSeconds", "60")]);
        var client = await (await server.CompanyAsync("Acme")).ClientAsync();
        var three = Enumerable.Repeat(Ticket("A-1", "Export"), 3).ToArray();

        var first = await SendLines(client, three);
        first.Headers.GetValues("RateLimit-Remaining").ShouldBe(["2"]);
        (await Lines(first)).Count.ShouldBe(4);
        server.Time.Advance(TimeSpan.FromSeconds(10));
        (await Lines(await SendLines(client, three[..1])))[^1].GetProperty("scored").GetInt32().ShouldBe(1);
        var refused = await SendLines(client, three);

        await refused.ProblemAsync(429, "rate_limited");
        refused.Headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromSeconds(50));
        await (await SendLines(client, [.. three, .. three])).ProblemAsync(422, "too_many_tickets");
        (await Scored(client)).ShouldBe(4);
    }

    [Fact]
    public async Task Bodies_that_are_no_batch_are_refused_as_a_whole()
    {
        await using var server = await TestServer.StartAsync();
        var client = await (await server.CompanyAsync("Acme")).ClientAsync();

        await (await SendLines(client, [.. Enumerable.Repeat(Ticket("A", "Export"), 1001)])).ProblemAsync(422, "too_many_tickets");
        await (await Send(client, " \n \n")).ProblemAsync(400, "body_missing");
        await (await Send(client, "", "application/json")).ProblemAsync(400, "body_missing");
        await (await Send(client, """{"tickets":[]}""", "application/json")).ProblemAsync(422, "invalid_fields");
        await (await Send(client, """{"tickets":{}}""", "application/json")).ProblemAsync(422, "invalid_fields");
        await (await Send(client, "[]", "application/json")).ProblemAsync(422, "invalid_fields");
        await (await Send(client, Ticket("A", "Export"), "text/csv")).ProblemAsync(415, "unsupported_media_type");
        await (await Send(client, new string(' ', (8 * 1024 * 1024) + 1))).ProblemAsync(413, "body_too_large");
        await (await Send(client, Ticket("A", "Export"), query: "?details=maybe")).ProblemAsync(422, "invalid_fields");
        await (await Send(client, Ticket("A", "Export"), key: new string('k', 256))).ProblemAsync(422, "invalid_fields");
        (await Scored(client)).ShouldBe(0);
    }

    [Fact]
    public async Task A_key_without_the_scope_or_a_foreign_customer_gets_nothing()
    {
        await using var server = await TestServer.StartAsync();
        var acme = await server.CompanyAsync("Acme");
        var reader = server.WithKey((await acme.NewKeyAsync(["scores:read"])).Text("api_key"));
        var other = await (await server.CompanyAsync("Other")).ClientAsync();

        await (await SendLines(reader, Ticket("A-1", "Export"))).ProblemAsync(403);
        await (await SendLines(server.Anonymous, Ticket("A-1", "Export"))).ProblemAsync(401);
        var foreign = $$"""{"ticket_data":{"summary":"Export"},"customer_id":"{{acme.DefaultCustomerId}}"}""";
        (await Lines(await SendLines(other, foreign)))[0].GetProperty("status").GetInt32().ShouldBe(404);
    }

    private static string Ticket(string id, string summary) => $$$"""{"ticket_id":"{{{id}}}","ticket_data":{"summary":"{{{summary}}}"}}""";

    private static Task<HttpResponseMessage> SendLines(HttpClient client, params string[] lines) => Send(client, string.Join('\n', lines));

    private static async Task<HttpResponseMessage> Send(
        HttpClient client, string body, string type = "application/x-ndjson", string query = "", string? key = null)
    {
        using var request = Request(body, type, query, key);
        return await client.SendAsync(request, TestContext.Current.CancellationToken);
    }

    private static HttpRequestMessage Request(string body, string type, string query, string? key)
    {
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        content.Headers.ContentType = new MediaTypeHeaderValue(type);
        var request = new HttpRequestMessage(HttpMethod.Post, new Uri("/v1/score/batch" + query, UriKind.Relative)) { Content = content };
        if (key is not null) request.Headers.Add("Idempotency-Key", key);
        return request;
    }

    private static async Task<List<JsonElement>> Lines(HttpResponseMessage response)
    {
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        ((int)response.StatusCode).ShouldBe(200, text);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("application/x-ndjson");
        text.ShouldEndWith("\n");
        return [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonElement.Parse(line))];
    }

    private static List<string> Sorted(List<JsonElement> lines) => [.. lines.Select(line => line.GetRawText()).Order(StringComparer.Ordinal)];

    private static int? Index(JsonElement line) => line.TryGetProperty("index", out var index) ? index.GetInt32() : null;

    private static async Task<int> Scored(HttpClient client) =>
        (await (await client.GetAsync("/portal/scores/summary")).JsonAsync(200)).GetProperty("total_scored").GetInt32();
}
