using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Vindex.Server.Security;
using Vindex.Server.Tests.Accounts;
using Vindex.Server.Tests.Hosting;
using Xunit;

namespace Vindex.Server.Tests.Snapshots;

/// <summary>Every route of the description, asked wrongly in many ways: what each refusal says must stay what it is.</summary>
public sealed class RefusalSnapshotTests
{
    private static readonly string[] s_scopes = ["scores:write", "scores:read", "feedback:read", "feedback:write", "installations:write"];
    private static readonly (string, string)[] s_noLimits =
    [
        .. new[] { "Score", "Evaluate", "EvaluatorUpload", "EvaluatorScore", "EvaluatorResults", "EvaluatorTicket", "EvaluatorTyping", "SignInPerEmail", "SignInPerAddress" }
            .Select(limit => ($"Limits:{limit}:Requests", "0")),
    ];

    [Fact]
    public async Task Refusals_say_what_is_committed()
    {
        await using var server = await TestServer.StartAsync(settings: s_noLimits);
        var company = await server.CompanyAsync("Acme");
        var places = await PlacesAsync(company);
        var callers = await CallersAsync(company);
        var description = JsonNode.Parse(await server.Anonymous.GetStringAsync("/openapi/v1.json"))!;
        var log = new RefusalLog(places.Values.Append(company.DefaultCustomerId));

        foreach (var (path, methods) in description["paths"]!.AsObject().OrderBy(path => path.Key, StringComparer.Ordinal))
        {
            foreach (var (method, operation) in methods!.AsObject().Where(one => one.Value is JsonObject).OrderBy(one => one.Key, StringComparer.Ordinal))
            {
                // Deleting what the other routes need would leave nothing to refuse but what is not there.
                if (method == "delete" && path is "/session" or "/admin/companies/{company_id}") continue;
                await AskAsync(server, new Route(new HttpMethod(method.ToUpperInvariant()), path, operation!.AsObject(), description), places, callers, log);
            }
        }

        Snapshot.ShouldMatch("refusals.txt", log.ToString());
    }

    private static async Task AskAsync(TestServer server, Route route, Dictionary<string, string> places, Callers callers, RefusalLog log)
    {
        log.Begin($"{route.Method} {route.Path}");
        var address = places.Aggregate(route.Path, (path, place) => path.Replace($"{{{place.Key}}}", place.Value, StringComparison.Ordinal));
        var example = route.Example();
        var good = route.TakesJson ? example.ToJsonString() : null;
        foreach (var (name, headers) in callers.Wrong) await SendAsync($"as {name}", address, good, headers);
        var right = callers.For(route.Path);
        if (route.Path.Contains('{', StringComparison.Ordinal))
        {
            await SendAsync(
                "nothing there",
                places.Keys.Aggregate(route.Path, (path, name) => path.Replace($"{{{name}}}", "nothing", StringComparison.Ordinal)),
                good,
                right);
            if (places["company_id"] is { } id && address.Contains(id, StringComparison.Ordinal))
                await SendAsync("no such company", address.Replace(id, "co_nothing", StringComparison.Ordinal), good, right);
        }

        foreach (var query in route.QueryNames)
        {
            foreach (var value in new[] { "surprise", "-1", "99999999999999999999", "a%00b", new string('x', 5000) })
                await SendAsync($"?{query}={(value.Length > 100 ? "long" : value)}", $"{address}?{query}={value}", good, right);
        }

        if (!route.TakesJson) return;
        await SendAsync("as plain text", address, good, right, "text/plain");
        await SendAsync("with a charset", address, good, right, "application/json; charset=latin1");
        await SendAsync("over 1 MiB", address, $"{{\"name\": \"{new string('x', 1024 * 1024)}\"}}", right);
        foreach (var (name, body) in BadRequests.Whole(example)) await SendAsync(name, address, body, right);
        foreach (var (name, body) in BadRequests.ByMember(example, route.Members())) await SendAsync(name, address, body, right);

        async Task SendAsync(string name, string to, string? body, Dictionary<string, string> headers, string type = "application/json")
        {
            using var request = new HttpRequestMessage(route.Method, to);
            foreach (var (header, value) in headers) request.Headers.TryAddWithoutValidation(header, value);
            if (body is not null)
            {
                request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
                request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
            }

            using var response = await server.Anonymous.SendAsync(request);
            await log.AddAsync(name, response);
        }
    }

