using System.Text.Json;
using Shouldly;
using Vindex.Server.Tests.Hosting;
using Xunit;

namespace Vindex.Server.Tests.Feedback;

public sealed class WritingTests
{
    [Fact]
    public async Task A_feedback_is_stamped_kept_and_answered_as_it_is_kept()
    {
        await using var server = await FeedbackServer.StartAsync();

        var made = await server.PostTextAsync("create", """
            {"project_id":"acme/stories","weave_ref":"weave:///acme/stories/call/1","feedback_type":"custom","wb_user_id":"somebody else","creator":"Jo",
             "payload":{"b": 1.50,
                        "a": "x\u0000y", "a": 2}}
            """);

        made.EnumerateObject().Select(member => member.Name).ShouldBe(["id", "created_at", "wb_user_id", "payload"]);
        Guid.Parse(made.Text("id")).Version.ShouldBe(7);
        made.Text("created_at").ShouldBe("2026-04-16T09:12:08Z");
        made.Text("wb_user_id").ShouldStartWith("key:");
        var kept = (await server.RowsAsync()).ShouldHaveSingleItem();
        kept.Text("id").ShouldBe(made.Text("id"));
        kept.Text("creator").ShouldBe("Jo");
        kept.GetProperty("payload").GetRawText().ShouldContain("\"a\": \"x\\u0000y\", \"a\": 2");
        kept.GetProperty("payload").GetRawText().ShouldContain("1.50");
    }

    [Fact]
    public async Task The_same_id_again_is_one_row_that_keeps_its_first_time()
    {
        await using var server = await FeedbackServer.StartAsync();
        await server.CreateAsync(new { n = 1 }, id: "one");
        server.Server.Time.Advance(TimeSpan.FromHours(1));

        var again = await server.CreateAsync(new { n = 2 }, id: "one");

        again.Text("created_at").ShouldBe("2026-04-16T09:12:08Z");
        (await server.RowsAsync()).ShouldHaveSingleItem().GetProperty("payload").GetRawText().ShouldBe("""{"n":2}""");
    }

    [Fact]
    public async Task A_replacement_takes_the_place_of_a_row_and_needs_none()
    {
        await using var server = await FeedbackServer.StartAsync();
        var first = (await server.CreateAsync(new { n = 1 })).Text("id");
        object Replacement(string old) =>
            new { feedback_id = old, project_id = FeedbackServer.Project, weave_ref = "r", feedback_type = "custom", payload = new { n = 2 } };

        var second = (await server.PostAsync("replace", Replacement(first))).Text("id");
        await server.PostAsync("replace", Replacement("never was"));

        var ids = (await server.RowsAsync()).Select(row => row.Text("id")).ToList();
        ids.Count.ShouldBe(2);
        ids.ShouldContain(second);
        ids.ShouldNotContain(first);
        (await server.PostAsync("replace", new { project_id = FeedbackServer.Project, weave_ref = "r", feedback_type = "custom", payload = new { } }, 422))
            .GetProperty("detail")[0].GetRawText().ShouldStartWith("""{"type":"missing","loc":["body","feedback_id"],"msg":"Field required",""");
    }

    [Fact]
    public async Task A_batch_is_stored_in_order_or_not_at_all()
    {
        await using var server = await FeedbackServer.StartAsync();
        object Item(string type, object payload) => new { project_id = FeedbackServer.Project, weave_ref = "r", feedback_type = type, payload };

        var res = (await server.PostAsync(
            "batch/create", new { batch = new[] { Item("a", new { n = 1 }), Item("wandb.reaction.1", new { emoji = "❤" }) } })).GetProperty("res");
        res.EnumerateArray().Select(one => one.GetProperty("payload").EnumerateObject().Last().Value.ToString()).ShouldBe(["1", ":red_heart:"]);

        FeedbackServer.ShouldRefuse(
            await server.PostAsync("batch/create", new { batch = new[] { Item("a", new { }), Item("wandb.annotation.x", new { value = 1 }) } }, 400),
            "annotation_ref is required for annotation feedback", "InvalidRequest");
        var unfit = await server.PostAsync("batch/create", new { batch = new object[] { Item("a", new { }), Item("a", 5), 7 } }, 422);
        unfit.GetProperty("detail").EnumerateArray().Select(error => error.Text("type") + error.GetProperty("loc").GetRawText())
            .ShouldBe(["""dict_type["body","batch",1,"payload"]""", """model_attributes_type["body","batch",2]"""]);
        (await server.RowsAsync()).Count.ShouldBe(2);
        (await server.PostAsync("batch/create", new { batch = Array.Empty<object>() })).GetRawText().ShouldBe("""{"res":[]}""");
    }

