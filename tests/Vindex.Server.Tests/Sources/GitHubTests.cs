using Shouldly;
using Vindex.Server.Tests.Hosting;
using Xunit;

namespace Vindex.Server.Tests.Sources;

public sealed class GitHubTests
{
    private const string Text = "As a rider I want to see how far the next bike is so that I can decide to walk";

    [Fact]
    public async Task An_issue_signed_by_GitHub_is_judged()
    {
        await using var server = await EventServer.StartAsync();
        var installation = await (await server.CompanyAsync("Acme")).RegisterAsync("github", "Kolibri/Rides");
        var body = Issue("opened", bodyText: "## Criteria\\n\\n- distance in metres\\n- updated every **10** seconds");

        var score = await installation.ScoreOfAsync(await server.SendAsync("github", body, Signature(installation, body), ("X-GitHub-Event", "issues")));

        score.GetProperty("ticket").Text("id").ShouldBe("42");
        score.GetProperty("ticket").Text("key").ShouldBe("#42");
        score.GetProperty("ticket").Text("title").ShouldBe(Text);
        score.GetProperty("text").Text("description").ShouldBe("## Criteria\n\n- distance in metres\n- updated every **10** seconds");
        await installation.ScoreAsync(Issue("edited", changes: """{"title":{"from":"x"}}"""), ("X-GitHub-Event", "issues"));
    }

    [Fact]
    public async Task A_signature_over_other_bytes_or_by_another_secret_is_wrong()
    {
        await using var server = await EventServer.StartAsync();
        var installation = await (await server.CompanyAsync("Acme")).RegisterAsync("github", "kolibri/rides");
        var body = Issue("opened");
        var right = EventServer.Hmac(installation.Secret, body);

        string[] wrong = [
            EventServer.Hmac(installation.Secret, body + " "), EventServer.Hmac("another-secret-0123456789", body), right[..^2], right + "00", "",
            "zz" + right[2..]
        ];
        foreach (var signature in wrong)
            await (await server.SendAsync("github", body, ("X-Hub-Signature-256", "sha256=" + signature))).ProblemAsync(403, "secret_wrong");
        await (await server.SendAsync("github", body, ("X-Hub-Signature-256", right))).ProblemAsync(403, "secret_missing");
        await (await server.SendAsync("github", body, ("X-Hub-Signature", "sha1=" + right))).ProblemAsync(403, "secret_missing");
        await (await server.SendAsync("github", body, ("X-Hub-Signature-256", "sha256=" + right.ToUpperInvariant()))).JsonAsync(202);
    }

    [Fact]
    public async Task The_signature_is_over_the_bytes_as_they_came()
    {
        await using var server = await EventServer.StartAsync();
        var installation = await (await server.CompanyAsync("Acme")).RegisterAsync("github", "kolibri/rides");
        var body = "\uFEFF \n" + Issue("opened", bodyText: "caf\\u00e9 \\u0000 ☕").Replace(",", " ,\n", StringComparison.Ordinal);

        await (await server.SendAsync("github", body, Signature(installation, body))).JsonAsync(202);
        await (await server.SendAsync("github", body, Signature(installation, body.Replace(" \\u0000", "", StringComparison.Ordinal)))).ProblemAsync(
            403, "secret_wrong");
    }

    [Fact]
    public async Task What_does_not_change_an_issues_text_is_ignored()
    {
        await using var server = await EventServer.StartAsync();
        var installation = await (await server.CompanyAsync("Acme")).RegisterAsync("github", "kolibri/rides");

        (await installation.IgnoredAsync(
            """{"zen":"Speak like a human.","repository":{"full_name":"kolibri/rides"}}""", ("X-GitHub-Event", "ping"))).ShouldContain("ping");
        (await installation.IgnoredAsync(Issue("created"), ("X-GitHub-Event", "issue_comment"))).ShouldContain("issue_comment");
        foreach (var action in new[] { "closed", "labeled", "unlabeled", "assigned", "deleted", "pinned", "milestoned", "locked" })
            (await installation.IgnoredAsync(Issue(action), ("X-GitHub-Event", "issues"))).ShouldContain($"\"{action}\"");
        (await installation.IgnoredAsync(Issue("edited", changes: "{}"))).ShouldContain("title and text did not change");
        (await installation.IgnoredAsync(Issue("opened", more: ""","pull_request":{"url":"x"}"""))).ShouldContain("pull request");
        await installation.SetAsync(new { issue_types = new[] { "Feature" } });
        (await installation.IgnoredAsync(Issue("opened", more: ""","type":{"name":"Bug"}"""))).ShouldContain("\"Bug\"");
        await installation.ScoreAsync(Issue("reopened", more: ""","type":{"name":"Feature"}"""));
    }

    private static (string Name, string Value) Signature(
        TestInstallation installation, string body) => ("X-Hub-Signature-256", "sha256=" + EventServer.Hmac(installation.Secret, body));

    private static string Issue(string action, string bodyText = "Distance in metres.", string? changes = null, string more = "")
    {
        var changed = changes is null ? "" : $"\"changes\":{changes},";
        return $$$"""
            {"action":"{{{action}}}",{{{changed}}}"issue":{"url":"https://api.github.com/repos/Kolibri/Rides/issues/42","id":2345678901,
            "number":42,"title":"{{{Text}}}","user":{"login":"mia"},"labels":[{"name":"enhancement"}],"state":"open","body":"{{{bodyText}}}"{{{more}}}},
            "repository":{"id":1,"name":"Rides","full_name":"Kolibri/Rides","private":true},"sender":{"login":"mia"}}
            """;
    }
}