    private static async Task<Dictionary<string, string>> PlacesAsync(TestCompany company)
    {
        var owner = await company.ClientAsync("installations:write");
        var registered = await (await owner.PostAsync(
            "/api/v1/register/jiraforge", Json.Text("""{"external_id":"11111111-2222-4333-8444-555555555555"}"""))).JsonAsync(201);
        await (await company.Server.Admin.PutAsync($"/admin/companies/{company.Id}/profiles/strict", Json.Text("{}"))).JsonAsync(201);
        return new Dictionary<string, string>
        {
            ["company_id"] = company.Id,
            ["company"] = "acme",
            ["customer"] = registered.Text("customer_id"),
            ["customer_id"] = registered.Text("customer_id"),
            ["id"] = await company.SeedAsync(company.Server.Time.GetUtcNow(), [5, 5, 5, 5, 5, 5]),
            ["key_id"] = (await company.NewKeyAsync(["scores:read"])).Text("key_id"),
            ["name"] = "strict",
            ["request_id"] = "req_unknown",
            ["session_id"] = "se_unknown",
            ["source"] = "jiraforge",
            ["user_id"] = await InvitedAsync(company),
        };
    }

    private static async Task<string> InvitedAsync(TestCompany company)
    {
        await company.InviteAsync("cy@example.com", "viewer");
        return await company.UserIdAsync("cy@example.com");
    }

    private static async Task<Callers> CallersAsync(TestCompany company)
    {
        var key = Bearer((await company.NewKeyAsync(s_scopes)).Text("api_key"));
        var owner = await company.PersonAsync("owner");
        var viewer = await company.PersonAsync("viewer");

        // One of the requests makes it a requirement.
        foreach (var person in new[] { owner, viewer }) await AuthenticatorApp.SetUpAsync(company.Server, person);
        return new Callers(
            key,
            Bearer(TestServer.AdminKey),
            Session(owner),
            Bearer(company.Server.Services.GetRequiredService<LocalToken>().Value),
            [
                ("no caller", new Dictionary<string, string>()),
                ("an unknown key", Bearer("vx_000000000000_0000000000000000000000000000000000000000000")),
                ("a malformed credential", new Dictionary<string, string> { ["Authorization"] = "Digest x" }),
                ("Basic with another user", new Dictionary<string, string> { ["Authorization"] = "Basic " + Convert.ToBase64String("me:x"u8) }),
                ("a key limited to one scope", Bearer((await company.NewKeyAsync(["feedback:read"], [company.DefaultCustomerId])).Text("api_key"))),
                ("the admin key", Bearer(TestServer.AdminKey)),
                ("another admin key", Bearer("another-admin-key-0123456789-0123456789")),
                ("a viewer", Session(viewer)),
                ("an owner without token", Session(owner).Where(header => header.Key != "X-CSRF-Token").ToDictionary()),
                ("an ended session", new Dictionary<string, string> { ["Cookie"] = "vindex-session=" + new string('A', 43) }),
            ]);
    }

    private static Dictionary<string, string> Bearer(string key) => new() { ["Authorization"] = "Bearer " + key };

    private static Dictionary<string, string> Session(Person person) => new() { ["Cookie"] = person.Cookie!, ["X-CSRF-Token"] = person.Token! };

    private sealed record Callers(
        Dictionary<string, string> Key, Dictionary<string, string> Admin, Dictionary<string, string> Owner, Dictionary<string, string> Local,
        IReadOnlyList<(string Name, Dictionary<string, string> Headers)> Wrong)
    {
        private static readonly string[] s_forOwners = [
            "/portal/users", "/portal/keys", "/portal/personal-keys", "/portal/profiles", "/portal/settings", "/portal/audit", "/portal/sessions", "/session"
        ];

        public Dictionary<string, string> For(string path) =>
            path.StartsWith("/admin/operations", StringComparison.Ordinal) ? Local
            : path.StartsWith("/admin", StringComparison.Ordinal) ? Admin
            : s_forOwners.Any(start => path.StartsWith(start, StringComparison.Ordinal)) ? Owner
            : Key;
    }

    private sealed record Route(HttpMethod Method, string Path, JsonObject Operation, JsonNode Document)
    {
        public bool TakesJson => Operation["requestBody"]?["content"]?["application/json"] is not null;

        public IEnumerable<string> QueryNames =>
            (Operation["parameters"] as JsonArray ?? []).Where(one => one!["in"]!.GetValue<string>() == "query")
                .Select(one => one!["name"]!.GetValue<string>());

        public JsonObject Example() => Operation["requestBody"]?["content"]?["application/json"]?["example"]?.DeepClone() as JsonObject ?? [];

        /// <summary>The members of the body's schema.</summary>
        public IEnumerable<string> Members()
        {
            var schema = Operation["requestBody"]?["content"]?["application/json"]?["schema"];
            if (schema?["$ref"]?.GetValue<string>() is { } reference) schema = Document["components"]!["schemas"]![reference.Split('/')[^1]];
            return schema?["properties"] is JsonObject properties ? properties.Select(property => property.Key) : [];
        }
    }
}
