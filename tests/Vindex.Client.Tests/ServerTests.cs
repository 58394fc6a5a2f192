using System.Text;
using System.Text.Json.Nodes;
using Shouldly;
using Vindex.Client.Models;
using Xunit;

namespace Vindex.Client.Tests;

/// <summary>The client against a running server.</summary>
public sealed class ServerTests(RunningServer server)
{
    private static readonly Ticket s_ticket =
        new() { Key = "SHOP-7", Summary = "As a shopper I want to see the shipping cost before I pay so that I am not surprised" };

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_score_is_returned_stored_and_repeated()
    {
        using var client = await server.NewClientAsync();
        var details = new ScoreQuery { Details = "true" };
        var first = await client.ScoreAsync(new ScoreRequest { TicketData = s_ticket }, details, "dotnet-1", Stop);
        var again = await client.ScoreAsync(new ScoreRequest { TicketData = s_ticket }, details, "dotnet-1", Stop);

        again.ScoreId.ShouldBe(first.ScoreId);
        first.Findings.ShouldNotBeNull();
        var record = await client.GetScoreAsync(first.ScoreId, Stop);
        (record.OverallScore, record.Ticket.Key).ShouldBe((first.OverallScore, "SHOP-7"));
        var other = () => client.ScoreAsync(new ScoreRequest { TicketData = new Ticket { Summary = "Other" } }, details, "dotnet-1", Stop);
        (await Should.ThrowAsync<InvalidFieldsException>(other)).Code.ShouldBe("idempotency_other_body");
    }

    [Fact]
    public async Task A_batch_keeps_its_order_and_a_bad_ticket_fails_alone()
    {
        using var client = await server.NewClientAsync();
        var tickets = Enumerable.Range(0, 25).Select(number => Ticket($"B-{number}", number == 7 ? "" : $"Export number {number}"));

        var results = await client.ScoreBatchAsync(tickets, new BatchOptions { Size = 10 }, Stop).ToListAsync(Stop);

        results.Select(result => result.Index).ShouldBe(Enumerable.Range(0, 25));
        results.Where(result => result.Score is null).Select(result => result.Index).ShouldBe([7]);
        results[7].Error.ShouldBeOfType<InvalidFieldsException>().Errors.Keys.ShouldBe(["ticket_data.summary"]);
        (await client.GetScoreAsync(results[24].Score!.ScoreId, Stop)).Ticket.Key.ShouldBe("B-24");
    }

    [Fact]
    public async Task Pages_are_read_to_the_end()
    {
        using var client = await server.NewClientAsync();
        var tickets = Enumerable.Range(0, 11).Select(number => Ticket($"PAGE-{number}", "Import orders")).ToList();
        (await client.ScoreBatchAsync(tickets, cancellationToken: Stop).ToListAsync(Stop)).ShouldAllBe(result => result.Error == null);

        var found = await client.IterateScoresAsync(new ListScoresQuery { Project = "PAGE", Limit = 3 }, Stop).ToListAsync(Stop);

        found.Select(item => item.Ticket.Key).ShouldBe(tickets.Select(ticket => ticket.TicketData.Key!), ignoreOrder: true);
        (await client.IterateDeliveriesAsync(new ListDeliveriesQuery { Status = "failed", Limit = 1 }, Stop).CountAsync(Stop)).ShouldBe(0);
        (await server.Admin.IterateCompaniesAsync(new ListCompaniesQuery { Limit = 1 }, Stop).CountAsync(Stop)).ShouldBeGreaterThan(1);
        using var file = new StreamReader(await client.ExportScoresAsync(new ExportScoresQuery { Project = "PAGE", Format = "ndjson" }, Stop));
        (await file.ReadToEndAsync(Stop)).Trim().Split('\n').Length.ShouldBe(11);
    }

