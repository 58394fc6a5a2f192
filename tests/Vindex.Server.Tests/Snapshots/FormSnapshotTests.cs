using System.Text.RegularExpressions;
using Vindex.Server.Tests.Accounts;
using Vindex.Server.Tests.Hosting;
using Vindex.Server.Tests.Portal;
using Xunit;

namespace Vindex.Server.Tests.Snapshots;

/// <summary>The forms of settings and administration, filled in wrongly: what the page then says above the form and beside its fields.</summary>
public sealed partial class FormSnapshotTests
{
    private const string Long = "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx";

    [Fact]
    public async Task Refused_forms_say_what_is_committed()
    {
        await using var server = await TestServer.StartAsync();
        var company = await server.CompanyAsync("Acme");
        var owner = await company.PersonAsync("owner");
        var key = (await company.NewKeyAsync(["scores:read"])).Text("key_id");
        var registered = await (await (await company.ClientAsync("installations:write")).PostAsync(
            "/api/v1/register/jiraforge", Json.Text("""{"external_id":"11111111-2222-4333-8444-555555555555"}"""))).JsonAsync(201);
        var customer = registered.Text("customer_id");
        var me = await company.UserIdAsync("owner@example.com");
        await (await server.Admin.PutAsync($"/admin/companies/{company.Id}/profiles/strict", Json.Text("{}"))).JsonAsync(201);
        var log = new RefusalLog([company.Id, company.DefaultCustomerId, customer, key, me]);

        foreach (var (path, forms) in Forms(key, customer, me))
        {
            log.Begin(path.Replace(key, "{key}", StringComparison.Ordinal)
                .Replace(customer, "{customer}", StringComparison.Ordinal)
                .Replace(me, "{me}", StringComparison.Ordinal));
            foreach (var form in forms) await AddAsync(log, owner, path, form);
        }

        Snapshot.ShouldMatch("forms.txt", log.ToString());
    }

    [Fact]
    public async Task Refused_forms_of_admins_say_what_is_committed()
    {
        await using var server = await TestServer.StartAsync();
        var company = await server.CompanyAsync("Acme");
        var admin = await RoleTests.AdminAsync(server);
        var log = new RefusalLog([company.Id]);
        (string, (string, string)[][])[] pages =
        [
            ("/app/admin/companies", [
                [("name", "")], [("name", "Acme"), ("slug", "acme")], [("name", "B"), ("slug", "No Slug")],
                [("name", "B"), ("quality_gate", "11"), ("timezone", "Mars")], [("name", Long + Long + Long)]
            ]),
            ($"/app/admin/companies/{company.Id}/invite", [[("email", ""), ("role", "owner")], [("email", "nobody"), ("role", "king")]]),
            ($"/app/admin/companies/{company.Id}/delete", [[], [("confirm", "other")]]),
            ("/app/admin/companies/co_nothing/invite", [[("email", "a@example.com"), ("role", "owner")]]),
        ];
        foreach (var (path, forms) in pages)
        {
            log.Begin(path.Replace(company.Id, "{company}", StringComparison.Ordinal));
            foreach (var form in forms) await AddAsync(log, admin, path, form);
        }

        Snapshot.ShouldMatch("admin-forms.txt", log.ToString());
    }

