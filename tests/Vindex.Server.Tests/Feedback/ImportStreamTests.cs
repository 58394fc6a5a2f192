using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Shouldly;
using Vindex.Server.Tests.Hosting;
using Xunit;

namespace Vindex.Server.Tests.Feedback;

/// <summary>Imports whose sender takes its time, or goes away.</summary>
public sealed class ImportStreamTests
{
    private static readonly TimeSpan s_second = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task A_slow_senders_rows_are_durable_and_told_before_its_stream_ends()
    {
        await using var server = await FeedbackServer.StartAsync();
        using var sender = await SlowImport.StartAsync(server);

        await sender.SendAsync(Line(1) + "\n" + Line(2) + "\n{}\n" + Line(3)[..20]);

        (await sender.ToldAsync(server.Server.Time)).GetRawText().ShouldBe("""{"imported":2,"rejected":1}""");
        (await server.RowsAsync()).Select(row => row.Text("id")).ShouldBe(["1", "2"]);
        await sender.SendAsync(Line(3)[20..] + "\n");
        (await sender.ToldAsync(server.Server.Time)).GetRawText().ShouldBe("""{"imported":3,"rejected":1}""");
        (await server.RowsAsync()).Count.ShouldBe(3);
        await sender.SendAsync(Line(4));
        var end = await sender.EndAsync();
        end.GetProperty("imported").GetInt32().ShouldBe(4);
        end.GetProperty("errors").GetArrayLength().ShouldBe(1);
    }

    [Fact]
    public async Task Rows_that_were_told_stay_when_the_sender_hangs_up()
    {
        await using var server = await FeedbackServer.StartAsync();
        using (var sender = await SlowImport.StartAsync(server))
        {
            await sender.SendAsync(string.Concat(Enumerable.Range(0, 3000).Select(i => Line(i) + "\n")));
            var told = 0;
            while (told < 3000) told = (await sender.ToldAsync(server.Server.Time)).GetProperty("imported").GetInt32();
            await sender.SendAsync(Line(3000)[..30]);
        }

        (await server.RowsAsync()).Count.ShouldBe(3000);
        (await server.ImportAsync(Line(7) + "\n" + Line(3000))).GetRawText().ShouldBe("""{"imported":2,"rejected":0,"errors":[]}""");
        (await server.RowsAsync()).Count.ShouldBe(3001);
    }

    [Fact]
    public async Task What_is_written_while_the_sender_pauses_does_not_wait_for_it()
    {
        await using var server = await FeedbackServer.StartAsync();
        using var sender = await SlowImport.StartAsync(server);

        // The second half comes while the first is being written; nothing comes after it.
        await sender.SendAsync(string.Concat(Enumerable.Range(0, 500).Select(i => Line(i) + "\n")));
        await sender.SendAsync(string.Concat(Enumerable.Range(500, 500).Select(i => Line(i) + "\n")));

        for (var rows = 0; rows < 1000; await Task.Delay(5, TestContext.Current.CancellationToken)) rows = (await server.RowsAsync()).Count;
        (await sender.EndAsync()).GetProperty("imported").GetInt32().ShouldBe(1000);
    }

