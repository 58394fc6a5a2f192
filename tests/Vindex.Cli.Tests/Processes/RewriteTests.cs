using System.Text;
using System.Text.Json;
using Shouldly;
using Xunit;

namespace Vindex.Cli.Tests.Processes;

/// <summary><c>vindex rewrite</c> and <c>vindex criteria</c>.</summary>
public sealed class RewriteTests : IDisposable
{
    private static readonly byte[] s_ticket = Encoding.UTF8.GetBytes(
        "Export invoices\n\nClerks copy invoices by hand. If an invoice is paid, the file should have its date.\n\nAcceptance criteria:\n- One row per invoice\n");

    private readonly Workspace _work = new();

    public void Dispose() => _work.Dispose();

    [Fact]
    public async Task A_proposal_goes_to_standard_output_and_its_scores_to_standard_error()
    {
        var ran = await VindexProcess.RunAsync(["rewrite", "-"], s_ticket);

        ran.ExitCode.ShouldBe(0, ran.Err);
        ran.Out.ShouldStartWith("## Description\n\nClerks copy invoices by hand.");
        ran.Out.ShouldContain("## Acceptance criteria\n\n- One row per invoice\n");
        ran.Err.ShouldMatch(@"^vindex: score \d+\.\d before, \d+\.\d after; \d+ questions?\n$");
        (await VindexProcess.RunAsync(["rewrite", "-", "--format", "jira"], s_ticket)).Out.ShouldContain("h2. Acceptance criteria\n\n* One row per invoice\n");
        JsonElement.Parse((await VindexProcess.RunAsync(["rewrite", "-", "--format", "adf"], s_ticket)).Out).GetProperty("type").GetString().ShouldBe("doc");
    }

    [Fact]
    public async Task Json_has_a_line_per_ticket()
    {
        var file = _work.Write("two.jsonl", "{\"summary\":\"Export\"}\n{\"summary\":\"Import\",\"description\":\"Read the file.\"}\n");

        var rewritten = await VindexProcess.RunAsync("rewrite", file, "--format", "json");
        var criteria = await VindexProcess.RunAsync("criteria", file, "--format", "json");

        rewritten.Err.ShouldBeEmpty();
        rewritten.OutLines.Select(line => JsonElement.Parse(line).GetProperty("new_phrases").GetArrayLength()).ShouldBe([0, 0]);
        criteria.OutLines.Select(line => JsonElement.Parse(line).GetProperty("criteria").GetArrayLength()).ShouldBe([1, 1]);
    }

    [Fact]
    public async Task Criteria_are_scenarios_or_bullets()
    {
        (await VindexProcess.RunAsync(["criteria", "-"], s_ticket)).Out
            .ShouldBe("- One row per invoice\n- When an invoice is paid\n  Then the file should have its date\n");
        (await VindexProcess.RunAsync(["criteria", "-", "--format", "bullets"], s_ticket)).Out
            .ShouldBe("- One row per invoice\n- If an invoice is paid, the file should have its date.\n");
    }

    [Fact]
    public async Task What_cannot_be_read_is_named()
    {
        (await VindexProcess.RunAsync("rewrite", "missing.txt")).ShouldBe(new Ran(2, "", "vindex: missing.txt: there is no such file\n"));
        (await VindexProcess.RunAsync("rewrite", "-", "--format", "word")).Err.ShouldContain("unknown format 'word'; choose one of markdown, jira, adf, json, work-order");
        var file = _work.Write("bad.csv", "key,summary\nA-1,Export\nA-2,\n");
        var ran = await VindexProcess.RunAsync("rewrite", file);
        ran.ExitCode.ShouldBe(2);
        ran.Out.ShouldStartWith("=== A-1 Export\n## Description\n");
        ran.Err.ShouldContain("row 2 (line 3): ");
    }
}
