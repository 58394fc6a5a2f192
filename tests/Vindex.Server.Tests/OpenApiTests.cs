using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Vindex.Server.Tests.Accounts;
using Vindex.Server.Tests.Evaluator;
using Vindex.Server.Tests.Hosting;
using Xunit;

namespace Vindex.Server.Tests;

public sealed class OpenApiTests
{
    private static readonly string[] s_scopes = ["scores:write", "scores:read", "feedback:read", "feedback:write", "installations:write"];

    [Fact]
    public async Task Every_route_of_the_server_is_described()
    {
        await using var server = await TestServer.StartAsync();
        var described = (await OperationsAsync(server)).Select(operation => $"{operation.Method} {operation.Path}").ToList();

        var routes = server.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(route => route.Metadata.GetMetadata<IExcludeFromDescriptionMetadata>() is null || route.RoutePattern.RawText is "/" or "/openapi/v1.json")
            .SelectMany(route =>
                route.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods.Select(method => $"{method} {"/" + route.RoutePattern.RawText!.Trim('/')}"));

        described.ShouldBe(routes.Except(["GET /", "GET /openapi/v1.json"]), ignoreOrder: true);
        described.Count.ShouldBeGreaterThan(30);
    }

    // Nobody needs a credential for these.
    private static bool IsOpen(string path) =>
        path.StartsWith("/health", StringComparison.Ordinal) || path.StartsWith("/evaluate", StringComparison.Ordinal)
            || path.StartsWith("/badge", StringComparison.Ordinal) || path == "/server_info";

    [Fact]
    public async Task Every_operation_has_a_summary_a_credential_schemas_and_problems()
    {
        await using var server = await TestServer.StartAsync();

        foreach (var operation in await OperationsAsync(server))
        {
            var name = $"{operation.Method} {operation.Path}";
            operation.Body.Text("summary").ShouldNotBeNullOrWhiteSpace(name);
            (operation.Body.GetProperty("security").GetArrayLength() == 0).ShouldBe(IsOpen(operation.Path) || name == "POST /session", name);
            var responses = operation.Body.GetProperty("responses");
            if (!IsOpen(operation.Path)) responses.TryGetProperty("401", out _).ShouldBeTrue(name);
            // A webhook for an unknown connection is answered like one with a wrong secret.
            var names = operation.Path.Contains('{', StringComparison.Ordinal) && !operation.Path.EndsWith("/hook", StringComparison.Ordinal);
            if (names) responses.TryGetProperty("404", out _).ShouldBeTrue(name);
            foreach (var response in responses.EnumerateObject().Where(response => response.Name is not ("204" or "304")))
                response.Value.GetProperty("content").EnumerateObject().ShouldAllBe(media => media.Value.GetProperty("schema").EnumerateObject().Any());
            if (operation.Method is "PUT" or "PATCH") operation.Body.TryGetProperty("requestBody", out _).ShouldBeTrue(name);
        }
    }