    [Fact]
    public async Task Feedback_is_created_queried_counted_and_removed()
    {
        using var client = await server.NewClientAsync();
        var id = "";
        foreach (var stars in (int[])[2, 4, 5])
        {
            var row = new Feedback { ProjectId = "acme/answers", WeaveRef = "story-1", FeedbackType = "survey", Payload = new JsonObject { ["stars"] = stars } };
            id = (await client.CreateFeedbackAsync(row, Stop)).Id;
        }

        var query = new FeedbackQuery
        {
            ProjectId = "acme/answers",
            Query = new Query { Expr = JsonNode.Parse("""{"$gte": [{"$getField": "payload.stars"}, {"$literal": 4}]}""") },
        };
        var rows = await client.IterateFeedbackAsync(query, page: 1, Stop).ToListAsync(Stop);
        rows.Select(row => row["payload"]!["stars"]!.GetValue<int>()).ShouldBe([4, 5]);
        (await client.IterateFeedbackAsync(new FeedbackQuery { ProjectId = "acme/answers", Limit = 2 }, page: 1, Stop).CountAsync(Stop)).ShouldBe(2);
        var stats = await client.GetFeedbackStatsAsync(
            new StatsRequest
            {
                ProjectId = "acme/answers",
                Start = new DateTimeOffset(2020, 1, 1, 0, 0, 0, TimeSpan.Zero),
                End = new DateTimeOffset(2100, 1, 1, 0, 0, 0, TimeSpan.Zero),
                Granularity = 31536000,
                Metrics = [new StatsMetric { JsonPath = "stars", Aggregations = ["sum", "count"] }],
            },
            Stop);
        stats.WindowStats!["stars"]["sum"]!.GetValue<double>().ShouldBe(11);
        var expression = new JsonObject { ["$eq"] = new JsonArray(new JsonObject { ["$getField"] = "id" }, new JsonObject { ["$literal"] = id }) };
        await client.PurgeFeedbackAsync(new FeedbackPurge { ProjectId = "acme/answers", Query = new JsonObject { ["$expr"] = expression } }, Stop);
        (await CountAsync(client, "acme/answers")).ShouldBe(2);
    }

    [Fact]
    public async Task An_interrupted_import_is_continued()
    {
        using var client = await server.NewClientAsync();
        using var losing = await LosingClientAsync([3], attempts: 1);

        var stopped = (await Should.ThrowAsync<ImportInterruptedException>(
            () => losing.ImportFeedbackAsync("acme/import", Rows(), new ImportOptions { Segment = 20 }, Stop))).Stored;

        (stopped.Lines, stopped.Imported, stopped.Rejected).ShouldBe((40, 39, 1));
        (await CountAsync(client, "acme/import")).ShouldBe(59);
        var options = new ImportOptions { Segment = 20, Start = stopped.Lines, ImportId = stopped.ImportId };
        var rest = await client.ImportFeedbackAsync("acme/import", Rows(), options, Stop);
        (rest.Lines, rest.Imported, rest.Rejected).ShouldBe((94, 54, 0));
        (await CountAsync(client, "acme/import")).ShouldBe(93);

        static IAsyncEnumerable<string> Rows() => Enumerable.Range(1, 94)
            .Select(number => number == 33 ? "{broken" : $$$"""{"weave_ref": "r", "feedback_type": "t", "payload": {"number": {{{number}}}}}""").ToAsyncEnumerable();
    }

    [Fact]
    public async Task An_import_repeats_what_was_lost_and_numbers_the_lines_of_the_whole()
    {
        string[] three = ["""{"weave_ref": "r", "feedback_type": "t", "payload": {"n": 1.0}}""", "", """{"weave_ref": "r"}"""];
        using var client = await LosingClientAsync([1, 3], attempts: 4);
        var progress = new Progress();

        var result = await client.ImportFeedbackAsync(
            "acme/lines", Enumerable.Repeat(three, 10).SelectMany(lines => lines).ToAsyncEnumerable(), new ImportOptions { Segment = 7, Progress = progress }, Stop);

        (result.Imported, result.Rejected, await CountAsync(client, "acme/lines")).ShouldBe((10, 10, 10));
        result.Errors.Select(error => error.Line).ShouldBe(Enumerable.Range(1, 10).Select(number => number * 3L));
        progress.Lines.ShouldBe([10, 21, 30]);
        var exported = await client.ExportFeedbackAsync(new FeedbackExport { ProjectId = "acme/lines" }, Stop).ToListAsync(Stop);
        exported.Count.ShouldBe(10);
        exported.ShouldAllBe(row => row.Payload!["n"]!.ToJsonString(null) == "1.0");
        var records = exported.Select(row => row with { Id = null }).ToAsyncEnumerable();
        (await client.ImportFeedbackAsync("acme/copy", records.Select(row => row with { ProjectId = null }), cancellationToken: Stop)).Imported.ShouldBe(10);
    }