    [Theory]
    [InlineData("application/x-ndjson")]
    [InlineData("application/jsonl")]
    [InlineData("application/json")]
    [InlineData("text/plain; charset=utf-8")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData(null)]
    public async Task An_import_takes_the_content_types_that_clients_send_lines_with(string? type)
    {
        await using var server = await FeedbackServer.StartAsync();
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(Line(1)));
        if (type is not null) content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);

        var response = await server.Client.PostAsync("/feedback/import", content, TestContext.Current.CancellationToken);

        (await response.JsonAsync(200)).GetRawText().ShouldBe("""{"imported":1,"rejected":0,"errors":[]}""");
    }

    [Fact]
    public async Task An_import_in_another_encoding_is_refused()
    {
        await using var server = await FeedbackServer.StartAsync();
        using var content = new ByteArrayContent(
            [0x1f, 0x8b])
        { Headers = { ContentType = new MediaTypeHeaderValue("application/x-ndjson"), ContentEncoding = { "gzip" } } };

        var response = await server.Client.PostAsync("/feedback/import", content, TestContext.Current.CancellationToken);

        (await response.JsonAsync(415)).Text("error_type").ShouldBe("UnsupportedMediaType");
    }

    [Theory]
    [InlineData("", 0)]
    [InlineData("\n\n  \n\t\r\n\r", 0)]
    [InlineData("\uFEFF", 0)]
    [InlineData("\uFEFF\r\n", 0)]
    [InlineData("1", 1)]
    [InlineData("1\n", 1)]
    [InlineData("1\r\n2\r\n", 2)]
    [InlineData("\uFEFF1\r\n\r\n\r\n2", 2)]
    [InlineData("\n  1  \n\n2\n\n", 2)]
    public async Task Lines_end_as_files_end_them(string lines, int expected)
    {
        await using var server = await FeedbackServer.StartAsync();

        var last = await server.ImportAsync(lines.Replace("1", Line(1), StringComparison.Ordinal).Replace("\n2", "\n" + Line(2), StringComparison.Ordinal));

        last.GetRawText().ShouldBe($$"""{"imported":{{expected}},"rejected":0,"errors":[]}""");
    }

    [Fact]
    public async Task A_line_is_cut_at_its_end_wherever_the_pieces_of_the_stream_are_cut()
    {
        await using var server = await FeedbackServer.StartAsync();
        using var sender = await SlowImport.StartAsync(server);
        var text = "\uFEFF" + Line(1) + "\r\n\n" + Line(2).Replace("{}", "{\"text\":\"ä€😀\"}", StringComparison.Ordinal) + "\nno JSON\n" + Line(3);

        foreach (var one in Encoding.UTF8.GetBytes(text)) await sender.SendAsync([one]);

        (await sender.EndAsync()).GetRawText().ShouldBe("""{"imported":3,"rejected":1,"errors":[{"line":4,"reason":"the line is not JSON: byte 2"}]}""");
        (await server.RowsAsync())[1].GetProperty("payload").GetRawText().ShouldBe("{\"text\":\"ä€😀\"}");
    }

    [Theory]
    [InlineData(1024 * 1024, true)]
    [InlineData(1024 * 1024 + 1, false)]
    public async Task A_payload_has_at_most_a_mebibyte_however_it_comes(int bytes, bool isTaken)
    {
        await using var server = await FeedbackServer.StartAsync();
        var payload = "{\"a\":\"" + new string('x', bytes - 8) + "\"}";
        var line = Line(1).Replace("{}", payload, StringComparison.Ordinal);

        var created = await server.Client.PostAsync("/feedback/create", Json.Text(line), TestContext.Current.CancellationToken);
        var batch = await server.Client.PostAsync("/feedback/batch/create", Json.Text($$"""{"batch":[{{line}}]}"""), TestContext.Current.CancellationToken);
        var imported = await server.ImportAsync(line);

        if (isTaken)
        {
            (await created.JsonAsync(200)).GetProperty("payload").GetRawText().ShouldBe(payload);
            (await batch.JsonAsync(200)).GetProperty("res").GetArrayLength().ShouldBe(1);
            imported.GetRawText().ShouldBe("""{"imported":1,"rejected":0,"errors":[]}""");
            (await server.RowsAsync()).ShouldHaveSingleItem().GetProperty("payload").GetRawText().ShouldBe(payload);
        }
        else
        {
            FeedbackServer.ShouldRefuse(await created.JsonAsync(400), "Feedback payload too large", "InvalidRequest");
            FeedbackServer.ShouldRefuse(await batch.JsonAsync(400), "Feedback payload too large", "InvalidRequest");
            imported.GetRawText().ShouldBe("""{"imported":0,"rejected":1,"errors":[{"line":1,"reason":"Feedback payload too large"}]}""");
        }
    }

    [Fact]
    public async Task A_batch_may_have_64_mebibytes_and_not_a_byte_more()
    {
        await using var server = await FeedbackServer.StartAsync();
        const int limit = 64 * 1024 * 1024;
        var item = Line(1)
            .Replace("\"id\":\"1\",", "", StringComparison.Ordinal)
            .Replace("{}", "{\"a\":\"" + new string('x', 1024 * 1024 - 1024) + "\"}", StringComparison.Ordinal);
        var batch = "{\"batch\":[" + string.Join(',', Enumerable.Repeat(item, 64)) + "]}";
        var full = batch + new string(' ', limit - batch.Length);

        (await (await server.Client.PostAsync("/feedback/batch/create", Json.Text(full), TestContext.Current.CancellationToken)).JsonAsync(200))
            .GetProperty("res").EnumerateArray().Select(row => row.Text("id")).Distinct().Count().ShouldBe(64);
        var refused = await server.Client.PostAsync("/feedback/batch/create", Json.Text(full + " "), TestContext.Current.CancellationToken);

        FeedbackServer.ShouldRefuse(await refused.JsonAsync(413), $"The body is larger than {limit} bytes.", "RequestTooLarge");
        (await server.PostAsync("query", new { project_id = FeedbackServer.Project, fields = new[] { "count(*)" } })).GetProperty("total_count")
            .GetInt32()
            .ShouldBe(64);
    }

    [Fact]
    public async Task Rejected_lines_past_the_first_hundred_are_counted_and_the_rest_is_stored()
    {
        await using var server = await FeedbackServer.StartAsync();
        var bad = string.Concat(Enumerable.Repeat("{\n", 100_000)) + string.Concat(Enumerable.Repeat(Line(1)[..^1] + "\n", 1000))
            + string.Concat(Enumerable.Repeat(Line(1).Replace("custom", "wandb.note.1", StringComparison.Ordinal) + "\n", 1000));

        var last = await server.ImportAsync(Line(1) + "\n" + bad + Line(2));

        last.GetProperty("imported").GetInt32().ShouldBe(2);
        last.GetProperty("rejected").GetInt32().ShouldBe(102_000);
        var errors = last.GetProperty("errors").EnumerateArray().ToList();
        errors.Select(error => error.GetProperty("line").GetInt32()).ShouldBe(Enumerable.Range(2, 100));
        errors.ShouldAllBe(error => error.Text("reason").StartsWith("the line is not JSON", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_shortest_row_is_stored_even_after_many_errors()
    {
        await using var server = await FeedbackServer.StartAsync();
        const string shortest = """{"weave_ref":"","feedback_type":"","payload":{}}""";

        var last = await server.ImportAsync(string.Concat(Enumerable.Repeat("{\n", 200)) + shortest, "?project_id=" + FeedbackServer.Project);

        last.GetProperty("imported").GetInt32().ShouldBe(1);
        last.GetProperty("rejected").GetInt32().ShouldBe(200);
    }

    private static string Line(int i) => $$$"""{"id":"{{{i}}}","project_id":"acme/stories","weave_ref":"r","feedback_type":"custom","payload":{}}""";

    /// <summary>
    /// An import whose lines come when the test says so. On a bare connection, because HttpClient reads no answer before its request has ended.
    /// </summary>
    private sealed class SlowImport : IDisposable
    {
        private readonly TcpClient _connection;
        private readonly Stream _stream;
        private readonly StreamReader _answer;
        private Task<string>? _line;

        private SlowImport(TcpClient connection)
        {
            _connection = connection;
            _stream = connection.GetStream();
            _answer = new StreamReader(_stream);
        }

        public static async Task<SlowImport> StartAsync(FeedbackServer server)
        {
            var connection = new TcpClient { NoDelay = true };
            await connection.ConnectAsync(server.Server.Address.Host, server.Server.Address.Port, TestContext.Current.CancellationToken);
            var import = new SlowImport(connection);
            var head = $"POST /feedback/import HTTP/1.1\r\nHost: {server.Server.Address.Authority}\r\nAuthorization: {server.Client.DefaultRequestHeaders.Authorization}\r\n"
                + "Content-Type: application/x-ndjson\r\nTransfer-Encoding: chunked\r\n\r\n";
            await import._stream.WriteAsync(Encoding.ASCII.GetBytes(head), TestContext.Current.CancellationToken);
            return import;
        }

        public Task SendAsync(string text) => SendAsync(Encoding.UTF8.GetBytes(text));

        public async Task SendAsync(byte[] bytes) =>
            await _stream.WriteAsync(
                (byte[])[.. Encoding.ASCII.GetBytes($"{bytes.Length:x}\r\n"), .. bytes, .. "\r\n"u8], TestContext.Current.CancellationToken);

        /// <summary>The next line of the answer, which comes at most a second of the server's clock after the last.</summary>
        public async Task<JsonElement> ToldAsync(FakeTime time)
        {
            _line ??= ReadAsync();
            while (await Task.WhenAny(_line, Task.Delay(20, TestContext.Current.CancellationToken)) != _line) time.Advance(s_second);
            var line = await _line;
            _line = null;
            return JsonElement.Parse(line);
        }

        /// <summary>The last line, once the request has ended.</summary>
        public async Task<JsonElement> EndAsync()
        {
            await _stream.WriteAsync("0\r\n\r\n"u8.ToArray(), TestContext.Current.CancellationToken);
            while (true)
            {
                var line = JsonElement.Parse(await (_line ?? ReadAsync()));
                _line = null;
                if (line.TryGetProperty("errors", out _)) return line;
            }
        }

        /// <summary>Hangs up.</summary>
        public void Dispose()
        {
            _answer.Dispose();
            _connection.Dispose();
        }

        // Of an answer in chunks, what is not a line of JSON is a header or the length of a chunk.
        private async Task<string> ReadAsync()
        {
            while (true)
            {
                var line = await _answer.ReadLineAsync(TestContext.Current.CancellationToken) ?? throw new IOException("The server closed the connection.");
                if (line.StartsWith('{')) return line;
            }
        }
    }
}
