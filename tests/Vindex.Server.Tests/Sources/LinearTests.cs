using Shouldly;
using Vindex.Scoring.Tickets;
using Vindex.Server.Sources;
using Vindex.Server.Tests.Hosting;
using Xunit;

namespace Vindex.Server.Tests.Sources;

public sealed class LinearTests
{
    private const string Organization = "AAAAAAAA-bbbb-4ccc-8ddd-eeeeeeeeeeee";
    private const string Secret = "lin_wh_0123456789abcdefghijABCDEFGHIJ";

    [Fact]
    public async Task An_issue_signed_by_Linear_is_judged()
    {
        await using var server = await EventServer.StartAsync();
        var installation = await (await server.CompanyAsync("Acme")).RegisterAsync("linear", Organization, Secret);
        var body = Issue("create");

        var score = await installation.ScoreOfAsync(
            await server.SendAsync("linear", body, ("Linear-Signature", EventServer.Hmac(Secret, body)), ("Linear-Event", "Issue")));

        score.GetProperty("ticket").Text("id").ShouldBe("9f1c0000-0000-4000-8000-000000000001");
        score.GetProperty("ticket").Text("key").ShouldBe("RID-7");
        score.GetProperty("text").Text("description").ShouldBe("* shown within **2 s**\n* sorted by distance");
        await (await server.SendAsync("linear", body, ("Linear-Signature", EventServer.Hmac(Secret, body + "\n")))).ProblemAsync(403, "secret_wrong");
        await (await server.SendAsync("linear", body, ("Linear-Signature", EventServer.Hmac(Secret + "x", body)))).ProblemAsync(403, "secret_wrong");
        await (await server.SendAsync("linear", body)).ProblemAsync(403, "secret_missing");
    }

    [Fact]
    public async Task What_does_not_change_an_issues_text_is_ignored()
    {
        await using var server = await EventServer.StartAsync();
        var installation = await (await server.CompanyAsync("Acme")).RegisterAsync("linear", Organization, Secret);

        (await installation.IgnoredAsync(Issue("remove"))).ShouldContain("\"remove\"");
        (await installation.IgnoredAsync(Issue("create").Replace("\"Issue\"", "\"Comment\"", StringComparison.Ordinal))).ShouldContain("\"Comment\"");
        (await installation.IgnoredAsync(Issue("update", """{"stateId":"x","updatedAt":"2026-01-01T00:00:00Z"}"""))).ShouldContain(
            "title and description did not change");
        await installation.ScoreAsync(Issue("update", """{"title":"before"}"""));
        await installation.ScoreAsync(Issue("update", """{"description":null}"""));
    }

    [Fact]
    public void The_parent_is_context()
    {
        var body = Issue("create")
            .Replace("\"state\":", "\"parent\":{\"identifier\":\"RID-1\",\"title\":\"Finding bikes\"},\"state\":", StringComparison.Ordinal);

        var ticket = new Linear().Read(SourceRequests.Of(body), InstallationSettings.Default).ShouldBeOfType<SourceReading.Ticket>();

        ticket.Input.Context.ShouldBe([new ContextItem(ContextKind.Epic, "RID-1", "parent", "Finding bikes", null)]);
    }

    private static string Issue(string action, string? updatedFrom = null)
    {
        var before = updatedFrom is null ? "" : $",\"updatedFrom\":{updatedFrom}";
        return $$$"""
            {"action":"{{{action}}}","type":"Issue","organizationId":"{{{Organization}}}","webhookTimestamp":1790000000000,"createdAt":"2026-04-16T09:12:08.000Z",
            "data":{"id":"9f1c0000-0000-4000-8000-000000000001","identifier":"RID-7","title":"As a rider I want a list of bikes near me so that I can pick one",
            "description":"* shown within **2 s**\n* sorted by distance","team":{"key":"RID","name":"Rides"},"state":{"name":"Todo"}}{{{before}}}}
            """;
    }
}
