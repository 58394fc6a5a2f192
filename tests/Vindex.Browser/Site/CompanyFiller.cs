using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Vindex.EndToEnd;
using Vindex.TrackerFakes;

namespace Vindex.Browser.Site;

/// <summary>Puts things into a company through the endpoints that programs use.</summary>
internal sealed partial class CompanyFiller(ServerProcess server, string companyId, string slug, string key)
{
    public const string Password = "a long enough one";

    private static readonly JsonSerializerOptions s_snake = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    public string CompanyId { get; } = companyId;

    public static async Task<CompanyFiller> OfAsync(ServerProcess server, string companyId, string slug)
    {
        using var admin = server.Client(ServerProcess.AdminKey);
        var key = await SendAsync(admin, HttpMethod.Post, $"/admin/companies/{companyId}/keys", new
        {
            name = "filler",
            scopes = (string[])["scores:read", "scores:write", "feedback:read", "feedback:write", "installations:write"],
        });
        return new CompanyFiller(server, companyId, slug, key.GetProperty("api_key").GetString()!);
    }

    /// <summary>Sends and expects success; what came back, null for nothing.</summary>
    public static async Task<JsonElement> SendAsync(HttpClient client, HttpMethod method, string path, object? body = null)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : JsonContent.Create(body, options: s_snake) };
        using var response = await client.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        response.IsSuccessStatusCode.ShouldBeTrue($"{method} {path}: {(int)response.StatusCode} {text}");
        return text.Length == 0 ? default : JsonElement.Parse(text);
    }

    /// <summary>An invitation, as the path of its link.</summary>
    public async Task<string> InviteAsync(string email, string role)
    {
        using var admin = server.Client(ServerProcess.AdminKey);
        var invited = await SendAsync(admin, HttpMethod.Post, $"/admin/companies/{CompanyId}/users", new { email, role });
        return new Uri(invited.GetProperty("invitation_link").GetString()!).AbsolutePath;
    }

    /// <summary>Somebody who has accepted, with <see cref="Password"/>.</summary>
    public async Task AddPersonAsync(string email, string role, string name)
    {
        var link = await InviteAsync(email, role);
        using var handler = new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false };
        using var anybody = new HttpClient(handler) { BaseAddress = server.Url };
        using var form = new FormUrlEncodedContent([KeyValuePair.Create("password", Password), KeyValuePair.Create("name", name)]);
        using var response = await anybody.PostAsync(link, form);
        response.StatusCode.ShouldBe(HttpStatusCode.SeeOther, await response.Content.ReadAsStringAsync());
    }

    /// <summary>A score; its id.</summary>
    public async Task<string> ScoreAsync(object ticket, string profile = "adam")
    {
        using var client = server.Client(key);
        return (await SendAsync(client, HttpMethod.Post, "/v1/score", new { ticket_data = ticket, system_type = profile })).GetProperty("score_id").GetString()!;
    }

    /// <summary>The score of testable of a stored score.</summary>
    public async Task<int> TestableAsync(string scoreId)
    {
        using var client = server.Client(key);
        return (await SendAsync(client, HttpMethod.Get, $"/portal/scores/{scoreId}")).GetProperty("invest_scores").GetProperty("testable").GetInt32();
    }

    /// <summary>The pages of the company's newest review, and of a ticket that nobody has rated in it.</summary>
    public async Task<(string Review, string Ticket)> ReviewAsync()
    {
        using var client = server.Client(key);
        var reviews = await SendAsync(client, HttpMethod.Get, "/portal/reviews");
        var id = reviews.GetProperty("items")[0].GetProperty("review_id").GetString();
        var next = await SendAsync(client, HttpMethod.Post, $"/portal/reviews/{id}/next");
        return ($"/app/reviews/{id}", $"/app/reviews/{id}/tickets/{next.GetProperty("ticket").GetProperty("score_id").GetString()}");
    }

    /// <summary>A closed review; its page, and the page of a ticket that was rated in it.</summary>
    public async Task<(string Review, string Ticket)> ClosedReviewAsync(string name, string note)
    {
        using var client = server.Client(key);
        var made = await SendAsync(client, HttpMethod.Post, "/portal/reviews", new { name, raters = 1 });
        var id = made.GetProperty("review_id").GetString();
        var next = await SendAsync(client, HttpMethod.Post, $"/portal/reviews/{id}/next");
        var score = next.GetProperty("ticket").GetProperty("score_id").GetString();
        await SendAsync(client, HttpMethod.Put, $"/portal/reviews/{id}/tickets/{score}/rating", new { ratings = new { overall = 1, small = 10 }, note });
        await SendAsync(client, HttpMethod.Post, $"/portal/reviews/{id}/close");
        return ($"/app/reviews/{id}", $"/app/reviews/{id}/tickets/{score}");
    }

    /// <summary>Rows of feedback, imported with their times.</summary>
    public async Task ImportAsync(string project, IEnumerable<(DateTimeOffset At, string Type, object Payload)> rows)
    {
        var lines = new StringBuilder();
        foreach (var (at, type, payload) in rows)
        {
            lines.AppendLine(JsonSerializer.Serialize(new
            {
                project_id = $"{slug}/{project}",
                weave_ref = $"weave:///{slug}/{project}/call/1",
                feedback_type = type,
                created_at = at.ToString("O", CultureInfo.InvariantCulture),
                payload,
            }));
        }

        using var client = server.Client(key);
        using var response = await client.PostAsync("/feedback/import", new StringContent(lines.ToString(), Encoding.UTF8, "application/x-ndjson"));
        var last = (await response.Content.ReadAsStringAsync()).TrimEnd('\n').Split('\n')[^1];
        last.ShouldContain("\"rejected\":0", Case.Sensitive, last);
    }

    /// <summary>An installation whose results go to a URL, and tickets sent by it; its customer.</summary>
    public async Task<string> ConnectAsync(string externalId, string displayName, string url, IEnumerable<object> tickets)
    {
        using var client = server.Client(key);
        var made = await SendAsync(
            client, HttpMethod.Post, "/api/v1/register/generic", new { external_id = externalId, callback_url = url, display_name = displayName });
        using var tracker = server.Client(null);
        tracker.DefaultRequestHeaders.Add("X-Vindex-Secret", made.GetProperty("shared_secret").GetString()!);
        foreach (var ticket in tickets)
            await SendAsync(tracker, HttpMethod.Post, "/api/v1/evaluate/generic", new { external_id = externalId, ticket_data = ticket });
        return made.GetProperty("customer_id").GetString()!;
    }

    /// <summary>A connection to a tracker with one project, once that is read or reading has failed; its page, and that of the project.</summary>
    public async Task<(string Page, string Project)> TrackAsync(TrackerFake fake, string product, string project, string name)
    {
        using var client = server.Client(key);
        var user = product == "jiraforge" ? fake.Account.User : null;
        var made = await SendAsync(
            client, HttpMethod.Post, "/portal/trackers", new { product, base_address = fake.Address.AbsoluteUri, name, token = fake.Account.Token, user });
        var id = made.GetProperty("tracker_id").GetString();
        var tracked = await SendAsync(client, HttpMethod.Post, $"/portal/trackers/{id}/projects", new { project_id = fake.IdOf(project) });
        var began = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var state = await SendAsync(client, HttpMethod.Get, $"/portal/trackers/{id}");
            if (state.GetProperty("status").GetString() == "failing" || state.GetProperty("projects")[0].GetProperty("status").GetString() == "following") break;
            TimeProvider.System.GetElapsedTime(began).ShouldBeLessThan(TimeSpan.FromMinutes(1), "a backlog is still being read");
            await Task.Delay(100);
        }

        var page = $"/app/settings/trackers/{id}";
        return (page, $"{page}/projects/{tracked.GetProperty("id").GetString()}");
    }

    /// <summary>Waits until so many callbacks have come to their end; the ids of those that failed.</summary>
    public async Task<IReadOnlyList<string>> DeliveredAsync(int count)
    {
        using var client = server.Client(key);
        var began = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var failed = await IdsAsync("failed");
            if (failed.Count + (await IdsAsync("delivered")).Count >= count) return failed;
            TimeProvider.System.GetElapsedTime(began).ShouldBeLessThan(TimeSpan.FromMinutes(1), "callbacks are still under way");
            await Task.Delay(100);
        }

        async Task<IReadOnlyList<string>> IdsAsync(string status) =>
            [.. (await SendAsync(client, HttpMethod.Get, $"/portal/deliveries?limit=100&status={status}")).GetProperty("items")
                .EnumerateArray()
                .Select(item => item.GetProperty("id").GetString()!)];
    }

    /// <summary>A webhook that has tried to send a test; its page, and the page of the test.</summary>
    public async Task<(string Page, string Event)> WebhookAsync(string url, string description, string header)
    {
        using var client = server.Client(key);
        const string root = "/portal/webhooks";
        var made = await SendAsync(
            client, HttpMethod.Post, root, new { url, description, signing = "both", headers = (object[])[new { name = "Authorization", value = header }] });
        var id = made.GetProperty("webhook_id").GetString();
        var sent = (await SendAsync(client, HttpMethod.Post, $"{root}/{id}/test")).GetProperty("event_id").GetString();
        var began = TimeProvider.System.GetTimestamp();
        while ((await SendAsync(client, HttpMethod.Get, $"{root}/{id}/deliveries/{sent}")).GetProperty("attempts").GetArrayLength() == 0)
        {
            TimeProvider.System.GetElapsedTime(began).ShouldBeLessThan(TimeSpan.FromMinutes(1), "the test is still under way");
            await Task.Delay(100);
        }

        return ($"/app/settings/webhooks/{id}", $"/app/settings/webhooks/{id}/deliveries/{sent}");
    }

    /// <summary>The company's dashboard, a new one with these cards if it has none; its path in the API.</summary>
    public async Task<string> DashboardAsync(string name, params IReadOnlyList<object> cards)
    {
        using var client = server.Client(key);
        const string root = "/portal/dashboards";
        var present = (await SendAsync(client, HttpMethod.Get, root)).GetProperty("items");
        if (present.GetArrayLength() > 0) return $"{root}/{present[0].GetProperty("dashboard_id").GetString()}";
        var made = $"{root}/{(await SendAsync(client, HttpMethod.Post, root, new { name })).GetProperty("dashboard_id").GetString()}";
        foreach (var card in cards) await SendAsync(client, HttpMethod.Post, made + "/cards", card);
        return made;
    }

    /// <summary>The company's alert, a new one if it has none; its path in the API.</summary>
    public async Task<string> AlertAsync(string name)
    {
        using var client = server.Client(key);
        const string root = "/portal/alerts";
        var present = (await SendAsync(client, HttpMethod.Get, root)).GetProperty("items");
        var alert = present.GetArrayLength() > 0
            ? present[0]
            : await SendAsync(client, HttpMethod.Post, root, new { name, metric = "average", window_hours = 720, warning = 9, alert = 3, every = "1m" });
        return $"{root}/{alert.GetProperty("alert_id").GetString()}";
    }

    /// <summary>Switches the digest of a person on and sends it; the page of what it said.</summary>
    public async Task<string> DigestAsync(string email, string password)
    {
        const string root = "/app/digest";
        using var person = await SignInAsync(email, password);
        var fields = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["enabled"] = "on",
            ["day"] = "1",
            ["at"] = "08:00",
            ["timezone"] = "UTC",
            ["language"] = "en",
        };
        foreach (var path in (string[])[root, root + "/send"])
        {
            using var form = new FormUrlEncodedContent(fields);
            using var sent = await person.PostAsync(path, form);
            sent.EnsureSuccessStatusCode();
        }

        return Issue().Match(await person.GetStringAsync(root)).Value;
    }

    /// <summary>A key that somebody who signs in for it creates for themselves.</summary>
    public async Task AddPersonalKeyAsync(string name, string email, string password)
    {
        using var person = await SignInAsync(email, password);
        await SendAsync(person, HttpMethod.Post, "/portal/personal-keys", new { name, scopes = (string[])["scores:read", "feedback:read"] });
    }

    /// <summary>A team of the customers there are, with the owner, whose role it does not change, and somebody who sees what it gives; its page.</summary>
    public async Task<string> TeamAsync(string name, string member, (string Email, string Password) owner)
    {
        var email = $"team@{slug}.example.com";
        await AddPersonAsync(email, "teams", member);
        using var person = await SignInAsync(owner.Email, owner.Password);
        var customers = (await SendAsync(person, HttpMethod.Get, "/portal/customers")).GetProperty("items").EnumerateArray();
        var team = await SendAsync(person, HttpMethod.Post, "/portal/teams", new
        {
            name,
            role = "member",
            customer_ids = customers.Select(customer => customer.GetProperty("customer_id").GetString()),
        });
        var path = $"/portal/teams/{team.GetProperty("team_id").GetString()}";
        var users = (await SendAsync(person, HttpMethod.Get, "/portal/users")).GetProperty("items").EnumerateArray();
        foreach (var user in users.Where(user => user.GetProperty("email").GetString() is { } address && (address == email || address == owner.Email)))
            await SendAsync(person, HttpMethod.Post, $"{path}/members", new { user_id = user.GetProperty("user_id").GetString() });
        return path.Replace("/portal/", "/app/settings/", StringComparison.Ordinal);
    }

    /// <summary>A link to a dashboard, created by somebody who signs in for it; its path.</summary>
    public async Task<string> ShareAsync(string dashboard, string email, string password)
    {
        using var person = await SignInAsync(email, password);
        var made = await SendAsync(person, HttpMethod.Post, dashboard + "/shares", new { days = 30 });
        return new Uri(made.GetProperty("link").GetString()!).AbsolutePath;
    }

    /// <summary>The oldest score of a score's ticket, which must be another one.</summary>
    public async Task<string> OldestVersionAsync(string score)
    {
        using var client = server.Client(key);
        var history = (await SendAsync(client, HttpMethod.Get, $"/portal/scores/{score}")).GetProperty("history");
        history.GetArrayLength().ShouldBeGreaterThan(1);
        return history[history.GetArrayLength() - 1].GetProperty("_id").GetString()!;
    }

    /// <summary>The newest score of a ticket.</summary>
    public async Task<string> FindScoreAsync(string ticketKey)
    {
        using var client = server.Client(key);
        var found = (await SendAsync(client, HttpMethod.Get, $"/portal/scores?limit=100&q={Uri.EscapeDataString(ticketKey)}")).GetProperty("items")
            .EnumerateArray();
        return found.First(item => item.GetProperty("ticket").GetProperty("key").GetString() == ticketKey).GetProperty("_id").GetString()!;
    }

    private async Task<HttpClient> SignInAsync(string email, string password)
    {
        var person = new HttpClient(new SocketsHttpHandler { CookieContainer = new CookieContainer() }) { BaseAddress = server.Url };
        var session = await SendAsync(person, HttpMethod.Post, "/session", new { email, password });
        person.DefaultRequestHeaders.Add("X-CSRF-Token", session.GetProperty("antiforgery_token").GetString()!);
        return person;
    }

    [GeneratedRegex("/app/digests/[0-9a-z_-]+", RegexOptions.NonBacktracking)]
    private static partial Regex Issue();
}
