using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.Json.Nodes;
using Shouldly;
using Vindex.Client.Models;
using Xunit;

namespace Vindex.Client.Tests;

/// <summary>Errors and retries, with prepared responses.</summary>
public sealed class FaultTests
{
    private const string Key = "vx_0123456789ab_a-secret-that-must-not-be-shown";
    private const string Busy = """{"code":"engine_busy","detail":"The scoring engine is busy; try again shortly."}""";
    private const string Limited = """{"code":"rate_limited","detail":"Too many requests."}""";
    private const string Summary = """{"overall_average":null,"total_scored":0}""";
    private const string Company =
        """{"company_id":"c","slug":"acme","name":"Acme","quality_gate":6,"created_at":"2026-01-01T00:00:00Z","default_customer_id":"d","require_second_factor":false,"retention_days":null,"timezone":null}""";

    private readonly InstantTime _time = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Retry_after_is_honored_for_429_and_503()
    {
        var server = new PreparedServer(new(429, Limited, "7"), new(503, Busy, "2"), new(200, Score("s1")));
        using var client = Client(server);

        (await client.ScoreAsync(Request("x"), cancellationToken: Stop)).ScoreId.ShouldBe("s1");

        _time.Waits.Select(wait => wait.TotalSeconds).ShouldBe([7, 2]);
        server.Requests.Select(request => request.Headers["idempotency-key"]).Distinct().Count().ShouldBe(1);
    }