    [Fact]
    public async Task A_callback_arrives_and_is_verified()
    {
        using var client = await server.NewClientAsync();
        await using var receiver = await Receiver.StartAsync();
        var registered = await client.RegisterInstallationAsync("jiraforge", new Registration { ExternalId = "site-1", CallbackUrl = receiver.Url }, Stop);
        var secret = registered.SharedSecret!;
        var fields = new JsonObject { ["summary"] = "Pay by invoice", ["issuetype"] = new JsonObject { ["name"] = "Story" } };
        var sent = new JsonObject { ["cloudId"] = "site-1", ["issue"] = new JsonObject { ["key"] = "CB-1", ["fields"] = fields } };

        var answer = await client.SendEventAsync("jiraforge", secret, sent, Stop);
        var (headers, body) = await receiver.FirstAsync(Stop);

        var verifier = new CallbackVerifier(secret);
        var callback = verifier.Verify(name => headers.GetValueOrDefault(name), body);
        callback.Scored!.Ticket.Key.ShouldBe("CB-1");
        answer.RequestId.ShouldBe($"req_{callback.Scored.JobId}");
        callback.Id.ShouldBe(headers["webhook-id"]);
        verifier.Verify(name => name == "webhook-signature" ? null : headers.GetValueOrDefault(name), body).Scored!.JobId.ShouldBe(callback.Scored.JobId);
        Should.Throw<SignatureException>(() => verifier.Verify(name => headers.GetValueOrDefault(name), [.. body, .. " "u8]));
        await Should.ThrowAsync<PermissionDeniedException>(() => client.SendEventAsync("jiraforge", "whsec_d3Jvbmc=", sent, Stop));
    }

    [Fact]
    public async Task Another_company_sees_404()
    {
        using var client = await server.NewClientAsync();
        var score = await client.ScoreAsync(new ScoreRequest { TicketData = s_ticket }, cancellationToken: Stop);

        await Should.ThrowAsync<NotFoundException>(() => server.Other.GetScoreAsync(score.ScoreId, Stop));
        var query = new FeedbackQuery { ProjectId = "acme/scores" };
        (await Should.ThrowAsync<NotFoundException>(() => server.Other.QueryFeedbackAsync(query, Stop))).Detail.ShouldBe("Project not found");
        (await server.Other.IterateScoresAsync(cancellationToken: Stop).CountAsync(Stop)).ShouldBe(0);
    }

    [Fact]
    public async Task Each_error_of_the_server_has_its_type()
    {
        using var client = await server.NewClientAsync(new RetryPolicy { Attempts = 1 });
        var note = new Feedback { ProjectId = "acme/errors", WeaveRef = "r", FeedbackType = "wandb.note.1", Payload = new JsonObject { ["note"] = "" } };
        await Should.ThrowAsync<BadRequestException>(() => client.CreateFeedbackAsync(note, Stop));
        var text = await Should.ThrowAsync<InvalidFieldsException>(() => client.CreateFeedbackAsync(note with { Payload = "text" }, Stop));
        text.Errors.Keys.ShouldBe(["payload"]);
        var empty = await Should.ThrowAsync<InvalidFieldsException>(() => client.ScoreAsync(Request(""), cancellationToken: Stop));
        empty.Errors.Keys.ShouldBe(["ticket_data.summary"]);
        var large = new RewriteRequest { TicketData = new Ticket { Summary = "x", Description = new string('y', 2 << 20) } };
        await Should.ThrowAsync<TooLargeException>(() => client.ProposeRewriteAsync(large, Stop));
        await Should.ThrowAsync<ConflictException>(() => server.Admin.CreateCompanyAsync(new NewCompany { Name = "Acme", Slug = "acme" }, Stop));
        await Should.ThrowAsync<PermissionDeniedException>(() => client.ListCompaniesAsync(cancellationToken: Stop));
        using var wrong = new VindexClient(new VindexClientOptions { Url = server.Url, ApiKey = "vx_000000000000_wrong" });
        await Should.ThrowAsync<AuthenticationException>(() => wrong.ListScoresAsync(cancellationToken: Stop));
        var calls = Enumerable.Range(0, 31).Select(_ => client.ScoreAsync(Request("Again"), cancellationToken: Stop));
        (await Should.ThrowAsync<RateLimitedException>(() => Task.WhenAll(calls))).RetryAfter!.Value.ShouldBeGreaterThan(TimeSpan.Zero);
    }

