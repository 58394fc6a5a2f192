using System.Text;
using System.Text.Json.Nodes;
using Shouldly;
using Vindex.Server.Tests.Hosting;
using Xunit;

namespace Vindex.Server.Tests.Archives;

/// <summary>The lines of an archive that <c>POST /admin/companies/import</c> accepts and refuses; the round trip is tested with the command.</summary>
public sealed class ArchiveImportTests
{
    private const int MaxLine = 16 * 1024 * 1024;

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

    private static Task<string> ArchiveAsync(TestServer server, TestCompany company) =>
        server.Admin.GetStringAsync($"/admin/companies/{company.Id}/export");

    private static Task<HttpResponseMessage> ImportAsync(TestServer server, string archive) => ImportAsync(server, Encoding.UTF8.GetBytes(archive));

    private static Task<HttpResponseMessage> ImportAsync(TestServer server, byte[] archive) =>
        server.Admin.PostAsync("/admin/companies/import", new ByteArrayContent(archive) { Headers = { ContentType = new("application/x-ndjson") } });
}
