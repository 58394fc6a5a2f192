using System.Text.Json;
using System.Text.Json.Nodes;
using Shouldly;
using Vindex.Server.Tests.Accounts;
using Vindex.Server.Tests.Hosting;
using Xunit;

namespace Vindex.Server.Tests.Feedback;

/// <summary>Annotation specs, and the rows that are checked against them.</summary>
public sealed class AnnotationSpecTests
{
    private const string Path = "/feedback/annotation_specs";

    [Fact]
    public async Task A_spec_is_created_once_listed_and_deleted()
    {
        await using var server = await FeedbackServer.StartAsync();
        var reference = await SpecAsync(server, """{"type": "integer",  "minimum": 1, "maximum": 5}""");

        reference.ShouldStartWith("weave:///acme/stories/object/tone:");
        (await SpecAsync(server, """{"type":"integer","minimum":1,"maximum":5}""")).ShouldBe(reference);
        var other = await SpecAsync(server, """{"type":"integer","minimum":1,"maximum":6}""");
        other.ShouldNotBe(reference);
        var spec = (await SpecsAsync(server)).Single(one => one.Text("annotation_ref") == reference);
        spec.GetProperty("value_schema").GetRawText().ShouldBe("""{"type":"integer","minimum":1,"maximum":5}""");
        (spec.Text("name"), spec.GetProperty("description").ValueKind, spec.Text("created_at")).ShouldBe(("tone", JsonValueKind.Null, "2026-04-16T09:12:08Z"));
        spec.Text("creator").ShouldStartWith("key:");

        (await DeleteAsync(server.Client, reference, 200)).GetRawText().ShouldBe("{}");
        FeedbackServer.ShouldRefuse(await DeleteAsync(server.Client, reference, 404), "Annotation spec not found", "NotFoundError");
        (await SpecsAsync(server)).ShouldHaveSingleItem().Text("annotation_ref").ShouldBe(other);
    }

    [Theory]
    [InlineData("""{"type":"number","minimum":0,"exclusiveMaximum":1}""", "0|0.999|1e-3|-0", "1|-0.1|\"0\"|true|null|[]|{}")]
    [InlineData("""{"type":"number","exclusiveMinimum":0,"maximum":1}""", "1|0.1|1e-300", "0|1.01|1e400")]
    [InlineData("""{"type":"integer","minimum":1,"maximum":5}""", "1|5|3.0|2e0", "0|6|2.5|\"3\"|true")]
    [InlineData("""{"type":"integer","maximum":9007199254740992}""", "9007199254740992|-1e30", "9007199254740993|1e30")]
    [InlineData("""{"type":"string","minLength":1,"maxLength":3}""", "\"a\"|\"äöü\"|\"👍👍👍\"", "\"\"|\"abcd\"|\"👍👍👍👍\"|1|null")]
    [InlineData("""{"type":"boolean"}""", "true|false", "0|1|\"true\"|null")]
    [InlineData("""{"type":"string","enum":["good","bad"]}""", "\"good\"|\"bad\"", "\"Good\"|\"\"|1")]
    [InlineData("""{"enum":["good",1,true,null]}""", "\"good\"|1|1.0|true|null", "\"1\"|false|0|[]")]
    [InlineData("""{"type":"integer","enum":[1,2],"title":"Tone","$comment":"two of them"}""", "1|2|2.0", "3|1.5")]
    public async Task A_row_that_names_a_spec_is_checked_against_it(string schema, string fitting, string unfitting)
    {
        await using var server = await FeedbackServer.StartAsync();
        var reference = await SpecAsync(server, schema);

        foreach (var value in fitting.Split('|')) await server.PostTextAsync("create", Row(reference, value));
        foreach (var value in unfitting.Split('|'))
        {
            var error = (await server.PostTextAsync("create", Row(reference, value), 422)).GetProperty("detail").EnumerateArray().Single();
            error.GetProperty("loc").GetRawText().ShouldBe("""["body","payload","value"]""", value);
            error.GetProperty("input").GetRawText().ShouldBe(value);
            error.Text("msg").ShouldNotBeNullOrWhiteSpace();
        }

        (await server.RowsAsync()).Count.ShouldBe(fitting.Split('|').Length);
    }