    [Fact]
    public async Task Changes_clear_and_leave_out()
    {
        var id = server.Company.CompanyId;
        var changed = await server.Admin.ChangeCompanyAsync(id, new CompanyChange { RetentionDays = 400, Timezone = "Europe/Berlin" }, Stop);
        (changed.RetentionDays, changed.Timezone).ShouldBe((400, "Europe/Berlin"));
        var cleared = await server.Admin.ChangeCompanyAsync(id, new CompanyChange { RetentionDays = (int?)null }, Stop);
        (cleared.RetentionDays, cleared.Timezone).ShouldBe((null, "Europe/Berlin"));
    }

    [Fact]
    public async Task Files_texts_streams_and_empty_responses()
    {
        using var client = await server.NewClientAsync();
        var upload = await client.UploadBacklogAsync(new MemoryStream(Encoding.UTF8.GetBytes("Key,Summary\nA-1,Export\n")), "back log.csv", Stop);
        (upload.Rows, upload.FileName).ShouldBe((1, "back log.csv"));
        var score = await client.ScoreAsync(new ScoreRequest { TicketData = s_ticket }, cancellationToken: Stop);
        (await client.GetWorkOrderAsync(score.ScoreId, Stop)).ShouldContain("# ");
        await client.DeleteScoreAsync(score.ScoreId, Stop);
        await Should.ThrowAsync<NotFoundException>(() => client.GetScoreAsync(score.ScoreId, Stop));
        (await server.Admin.CreateKeyAsync(server.Company.CompanyId, new NewKey { Name = "x", Scopes = ["scores:read"] }, Stop)).ToString().ShouldBe("Key");
        using var anyone = new VindexClient(new VindexClientOptions { Url = server.Url });
        (await anyone.GetReadinessAsync(Stop)).Status.ShouldBe("ok");
        await using var archive = await server.Admin.ExportCompanyAsync(server.Company.CompanyId, Stop);
        (await server.Admin.ImportCompanyAsync(archive, Stop)).Complete.ShouldBeTrue();
    }

    private static BatchTicket Ticket(string key, string summary) => new() { TicketData = new Ticket { Key = key, Summary = summary } };

    private static ScoreRequest Request(string summary) => new() { TicketData = new Ticket { Summary = summary } };

    private static async Task<long> CountAsync(VindexClient client, string project) =>
        (await client.QueryFeedbackAsync(new FeedbackQuery { ProjectId = project, Limit = 0 }, Stop)).TotalCount;

    private async Task<VindexClient> LosingClientAsync(int[] lost, int attempts)
    {
        var retries = new RetryPolicy { Attempts = attempts, Base = TimeSpan.Zero };
        var http = new HttpClient(new LosingHandler(lost));
        return new VindexClient(http, new VindexClientOptions { Url = server.Url, ApiKey = await server.NewKeyAsync(), Retries = retries });
    }

    // Loses the responses to these imports, which the server has executed.
    private sealed class LosingHandler(int[] lost) : DelegatingHandler(new SocketsHttpHandler())
    {
        private int _made;

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var response = await base.SendAsync(request, cancellationToken);
            if (!request.RequestUri!.AbsolutePath.EndsWith("/import", StringComparison.Ordinal) || !lost.Contains(++_made)) return response;
            await response.Content.ReadAsStringAsync(cancellationToken);
            response.Dispose();
            throw new HttpRequestException(HttpRequestError.ResponseEnded);
        }
    }

    private sealed class Progress : IProgress<ImportResult>
    {
        public List<long> Lines { get; } = [];

        public void Report(ImportResult value) => Lines.Add(value.Lines);
    }
}
