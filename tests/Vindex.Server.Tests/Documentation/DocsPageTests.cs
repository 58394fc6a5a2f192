using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Shouldly;
using Vindex.Server.Tests.Accounts;
using Vindex.Server.Tests.Hosting;
using Vindex.Server.Tests.Portal;
using Xunit;

namespace Vindex.Server.Tests.Documentation;

public sealed partial class DocsPageTests
{
    [Fact]
    public async Task The_reference_contains_every_operation_with_its_parameters_scope_and_statuses()
    {
        await using var server = await TestServer.StartAsync();
        var description = await (await server.Anonymous.GetAsync("/openapi/v1.json")).JsonAsync(200);
        var pages = new Dictionary<string, string>(StringComparer.Ordinal);

        foreach (var path in description.GetProperty("paths").EnumerateObject())
        {
            foreach (var operation in path.Value.EnumerateObject())
            {
                var slug = operation.Value.GetProperty("tags")[0].GetString()!.ToLowerInvariant().Replace(' ', '-');
                if (!pages.TryGetValue(slug, out var page)) pages[slug] = page = await ReadAsync(server, "/docs/api/" + slug);
                var id = operation.Value.Text("operationId");
                var section = page[page.IndexOf($"id=\"{id}\"", StringComparison.Ordinal)..].Split("</section>")[0];
                section.ShouldContain(operation.Name.ToUpperInvariant());
                section.Replace("<wbr>", "", StringComparison.Ordinal).ShouldContain($">{path.Name}<");
                section.ShouldContain(operation.Value.Text("summary"));
                if (operation.Value.TryGetProperty("parameters", out var parameters))
                {
                    foreach (var parameter in parameters.EnumerateArray()) section.ShouldContain($"<code class=\"field-name\">{parameter.Text("name")}</code>");
                }

                foreach (var scope in operation.Value.GetProperty("security").EnumerateArray().SelectMany(one => one.EnumerateObject())
                    .SelectMany(one => one.Value.EnumerateArray()))
                {
                    section.ShouldContain($"<code>{scope.GetString()}</code>");
                }

                foreach (var response in operation.Value.GetProperty("responses").EnumerateObject()) section.ShouldContain(response.Name, customMessage: id);
            }
        }

        pages.Count.ShouldBe(description.GetProperty("tags").GetArrayLength());
        var all = await ReadAsync(server, "/docs/api");
        foreach (var slug in pages.Keys) all.ShouldContain($"href=\"/docs/api/{slug}\"");
    }

    [Fact]
    public async Task Schemas_have_their_members_types_and_allowed_values()
    {
        await using var server = await TestServer.StartAsync();
        var schemas = (await (await server.Anonymous.GetAsync("/openapi/v1.json")).JsonAsync(200)).GetProperty("components").GetProperty("schemas");
        var page = await ReadAsync(server, "/docs/schemas");

        foreach (var schema in schemas.EnumerateObject())
        {
            var start = page.IndexOf($"id=\"{schema.Name}\"", StringComparison.Ordinal);
            start.ShouldBePositive(schema.Name);
            var section = page[start..];
            if (schema.Value.TryGetProperty("properties", out var members))
            {
                foreach (var member in members.EnumerateObject()) section.ShouldContain($"<code class=\"field-name\">{member.Name}</code>");
            }

            if (schema.Value.TryGetProperty("enum", out var values))
            {
                foreach (var value in values.EnumerateArray().Where(value => value.ValueKind == JsonValueKind.String))
                    section.ShouldContain($"<code>{value.GetString()}</code>");
            }
        }

        page.ShouldContain("time (RFC 3339)");
        var scoring = await ReadAsync(server, "/docs/api/scoring");
        scoring.ShouldContain("<span class=\"field-required\"> required</span>");
        scoring.ShouldContain("list of");
        scoring.ShouldContain("at most 255 characters");
    }

    [Fact]
    public async Task Every_link_within_the_documentation_leads_somewhere()
    {
        await using var server = await TestServer.StartAsync();
        var tags = Link().Matches(await ReadAsync(server, "/docs/api")).Select(match => match.Groups["path"].Value).Where(path => path.StartsWith("/docs/", StringComparison.Ordinal));
        var pages = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var path in tags.Concat(["/docs", "/docs/api", "/docs/schemas"]).Distinct()) pages[path] = await ReadAsync(server, path);

        foreach (var (path, page) in pages)
        {
            foreach (Match link in Link().Matches(page))
            {
                var target = link.Groups["path"].Value.Length == 0 ? path : link.Groups["path"].Value;
                if (!target.StartsWith("/docs", StringComparison.Ordinal)) continue;
                pages.ShouldContainKey(target);
                if (link.Groups["anchor"].Value is { Length: > 0 } anchor) pages[target].ShouldContain($"id=\"{anchor}\"");
            }
        }