    [Theory]
    [InlineData("""{"scorer_tags":null}""", "list_type", """["body","scorer_tags"]""", "Input should be a valid list")]
    [InlineData("""{"scorer_tags":[1]}""", "string_type", """["body","scorer_tags",0]""", "Input should be a valid string")]
    [InlineData(
        """{"scorer_ratings":{"a":"x"}}""",
        "float_parsing",
        """["body","scorer_ratings","a"]""",
        "Input should be a valid number, unable to parse string as a number")]
    [InlineData("""{"scorer_ratings":{"a":1e400}}""", "finite_number", """["body","scorer_ratings","a"]""", "Input should be a finite number")]
    [InlineData("""{"span_agent_name":null}""", "string_type", """["body","span_agent_name"]""", "Input should be a valid string")]
    [InlineData("""{"creator":"a\u0000"}""", "value_error", """["body","creator"]""", "Value error, U+0000 is not text")]
    [InlineData("""{"payload":[1]}""", "dict_type", """["body","payload"]""", "Input should be a valid dictionary")]
    [InlineData(
        """{"payload":{"a":["\ud800"]}}""",
        "string_unicode",
        """["body","payload","a",0]""",
        "Input should be a valid string, unable to parse raw data as a unicode string")]
    [InlineData("""{"created_at":"2026-01-01T00:00:00Z"}""", "extra_forbidden", """["body","created_at"]""", "Extra inputs are not permitted")]
    public async Task What_does_not_fit_the_model_is_told_by_type_place_and_text(string change, string type, string place, string message)
    {
        await using var server = await FeedbackServer.StartAsync();
        const string rest = "\"project_id\":\"acme/stories\",\"weave_ref\":\"r\",\"feedback_type\":\"wandb.agent_user_feedback\",\"payload\":{}}";

        // The first of equal keys counts, so the change wins over what follows.
        var answer = await server.PostTextAsync("create", change[..^1] + "," + rest, 422);

        answer.EnumerateObject().ShouldHaveSingleItem();
        var error = answer.GetProperty("detail").EnumerateArray().ShouldHaveSingleItem();
        error.EnumerateObject().Select(member => member.Name).ShouldBe(["type", "loc", "msg", "input"]);
        error.Text("type").ShouldBe(type);
        error.GetProperty("loc").GetRawText().ShouldBe(place);
        error.Text("msg").ShouldBe(message);
        (await server.RowsAsync()).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("", "missing", """["body"]""")]
    [InlineData("{\"a\":}", "json_invalid", """["body",5]""")]
    [InlineData("[]", "model_attributes_type", """["body"]""")]
    [InlineData("null", "model_attributes_type", """["body"]""")]
    public async Task A_body_that_is_no_object_is_told_so(string body, string type, string place)
    {
        await using var server = await FeedbackServer.StartAsync();

        var error = (await server.PostTextAsync("create", body, 422)).GetProperty("detail").EnumerateArray().ShouldHaveSingleItem();

        error.Text("type").ShouldBe(type);
        error.GetProperty("loc").GetRawText().ShouldBe(place);
    }

