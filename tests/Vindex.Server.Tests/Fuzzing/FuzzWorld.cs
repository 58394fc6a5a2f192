using System.Text.Json;
using Vindex.Server.Tests.Accounts;
using Vindex.Server.Tests.Hosting;

namespace Vindex.Server.Tests.Fuzzing;

/// <summary>Someone who sends requests.</summary>
/// <param name="Name">Scope or role.</param>
/// <param name="Headers">The credential.</param>
/// <param name="IsAdmin">Whether all companies may be seen.</param>
internal sealed record FuzzCaller(string Name, IReadOnlyDictionary<string, string> Headers, bool IsAdmin = false);

/// <summary>Two companies of which only one is asked about, and ids of both.</summary>
internal sealed class FuzzWorld
{
    /// <summary>Part of every text of the other company, and of no request.</summary>
    public const string Marker = "zebra9e1c";

    private static readonly string[] s_scopes = ["scores:write", "scores:read", "feedback:read", "feedback:write", "installations:write"];

    private readonly TestServer _server;
    private readonly Dictionary<string, List<string>> _own = [];
    private readonly Dictionary<string, string> _foreign = [];
    private readonly TestCompany _mine;
    private readonly TestCompany _theirs;
    private int _people;

    private FuzzWorld(TestServer server, TestCompany mine, TestCompany theirs) => (_server, _mine, _theirs) = (server, mine, theirs);

    /// <summary>What no response to a caller of the first company may contain, unless the request did.</summary>
    public IReadOnlyList<string> Secrets => [Marker, .. _foreign.Values.Where(id => id.Length > 10)];

    public static async Task<FuzzWorld> CreateAsync(TestServer server)
    {
        var world = new FuzzWorld(server, await server.CompanyAsync("Mine"), await server.CompanyAsync("Theirs"));
        await FillAsync(world._mine, "mine", (name, id) => world.Learn(name, id));
        await FillAsync(world._theirs, Marker, (name, id) => world._foreign[name] = id);
        return world;
    }

    /// <summary>New callers of the first company, in every scope and role, and admins.</summary>
    public async Task<List<FuzzCaller>> CallersAsync()
    {
        // An earlier request may have required a second factor, without which people can do almost nothing.
        await (await _server.Admin.PatchAsync($"/admin/companies/{_mine.Id}", Json.Content(new { require_second_factor = false }))).JsonAsync(200);
        var callers = new List<FuzzCaller> { new("no one", new Dictionary<string, string>()) };
        foreach (var scope in s_scopes) callers.Add(new FuzzCaller(scope, await KeyAsync([scope])));
        callers.Add(new FuzzCaller("all scopes", await KeyAsync(s_scopes)));
        callers.Add(new FuzzCaller("all scopes of one customer", await KeyAsync(s_scopes, [_mine.DefaultCustomerId])));
        foreach (var role in new[] { "viewer", "member", "owner" })
        {
            var person = await _mine.PersonAsync(role, $"{role}-{++_people}@example.com");
            callers.Add(new FuzzCaller(role, new Dictionary<string, string> { ["Cookie"] = person.Cookie!, ["X-CSRF-Token"] = person.Token! }));
        }

        callers.Add(new FuzzCaller("admin key", new Dictionary<string, string> { ["Authorization"] = "Bearer " + TestServer.AdminKey }, IsAdmin: true));
        return callers;
    }

    /// <summary>An id for a parameter or member: of the caller's company, or of the other one.</summary>
    public string? Id(Random random, string name, bool isAdmin)
    {
        if (!isAdmin && random.Next(4) == 0 && _foreign.TryGetValue(name, out var foreign)) return foreign;
        return _own.TryGetValue(name, out var own) ? own[random.Next(own.Count)] : null;
    }

    /// <summary>Remembers the ids in a response, for later requests.</summary>
    public void Learn(JsonElement answer)
    {
        if (answer.ValueKind == JsonValueKind.Array)
        {
            foreach (var item in answer.EnumerateArray()) Learn(item);
        }
        else if (answer.ValueKind == JsonValueKind.Object)
        {
            foreach (var member in answer.EnumerateObject())
            {
                if (member.Value.ValueKind != JsonValueKind.String) Learn(member.Value);
                else if (member.Name.EndsWith("id", StringComparison.Ordinal) || member.Name is "name" or "next_cursor") Learn(member.Name, member.Value.GetString()!);
            }
        }
    }