    private static (string Path, (string, string)[][] Forms)[] Forms(string key, string customer, string me) =>
    [
        ("/app/settings",
        [
            [],
            [("name", " "), ("quality_gate", ""), ("timezone", ""), ("retention_days", "")],
            [("name", "A\u0007"), ("quality_gate", "11"), ("timezone", "Mars"), ("retention_days", "0")],
            [("name", Long + Long + Long), ("quality_gate", "7,55"), ("timezone", Long), ("retention_days", "many")],
        ]),
        ("/app/settings/keys",
        [
            [],
            [("name", "A")],
            [("name", ""), ("scopes", "surprise"), ("scopes", "admin"), ("customer_ids", "nothing"), ("expires_at", "soon")],
            [("name", "A"), ("scopes", "scores:read"), ("expires_at", "2001-01-01")],
            [("name", "A"), ("scopes", "admin")],
            [("name", "A"), ("scopes", "")],
        ]),
        ($"/app/settings/keys/{key}/rotate", [[("overlap_hours", "999")], [("overlap_hours", "many")]]),
        ("/app/settings/keys/nothing/rotate", [[], [("overlap_hours", "1")]]),
        ("/app/settings/keys/nothing/delete", [[]]),
        ("/app/settings/profiles",
        [
            [],
            [("name", "strict")],
            [("name", "No Slug"), ("on", "nothing"), ("weight.nothing", "2"), ("words.nothing", "word")],
            [("name", "adam"), ("on", "small.length"), ("weight.small.length", "heavy"), ("words.epic", Long)],
            [("name", "broken"), ("document", "{")],
        ]),
        ("/app/settings/profiles/strict", [[("on", "independent.reference"), ("weight.independent.reference", "5")]]),
        ("/app/settings/profiles/nothing/delete", [[]]),
        ("/app/settings/members", [[], [("email", "nobody"), ("role", "king")], [("email", "owner@example.com"), ("role", "owner")]]),
        ($"/app/settings/members/{me}/role", [[], [("role", "king")], [("role", "viewer")]]),
        ($"/app/settings/members/{me}/remove", [[]]),
        ("/app/settings/members/nothing/role", [[("role", "viewer")]]),
        ("/app/settings/members/nothing/remove", [[]]),
        ("/app/settings/members/nothing/link", [[]]),
        ("/app/settings/customers", [[], [("name", Long + Long + Long)], [("name", "A\u0007")]]),
        ($"/app/settings/customers/{customer}", [[], [("name", "")]]),
        ("/app/settings/customers/nothing", [[("name", "A")]]),
        ("/app/settings/judge",
        [
            [],
            [("judge", "model:nothing"), ("runs", "2"), ("fallback", "perhaps"), ("monthly_tokens", "many"), ("monthly_cost", "-1")],
            [("judge", "rules"), ("overrides", "rules nonsense"), ("consenting_customers", "nothing")],
        ]),
        ("/app/settings/judge/connection",
        [
            [],
            [("provider", "nobody"), ("model", Long), ("base_url", "ftp://x"), ("api_key", "a b"), ("format", "xml"), ("input_price", "-1")],
            [("provider", "openai"), ("model", "m"), ("base_url", "http://127.0.0.1/v1"), ("api_key", "k")],
        ]),
        ("/app/settings/judge/connection/delete", [[]]),
        ("/app/settings/judge/try", [[], [("judge", "rules")]]),
        ("/app/settings/installations",
        [
            [],
            [("source", "surprise"), ("external_id", "x")],
            [("source", "github"), ("external_id", ""), ("callback_url", "ftp://x"), ("customer_id", "nothing")],
            [("source", "github"), ("external_id", "a/b"), ("callback_url", "http://127.0.0.1/")],
        ]),
        ($"/app/settings/installations/{customer}",
        [
            [
                ("callback_url", "ftp://x"), ("profile", "nothing"), ("quality_gate", "11"), ("criteria_fields", Long + Long + Long),
                ("issue_types", Long + Long + Long)
            ],
            [("display_name", Long + Long + Long), ("quality_gate", "high"), ("ticket_url", "ftp://jira.example.com/{key}")],
        ]),
        ("/app/settings/installations/nothing", [[("display_name", "A")]]),
    ];

    private static async Task AddAsync(RefusalLog log, Person person, string path, (string Name, string Value)[] form)
    {
        using var response = await person.SubmitAsync(path, form);
        var said = Said()
            .Matches(await response.Content.ReadAsStringAsync())
            .Select(match => Tag().Replace(match.Groups["text"].Value, "").Trim())
            .Where(text => text.Length > 0);
        log.Add(
            form.Length == 0
                ? "nothing"
                : string.Join(
                    " & ",
                    form.Select(field =>
                        $"{field.Name}={(field.Value.Length > 90 ? "long" : field.Value.Replace("\u0007", "^G", StringComparison.Ordinal).ReplaceLineEndings("|"))}")),
            (int)response.StatusCode,
            string.Join(" | ", said));
    }

    [GeneratedRegex(
        "<p class=\"(error|notice bad)\"[^>]*>(?<text>.*?)</p>", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture | RegexOptions.Singleline)]
    private static partial Regex Said();

    [GeneratedRegex("<[^>]+>", RegexOptions.NonBacktracking)]
    private static partial Regex Tag();
}
