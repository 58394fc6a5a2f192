using Shouldly;
using Vindex.Server.Tests.Hosting;
using Xunit;

namespace Vindex.Server.Tests.Sources;

public sealed class GitLabTests
{
    private const string Text = "As a mechanic I want to see which bikes lose air so that I take them in first";

    [Fact]
    public async Task An_issue_with_GitLabs_token_is_judged()
    {
        await using var server = await EventServer.StartAsync();
        var owner = await (await server.CompanyAsync("Acme")).ClientAsync("installations:write", "scores:read");
        var made = await (await owner.PostAsync(
            "/api/v1/register/gitlab", Json.Text("""{"external_id":5012,"shared_secret":"gitlab-token-0123456789-abc"}"""))).JsonAsync(201);
        var installation = new TestInstallation(new TestCompany(server, "", ""), owner, "gitlab", made.Text("customer_id"), "gitlab-token-0123456789-abc");
        made.Text("external_id").ShouldBe("5012");

        var score = await installation.ScoreOfAsync(
            await server.SendAsync("gitlab", Issue("open"), ("X-Gitlab-Token", installation.Secret), ("X-Gitlab-Event", "Issue Hook")));

        score.GetProperty("ticket").Text("id").ShouldBe("23");
        score.GetProperty("ticket").Text("key").ShouldBe("#23");
        score.GetProperty("text").Text("description").ShouldBe("- pressure below 3 bar\n- shown on the map");
        await (await server.SendAsync("gitlab", Issue("open"), ("X-Gitlab-Token", "gitlab-token-0123456789-abd"))).ProblemAsync(403, "secret_wrong");
        await (await server.SendAsync("gitlab", Issue("open"))).ProblemAsync(403, "secret_missing");
    }

    [Fact]
    public async Task What_does_not_change_an_issues_text_is_ignored()
    {
        await using var server = await EventServer.StartAsync();
        var installation = await (await server.CompanyAsync("Acme")).RegisterAsync("gitlab", "5012");

        foreach (var action in new[] { "close", "merge" }) (await installation.IgnoredAsync(Issue(action))).ShouldContain($"\"{action}\"");
        (await installation.IgnoredAsync(Issue(
            "update",
            """{"labels":{"previous":[],"current":[]},"updated_at":{"previous":"a","current":"b"}}"""))).ShouldContain("title and description did not change");
        (await installation.IgnoredAsync("""{"object_kind":"note","project":{"id":5012}}""")).ShouldContain("\"note\"");
        (await installation.IgnoredAsync("""{"object_kind":"push","project":{"id":5012}}""")).ShouldContain("\"push\"");
        foreach (var change in new[] { """{"title":{"previous":"a","current":"b"}}""", """{"description":{"previous":null,"current":"b"}}""" })
            await installation.ScoreAsync(Issue("update", change));
        await installation.SetAsync(new { issue_types = new[] { "Task" } });
        (await installation.IgnoredAsync(Issue("open"))).ShouldContain("\"Issue\"");
        await installation.ScoreAsync(Issue("open")
            .Replace("\"issue\"", "\"work_item\"", StringComparison.Ordinal)
            .Replace("\"Issue\"", "\"Task\"", StringComparison.Ordinal));
    }

    private static string Issue(string action, string? changes = null)
    {
        var changed = changes is null ? "" : $",\"changes\":{changes}";
        return $$$"""
            {"object_kind":"issue","event_type":"issue","user":{"id":1,"username":"mia"},"project":{"id":5012,"name":"Rides","path_with_namespace":"kolibri/rides"},
            "object_attributes":{"id":301,"iid":23,"title":"{{{Text}}}","description":"- pressure below 3 bar\n- shown on the map","state":"opened","type":"Issue",
            "labels":[{"title":"api"}],"action":"{{{action}}}","url":"https://gitlab.example.com/kolibri/rides/-/issues/23"}{{{changed}}}}
            """;
    }
}