    [Theory]
    [InlineData("❤", ":red_heart:", "❤️", ":red_heart:")]
    [InlineData("👌🏿", ":OK_hand_dark_skin_tone:", "👌", ":OK_hand:")]
    [InlineData("🧑🏻‍❤️‍💋‍🧑🏿", ":kiss_person_person_light_skin_tone_dark_skin_tone:", "💏", ":kiss:")]
    [InlineData("🇨🇮", ":Côte_d’Ivoire:", "🇨🇮", ":Côte_d’Ivoire:")]
    [InlineData("#️⃣", ":keycap_#:", "#️⃣", ":keycap_#:")]
    [InlineData("👨‍👩‍👧", ":family_man_woman_girl:", "👨‍👩‍👧", ":family_man_woman_girl:")]
    public async Task A_reaction_gets_its_name_and_what_it_is_without_its_tone(string emoji, string alias, string detoned, string detonedAlias)
    {
        await using var server = await FeedbackServer.StartAsync();

        var made = await server.PostAsync("create", Reaction(new { alias = "mine", emoji, more = 1 }));

        made.GetProperty("payload").EnumerateObject().Select(member => member.Value.ToString()).ShouldBe([emoji, "1", alias, detoned, detonedAlias]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("7")]
    [InlineData("👍 ")]
    [InlineData("👍👎")]
    [InlineData("🇦")]
    public async Task A_reaction_that_is_not_one_emoji_is_refused(string emoji)
    {
        await using var server = await FeedbackServer.StartAsync();

        FeedbackServer.ShouldRefuse(
            await server.PostAsync("create", Reaction(new { emoji }), 400), "Value of emoji key in payload must be exactly one emoji", "InvalidRequest");
    }

    [Fact]
    public async Task Scores_are_written_by_the_server_alone()
    {
        await using var server = await FeedbackServer.StartAsync();
        var score = await server.Company.SeedAsync(server.Server.Time.GetUtcNow(), [5, 5, 5, 5, 5, 5]);
        (await server.RowsAsync("acme/scores")).ShouldHaveSingleItem().Text("id").ShouldBe(score);
        object Row(
            string type,
            string? id,
            string? old) => new { id, feedback_id = old, project_id = "acme/scores", weave_ref = "r", feedback_type = type, payload = new { } };
        const string byId = "This id belongs to a score, which only the server can write";
        const string byType = "feedback_type vindex.score can only be written by the server";
        var create = new { id = score, project_id = "acme/scores", weave_ref = "r", feedback_type = "custom", payload = new { } };

        FeedbackServer.ShouldRefuse(await server.PostAsync("create", create, 400), byId, "InvalidRequest");
        FeedbackServer.ShouldRefuse(await server.PostAsync("batch/create", new { batch = new[] { create } }, 400), byId, "InvalidRequest");
        FeedbackServer.ShouldRefuse(await server.PostAsync("replace", Row("custom", null, score), 400), byId, "InvalidRequest");
        FeedbackServer.ShouldRefuse(await server.PostAsync("replace", Row("vindex.score", null, "x"), 400), byType, "InvalidRequest");
        FeedbackServer.ShouldRefuse(await server.PostAsync("purge", Purge("acme/scores", score), 400), byId, "InvalidRequest");
        var import = await server.ImportAsync(string.Join(
            '\n', (await server.ExportAsync(new { project_id = "acme/scores" })).Append(JsonSerializer.Serialize(create))));

        import.GetProperty("rejected").GetInt32().ShouldBe(2);
        import.GetProperty("errors").EnumerateArray().Select(error => error.Text("reason")).ShouldBe([byType, byId]);
        (await server.RowsAsync("acme/scores")).ShouldHaveSingleItem().Text("feedback_type").ShouldBe("vindex.score");
    }

    private static object Reaction(object payload) => new { project_id = FeedbackServer.Project, weave_ref = "r", feedback_type = "wandb.reaction.1", payload };

    internal static object Purge(string project, string id) => new
    {
        project_id = project,
        query = new Dictionary<string, object>
        {
            ["$expr"] = new Dictionary<string, object>
            {
                ["$eq"] = new object[]
            {
                new Dictionary<string, string> { ["$getField"] = "id" }, new Dictionary<string, string> { ["$literal"] = id }
            }
            },
        },
    };
}
