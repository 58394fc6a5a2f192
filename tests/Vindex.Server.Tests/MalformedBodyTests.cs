using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Vindex.Server.Tests.Hosting;
using Vindex.Server.Web.Bodies;
using Xunit;

namespace Vindex.Server.Tests;

/// <summary>Whatever is sent, the answer is problem details that say what is wrong, never a 500.</summary>
public sealed class MalformedBodyTests(MalformedBodyTests.Host host) : IClassFixture<MalformedBodyTests.Host>
{
    public static TheoryData<string, string, int, string> Bodies { get; } = new()
    {
        { "nothing", "", 400, "body_missing" },
        { "blanks", " \n\t", 400, "body_missing" },
        { "no JSON", "ticket", 400, "bad_json" },
        { "half an object", """{"ticket_data":""", 400, "bad_json" },
        { "a trailing comma", """{"ticket_data":{"summary":"x"},}""", 400, "bad_json" },
        { "a comment", """{"ticket_data":{"summary":"x"} /* hm */}""", 400, "bad_json" },
        { "two values", """{"ticket_data":{"summary":"x"}} {}""", 400, "bad_json" },
        { "a bad escape", """{"ticket_data":{"summary":"\q"}}""", 400, "bad_json" },
        { "a cut escape", """{"ticket_data":{"summary":"\u12"}}""", 400, "bad_json" },
        { "a bare control character", "{\"ticket_data\":{\"summary\":\"a\u0001b\"}}", 400, "bad_json" },
        { "an array", "[]", 422, "invalid_fields" },
        { "a text", "\"ticket\"", 422, "invalid_fields" },
        { "null", "null", 422, "invalid_fields" },
        { "no ticket", "{}", 422, "invalid_fields" },
        { "null for a ticket", """{"ticket_data":null}""", 422, "invalid_fields" },
        { "a list for a ticket", """{"ticket_data":[]}""", 422, "invalid_fields" },
        { "no summary", """{"ticket_data":{}}""", 422, "invalid_fields" },
        { "a number for a summary", """{"ticket_data":{"summary":1e400}}""", 422, "invalid_fields" },
        { "a blank summary", """{"ticket_data":{"summary":" \u00a0\t"}}""", 422, "invalid_fields" },
        { "a number for a description", """{"ticket_data":{"summary":"x","description":1e400}}""", 422, "invalid_fields" },
        { "an object that is no document", """{"ticket_data":{"summary":"x","description":{"a":1}}}""", 422, "invalid_fields" },
        { "true for a key", """{"ticket_data":{"summary":"x","key":true}}""", 422, "invalid_fields" },
        { "a blank ticket id", """{"ticket_id":"","ticket_data":{"summary":"x"}}""", 422, "invalid_fields" },
        { "an object for context", """{"ticket_data":{"summary":"x"},"context_items":{}}""", 422, "invalid_fields" },
        { "texts for context", """{"ticket_data":{"summary":"x"},"context_items":["note"]}""", 422, "invalid_fields" },
        { "a number for a profile", """{"ticket_data":{"summary":"x"},"system_type":7}""", 422, "invalid_fields" },
        { "a high surrogate alone", """{"ticket_data":{"summary":"a\ud83d"}}""", 422, "bad_character" },
        { "a low surrogate alone", """{"ticket_data":{"summary":"\ude00a"}}""", 422, "bad_character" },
        { "surrogates in the wrong order", """{"ticket_data":{"summary":"\ude00\ud83d"}}""", 422, "bad_character" },
        { "a surrogate in a name", """{"\ud83d":1,"ticket_data":{"summary":"x"}}""", 422, "bad_character" },
        {
            "a surrogate in a document", """{"ticket_data":{"summary":"x","description":{"type":"doc","content":[{"type":"text","text":"\udfff"}]}}}""", 422,
            "bad_character"
        },
        { "U+0000", """{"ticket_data":{"summary":"a\u0000b"}}""", 422, "bad_character" },
        { "U+0000 where nobody looks", """{"ticket_data":{"summary":"x"},"other":["\u0000"]}""", 422, "bad_character" },
        { "nesting in arrays", """{"ticket_data":{"summary":"x"},"a":""" + new string('[', 300) + new string(']', 300) + "}", 422, "too_deep" },
        { "endless nesting", new string('[', 100_000), 422, "too_deep" },
        { "endless nesting in objects", string.Concat(Enumerable.Repeat("{\"a\":", 100_000)), 422, "too_deep" },
    };

    [Theory]
    [MemberData(nameof(Bodies))]
    public async Task A_malformed_body_gets_problem_details(string what, string body, int status, string code)
    {
        var problem = await (await host.Client.PostAsync("/v1/score", Json.Text(body))).ProblemAsync(status, code);

        problem.TryGetProperty("errors", out _).ShouldBe(status == 422, what);
        problem.GetRawText().ShouldNotContain("   at ");
    }

    [Fact]
    public async Task Bad_JSON_is_told_with_line_and_place()
    {
        var problem = await (await host.Client.PostAsync("/v1/score", Json.Text("{\n  \"ticket_data\": oops\n}"))).ProblemAsync(400);

        problem.Text("detail").ShouldBe("The body is not JSON: line 2, byte 18.");
    }

