using System.Text.Json;
using Shouldly;
using Vindex.Server.Tests.Accounts;
using Vindex.Server.Tests.Hosting;
using Vindex.Storage.Audit;
using Vindex.Storage.Profiles;
using Xunit;

namespace Vindex.Server.Tests.Profiles;

/// <summary>What a profile would change, known before it is saved.</summary>
public sealed class ProfileEffectTests
{
    private const string Path = "/portal/profiles/adam/preview";
    private static readonly object s_noCriteria = new { rule_weights = new Dictionary<string, double> { ["testable.criteria"] = 0 } };

    [Fact]
    public async Task A_preview_judges_as_the_saved_profile_will_and_stores_nothing()
    {
        await using var server = await TestServer.StartAsync();
        var acme = await server.CompanyAsync("Acme");
        var owner = await acme.PersonAsync("owner");
        using var client = await acme.ClientAsync();
        var now = new List<decimal>();
        for (var i = 0; i < 6; i++) now.Add((await ScoreAsync(client, i)).GetProperty("overall_score").GetDecimal());

        var effect = await (await owner.PostAsync(Path, s_noCriteria)).JsonAsync(200);
        effect.Text("profile").ShouldBe("adam");
        effect.GetProperty("tickets").GetInt32().ShouldBe(6);
        effect.GetProperty("of_profile").GetInt32().ShouldBe(6);
        effect.GetProperty("complete").GetBoolean().ShouldBeTrue();
        effect.GetProperty("changed").GetInt32().ShouldBe(6);
        effect.GetProperty("now").GetProperty("average").GetDecimal().ShouldBe(Math.Round(now.Average(), 1, MidpointRounding.AwayFromZero));
        foreach (var side in new[] { "now", "then" })
        {
            var sums = effect.GetProperty(side);
            sums.GetProperty("bands").EnumerateObject().Sum(band => band.Value.GetInt32()).ShouldBe(6);
            sums.GetProperty("passing").GetInt32().ShouldBe(sums.GetProperty("bands").GetProperty("healthy").GetInt32(), "the gate is 7.0");
        }

        (await (await owner.GetAsync("/portal/profiles")).JsonAsync(200)).GetProperty("items").GetArrayLength().ShouldBe(0);
        (await (await client.GetAsync("/portal/scores")).JsonAsync(200)).GetProperty("total").GetInt32().ShouldBe(6);

        await (await owner.PutAsync("/portal/profiles/easy", s_noCriteria)).JsonAsync(201);
        server.Time.Advance(TimeSpan.FromMinutes(1));
        var then = new Dictionary<string, decimal>();
        for (var i = 0; i < 6; i++) then[$"T-{i}"] = (await ScoreAsync(client, i, "easy")).GetProperty("overall_score").GetDecimal();
        var items = effect.GetProperty("items").EnumerateArray().ToList();
        items.Count.ShouldBe(6);
        foreach (var item in items)
        {
            item.GetProperty("overall_then").GetDecimal().ShouldBe(then[item.GetProperty("ticket").Text("key")]);
            item.GetProperty("invest_then").GetProperty("testable").GetInt32().ShouldBeLessThan(item.GetProperty("invest_now").GetProperty("testable").GetInt32());
        }

        var changes = items.ConvertAll(item => Math.Abs(item.GetProperty("overall_then").GetDecimal() - item.GetProperty("overall_now").GetDecimal()));
        changes.ShouldBe([.. changes.OrderDescending()]);
        var same = await (await owner.PostAsync("/portal/profiles/easy/preview", s_noCriteria)).JsonAsync(200);
        same.GetProperty("changed").GetInt32().ShouldBe(0);
        same.GetProperty("items").GetArrayLength().ShouldBe(0);
        same.GetProperty("of_profile").GetInt32().ShouldBe(6);
    }

    [Fact]
    public async Task Only_the_latest_score_of_the_newest_hundred_tickets_counts()
    {
        await using var server = await TestServer.StartAsync();
        var acme = await server.CompanyAsync("Acme");
        var owner = await acme.PersonAsync("owner");
        var start = server.Time.GetUtcNow().AddDays(-1);
        for (var i = 0; i < 103; i++) await acme.SeedAsync(start.AddMinutes(i), [5, 5, 5, 5, 5, 5], key: $"S-{i}");
        await acme.SeedAsync(start.AddMinutes(200), [5, 5, 5, 5, 5, 5], key: "S-102", title: "Later");

        var effect = await (await owner.PostAsync(Path, new { })).JsonAsync(200);
        effect.GetProperty("tickets").GetInt32().ShouldBe(100);
        effect.GetProperty("changed").GetInt32().ShouldBe(0);
    }

