using System.Net;
using Shouldly;
using Vindex.Server.Tests.Accounts;
using Vindex.Server.Tests.Hosting;
using Vindex.Server.Tests.Portal;
using Xunit;

namespace Vindex.Server.Tests.Rewriting;

/// <summary>The pages that propose a better text: in the portal and in the evaluator.</summary>
public sealed class RewritePageTests
{
    [Fact]
    public async Task A_scored_ticket_is_rewritten_edited_scored_again_and_copied()
    {
        await using var server = await TestServer.StartAsync();
        var company = await server.CompanyAsync("Acme");
        var scored = await (await (await company.ClientAsync()).PostAsync("/v1/score", Json.Ticket("Export invoices", "T-1", description: "Clerks copy them by hand."))).JsonAsync(200);
        var address = $"/app/tickets/{scored.Text("score_id")}";
        var person = await company.PersonAsync("member");

        (await person.ReadAsync(address)).ShouldContain($"href=\"{address}/rewrite\"");
        var page = WebUtility.HtmlDecode(await person.ReadAsync(address + "/rewrite"));
        page.ShouldContain("## Description\n\nClerks copy them by hand.");
        page.ShouldContain("h2. Description\n\nClerks copy them by hand.");
        page.ShouldContain("\"type\":\"doc\"");

        var answer = await person.SubmitAsync(address + "/rewrite", ("text", "## Description\n\nClerks copy them.\n\n## Acceptance criteria\n\n- One row per invoice within 5 seconds"));
        var edited = WebUtility.HtmlDecode(await answer.PageAsync());
        edited.ShouldContain("h2. Acceptance criteria\n\n* One row per invoice within 5 seconds");
        edited.ShouldContain("No question is open.");
        (await (await (await company.ClientAsync()).GetAsync("/portal/scores")).JsonAsync(200)).GetProperty("total").GetInt32().ShouldBe(1);
    }

    [Fact]
    public async Task Hostile_text_is_shown_as_text_and_another_companys_ticket_does_not_exist()
    {
        await using var server = await TestServer.StartAsync();
        var company = await server.CompanyAsync("Acme");
        var other = await server.CompanyAsync("Other");
        var scored = await (await (await company.ClientAsync()).PostAsync("/v1/score", Json.Ticket(Forms.Hostile, "T-1", description: Forms.Hostile))).JsonAsync(200);
        var address = $"/app/tickets/{scored.Text("score_id")}/rewrite";
        var person = await company.PersonAsync("viewer");

        (await person.ReadAsync(address)).ShouldBeHarmless();
        (await (await person.SubmitAsync(address, ("text", Forms.Hostile))).PageAsync()).ShouldBeHarmless();
        (await (await other.PersonAsync("owner")).GetAsync(address)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_pasted_ticket_is_rewritten_and_scored_again()
    {
        await using var server = await TestServer.StartAsync();
        var judged = await (await PostAsync(server, "/evaluation/ticket", ("ticket", "Export invoices\n\nClerks copy them by hand."))).PageAsync();
        judged.ShouldContain("action=\"/evaluation/rewrite\"");

        var page = WebUtility.HtmlDecode(await (await PostAsync(server, "/evaluation/rewrite", ("ticket", "Export invoices\n\nClerks copy them by hand."))).PageAsync());
        page.ShouldContain("## Description\n\nClerks copy them by hand.");
        var edited = await PostAsync(server, "/evaluation/rewrite", ("ticket", "Export invoices\n\nClerks copy them by hand."), ("text", "Clerks copy **them**."));
        WebUtility.HtmlDecode(await edited.PageAsync()).ShouldContain("Clerks copy *them*.");
        (await PostAsync(server, "/evaluation/rewrite", ("ticket", " "))).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
    }

    private static Task<HttpResponseMessage> PostAsync(TestServer server, string path, params (string Name, string Value)[] fields) =>
        server.Anonymous.PostAsync(path, new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Name, field.Value))));
}
