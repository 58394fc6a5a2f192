using System.Text;
using System.Text.Json.Nodes;
using Shouldly;
using Vindex.Server.Tests.Accounts;
using Vindex.Server.Tests.Hosting;
using Xunit;

namespace Vindex.Server.Tests.Feedback;

/// <summary>What the tests and clients of Weave expect beyond its reference.</summary>
public sealed class WeaveAdditionsTests
{
    private const string Conversation = "weave:///acme/stories/agent_conversation/c%201";
    private const string Turn = "weave:///acme/stories/agent_turn/0123456789abcdef";

    [Fact]
    public async Task A_body_without_a_content_type_is_json_where_a_key_comes_with_it()
    {
        await using var server = await FeedbackServer.StartAsync();
        foreach (var path in (string[])["/feedback/create", "/feedback/batch/create", "/feedback/query"])
        {
            // The answer to its content, not to its type.
            (await (await server.Client.PostAsync(path, Untyped("{}"))).JsonAsync(422)).GetProperty("detail")[0].Text("type").ShouldBe("missing");
            (await (await server.Client.PostAsync(path, new StringContent("{}", Encoding.UTF8, "text/plain"))).JsonAsync(415)).Text("error_type")
                .ShouldBe("UnsupportedMediaType");
        }

        (await (await server.Client.PostAsync("/feedback/query", Untyped($$"""{"project_id": "{{FeedbackServer.Project}}"}"""))).JsonAsync(200))
            .GetProperty("total_count").GetInt32().ShouldBe(0);
        using var scores = await server.Company.ClientAsync("scores:write");
        await (await scores.PostAsync("/v1/score", Untyped("{}"))).ProblemAsync(415);
    }

    [Fact]
    public async Task A_session_must_declare_its_body()
    {
        await using var server = await FeedbackServer.StartAsync();
        var owner = await server.Company.PersonAsync(role: "owner");
        (await (await owner.SendAsync(HttpMethod.Post, "/feedback/query", Untyped($$"""{"project_id": "{{FeedbackServer.Project}}"}"""))).JsonAsync(415))
            .Text("error_type").ShouldBe("UnsupportedMediaType");
    }

    [Fact]
    public async Task Anyone_can_ask_which_clients_work()
    {
        await using var server = await FeedbackServer.StartAsync();
        (await (await server.Server.Anonymous.GetAsync("/server_info")).JsonAsync(200)).GetRawText().ShouldBe("""{"min_required_weave_python_version":"0.0.0"}""");
    }

    [Fact]
    public async Task An_annotation_names_an_object_of_its_own_project()
    {
        await using var server = await FeedbackServer.StartAsync();
        object Annotation(string project) => new
        {
            project_id = FeedbackServer.Project,
            weave_ref = "r",
            feedback_type = "wandb.annotation.tone",
            payload = new { value = 1 },
            annotation_ref = $"weave:///{project}/object/tone:v1",
        };

        await server.PostAsync("create", Annotation(FeedbackServer.Project));
        foreach (var other in (string[])["acme/other", "umbrella/stories", "acme/storie"])
        {
            var error = (await server.PostAsync("create", Annotation(other), 422)).GetProperty("detail")[0];
            error.Text("type").ShouldBe("value_error");
            error.GetProperty("loc").GetRawText().ShouldBe("""["body","annotation_ref"]""");
            error.Text("msg").ShouldBe("Value error, annotation_ref must point to an object of project acme/stories");
        }

        (await server.PostAsync("batch/create", new { batch = new[] { Annotation(FeedbackServer.Project), Annotation("acme/other") } }, 422))
            .GetProperty("detail")[0].GetProperty("loc").GetRawText().ShouldBe("""["body","batch",1,"annotation_ref"]""");
        (await server.RowsAsync()).Count.ShouldBe(1);
    }

    [Theory]
    [InlineData(Conversation, "", "", "c 1", "")]
    [InlineData(Conversation, "c 1", "", "c 1", "")]
    [InlineData(Turn, "", "", "", "0123456789abcdef")]
    [InlineData(Turn, "c 2", "", "c 2", "0123456789abcdef")]
    [InlineData(Turn, "c 2", "0123456789abcdef", "c 2", "0123456789abcdef")]
    [InlineData("weave:///acme/stories/call/1", "", "t", "", "t")]
    public async Task The_reference_of_a_conversation_or_turn_fills_what_was_left_empty(
        string weaveRef, string conversation, string trace, string storedConversation, string storedTrace)
    {
        await using var server = await FeedbackServer.StartAsync();
        await server.PostAsync("create", About(weaveRef, conversation, trace));
        var row = (await server.RowsAsync()).Single();
        (row.Text("span_conversation_id"), row.Text("span_trace_id")).ShouldBe((storedConversation, storedTrace));
    }

    [Theory]
    [InlineData(Conversation, "c 2", "", "feedback span_conversation_id 'c 2' conflicts with conversation ref 'c 1'")]
    [InlineData(Conversation, "", "t", "feedback span_trace_id 't' cannot be supplied for conversation-targeted feedback")]
    [InlineData(Turn, "", "t", "feedback span_trace_id 't' conflicts with turn ref '0123456789abcdef'")]
    public async Task What_contradicts_the_reference_is_refused(string weaveRef, string conversation, string trace, string reason)
    {
        await using var server = await FeedbackServer.StartAsync();
        FeedbackServer.ShouldRefuse(await server.PostAsync("create", About(weaveRef, conversation, trace), 400), reason, "InvalidRequest");
        (await server.RowsAsync()).ShouldBeEmpty();
    }

    private static JsonObject About(string weaveRef, string conversation, string trace) => new()
    {
        ["project_id"] = FeedbackServer.Project,
        ["weave_ref"] = weaveRef,
        ["feedback_type"] = "wandb.agent_user_feedback",
        ["payload"] = new JsonObject(),
        ["scorer_tags"] = new JsonArray("helpful"),
        ["span_conversation_id"] = conversation,
        ["span_trace_id"] = trace,
    };

    private static ByteArrayContent Untyped(string json) => new(Encoding.UTF8.GetBytes(json));
}
