using Shouldly;
using Vindex.Server.Tests.Hosting;
using Vindex.Storage.Audit;
using Vindex.Storage.Users;
using Xunit;

namespace Vindex.Server.Tests.Accounts;

/// <summary>Every operation of the API description, by every role: who may is said here once more, from the contract, not from the routes.</summary>
public sealed class RoleTests
{
    private static readonly string[] s_owners =
    [
        "/portal/installations", "/portal/customers", "/portal/keys", "/portal/users", "/portal/profiles", "/portal/settings", "/portal/judging", "/portal/audit",
        "/portal/trackers", "/portal/webhooks", "/portal/teams",
    ];

    private static readonly string[] s_feedbackWrites = [
        "/feedback/create", "/feedback/batch/create", "/feedback/replace", "/feedback/purge", "/feedback/import"
    ];

    [Fact]
    public async Task A_role_opens_what_the_contract_gives_it_and_nothing_else()
    {
        await using var server = await TestServer.StartAsync();
        var acme = await server.CompanyAsync("Acme");
        var people = new List<(string Role, Person Person)>();
        foreach (var role in new[] { "viewer", "member", "owner" }) people.Add((role, await acme.PersonAsync(role)));
        people.Add(("admin", await AdminAsync(server)));
        var operations = await OperationsAsync(server);
        var walked = 0;

        foreach (var (method, path) in operations.Where(operation =>
            operation.Path != "/session" && !operation.Path.StartsWith("/session/", StringComparison.Ordinal)))
        {
            foreach (var (role, person) in people)
            {
                var status = await StatusAsync(person, method, path);

                var what = $"{role}: {method} {path} → {status}";
                status.ShouldBeLessThan(500, what);
                if (IsOpen(path)) continue;
                if (!TakesSessions(path)) status.ShouldBe(401, what);
                else if (May(role, method, path)) status.ShouldNotBeOneOf([401, 403], what);
                else status.ShouldBe(403, what);
                walked++;
            }
        }

        walked.ShouldBeGreaterThan(150);
    }

    [Fact]
    public async Task Without_its_token_no_write_by_cookie_reaches_any_route()
    {
        await using var server = await TestServer.StartAsync();
        var owner = await (await server.CompanyAsync("Acme")).PersonAsync("owner");
        var admin = await AdminAsync(server);
        owner.Token = admin.Token = null;

        foreach (var (method, path) in (await OperationsAsync(server)).Where(operation =>
            operation.Method != HttpMethod.Get && TakesSessions(operation.Path) && !IsOpen(operation.Path)))
        {
            foreach (var person in new[] { owner, admin })
            {
                if (path == "/session" && method == HttpMethod.Post) continue;
                (await StatusAsync(person, method, path)).ShouldBe(403, $"{method} {path}");
            }
        }
    }

    // Without any credential, or (events) with an installation's.
    private static bool IsOpen(string path) =>
        new[] { "/health", "/evaluate", "/badge", "/api/v1/evaluate", "/server_info" }.Any(start => path.StartsWith(start, StringComparison.Ordinal));

    private static bool TakesSessions(string path) =>
        !path.StartsWith("/admin/operations", StringComparison.Ordinal) && !path.EndsWith("/poll", StringComparison.Ordinal)
        && new[] { "/portal", "/feedback", "/admin", "/session" }.Any(start => path.StartsWith(start, StringComparison.Ordinal));

    private static bool May(string role, HttpMethod method, string path)
    {
        if (path == "/portal/sessions" || path.StartsWith("/portal/sessions/", StringComparison.Ordinal)) return true;
        if (path.StartsWith("/admin", StringComparison.Ordinal)) return role == "admin";
        if (role == "admin") return false; // belongs to no company
        if (role == "owner") return true;
        if (path == "/portal/alerts/preview") return true; // reads what is there
        if (path.StartsWith("/portal/personal-keys", StringComparison.Ordinal)) return true; // with no more than the role has
        if (path is "/portal/digests/preview" || path.StartsWith("/portal/digests/own", StringComparison.Ordinal)) return true; // everyone may get a digest
        if (path.StartsWith("/portal/alert-channels", StringComparison.Ordinal) || path.StartsWith("/portal/digests/", StringComparison.Ordinal))
            return method == HttpMethod.Get;
        if (s_owners.Any(start => path.StartsWith(start, StringComparison.Ordinal)) || path.EndsWith("/replay", StringComparison.Ordinal)) return false;
        if (method == HttpMethod.Delete && path.StartsWith("/portal/projects", StringComparison.Ordinal)) return false;
        if (path.StartsWith("/portal/views", StringComparison.Ordinal)) return true; // everyone may keep views of their own
        if (path == "/portal/rescores/preview") return role == "member"; // judges tickets, as writing a score does
        if (path.StartsWith("/portal/operations", StringComparison.Ordinal)) return role == "member"; // for those who may start one
        if (path is "/portal/dashboards/sharing" or "/portal/checklist" && method == HttpMethod.Put) return false;
        if (method == HttpMethod.Get) return true;

        // Questions to feedback are posted; they are reads.
        var isQuestion = path.StartsWith("/feedback", StringComparison.Ordinal) && !path.StartsWith("/feedback/annotation_", StringComparison.Ordinal)
            && !s_feedbackWrites.Contains(path);
        return role == "member" || isQuestion;
    }

    private static async Task<int> StatusAsync(Person person, HttpMethod method, string path)
    {
        var address = path;
        while (address.IndexOf('{', StringComparison.Ordinal) is >= 0 and var start)
            address = string.Concat(address.AsSpan(0, start), "none", address.AsSpan(address.IndexOf('}', StringComparison.Ordinal) + 1));
        using var body = method == HttpMethod.Get || method == HttpMethod.Delete ? null : Json.Text("{}");
        return (int)(await person.SendAsync(method, address, body)).StatusCode;
    }

    private static async Task<List<(HttpMethod Method, string Path)>> OperationsAsync(TestServer server) =>
    [
        .. from path in (await (await server.Anonymous.GetAsync("/openapi/v1.json")).JsonAsync(200)).GetProperty("paths").EnumerateObject()
           from operation in path.Value.EnumerateObject()
           select (new HttpMethod(operation.Name.ToUpperInvariant()), path.Name),
    ];

    /// <summary>A Vindex admin, as vindex user add makes one.</summary>
    internal static async Task<Person> AdminAsync(TestServer server)
    {
        using var passwords = new Security.Passwords.PasswordHashing(Security.Randomness.System);
        var hash = await passwords.HashAsync(Person.Password, CancellationToken.None);
        var user = new User("us_admin", "admin@example.com", null, hash, IsAdmin: true, server.Time.GetUtcNow());
        var entry = new AuditEntry("audit-1", server.Time.GetUtcNow(), null, "cli", "user.created", user.Id, null);
        (await server.Store.Users.AddAsync(user, new Grant(null, null, IsAdmin: true), entry, CancellationToken.None)).ShouldBeTrue();
        return await Person.SignedInAsync(server, "admin@example.com");
    }
}
