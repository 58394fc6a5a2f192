using Shouldly;
using Vindex.Scoring.Tickets;
using Vindex.Server.Sources;
using Vindex.Server.Tests.Hosting;
using Xunit;

namespace Vindex.Server.Tests.Sources;

public sealed class AzureDevOpsTests
{
    private const string Project = "be9b3917-87e6-42a4-a549-2bc06a7a878f";
    private const string Password = "azure-password-0123456789";

    [Fact]
    public async Task A_work_item_with_the_password_is_judged_and_its_HTML_becomes_text()
    {
        await using var server = await EventServer.StartAsync();
        var installation = await (await server.CompanyAsync("Acme")).RegisterAsync("azuredevops", Project.ToUpperInvariant(), Password);

        foreach (var user in new[] { "", "vindex" })
        {
            var score = await installation.ScoreOfAsync(await server.SendAsync("azuredevops", Created(), ("Authorization", EventServer.Basic(user, Password))));
            score.GetProperty("ticket").Text("id").ShouldBe("5");
            score.GetProperty("ticket").Text("key").ShouldBe("#5");
            score.GetProperty("text").Text("description").ShouldBe("Batteries are changed **at night**.\n\n- by van\n- by cargo bike");
            score.GetProperty("text").Text("acceptance_criteria").ShouldBe("1. Given a battery < 20 %, then it is on the list\n2. The list is sorted");
        }

        foreach (var wrong in new[] { "azure-password-012345678", "Azure-password-0123456789", "" })
            await (await server.SendAsync("azuredevops", Created(), ("Authorization", EventServer.Basic("", wrong)))).ProblemAsync(403, "secret_wrong");
        foreach (var missing in new[] { "Basic not-base64!", "Bearer " + Password, EventServer.Basic("", "")[..^8] })
            await (await server.SendAsync("azuredevops", Created(), ("Authorization", missing))).ProblemAsync(403);
    }

    [Fact]
    public async Task An_update_is_judged_as_the_work_item_is_now_when_its_text_changed()
    {
        await using var server = await EventServer.StartAsync();
        var installation = await (await server.CompanyAsync("Acme")).RegisterAsync("azuredevops", Project, Password);

        var score = await installation.ScoreAsync(Updated("System.Title"));
        score.GetProperty("ticket").Text("id").ShouldBe("5");
        score.GetProperty("ticket").Text("title").ShouldBe("As a mechanic I want a list of empty batteries so that I change those first");
        foreach (var field in new[]
        {
            "System.Description", "Microsoft.VSTS.Common.AcceptanceCriteria", "System.WorkItemType", "Microsoft.VSTS.TCM.ReproSteps"
        })
        {
            await installation.ScoreAsync(Updated(field));
        }

        (await installation.IgnoredAsync(Updated("System.State"))).ShouldContain("did not change");
        (await installation.IgnoredAsync(Updated("System.Tags"))).ShouldContain("did not change");
        (await installation.IgnoredAsync(Updated("Custom.DefinitionofDone"))).ShouldContain("did not change");
        await installation.SetAsync(new { criteria_fields = new[] { "Definition of Done" } });
        await installation.ScoreAsync(Updated("Custom.DefinitionofDone"));
        foreach (var kind in new[] { "workitem.commented", "workitem.deleted", "git.push" })
            (await installation.IgnoredAsync(Created().Replace("workitem.created", kind, StringComparison.Ordinal))).ShouldContain($"\"{kind}\"");
        await installation.SetAsync(new { issue_types = new[] { "Bug" } });
        (await installation.IgnoredAsync(Created())).ShouldContain("\"User Story\"");
    }

    [Fact]
    public void A_hook_that_leaves_the_details_out_is_told_so()
    {
        var body = $$$"""{"eventType":"workitem.updated","resource":{"id":2,"workItemId":5},"resourceContainers":{"project":{"id":"{{{Project}}}" } } }""";

        var refused = new AzureDevOps().Read(SourceRequests.Of(body), InstallationSettings.Default).ShouldBeOfType<SourceReading.Refused>();

        refused.Errors.ByField["resource.revision.fields"][0].ShouldContain("Resource details to send: All");
    }

    [Fact]
    public void Bugs_have_steps_and_texts_marked_as_Markdown_stay_as_they_are()
    {
        var body = $$$"""
            {"eventType":"workitem.created","resource":{"id":5,"fields":{"System.Title":"t","System.WorkItemType":"Bug","System.Description":"1 < 2 and **3**",
            "Microsoft.VSTS.TCM.ReproSteps":"<ol><li>Open</li><li>Close</li></ol>","System.Parent":17},"multilineFieldsFormat":{"System.Description":"Markdown"}},
            "resourceContainers":{"project":{"id":"{{{Project}}}" } } }
            """;

        var ticket = new AzureDevOps().Read(SourceRequests.Of(body), InstallationSettings.Default).ShouldBeOfType<SourceReading.Ticket>();

        ticket.Input.Description.Text.ShouldBe("1 < 2 and **3**\n\n1. Open\n2. Close");
        ticket.Input.IssueType.ShouldBe("Bug");
        ticket.Input.Context.ShouldBe([new ContextItem(ContextKind.Epic, "#17", "parent", null, null)]);
    }

    private const string Fields =
        """
        {"System.TeamProject":"Rides","System.WorkItemType":"User Story","System.State":"New","System.Title":"As a mechanic I want a list of empty batteries so that I change those first",
        "System.Description":"<div>Batteries are changed <b>at&nbsp;night</b>.</div><ul><li>by van</li><li>by cargo&nbsp;bike</li></ul>",
        "Microsoft.VSTS.Common.AcceptanceCriteria":"<ol><li>Given a battery &lt; 20 %, then it is on the list </li><li>The list is sorted</li></ol>"}
        """;

    private static string Created() =>
        $$$"""
        {"subscriptionId":"s","notificationId":3,"id":"e","eventType":"workitem.created","publisherId":"tfs","message":{"text":"User Story #5 created"},
        "resource":{"id":5,"rev":1,"fields":{{{Fields}}},"url":"https://dev.azure.com/kolibri/_apis/wit/workItems/5"},"resourceVersion":"1.0",
        "resourceContainers":{"collection":{"id":"c"},"account":{"id":"a"},"project":{"id":"{{{Project}}}"}},"createdDate":"2026-04-16T09:12:08Z"}
        """;

    private static string Updated(string field) =>
        $$$"""
        {"eventType":"workitem.updated","resource":{"id":2,"workItemId":5,"rev":2,"fields":{"System.Rev":{"oldValue":1,"newValue":2},"{{{field}}}":{"oldValue":"a","newValue":"b"}},
        "revision":{"id":5,"rev":2,"fields":{{{Fields}}} } },"resourceContainers":{"project":{"id":"{{{Project}}}" } } }
        """;
}