    [Fact]
    public async Task A_longer_delay_than_allowed_is_an_error_at_once()
    {
        var server = new PreparedServer(new Prepared(429, Limited, "3600"));
        using var client = Client(server);

        (await Should.ThrowAsync<RateLimitedException>(() => client.GetSummaryAsync(cancellationToken: Stop))).RetryAfter.ShouldBe(TimeSpan.FromHours(1));

        _time.Waits.ShouldBeEmpty();
        server.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_date_as_retry_after()
    {
        using var client = Client(new PreparedServer(new(503, Busy, "Wed, 21 Oct 2015 07:28:00 GMT"), new(200, Summary)));

        await client.GetSummaryAsync(cancellationToken: Stop);

        _time.Waits.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(0.0, new[] { 0.5, 1, 2 })]
    [InlineData(1.0, new[] { 1.0, 2, 4 })]
    public async Task Delays_without_retry_after_double_and_end(double random, double[] seconds)
    {
        var server = new PreparedServer(new Prepared(502, "<html>"));
        using var client = Client(server, new RetryPolicy { Base = TimeSpan.FromSeconds(1), Random = () => random });

        await Should.ThrowAsync<ServerException>(() => client.GetSummaryAsync(cancellationToken: Stop));

        _time.Waits.Select(wait => wait.TotalSeconds).ShouldBe(seconds);
        server.Requests.Count.ShouldBe(4);
    }

    [Theory]
    [InlineData(502, "", false)]
    [InlineData(503, """{"code":"store_unavailable","detail":"try again"}""", false)]
    [InlineData(200, "{", true)]
    public async Task What_may_have_been_executed_is_not_sent_again(int status, string body, bool isCut)
    {
        var server = new PreparedServer(new Prepared(status, body, IsCut: isCut));
        using var client = Client(server);

        await Should.ThrowAsync<VindexException>(() => client.CreateCompanyAsync(new NewCompany { Name = "Acme" }, Stop));

        server.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_rejected_request_is_sent_again_even_if_it_is_not_repeatable()
    {
        using var client = Client(new PreparedServer(new(503, Busy), new(201, Company)));

        (await client.CreateCompanyAsync(new NewCompany { Name = "Acme" }, Stop)).CompanyId.ShouldBe("c");
    }

    [Fact]
    public async Task Feedback_gets_an_id_so_that_it_can_be_sent_again()
    {
        var created = """{"id":"f","created_at":"2026-01-01T00:00:00Z","wb_user_id":"k","payload":{}}""";
        var server = new PreparedServer(new(200, "{", IsCut: true), new(200, created));
        using var client = Client(server);

        var row = new Feedback { ProjectId = "acme/x", WeaveRef = "r", FeedbackType = "t", Payload = new JsonObject() };
        await client.CreateFeedbackAsync(row, Stop);

        var ids = server.Requests.Select(request => JsonNode.Parse(request.Body)!["id"]!.GetValue<string>()).ToList();
        ids.Count.ShouldBe(2);
        ids.Distinct().ShouldHaveSingleItem().ShouldNotBeEmpty();
    }

    [Fact]
    public async Task A_batch_that_breaks_off_is_continued_with_the_same_key_and_body()
    {
        var scored = Score("s0", 0) + "\n";
        var failed = """{"index":1,"status":422,"code":"invalid_fields","detail":"ticket_data.summary: is required"}""" + "\n";
        var server = new PreparedServer(
            new(200, scored, IsCut: true), new(200, scored), new(200, failed + scored + """{"done":true,"scored":1,"failed":1}"""));
        using var client = Client(server);

        var results = await client.ScoreBatchAsync([BatchTicket("a"), BatchTicket("")], cancellationToken: Stop).ToListAsync(Stop);

        server.Requests.Count.ShouldBe(3);
        server.Requests.Select(request => (request.Headers["idempotency-key"], request.Body)).Distinct().Count().ShouldBe(1);
        results.Select(result => result.Index).ShouldBe([0, 1]);
        results[0].Score!.ScoreId.ShouldBe("s0");
        results[1].Error.ShouldBeOfType<InvalidFieldsException>();
    }

    [Fact]
    public async Task Tickets_that_found_the_server_busy_are_sent_again()
    {
        const string done = "\n{\"done\":true}\n";
        using var client = Client(new PreparedServer(
            new(200, """{"index":0,"status":503,"code":"engine_busy","detail":"busy"}""" + done), new(200, Score("s0", 0) + done)));

        var result = await client.ScoreBatchAsync([BatchTicket("a")], cancellationToken: Stop).SingleAsync(Stop);

        (result.Score?.ScoreId, result.Error).ShouldBe(("s0", null));
    }

    [Fact]
    public async Task Batches_are_split_by_number_and_by_size()
    {
        var lines = string.Concat(Enumerable.Range(0, 1000).Select(index => Score($"s{index}", index) + "\n"));
        var server = new PreparedServer(new Prepared(200, lines + """{"done":true}"""));
        using var client = Client(server);

        var small = Enumerable.Range(0, 2500).Select(number => BatchTicket($"{number}"));
        var results = await client.ScoreBatchAsync(small, cancellationToken: Stop).ToListAsync(Stop);

        results.Select(result => (result.Index, result.Ticket.TicketData.Summary)).ShouldBe(Enumerable.Range(0, 2500).Select(number => (number, $"{number}")));
        server.Requests.Select(request => request.Body.Count(letter => letter == '\n')).ShouldBe([1000, 1000, 500]);
        server.Requests.Clear();
        var large = Enumerable.Repeat(BatchTicket("x", new string('y', 3 << 20)), 5);
        (await client.ScoreBatchAsync(large, cancellationToken: Stop).CountAsync(Stop)).ShouldBe(5);
        server.Requests.Count.ShouldBe(3);
        server.Requests.ShouldAllBe(request => request.Body.Length <= 8 << 20);
    }

    [Fact]
    public async Task A_stream_that_breaks_off_is_an_error()
    {
        const string row = """{"project_id":"acme/x","weave_ref":"r","feedback_type":"t","payload":{}}""";
        using var client = Client(new PreparedServer(new Prepared(200, row + "\n", IsCut: true)));

        await using var rows = client.ExportFeedbackAsync(new FeedbackExport { ProjectId = "acme/x" }, Stop).GetAsyncEnumerator(Stop);

        (await rows.MoveNextAsync()).ShouldBeTrue();
        await Should.ThrowAsync<IncompleteResponseException>(async () => await rows.MoveNextAsync());
    }

    [Theory]
    [InlineData(422, """{"code":"invalid_fields","detail":"name: is required.","errors":{"name":["is required"]},"trace_id":"t1"}""", "invalid_fields", "name: is required")]
    [InlineData(422, """{"detail":[{"type":"missing","loc":["body","batch",3,"payload"],"msg":"Field required","input":"4111"}]}""", "invalid_fields", "batch.3.payload: Field required")]
    [InlineData(404, """{"reason":"Project not found","error_type":"NotFound","detail":"Project not found"}""", "NotFound", "")]
    [InlineData(418, "teapot", "http_418", "")]
    [InlineData(302, "", "http_302", "")]
    public async Task Both_forms_of_errors_are_read(int status, string body, string code, string errors)
    {
        using var client = Client(new PreparedServer(new Prepared(status, body)));

        var error = await Should.ThrowAsync<ApiException>(() => client.GetSummaryAsync(cancellationToken: Stop));

        (error.Status, error.Code, error.Request).ShouldBe((status, code, "GET /portal/scores/summary"));
        string.Join(';', error.Errors.Select(field => $"{field.Key}: {string.Join(',', field.Value)}")).ShouldBe(errors);
        error.Message.ShouldNotContain("4111");
    }

    [Theory]
    [InlineData(400, typeof(BadRequestException))]
    [InlineData(401, typeof(AuthenticationException))]
    [InlineData(403, typeof(PermissionDeniedException))]
    [InlineData(404, typeof(NotFoundException))]
    [InlineData(409, typeof(ConflictException))]
    [InlineData(413, typeof(TooLargeException))]
    [InlineData(422, typeof(InvalidFieldsException))]
    [InlineData(429, typeof(RateLimitedException))]
    [InlineData(500, typeof(ServerException))]
    [InlineData(503, typeof(UnavailableException))]
    public async Task Each_status_has_its_type(int status, Type type)
    {
        using var client = Client(new PreparedServer(new Prepared(status, "")), new RetryPolicy { Attempts = 1 });

        (await Should.ThrowAsync<ApiException>(() => client.GetSummaryAsync(cancellationToken: Stop))).ShouldBeOfType(type);
    }

    [Fact]
    public async Task The_key_is_in_no_text()
    {
        var server = new PreparedServer(new Prepared(400, $$"""{"code":"x","detail":"Unknown header: Bearer {{Key}}"}"""));
        using var client = Client(server);

        var error = await Should.ThrowAsync<BadRequestException>(() => client.GetSummaryAsync(cancellationToken: Stop));

        server.Requests[0].Headers["authorization"].ShouldBe($"Bearer {Key}");
        foreach (var text in (string[])[client.ToString(), error.ToString(), error.Detail]) text.ShouldNotContain("a-secret");
        var wrong = Should.Throw<ArgumentException>(() => Options(Key + "\n"));
        wrong.ToString().ShouldNotContain("a-secret");
        Should.Throw<ArgumentException>(() => new VindexClient(new VindexClientOptions { Url = new Uri("https://user:word@example.com") }));

        static void Options(string key) => new VindexClient(new VindexClientOptions { Url = new Uri("http://127.0.0.1"), ApiKey = key }).Dispose();
    }

    [Fact]
    public async Task The_secret_of_an_event_replaces_the_key()
    {
        var server = new PreparedServer(new Prepared(202, """{"status":"queued"}"""));
        using var client = Client(server);

        await client.SendEventAsync("jiraforge", "whsec_c2VjcmV0", [], Stop);

        server.Requests[0].Headers.Keys.ShouldNotContain("authorization");
        server.Requests[0].Headers["x-vindex-secret"].ShouldBe("whsec_c2VjcmV0");
    }

    [Fact]
    public async Task No_connection_and_no_response_in_time()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var url = new Uri($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture)}");
        var once = new RetryPolicy { Attempts = 1 };
        using (var hasty = new VindexClient(new VindexClientOptions { Url = url, Timeout = TimeSpan.FromMilliseconds(20), Retries = once }))
            await Should.ThrowAsync<TimedOutException>(() => hasty.GetSummaryAsync(cancellationToken: Stop));
        using var client = new VindexClient(new VindexClientOptions { Url = new Uri("http://127.0.0.1:1"), Retries = once });
        (await Should.ThrowAsync<ConnectionFailedException>(() => client.GetSummaryAsync(cancellationToken: Stop))).ShouldBeOfType<ConnectionFailedException>();
    }