    [Theory]
    [InlineData("""{"type":"integer","minimum":1}""", "0", "greater_than_equal", "Input should be greater than or equal to 1")]
    [InlineData("""{"type":"number","exclusiveMinimum":0.5}""", "0.5", "greater_than", "Input should be greater than 0.5")]
    [InlineData("""{"type":"number","maximum":1}""", "1.5", "less_than_equal", "Input should be less than or equal to 1")]
    [InlineData("""{"type":"number","exclusiveMaximum":1}""", "1", "less_than", "Input should be less than 1")]
    [InlineData("""{"type":"number"}""", "\"1\"", "float_type", "Input should be a valid number")]
    [InlineData("""{"type":"number"}""", "1e400", "finite_number", "Input should be a finite number")]
    [InlineData("""{"type":"integer"}""", "null", "int_type", "Input should be a valid integer")]
    [InlineData("""{"type":"integer"}""", "1.5", "int_from_float", "Input should be a valid integer, got a number with a fractional part")]
    [InlineData("""{"type":"string"}""", "1", "string_type", "Input should be a valid string")]
    [InlineData("""{"type":"string","minLength":1}""", "\"\"", "string_too_short", "String should have at least 1 character")]
    [InlineData("""{"type":"string","maxLength":2}""", "\"abc\"", "string_too_long", "String should have at most 2 characters")]
    [InlineData("""{"type":"boolean"}""", "1", "bool_type", "Input should be a valid boolean")]
    [InlineData("""{"enum":["a","b",3]}""", "\"c\"", "literal_error", "Input should be 'a', 'b' or 3")]
    [InlineData("""{"enum":["a"]}""", "\"c\"", "literal_error", "Input should be 'a'")]
    public async Task The_error_says_what_would_be_right(string schema, string value, string type, string message)
    {
        await using var server = await FeedbackServer.StartAsync();
        var error = (await server.PostTextAsync("create", Row(await SpecAsync(server, schema), value), 422)).GetProperty("detail")[0];
        (error.Text("type"), error.Text("msg")).ShouldBe((type, message));
    }

    [Fact]
    public async Task Batches_replacements_and_imports_are_checked_too()
    {
        await using var server = await FeedbackServer.StartAsync();
        var reference = await SpecAsync(server, """{"type":"integer","minimum":1}""");
        var good = await server.PostTextAsync("create", Row(reference, "1"));

        var batch = await server.PostTextAsync("batch/create", $$"""{"batch": [{{Row(reference, "1")}}, {{Row(reference, "0")}}]}""", 422);
        batch.GetProperty("detail")[0].GetProperty("loc").GetRawText().ShouldBe("""["body","batch",1,"payload","value"]""");
        var replacement = JsonNode.Parse(Row(reference, "0"))!.AsObject();
        replacement["feedback_id"] = good.Text("id");
        (await server.PostTextAsync("replace", replacement.ToJsonString(), 422)).GetProperty("detail")[0].Text("type").ShouldBe("greater_than_equal");
        (await server.RowsAsync()).ShouldHaveSingleItem().Text("id").ShouldBe(good.Text("id"));

        var import = await server.ImportAsync(string.Join('\n', Row(reference, "2"), Row(reference, "0"), Row(reference, "3")));
        import.GetRawText().ShouldBe(
            """{"imported":2,"rejected":1,"errors":[{"line":2,"reason":"payload.value: Input should be greater than or equal to 1"}]}""");
        (await server.RowsAsync()).Count.ShouldBe(3);
    }

    [Fact]
    public async Task A_row_without_a_spec_is_accepted_and_a_deleted_spec_checks_nothing()
    {
        await using var server = await FeedbackServer.StartAsync();
        var reference = await SpecAsync(server, """{"type":"boolean"}""");

        await server.PostTextAsync("create", Row("weave:///acme/stories/object/tone:v1", "\"anything\""));
        await server.PostTextAsync("create", Row(reference, "\"anything\""), 422);
        await server.PostTextAsync("create", Row(reference + "/attr/x", "\"anything\""), 422);
        await DeleteAsync(server.Client, reference, 200);
        await server.PostTextAsync("create", Row(reference, "\"anything\""));
    }

