using Shouldly;
using Vindex.Server.Sources;
using Vindex.Server.Tests.Accounts;
using Vindex.Server.Tests.Hosting;
using Vindex.Server.Tests.Sources;
using Xunit;

namespace Vindex.Server.Tests.Portal;

/// <summary>Links from tickets to their tracker, by the pattern of the installation.</summary>
public sealed class TrackerLinkTests
{
    private static readonly int[] s_six = [4, 4, 4, 4, 4, 4];

    [Fact]
    public async Task A_ticket_links_to_its_tracker_once_the_installation_has_a_pattern()
    {
        await using var server = await TestServer.StartAsync();
        var company = await server.CompanyAsync("Acme");
        var id = await company.SeedAsync(server.Time.GetUtcNow(), s_six, key: "A/B-1?x=\"1\"");
        var other = await company.SeedAsync(server.Time.GetUtcNow(), s_six, await company.NewCustomerAsync("Team"), key: "C-1");
        var owner = await company.PersonAsync("owner");
        await owner.SubmitAndFollowAsync(
            "/app/settings/installations", ("source", "jiraforge"), ("external_id", "cloud"), ("customer_id", company.DefaultCustomerId));
        (await owner.ReadAsync($"/app/tickets/{id}")).ShouldNotContain("Open in");
        var path = $"/app/settings/installations/{company.DefaultCustomerId}";

        var refused = await (await owner.SubmitAsync(path, ("profile", "adam"), ("ticket_url", "https://jira.example.com/browse"))).PageAsync(422);
        refused.ShouldContain("id=\"ticket_url-error\"");
        refused.ShouldContain("value=\"https://jira.example.com/browse\"");
        (await owner.SubmitAndFollowAsync(path, ("profile", "adam"), ("ticket_url", "https://jira.example.com/browse/{key}?id={id}"))).ShouldContain(
            "value=\"https://jira.example.com/browse/{key}?id={id}\"");

        const string link = "href=\"https://jira.example.com/browse/A%2FB-1%3Fx%3D%221%22?id=A%2FB-1%3Fx%3D%221%22\" rel=\"noopener noreferrer\"";
        (await owner.ReadAsync($"/app/tickets/{id}")).ShouldContain($"<a {link}>Open in Jira</a>");
        var list = await owner.ReadAsync("/app/tickets");
        list.ShouldContain($"<a {link} title=\"Open in Jira\">");
        list.Split("noopener").Length.ShouldBe(2);
        (await owner.ReadAsync($"/app/tickets/{other}")).ShouldNotContain("Open in");

        (await owner.SubmitAndFollowAsync(path, ("profile", "adam"), ("ticket_url", ""))).ShouldContain("Installation saved");
        (await owner.ReadAsync("/app/tickets")).ShouldNotContain("noopener");
    }

    [Theory]
    [InlineData("github", "a/b", "issues",
        """{"action":"opened","repository":{"full_name":"a/b"},"issue":{"number":4,"title":"Pay by card","html_url":"URL"}}""", "GitHub")]
    [InlineData("gitlab", "7", "",
        """{"object_kind":"issue","project":{"id":7},"object_attributes":{"iid":4,"title":"Pay by card","action":"open","url":"URL"}}""", "GitLab")]
    [InlineData("azuredevops", "p", "",
        """{"eventType":"workitem.created","resourceContainers":{"project":{"id":"p"}},"resource":{"id":4,"fields":{"System.Title":"Pay by card"},"_links":{"html":{"href":"URL"}}}}""",
        "Azure DevOps")]
    [InlineData("linear", "o", "",
        """{"type":"Issue","action":"create","organizationId":"o","url":"URL","data":{"id":"4","identifier":"R-4","title":"Pay by card"}}""", "Linear")]
    public async Task The_address_in_an_event_is_linked_unless_it_is_none(string source, string externalId, string kind, string body, string product)
    {
        await using var server = await EventServer.StartAsync();
        var company = await server.CompanyAsync("Acme");
        var installation = await company.RegisterAsync(source, externalId);
        await installation.SetAsync(new { ticket_url = "https://elsewhere.example.com/{id}" });
        var viewer = await company.PersonAsync("viewer");

        (await PageAsync("https://tracker.example.com/4")).ShouldContain(
            $"<a href=\"https://tracker.example.com/4\" rel=\"noopener noreferrer\">Open in {product}</a>");
        (await PageAsync("javascript:alert(1)")).ShouldContain($"<a href=\"https://elsewhere.example.com/4\" rel=\"noopener noreferrer\">Open in {product}</a>");

        async Task<string> PageAsync(string url)
        {
            server.Time.Advance(TimeSpan.FromMinutes(1));
            var sent = body.Replace("URL", url, StringComparison.Ordinal).Replace("Pay by card", $"Pay by card at {url.Length}", StringComparison.Ordinal);
            var score = await installation.ScoreAsync(sent, kind.Length == 0 ? [] : [("X-GitHub-Event", kind)]);
            return await viewer.ReadAsync($"/app/tickets/{score.Text("_id")}");
        }
    }

    [Theory]
    [InlineData("https://jira.example.com/browse/{key}", "K-1", "7", "https://jira.example.com/browse/K-1")]
    [InlineData("https://github.com/acme/shop/issues/{id}", "#12", "12", "https://github.com/acme/shop/issues/12")]
    [InlineData("http://tracker/{id}#{key}", "{id}", "a b/../c", "http://tracker/a%20b%2F..%2Fc#%7Bid%7D")]
    public void Keys_and_ids_are_encoded(string pattern, string key, string id, string address)
    {
        TicketUrlPattern.Error(pattern).ShouldBeNull();
        TicketUrlPattern.Fill(pattern, key, id).ShouldBe(address);
    }
}