    [Fact]
    public async Task Operations_that_are_safe_to_repeat_with_a_key_describe_the_key_and_the_header_of_the_stored_response()
    {
        await using var server = await TestServer.StartAsync();
        var keyed = (await OperationsAsync(server)).Where(operation =>
            operation.Body.TryGetProperty("parameters", out var parameters)
            && parameters.EnumerateArray().Any(parameter => (parameter.Text("name"), parameter.Text("in")) == ("Idempotency-Key", "header"))).ToList();
        keyed.Select(operation => operation.Path).ShouldBe(["/v1/score", "/v1/score/batch"], ignoreOrder: true);
        keyed.ShouldAllBe(operation => operation.Body.GetProperty("responses").GetProperty("200").GetProperty("headers").GetRawText().Contains(
            "Idempotency-Replayed", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_description_is_text_or_a_document()
    {
        await using var server = await TestServer.StartAsync();

        var schemas = (await DescriptionAsync(server)).GetProperty("components").GetProperty("schemas");

        schemas.GetProperty("Ticket").GetProperty("properties").GetProperty("description").GetProperty("type").EnumerateArray().Select(type => type.GetString())
            .ShouldBe(["null", "string", "object"], ignoreOrder: true);
        schemas.EnumerateObject().Select(schema => schema.Name).ShouldNotContain(name => name.EndsWith("Body") || name.StartsWith("Json"));
    }

    [Fact]
    public async Task Answers_have_the_members_that_the_description_says()
    {
        await using var server = await EvaluatorClient.StartAsync();
        var company = await server.CompanyAsync("Acme");
        var client = await company.ClientAsync();
        var description = await DescriptionAsync(server);
        var id = (await (await client.PostAsync(
            "/v1/score", Json.Ticket("As a user I want a fast export, etc.", "K-1", description: "Blocked by ABC-1."))).JsonAsync(200)).Text("score_id");
        await company.NewKeyAsync(["scores:read"]);
        await company.InviteAsync("ada@example.com", "owner");
        await server.Admin.PutAsync($"/admin/companies/{company.Id}/profiles/strict", Json.Text("{}"));
        var owner = await company.ClientAsync("installations:write");
        var registered = await (await owner.PostAsync("/api/v1/register/github", Json.Text("""{"external_id":"acme/shop"}"""))).JsonAsync(201);
        var path = $"/admin/companies/{company.Id}";

        await CheckAsync(client, "/portal/scores/{id}", $"/portal/scores/{id}");
        await CheckAsync(client, "/portal/scores", "/portal/scores");
        await CheckAsync(client, "/portal/scores/summary", "/portal/scores/summary");
        await CheckAsync(client, "/portal/scores/chart", "/portal/scores/chart?dimensions=overall,small");
        await CheckAsync(server.Admin, "/admin/scores/{id}", $"/admin/scores/{id}");
        await CheckAsync(server.Admin, "/admin/scores", "/admin/scores");
        await CheckAsync(server.Admin, "/admin/companies", "/admin/companies");
        await CheckAsync(server.Admin, "/admin/companies/{company_id}", path);
        await CheckAsync(server.Admin, "/admin/companies/{company_id}/score", path + "/score");
        await CheckAsync(server.Admin, "/admin/companies/{company_id}/keys", path + "/keys");
        await CheckAsync(server.Admin, "/admin/companies/{company_id}/customers", path + "/customers");
        await CheckAsync(server.Admin, "/admin/companies/{company_id}/profiles", path + "/profiles");
        await CheckAsync(server.Admin, "/admin/companies/{company_id}/users", path + "/users");
        await CheckAsync(server.Admin, "/admin/audit", "/admin/audit");
        await CheckAsync(owner, "/portal/installations", "/portal/installations");
        await CheckAsync(owner, "/portal/installations/{customer_id}", "/portal/installations/" + registered.Text("customer_id"));
        await CheckAsync(server.Anonymous, "/health/ready", "/health/ready");
        var evaluation = await server.Anonymous.EvaluatedAsync("Key,Summary\nA-1,As a user I want a fast export\nA-2,As a user I want a fast export\n");
        await CheckAsync(server.Anonymous, "/evaluate/results/{session_id}", "/evaluate/results/" + evaluation.Text("session_id"));

        async Task CheckAsync(HttpClient caller, string route, string address)
        {
            var answer = await (await caller.GetAsync(address)).JsonAsync(200);
            Check(description, Schema(description, route), answer, route);
        }
    }

    [Theory]
    [InlineData("scores:write")]
    [InlineData("scores:read")]
    [InlineData("feedback:read")]
    [InlineData("feedback:write")]
    [InlineData("installations:write")]
    [InlineData("all of these")]
    [InlineData("none")]
    public async Task No_route_shows_a_company_anything_of_another(string scope)
    {
        await using var server = await TestServer.StartAsync(settings: ("Limits:Score:Requests", "0"));
        var mine = await server.CompanyAsync("Mine");
        var theirs = await server.CompanyAsync("Theirs-7d3f");
        var caller = scope == "none" ? server.Anonymous : await mine.ClientAsync(scope == "all of these" ? s_scopes : [scope]);
        var customer = await theirs.NewCustomerAsync("Secret-7d3f");
        var writer = await theirs.ClientAsync();
        var score = await (await writer.PostAsync("/v1/score", Json.Ticket("Secret-7d3f plan", "SECRET-7D3F", customer))).JsonAsync(200);
        await (await (await mine.ClientAsync()).PostAsync("/v1/score", Json.Ticket("My plan"))).JsonAsync(200);
        var key = await theirs.NewKeyAsync(["scores:read"]);
        await (await server.Admin.PutAsync($"/admin/companies/{theirs.Id}/profiles/secret-7d3f", Json.Text("{}"))).JsonAsync(201);
        var owner = await theirs.ClientAsync("installations:write");
        var registered = await (await owner.PostAsync(
            "/api/v1/register/jiraforge", Json.Text("""{"external_id":"site-7d3f","display_name":"Secret-7d3f site"}"""))).JsonAsync(201);
        var invited = await (await server.Admin.PostAsync(
            $"/admin/companies/{theirs.Id}/users", Json.Text("""{"email":"ada-7d3f@example.com","role":"owner"}"""))).JsonAsync(201);
        var values = new Dictionary<string, string>
        {
            ["source"] = "jiraforge",
            ["customer_id"] = registered.Text("customer_id"),
            ["request_id"] = "req_" + score.Text("job_id"),
            ["id"] = score.Text("score_id"),
            ["company_id"] = theirs.Id,
            ["key_id"] = key.Text("key_id"),
            ["name"] = "secret-7d3f",
            ["user_id"] = invited.Text("user_id"),
            ["session_id"] = "se_7d3f",
        };
        string[] secrets = [
            "7d3f", "7D3F", theirs.Id, theirs.DefaultCustomerId, customer, score.Text("score_id"), score.Text("job_id"), key.Text("key_id"),
            registered.Text("customer_id"), invited.Text("user_id")
        ];
        var before = await StateAsync(server, theirs, owner);

        foreach (var operation in await OperationsAsync(server))
        {
            foreach (var query in new[]
            {
                "", $"?customer_id={customer}", $"?customer_id={theirs.DefaultCustomerId}", "?q=secret", "?key=SECRET-7D3F", "?format=ndjson"
            })
            {
                var address = values.Aggregate(operation.Path, (path, value) => path.Replace($"{{{value.Key}}}", value.Value, StringComparison.Ordinal))
                    + query;
                using var request = new HttpRequestMessage(new HttpMethod(operation.Method), address);
                if (operation.Body.TryGetProperty("requestBody", out var body))
                {
                    var example = body.GetProperty("content").TryGetProperty("application/json", out var json) && json.TryGetProperty("example", out var given)
                        ? given.GetRawText()
                        : "{}";
                    request.Content = Json.Text(
                        operation.Path == "/v1/score" ? $$$"""{"customer_id":"{{{customer}}}","ticket_data":{"summary":"x"}}""" : example);
                }

                var response = await caller.SendAsync(request);

                var what = $"{operation.Method} {address} → {(int)response.StatusCode}";
                ((int)response.StatusCode).ShouldBeLessThan(500, what);
                // Knows no company; its random ids could hold anything.
                if (operation.Path.StartsWith("/evaluate/", StringComparison.Ordinal)) continue;
                var text = Encoding.UTF8.GetString(await response.Content.ReadAsByteArrayAsync());
                foreach (var secret in secrets) text.ShouldNotContain(secret, Case.Sensitive, what);
                if (IsOpen(operation.Path)) continue;
                if (scope == "none" && operation.Path != "/session") ((int)response.StatusCode).ShouldBe(401, what);
                if (operation.Path.StartsWith("/admin", StringComparison.Ordinal)) ((int)response.StatusCode).ShouldBeOneOf([401, 403], what);
                if (query.Length > 0 && (int)response.StatusCode == 422 && text.Contains("is unknown", StringComparison.Ordinal)) continue;
                if (operation.Path.Contains("{id}", StringComparison.Ordinal)) ((int)response.StatusCode).ShouldBeOneOf([401, 403, 404], what);
                if (query.StartsWith("?customer_id", StringComparison.Ordinal) && operation.Path.StartsWith("/portal/scores", StringComparison.Ordinal))
                    ((int)response.StatusCode).ShouldBeOneOf([401, 403, 404], what);
            }
        }

        (await StateAsync(server, theirs, owner)).ShouldBe(before);
    }

    private static async Task<string> StateAsync(TestServer server, TestCompany company, HttpClient owner)
    {
        var parts = new List<string>();
        foreach (var path in new[] { "", "/score", "/keys", "/customers", "/profiles", "/users" })
            parts.Add((await (await server.Admin.GetAsync($"/admin/companies/{company.Id}{path}")).JsonAsync(200)).GetRawText());
        parts.Add((await (await owner.GetAsync("/portal/installations")).JsonAsync(200)).GetRawText());
        return string.Join('\n', parts);
    }

    private static async Task<JsonElement> DescriptionAsync(TestServer server) => await (await server.Anonymous.GetAsync("/openapi/v1.json")).JsonAsync(200);

    private static async Task<List<(string Path, string Method, JsonElement Body)>> OperationsAsync(TestServer server) =>
    [
        .. from path in (await DescriptionAsync(server)).GetProperty("paths").EnumerateObject()
           from operation in path.Value.EnumerateObject()
           select (path.Name, operation.Name.ToUpperInvariant(), operation.Value),
    ];

    private static JsonElement Schema(JsonElement description, string route) =>
        description.GetProperty("paths")
            .GetProperty(route)
            .GetProperty("get")
            .GetProperty("responses")
            .GetProperty("200")
            .GetProperty("content")
            .GetProperty("application/json")
            .GetProperty("schema");

    /// <summary>Every member is described, and every member that is required is there, all the way down.</summary>
    private static void Check(JsonElement description, JsonElement schema, JsonElement value, string where)
    {
        if (value.ValueKind == JsonValueKind.Null) return;
        foreach (var choice in new[] { "oneOf", "anyOf" })
        {
            if (schema.TryGetProperty(choice, out var choices)) schema = choices.EnumerateArray().First(one => one.TryGetProperty("$ref", out _));
        }

        if (schema.TryGetProperty("$ref", out var reference))
            schema = description.GetProperty("components").GetProperty("schemas").GetProperty(reference.GetString()!.Split('/')[^1]);
        if (value.ValueKind == JsonValueKind.Array)
        {
            foreach (var item in value.EnumerateArray()) Check(description, schema.GetProperty("items"), item, where + "[]");
        }
        else if (value.ValueKind == JsonValueKind.Object && schema.TryGetProperty("properties", out var properties))
        {
            if (schema.TryGetProperty("required", out var required))
                required.EnumerateArray().Select(name => name.GetString()!).Where(name => !value.TryGetProperty(name, out _)).ShouldBeEmpty(where);
            foreach (var member in value.EnumerateObject())
            {
                properties.TryGetProperty(member.Name, out var property).ShouldBeTrue($"{where}.{member.Name} is not described");
                Check(description, property, member.Value, $"{where}.{member.Name}");
            }
        }
    }
}