    [Fact]
    public async Task Each_wrong_field_is_named_by_its_path()
    {
        var problem = await (await host.Client.PostAsync("/v1/score", Json.Text(
            """{"ticket_id":7,"ticket_data":{"description":false},"context_items":[{"kind":"note"},{"kind":"note","title":3}]}"""))).ProblemAsync(422);

        problem.GetProperty("errors").EnumerateObject().Select(error => error.Name)
            .ShouldBe(["ticket_id", "ticket_data.summary", "ticket_data.description", "context_items[1].title"], ignoreOrder: true);
    }

    [Fact]
    public async Task A_lone_surrogate_is_named_by_its_path()
    {
        var problem = await (await host.Client.PostAsync("/v1/score", Json.Text(
            """{"ticket_data":{"summary":"x","description":{"type":"doc","content":[{"type":"rule"},{"text":"\ud800"}]}}}"""))).ProblemAsync(422);

        problem.GetProperty("errors").EnumerateObject().Single().Name.ShouldBe("ticket_data.description.content[1].text");
    }

    [Fact]
    public async Task Bytes_that_are_not_UTF_8_are_refused()
    {
        byte[] body = [.. "{\"ticket_data\":{\"summary\":\""u8, 0xED, 0xA0, 0x80, .. "\"}}"u8];

        await (await host.Client.PostAsync("/v1/score", Typed(new ByteArrayContent(body), "application/json"))).ProblemAsync(400, "not_utf8");
    }

    [Fact]
    public async Task A_byte_order_mark_does_no_harm()
    {
        byte[] body = [0xEF, 0xBB, 0xBF, .. "{\"ticket_data\":{\"summary\":\"Export\"}}"u8];

        await (await host.Client.PostAsync("/v1/score", Typed(new ByteArrayContent(body), "application/json"))).JsonAsync(200);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_body_of_two_mebibytes_is_too_large_whether_its_length_is_told_or_not(bool chunked)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/v1/score") { Content = Json.Ticket("Export", description: new string('x', 2 * 1024 * 1024)) };
        if (chunked) request.Headers.TransferEncodingChunked = true;

        await (await host.Client.SendAsync(request)).ProblemAsync(413, "body_too_large");
    }

    [Fact]
    public async Task A_body_of_exactly_one_mebibyte_is_read()
    {
        const string start = """{"ticket_data":{"summary":"Export"},"other":""" + "\"";
        var body = start + new string('x', RequestBody.Limit - start.Length - 2) + "\"}";

        await (await host.Client.PostAsync("/v1/score", Json.Text(body))).JsonAsync(200);
        await (await host.Client.PostAsync("/v1/score", Json.Text(body + " "))).ProblemAsync(413);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    public async Task Another_media_type_is_refused(string? mediaType)
    {
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes("""{"ticket_data":{"summary":"x"}}"""));

        await (await host.Client.PostAsync("/v1/score", mediaType is null ? content : Typed(content, mediaType))).ProblemAsync(415);
    }

    [Fact]
    public async Task A_content_encoding_is_refused()
    {
        var content = Json.Ticket("Export");
        content.Headers.ContentEncoding.Add("gzip");

        await (await host.Client.PostAsync("/v1/score", content)).ProblemAsync(415);
    }

    [Fact]
    public async Task Noise_is_never_a_server_error()
    {
        const string seed =
            """{"ticket_id":"T-1","ticket_data":{"key":"K","summary":"As a user \ud83d\ude00","description":{"type":"doc","content":[{"type":"text","text":"x"}]}},"context_items":[{"kind":"note"}]}""";
        var random = new System.Random(20260416);
        for (var round = 0; round < 300; round++)
        {
            var bytes = Encoding.UTF8.GetBytes(seed);
            for (var edits = random.Next(1, 4); edits > 0; edits--) bytes[random.Next(bytes.Length)] = (byte)random.Next(256);

            var response = await host.Client.PostAsync("/v1/score", Typed(new ByteArrayContent(bytes), "application/json"));

            if ((int)response.StatusCode != 200)
            {
                ((int)response.StatusCode).ShouldBeInRange(400, 499, Encoding.UTF8.GetString(bytes));
                response.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
            }
        }
    }

    [Fact]
    public void Text_that_went_through_the_edge_is_what_the_parser_reads()
    {
        Prop.ForAll<string[]>(texts =>
        {
            var sound = texts.Where(text => text is not null).Select(text => text.Replace("\0", "", StringComparison.Ordinal)).Where(IsText).ToArray();
            var json = JsonSerializer.SerializeToUtf8Bytes(new { texts = sound, again = sound });
            JsonEdge.Parse(json, out var document).ShouldBeNull();
            using (document) document!.RootElement.GetProperty("texts").EnumerateArray().Select(text => text.GetString()).ShouldBe(sound);
        }).QuickCheckThrowOnFailure();
    }

    private static bool IsText(string text)
    {
        try
        {
            new UTF8Encoding(false, true).GetByteCount(text);
            return true;
        }
        catch (EncoderFallbackException)
        {
            return false;
        }
    }

    private static ByteArrayContent Typed(ByteArrayContent content, string mediaType)
    {
        content.Headers.ContentType = new MediaTypeHeaderValue(mediaType);
        return content;
    }

    public sealed class Host : IAsyncLifetime
    {
        private TestServer? _server;

        public HttpClient Client { get; private set; } = null!;

        public async ValueTask InitializeAsync()
        {
            _server = await TestServer.StartAsync(settings: ("Limits:Score:Requests", "0"));
            Client = await (await _server.CompanyAsync("Acme")).ClientAsync();
        }

        public ValueTask DisposeAsync() => _server?.DisposeAsync() ?? ValueTask.CompletedTask;
    }
}