    [Fact]
    public async Task Another_company_s_tickets_and_profiles_are_out_of_reach()
    {
        await using var server = await TestServer.StartAsync();
        var (acme, other) = (await server.CompanyAsync("Acme"), await server.CompanyAsync("Other"));
        using var client = await acme.ClientAsync();
        await ScoreAsync(client, 1);
        var owner = await acme.PersonAsync("owner");
        await (await owner.PutAsync("/portal/profiles/secret", s_noCriteria)).JsonAsync(201);
        var stranger = await other.PersonAsync("owner", "stranger@example.com");

        await (await stranger.PostAsync("/portal/profiles/secret/preview", s_noCriteria)).ProblemAsync(404);
        var effect = await (await stranger.PostAsync(Path, s_noCriteria)).JsonAsync(200);
        effect.GetProperty("tickets").GetInt32().ShouldBe(0);
        effect.GetProperty("now").GetProperty("average").ValueKind.ShouldBe(JsonValueKind.Null);

        var member = await acme.PersonAsync("member");
        await (await member.PostAsync(Path, s_noCriteria)).ProblemAsync(403);
        await (await client.PostAsync(Path, Json.Content(s_noCriteria))).ProblemAsync(403, "session_only");
        await (await server.Anonymous.PostAsync(Path, Json.Content(s_noCriteria))).ProblemAsync(401);
    }

    [Fact]
    public async Task A_mistyped_name_is_answered_with_the_nearest_one()
    {
        await using var server = await TestServer.StartAsync();
        var owner = await (await server.CompanyAsync("Acme")).PersonAsync("owner");
        var profile = new Dictionary<string, object>
        {
            ["rule_weights"] = new Dictionary<string, object> { ["testable.critera"] = 1, ["small.several"] = "heavy" },
            ["vocabulary"] = new Dictionary<string, string[]> { ["tecnology"] = ["acme bus"], ["qwertz"] = ["x"] },
        };
        foreach (var (path, method) in new[] { (Path, HttpMethod.Post), ("/portal/profiles/ours", HttpMethod.Put) })
        {
            var problem = await (await owner.SendAsync(method, path, Json.Content(profile))).ProblemAsync(422);
            var errors = problem.GetProperty("errors");
            errors.GetProperty("rule_weights.testable.critera")[0].GetString().ShouldBe("is not a rule (did you mean testable.criteria?)");
            errors.GetProperty("rule_weights.small.several")[0].GetString().ShouldBe("must be a number from 0 (off) to 3");
            errors.GetProperty("vocabulary.tecnology")[0].GetString().ShouldBe("is not a word list (did you mean technology?)");
            errors.GetProperty("vocabulary.qwertz")[0].GetString()!.ShouldStartWith("is not a word list; known word lists: ");
        }

        var misspelled = await (await owner.PostAsync(Path, new { rule_weight = new { } })).ProblemAsync(422);
        misspelled.GetProperty("errors").GetProperty("rule_weight")[0].GetString().ShouldBe("is not a property of a profile (did you mean rule_weights?)");
    }

    [Fact]
    public async Task A_built_in_profile_cannot_be_created_edited_or_previewed_and_an_older_one_is_shown_with_a_notice()
    {
        await using var server = await TestServer.StartAsync();
        var acme = await server.CompanyAsync("Acme");
        var owner = await acme.PersonAsync("owner");
        var refused = await (await owner.PutAsync("/portal/profiles/agent-ready", s_noCriteria)).ProblemAsync(422);
        refused.GetProperty("errors").GetProperty("name")[0].GetString().ShouldBe("must not be agent-ready: that profile is built in");
        await (await owner.PostAsync("/portal/profiles/agent-ready/preview", s_noCriteria)).ProblemAsync(409, "profile_built_in");
        (await (await owner.GetAsync("/app/settings/profiles/agent-ready")).PageAsync(404)).ShouldNotBeEmpty();

        // As a version without that built-in profile stored it.
        var stored = new StoredProfile(acme.Id, "agent-ready", """{"rule_weights":{"testable.criteria":0},"vocabulary":{}}""", server.Time.GetUtcNow());
        var entry = new AuditEntry("a1", server.Time.GetUtcNow(), acme.Id, "system", "test", null, null);
        (await server.Store.Profiles.PutAsync(stored, entry, TestContext.Current.CancellationToken)).ShouldBeTrue();
        (await (await owner.GetAsync("/app/settings/profiles")).PageAsync()).ShouldContain("Not used: this version has a built-in profile of the same name.");
        (await (await owner.GetAsync("/app/settings/profiles/agent-ready")).PageAsync()).ShouldContain("This profile is not used");
    }

    internal static async Task<JsonElement> ScoreAsync(HttpClient client, int i, string profile = "adam") => await (await client.PostAsync("/v1/score", Json.Content(new
    {
        system_type = profile,
        ticket_data = new
        {
            id = $"T-{i}",
            key = $"T-{i}",
            summary = $"Export the customer list as a file, part {i}",
            description = "Sales managers copy rows by hand, which takes hours every week.",
            acceptance_criteria = string.Join('\n', Enumerable.Range(0, i + 1).Select(n => $"- The file has a column for field {n}, and an empty list gives only the header")),
        },
    }))).JsonAsync(200);
}
