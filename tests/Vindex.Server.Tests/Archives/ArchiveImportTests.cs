using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Shouldly;
using Vindex.Server.Tests.Hosting;
using Xunit;

namespace Vindex.Server.Tests.Archives;

/// <summary>The lines of an archive that <c>POST /admin/companies/import</c> accepts and refuses; the round trip is tested with the command.</summary>
public sealed class ArchiveImportTests
{
    private const int MaxLine = 16 * 1024 * 1024;
    private const string Project = "acme/stories";
    private static readonly object s_spec = new { project_id = Project, name = "tone", value_schema = new { type = "boolean" } };

    [Fact]
    public async Task A_line_of_any_length_does_not_fill_the_memory()
    {
        await using var server = await TestServer.StartAsync();
        var archive = await ArchiveAsync(server, await server.CompanyAsync("Acme"));

        var problem = await (await ImportAsync(server, archive + new string('x', MaxLine + 1))).ProblemAsync(422, "bad_archive");

        problem.Text("detail").ShouldEndWith($"it is longer than {MaxLine} bytes.");
    }

    [Fact]
    public async Task What_is_not_UTF_8_is_refused_with_its_line()
    {
        await using var server = await TestServer.StartAsync();
        var archive = await ArchiveAsync(server, await server.CompanyAsync("Acme"));
        var lines = archive.Count(letter => letter == '\n');

        var problem = await (await ImportAsync(server, [.. Encoding.UTF8.GetBytes(archive), 0xC3, 0x28])).ProblemAsync(422, "bad_archive");

        problem.Text("detail").ShouldBe($"Line {lines + 1}: it is not UTF-8.");
    }

    [Fact]
    public async Task A_byte_order_mark_other_line_ends_and_blank_lines_are_accepted()
    {
        await using var server = await TestServer.StartAsync();
        var company = await server.CompanyAsync("Acme");
        await company.SeedAsync(server.Time.GetUtcNow(), [5, 5, 5, 5, 5, 5]);
        var archive = await ArchiveAsync(server, company);

        var report = await (await ImportAsync(server, "\uFEFF" + archive.Replace("\n", "\r\n\r\n", StringComparison.Ordinal))).JsonAsync(200);

        report.GetProperty("present").GetInt64().ShouldBe(1);
        report.GetProperty("complete").GetBoolean().ShouldBeTrue();
    }

    [Theory]
    [InlineData("not JSON")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("""{"recommendations":null,"context_used":{}}""")]
    [InlineData("""{"recommendations":[],"context_used":{},"explanation":{"small":{}}}""")]
    public async Task A_score_whose_explanation_cannot_be_read_is_refused_with_its_line(string detail)
    {
        await using var server = await TestServer.StartAsync();
        var company = await server.CompanyAsync("Acme");
        await company.SeedAsync(server.Time.GetUtcNow(), [5, 5, 5, 5, 5, 5]);
        var lines = (await ArchiveAsync(server, company)).Split('\n');
        var at = Array.FindIndex(lines, line => line.StartsWith("{\"score\":", StringComparison.Ordinal));
        var line = JsonNode.Parse(lines[at])!;
        line["score"]!["detail"] = detail;
        lines[at] = line.ToJsonString();

        var problem = await (await ImportAsync(server, string.Join('\n', lines))).ProblemAsync(422, "bad_archive");

        problem.Text("detail").ShouldStartWith($"Line {at + 1}: the detail of score {line["score"]!["id"]} cannot be read");
    }

    [Fact]
    public async Task An_empty_archive_is_refused()
    {
        await using var server = await TestServer.StartAsync();

        (await (await ImportAsync(server, "\n")).ProblemAsync(422, "bad_archive")).Text("detail").ShouldContain("the archive is empty");
    }

    [Fact]
    public async Task Annotation_specs_and_queues_are_part_of_an_archive()
    {
        await using var server = await TestServer.StartAsync();
        await using var target = await TestServer.StartAsync();
        var company = await server.CompanyAsync("Acme");
        var client = await company.ClientAsync("feedback:read", "feedback:write");
        var reference = (await PostAsync(client, "annotation_specs", s_spec)).Text("annotation_ref");
        var queue = (await PostAsync(
            client, "annotation_queues", new { project_id = Project, name = "Tone", reviewers_per_item = 2, refs = new[] { "a", "b", "c" } })).Text("queue_id");
        var ada = new { project_id = Project, reviewer = "ada" };
        foreach (var (item, end) in ((int, string)[])[(0, "done"), (1, "skip")])
        {
            await PostAsync(client, $"annotation_queues/{queue}/claim", ada);
            await PostAsync(client, $"annotation_queues/{queue}/items/{item}/{end}", ada);
        }

        await PostAsync(client, $"annotation_queues/{queue}/claim", new { project_id = Project, reviewer = "bo" });
        await PostAsync(client, "create", new
        {
            project_id = Project,
            weave_ref = "a",
            feedback_type = "wandb.annotation.tone",
            annotation_ref = reference,
            payload = new { value = true },
            queue_id = queue,
        });
        var archive = await ArchiveAsync(server, company);

        foreach (var _ in new[] { 1, 2 }) (await (await ImportAsync(target, archive)).JsonAsync(200)).GetProperty("complete").GetBoolean().ShouldBeTrue();

        (await ArchiveAsync(target, company with { Server = target })).ShouldBe(archive);
        var copy = await (company with { Server = target }).ClientAsync("feedback:read", "feedback:write");
        var shown = await (await copy.GetAsync($"/feedback/annotation_queues/{queue}?project_id=acme/stories")).JsonAsync(200);
        shown.GetProperty("progress").GetRawText().ShouldBe("""{"items":3,"complete_items":0,"done":1,"skipped":1,"claimed":0}""");
    }

    [Fact]
    public async Task An_annotation_spec_whose_schema_cannot_be_read_is_refused_with_its_line()
    {
        await using var server = await TestServer.StartAsync();
        var company = await server.CompanyAsync("Acme");
        await PostAsync(await company.ClientAsync("feedback:write"), "annotation_specs", s_spec);
        var archive = (await ArchiveAsync(server, company)).Replace("boolean", "array", StringComparison.Ordinal);

        (await (await ImportAsync(server, archive)).ProblemAsync(422, "bad_archive")).Text("detail").ShouldEndWith(
            "the value_schema of the annotation spec tone cannot be read.");
    }

    private static async Task<JsonElement> PostAsync(HttpClient client, string path, object body) =>
        await (await client.PostAsync("/feedback/" + path, Json.Content(body))).JsonAsync(200);

    private static Task<string> ArchiveAsync(TestServer server, TestCompany company) =>
        server.Admin.GetStringAsync($"/admin/companies/{company.Id}/export");

    private static Task<HttpResponseMessage> ImportAsync(TestServer server, string archive) => ImportAsync(server, Encoding.UTF8.GetBytes(archive));

    private static Task<HttpResponseMessage> ImportAsync(TestServer server, byte[] archive) =>
        server.Admin.PostAsync("/admin/companies/import", new ByteArrayContent(archive) { Headers = { ContentType = new("application/x-ndjson") } });
}