    [Fact]
    public async Task A_wait_for_a_retry_can_be_cancelled()
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        var server = new PreparedServer(new Prepared(429, Limited, "50"));
        using var client = new VindexClient(new HttpClient(server), new VindexClientOptions { Url = new Uri("http://vindex.test") });

        var call = client.GetSummaryAsync(cancellationToken: stop.Token);
        await stop.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => call);
    }

    [Fact]
    public async Task Ids_cannot_lead_to_another_path()
    {
        var server = new PreparedServer(new Prepared(404, ""));
        using var client = Client(server);

        await Should.ThrowAsync<NotFoundException>(() => client.GetScoreAsync("../a?b/ü", Stop));

        server.Requests[0].Path.ShouldBe("/portal/scores/..%2Fa%3Fb%2F%C3%BC");
        foreach (var id in (string[])["", ".", ".."]) await Should.ThrowAsync<ArgumentException>(() => client.GetScoreAsync(id, Stop));
    }

    [Theory]
    [InlineData("<html>")]
    [InlineData("{}")]
    public async Task A_response_of_another_kind_is_an_error_of_its_own(string body)
    {
        using var client = Client(new PreparedServer(new Prepared(200, body)));

        (await Should.ThrowAsync<VindexException>(() => client.GetSummaryAsync(cancellationToken: Stop))).Message.ShouldContain("not what this version");
    }

    [Fact]
    public async Task Lines_of_text_keep_their_bytes()
    {
        string[] lines = ["{\"a\": 1.0, \"big\": 1e400}", "{\"id\": null}", "\uFEFF{}\r", "{\"id\": \"own\"}", "not json", " "];
        var server = new PreparedServer(new Prepared(200, """{"imported":5,"rejected":0,"errors":[]}"""));
        using var client = Client(server);

        var result = await client.ImportFeedbackAsync("acme/x", lines.ToAsyncEnumerable(), new ImportOptions { ImportId = "i" }, Stop);

        server.Requests.ShouldHaveSingleItem().Body.ShouldBe(
            """
            {"id":"i-1","a": 1.0, "big": 1e400}
            {"id":"i-2","id": null}
            {"id":"i-3"}
            {"id": "own"}
            not json

            """.ReplaceLineEndings("\n"));
        result.Lines.ShouldBe(5);
    }

    [Fact]
    public async Task A_change_sends_null_and_leaves_out_what_is_not_set()
    {
        var server = new PreparedServer(new Prepared(200, Company));
        using var client = Client(server);

        await client.ChangeCompanyAsync("c", new CompanyChange { RetentionDays = null, QualityGate = 6.5 }, Stop);
        await client.ChangeCompanyAsync("c", new CompanyChange { Timezone = (string?)null, Name = "Acme" }, Stop);

        server.Requests.Select(request => request.Body).ShouldBe(["""{"quality_gate":6.5,"retention_days":null}""", """{"name":"Acme","timezone":null}"""]);
    }

    private VindexClient Client(PreparedServer server, RetryPolicy? retries = null) => new(
        new HttpClient(server),
        new VindexClientOptions
        {
            Url = new Uri("http://vindex.test/"),
            ApiKey = Key,
            Timeout = InstantTime.Limit,
            TimeProvider = _time,
            Retries = retries ?? new RetryPolicy { Random = () => 0 },
        });

    private static ScoreRequest Request(string summary) => new() { TicketData = new Ticket { Summary = summary } };

    private static BatchTicket BatchTicket(string summary, string? description = null) =>
        new() { TicketData = new Ticket { Summary = summary, Description = description } };

    private static string Score(string id, int? index = null)
    {
        var score = new JsonObject { ["score_id"] = id, ["job_id"] = "j", ["overall_score"] = 5.0, ["recommendations"] = new JsonArray(), ["context_used"] = new JsonObject() };
        if (index is not null) (score["index"], score["status"]) = (index, 200);
        string[] dimensions = ["independent", "negotiable", "valuable", "estimable", "small", "testable"];
        score["individual_scores"] = new JsonObject(dimensions.Select(name => KeyValuePair.Create(name, (JsonNode?)5)));
        return score.ToJsonString(JsonSerializerOptions.Default);
    }
}