    [Theory]
    [InlineData("""{"type":"string","pattern":"^a"}""", "value_schema.pattern", "pattern is not supported; supported keywords: type, enum, minimum,")]
    [InlineData("""{"type":"object","properties":{}}""", "value_schema.properties", "properties is not supported")]
    [InlineData("""{"type":"array"}""", "value_schema.type", "Input should be 'number', 'integer', 'string' or 'boolean'")]
    [InlineData("""{"type":["number","null"]}""", "value_schema.type", "Input should be 'number'")]
    [InlineData("""{"anyOf":[{"type":"number"}]}""", "value_schema.anyOf", "anyOf is not supported")]
    [InlineData("""{"title":"Tone"}""", "value_schema", "a schema needs a type (number, integer, string, boolean) or an enum")]
    [InlineData("""{"type":"string","minimum":1}""", "value_schema.minimum", "minimum needs the type number or integer")]
    [InlineData("""{"type":"number","maxLength":1}""", "value_schema.maxLength", "maxLength needs the type string")]
    [InlineData("""{"type":"number","minimum":"1"}""", "value_schema.minimum", "Input should be a valid number")]
    [InlineData("""{"type":"number","exclusiveMinimum":true}""", "value_schema.exclusiveMinimum", "Input should be a valid number")]
    [InlineData("""{"type":"number","minimum":1e400}""", "value_schema.minimum", "Input should be a finite number")]
    [InlineData("""{"type":"string","minLength":-1}""", "value_schema.minLength", "Input should be greater than or equal to 0")]
    [InlineData("""{"type":"number","minimum":2,"maximum":1}""", "value_schema", "no value fits these bounds")]
    [InlineData("""{"type":"number","minimum":1,"exclusiveMaximum":1}""", "value_schema", "no value fits these bounds")]
    [InlineData("""{"type":"string","minLength":2,"maxLength":1}""", "value_schema", "no value fits these bounds")]
    [InlineData("""{"enum":[]}""", "value_schema.enum", "an enum has at least one value")]
    [InlineData("""{"enum":[[1]]}""", "value_schema.enum.0", "values of an enum are strings, numbers, booleans or null")]
    [InlineData("""{"type":"integer","enum":[1,"2"]}""", "value_schema.enum.1", "Input should be a valid integer")]
    [InlineData("\"integer\"", "value_schema", "Input should be a valid dictionary or object")]
    public async Task A_schema_that_cannot_be_honored_is_refused(string schema, string place, string message)
    {
        await using var server = await FeedbackServer.StartAsync();
        var error = (await server.PostTextAsync("annotation_specs", Spec(schema), 422)).GetProperty("detail")[0];
        string.Join('.', error.GetProperty("loc").EnumerateArray().Skip(1)).ShouldBe(place);
        error.Text("msg").ShouldContain(message);
        (await SpecsAsync(server)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("")]
    [InlineData("a b")]
    [InlineData("a/b")]
    [InlineData("a:b")]
    public async Task A_name_fits_into_types_and_references(string name)
    {
        await using var server = await FeedbackServer.StartAsync();
        (await server.PostTextAsync("annotation_specs", Spec("""{"type":"boolean"}""", name), 422)).GetProperty("detail")[0].Text("msg").ShouldBe(
            "Value error, a name consists of letters, digits, '_', '-' and '.'");
    }

    [Fact]
    public async Task A_schema_has_a_limit_and_so_has_its_enum()
    {
        await using var server = await FeedbackServer.StartAsync();
        string Enumeration(int values, int length) =>
            $$"""{"enum":[{{string.Join(',', Enumerable.Range(0, values).Select(i => $"\"{i.ToString().PadRight(length, 'x')}\""))}}]}""";

        var reference = await SpecAsync(server, Enumeration(1000, 10));
        (await server.PostTextAsync("create", Row(reference, "\"no\""), 422)).GetProperty("detail")[0].Text("msg").ShouldBe(
            "Input should be one of the 1000 values of the annotation spec");
        (await server.PostTextAsync("annotation_specs", Spec(Enumeration(1001, 10)), 422)).GetProperty("detail")[0].Text("type").ShouldBe("too_long");
        (await server.PostTextAsync("annotation_specs", Spec(Enumeration(1000, 70)), 422)).GetProperty("detail")[0].Text("msg").ShouldBe(
            "Value error, a schema has at most 65536 bytes");
    }

    [Fact]
    public async Task Specs_are_those_of_ones_own_company()
    {
        await using var server = await FeedbackServer.StartAsync();
        var reference = await SpecAsync(server, """{"type":"boolean"}""");
        var other = await (await server.Server.CompanyAsync("Other")).ClientAsync("feedback:read", "feedback:write");

        FeedbackServer.ShouldRefuse(await (await other.GetAsync(Path + "?project_id=acme/stories")).JsonAsync(404), "Project not found", "NotFoundError");
        FeedbackServer.ShouldRefuse(await DeleteAsync(other, reference, 404), "Project not found", "NotFoundError");
        await (await other.PostAsync(Path, Json.Text(Spec("""{"type":"boolean"}""")))).JsonAsync(404);
        (await (await other.GetAsync(Path + "?project_id=other/stories")).JsonAsync(200)).GetRawText().ShouldBe("""{"specs":[]}""");

        // The same text in another project names another spec, or none.
        await DeleteAsync(server.Client, reference.Replace("stories", "tests", StringComparison.Ordinal), 404);
        (await SpecsAsync(server)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Writing_needs_its_scope_and_keys_for_customers_have_no_specs()
    {
        await using var server = await FeedbackServer.StartAsync();
        var reader = await server.Company.ClientAsync("feedback:read");
        var limited = server.Server.WithKey(
            (await server.Company.NewKeyAsync(["feedback:read", "feedback:write"], [server.Company.DefaultCustomerId])).Text("api_key"));
        var viewer = await server.Company.PersonAsync("viewer");
        var member = await server.Company.PersonAsync("member");
        var spec = Spec("""{"type":"boolean"}""");

        await (await reader.PostAsync(Path, Json.Text(spec))).JsonAsync(403);
        await DeleteAsync(reader, "weave:///acme/stories/object/tone:v1", 403);
        await (await reader.GetAsync(Path + "?project_id=acme/stories")).JsonAsync(200);
        await (await limited.GetAsync(Path + "?project_id=acme/stories")).JsonAsync(404);
        (await (await limited.GetAsync(Path + "?project_id=acme/scores")).JsonAsync(403)).Text("reason").ShouldStartWith("Your access is limited to some customers");
        await (await limited.PostAsync(Path, Json.Text(spec.Replace("stories", "scores", StringComparison.Ordinal)))).JsonAsync(403);
        await (await viewer.SendAsync(HttpMethod.Post, Path, Json.Text(spec))).JsonAsync(403);
        await (await member.SendAsync(HttpMethod.Post, Path, Json.Text(spec))).JsonAsync(200);
        await (await viewer.GetAsync(Path + "?project_id=acme/stories")).JsonAsync(200);
    }

    [Fact]
    public async Task A_missing_parameter_is_an_error_with_its_place()
    {
        await using var server = await FeedbackServer.StartAsync();
        var errors = (await (await server.Client.DeleteAsync(Path)).JsonAsync(422)).GetProperty("detail");
        errors.EnumerateArray().Select(error => $"{error.Text("type")} {error.GetProperty("loc").GetRawText()}").ShouldBe(
            ["""missing ["query","project_id"]""", """missing ["query","annotation_ref"]"""]);
        (await (await server.Client.GetAsync(Path + "?project=acme/stories")).JsonAsync(400)).Text("reason").ShouldContain("project_id");
    }

    [Fact]
    public async Task Creating_and_deleting_is_in_the_audit_log()
    {
        await using var server = await FeedbackServer.StartAsync();
        var reference = await SpecAsync(server, """{"type":"boolean"}""");
        await DeleteAsync(server.Client, reference, 200);
        var owner = await server.Company.PersonAsync("owner");
        var entries = (await (await owner.GetAsync("/portal/audit")).JsonAsync(200)).GetProperty("items").EnumerateArray().ToList();
        foreach (var action in (string[])["annotation_spec.created", "annotation_spec.deleted"])
            entries.Single(entry => entry.Text("action") == action).Text("target").ShouldBe(reference);
    }

    private static string Spec(string schema, string name = "tone") =>
        $$"""{"project_id": "acme/stories", "name": "{{name}}", "value_schema": {{schema}}}""";

    private static string Row(string reference, string value) =>
        $$"""{"project_id": "acme/stories", "weave_ref": "r", "feedback_type": "wandb.annotation.tone", "annotation_ref": "{{reference}}", "payload": {"value": {{value}} } }""";

    private static async Task<string> SpecAsync(FeedbackServer server, string schema) =>
        (await server.PostTextAsync("annotation_specs", Spec(schema))).Text("annotation_ref");

    private static async Task<List<JsonElement>> SpecsAsync(FeedbackServer server) =>
        [.. (await (await server.Client.GetAsync(Path + "?project_id=acme/stories")).JsonAsync(200)).GetProperty("specs").EnumerateArray()];

    private static async Task<JsonElement> DeleteAsync(HttpClient client, string reference, int status) =>
        await (await client.DeleteAsync($"{Path}?project_id=acme/stories&annotation_ref={Uri.EscapeDataString(reference)}")).JsonAsync(status);
}