    /// <summary>All that the other company has.</summary>
    public async Task<string> TheirStateAsync()
    {
        var parts = new List<string>();
        foreach (var path in new[] { "", "/score", "/keys", "/customers", "/profiles", "/users", "/projects", "/judging" })
            parts.Add((await (await _server.Admin.GetAsync($"/admin/companies/{_theirs.Id}{path}")).JsonAsync(200)).GetRawText());
        var reader = await _theirs.ClientAsync("feedback:read", "scores:read", "installations:write");
        parts.Add(await reader.GetStringAsync("/portal/installations"));
        parts.Add(await reader.GetStringAsync("/portal/scores/export?format=ndjson"));
        var queues = await (await reader.GetAsync("/feedback/annotation_queues?project_id=theirs/stories")).JsonAsync(200);
        parts.Add(queues.GetRawText());
        foreach (var queue in queues.GetProperty("queues").EnumerateArray())
            parts.Add(await reader.GetStringAsync($"/feedback/annotation_queues/{queue.Text("queue_id")}/items?project_id=theirs/stories"));
        parts.Add(await reader.GetStringAsync("/feedback/annotation_specs?project_id=theirs/stories"));
        parts.Add(await (await reader.PostAsync("/feedback/export", Json.Content(new { project_id = "theirs/stories" }))).Content.ReadAsStringAsync());
        parts.RemoveAll(part => part.Contains("\"api_key", StringComparison.Ordinal));
        return string.Join('\n', parts.Where((_, place) => place != 2));
    }

    private static async Task FillAsync(TestCompany company, string word, Action<string, string> learn)
    {
        var slug = (await (await company.Server.Admin.GetAsync($"/admin/companies/{company.Id}")).JsonAsync(200)).Text("slug");
        var client = await company.ClientAsync("scores:write", "scores:read", "feedback:write", "feedback:read", "installations:write");
        var customer = await company.NewCustomerAsync($"Customer {word}");
        var score = await (await client.PostAsync("/v1/score", Json.Ticket($"Plan {word}", $"KEY-{word}", customer, $"Text {word}"))).JsonAsync(200);
        var row = await (await client.PostAsync("/feedback/create", Json.Content(new
        {
            project_id = $"{slug}/stories",
            weave_ref = $"weave:///{slug}/stories/call/{word}",
            feedback_type = "note",
            payload = new { n = 1, text = word },
        }))).JsonAsync(200);
        var queue = await (await client.PostAsync(
            "/feedback/annotation_queues", Json.Content(new { project_id = $"{slug}/stories", name = word, refs = new[] { word, "b" } }))).JsonAsync(200);
        var spec = await (await client.PostAsync(
            "/feedback/annotation_specs", Json.Content(new { project_id = $"{slug}/stories", name = word, value_schema = new { type = "number" } }))).JsonAsync(200);
        var installation = await (await client.PostAsync(
            "/api/v1/register/generic", Json.Content(new { external_id = $"site-{word}", callback_url = "http://127.0.0.1:49151/hook" }))).JsonAsync(201);
        await (await company.Server.Admin.PutAsync($"/admin/companies/{company.Id}/profiles/profile-{word}", Json.Text("{}"))).JsonAsync(201);
        await company.InviteAsync($"{word}@example.com", "viewer");
        var view = await (await client.PostAsync("/portal/views", Json.Content(new { page = "tickets", name = $"View {word}", query = "band=at_risk" }))).Content.ReadAsStringAsync();
        foreach (var (name, id) in new[]
        {
            ("company_id", company.Id), ("company", slug), ("customer_id", customer), ("customer", customer), ("id", score.Text("score_id")),
            ("score_id", score.Text("score_id")), ("job_id", score.Text("job_id")), ("request_id", "req_" + score.Text("job_id")), ("feedback_id", row.Text("id")),
            ("queue_id", queue.Text("queue_id")), ("annotation_ref", spec.Text("annotation_ref")), ("item_id", "0"),
            ("project_id", $"{slug}/stories"), ("customer_id", installation.Text("customer_id")),
            ("key_id", (await company.NewKeyAsync(["scores:read"])).Text("key_id")), ("user_id", await company.UserIdAsync($"{word}@example.com")),
        })
        {
            learn(name, id);
        }

        // Not of the other company: names are texts that a caller may give to things of its own.
        if (word != Marker) learn("name", $"profile-{word}");
        if (view.StartsWith('{') && JsonElement.Parse(view).TryGetProperty("view_id", out var viewId)) learn("view_id", viewId.GetString()!);
    }

    private async Task<Dictionary<string, string>> KeyAsync(string[] scopes, string[]? customers = null) =>
        new() { ["Authorization"] = "Bearer " + (await _mine.NewKeyAsync(scopes, customers)).Text("api_key") };

    private void Learn(string name, string value)
    {
        if (value.Length is 0 or > 300 || value.Contains(Marker, StringComparison.Ordinal)) return;
        if (name == "_id") name = "id";
        if (name == "next_cursor") name = "cursor";
        if (!_own.TryGetValue(name, out var known)) _own[name] = known = [];
        if (known.Count < 50) known.Add(value);
        else known[value.Length % known.Count] = value;
    }
}