        pages.Count.ShouldBeGreaterThan(20);
    }

    [Fact]
    public async Task The_pages_have_the_policy_of_all_pages_and_nothing_inline()
    {
        await using var server = await TestServer.StartAsync();
        (await server.Anonymous.GetStringAsync("/")).ShouldContain("href=\"/docs\"");

        foreach (var path in (string[])["/docs", "/docs/api", "/docs/api/scoring", "/docs/schemas"])
        {
            var response = await server.Anonymous.GetAsync(path);
            var page = await response.PageAsync();
            var policy = response.Headers.GetValues("Content-Security-Policy").Single();
            policy.ShouldContain("script-src 'self';");
            policy.ShouldContain("style-src 'self';");
            policy.ShouldNotContain("unsafe");
            page.ShouldNotContain(" style=");
            page.ShouldNotContain("<style");
            page.Split("<script")[1..].ShouldAllBe(script => script.StartsWith(" src=\"/assets/", StringComparison.Ordinal));
            page.ShouldContain("<meta name=\"description\"");
            page.ShouldContain("property=\"og:title\"");
        }

        (await server.Anonymous.GetAsync("/docs/index.html")).Headers.Location!.OriginalString.ShouldBe("/docs");
        (await (await server.Anonymous.GetAsync("/docs/api/nothing")).PageAsync(404)).ShouldContain("Page not found");
    }

    [Fact]
    public async Task Samples_contain_the_address_that_the_reader_used_unless_the_server_has_a_public_one()
    {
        await using (var server = await TestServer.StartAsync())
        {
            (await ReadAsync(server, "/docs")).ShouldContain($"curl \"http://{server.Address.Authority}/v1/score\"");
            (await ReadAsync(server, "/docs", "vindex.internal:81")).ShouldContain("curl \"http://vindex.internal:81/v1/score\"");
            (await ReadAsync(server, "/docs", "$(touch.oops)")).ShouldNotContain("oops");
        }

        await using var published = await TestServer.StartAsync(settings: ("Server:PublicUrl", "https://vindex.example.com/"));
        (await ReadAsync(published, "/docs", "elsewhere.example.com")).ShouldContain("curl \"https://vindex.example.com/v1/score\"");
        (await ReadAsync(published, "/docs")).ShouldContain("property=\"og:image\" content=\"https://vindex.example.com/assets/touch-icon");
    }

    [Fact]
    public async Task Owners_see_which_of_their_keys_fit_and_no_one_sees_a_secret()
    {
        await using var server = await TestServer.StartAsync();
        var acme = await server.CompanyAsync("Acme");
        var owner = await acme.PersonAsync("owner");
        (await owner.ReadAsync("/docs")).ShouldContain("create one");
        var secrets = new List<string>
        {
            await AddKeyAsync(owner, "nightly import", null, "scores:write", "scores:read"),
            await AddKeyAsync(owner, "reader", null, "scores:read"),
            await AddKeyAsync(owner, "old import", server.Time.GetUtcNow().AddHours(1), "scores:write", "scores:read"),
        };
        server.Time.Advance(TimeSpan.FromHours(2));
        owner = await Person.SignedInAsync(server, "owner@example.com");

        var page = await owner.ReadAsync("/docs");
        page.ShouldContain("<bdi>nightly import</bdi>");
        page.ShouldNotContain("<bdi>reader</bdi>");
        page.ShouldNotContain("old import");
        page.ShouldContain("acme/assistant");
        secrets.ShouldAllBe(secret => !page.Contains(secret));

        foreach (var other in new[] { await (await acme.PersonAsync("viewer")).ReadAsync("/docs"), await ReadAsync(server, "/docs") }) other.ShouldNotContain("nightly import");
        (await ReadAsync(server, "/docs")).ShouldContain("your-company/assistant");
    }

    [Fact]
    public async Task They_can_be_switched_off()
    {
        await using var server = await TestServer.StartAsync(settings: ("Docs:Enabled", "false"));
        foreach (var path in (string[])["/docs", "/docs/api", "/docs/schemas"]) (await server.Anonymous.GetAsync(path)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await server.Anonymous.GetAsync("/openapi/v1.json")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    private static async Task<string> AddKeyAsync(Person owner, string name, DateTimeOffset? expiry, params string[] scopes) =>
        (await (await owner.PostAsync("/portal/keys", new { name, scopes, expires_at = expiry })).JsonAsync(201)).Text("api_key");

    private static async Task<string> ReadAsync(TestServer server, string path, string? host = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (host is not null) request.Headers.TryAddWithoutValidation("Host", host);
        var response = await server.Anonymous.SendAsync(request);
        return WebUtility.HtmlDecode(await response.Content.ReadAsStringAsync());
    }

    [GeneratedRegex("href=\"(?<path>[^\"#]*)(?:#(?<anchor>[^\"]*))?\"", RegexOptions.NonBacktracking)]
    private static partial Regex Link();
}
