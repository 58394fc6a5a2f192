using System.Net;
using System.Text.RegularExpressions;
using Shouldly;
using Vindex.Scoring.Profiles;
using Vindex.Server.Tests.Accounts;
using Vindex.Server.Tests.Hosting;
using Vindex.Server.Tests.Portal;
using Xunit;

namespace Vindex.Server.Tests.Profiles;

/// <summary>Profiles edited in a table, and as JSON, without script.</summary>
public sealed partial class ProfilePageTests
{
    private const string Profiles = "/app/settings/profiles";

    [Fact]
    public async Task Every_rule_and_word_list_has_a_row_with_what_it_finds()
    {
        await using var server = await TestServer.StartAsync();
        var owner = await (await server.CompanyAsync("Acme")).PersonAsync("owner");
        var page = WebUtility.HtmlDecode(await owner.ReadAsync(Profiles + "/adam"));
        foreach (var rule in ProfileCatalog.Rules.Where(rule => rule.Reach != RuleReach.None))
        {
            page.ShouldContain($"name=\"weight.{rule.Id}\" value=\"1\"");
            page.ShouldContain($"<p>{rule.Finds}</p>");
        }

        foreach (var list in ProfileCatalog.WordLists) page.ShouldContain($"name=\"words.{list.Name}\"");
        page.ShouldNotContain("weight.testable.empty\"", customMessage: "no weight changes this rule");
    }

    [Fact]
    public async Task A_table_is_saved_shown_and_changed_again()
    {
        await using var server = await TestServer.StartAsync();
        var owner = await (await server.CompanyAsync("Acme")).PersonAsync("owner");
        var fields = Fields(await owner.ReadAsync(Profiles + "/adam"));
        fields.Count.ShouldBeGreaterThan(300);
        Set(fields, "name", "our-team");
        Set(fields, "weight.testable.criteria", "1,5");
        fields.Remove(("on", "small.several"));
        Set(fields, "words.technology", "acme bus, warehouse api\ntill");
        (await owner.SubmitAndFollowAsync(Profiles, [.. fields])).ShouldContain("2 custom weights, 3 words added");

        var stored = await (await owner.GetAsync("/portal/profiles/our-team")).JsonAsync(200);
        var weights = stored.GetProperty("rule_weights");
        weights.EnumerateObject().Count().ShouldBe(2);
        weights.GetProperty("testable.criteria").GetDouble().ShouldBe(1.5);
        weights.GetProperty("small.several").GetDouble().ShouldBe(0);
        stored.GetProperty("vocabulary").GetProperty("technology").EnumerateArray().Select(word => word.GetString()).ShouldBe(["acme bus", "warehouse api", "till"]);

        var open = await owner.ReadAsync(Profiles + "/our-team");
        open.ShouldContain("name=\"weight.testable.criteria\" value=\"1.5\"");
        open.ShouldContain("<textarea id=\"words-technology\"");
        var again = Fields(open);
        again.ShouldNotContain(("on", "small.several"));
        (await owner.SubmitAndFollowAsync(Profiles + "/our-team", [.. again])).ShouldContain("2 custom weights, 3 words added");
        (await (await owner.SubmitAsync(Profiles, ("name", "our-team"))).PageAsync(422)).ShouldContain("is already used by a profile");
        (await owner.SubmitAndFollowAsync(Profiles + "/our-team/delete")).ShouldContain("Profile our-team deleted");
        await owner.ReadAsync(Profiles + "/our-team", 404);
        await (await owner.SubmitAsync(Profiles + "/our-team", [.. again])).PageAsync(404);
    }

    [Fact]
    public async Task Errors_stand_beside_their_rows_and_nothing_that_was_typed_is_lost()
    {
        await using var server = await TestServer.StartAsync();
        var owner = await (await server.CompanyAsync("Acme")).PersonAsync("owner");
        (string, string)[] typed =
        [
            ("name", "Bad Name"), ("on", "testable.criteria"), ("weight.testable.criteria", "much"), ("on", "small.several"), ("weight.small.several", "4"),
            ("words.technology", new string('x', 99)),
        ];
        foreach (var path in new[] { Profiles, Profiles + "/adam/preview" })
        {
            var page = await (await owner.SubmitAsync(path, typed)).PageAsync(422);
            page.ShouldContain("value=\"much\"");
            page.ShouldContain("id=\"error-testable.criteria\">This must be a number from 0 (off) to 3.</p>");
            page.ShouldContain("id=\"error-small.several\"");
            page.ShouldContain("This must be a list of at most 2000 words");
            page.ShouldContain("value=\"Bad Name\"");
        }

        (await (await owner.SubmitAsync(Profiles, ("name", "agent-ready"))).PageAsync(422)).ShouldContain("must not be agent-ready: that profile is built in");
        (await owner.ReadAsync(Profiles)).ShouldNotContain("custom weight");
    }

    [Fact]
    public async Task The_document_is_edited_as_json_with_the_nearest_name_for_a_mistyped_one()
    {
        await using var server = await TestServer.StartAsync();
        var owner = await (await server.CompanyAsync("Acme")).PersonAsync("owner");
        var refused = WebUtility.HtmlDecode(await (await owner.SubmitAsync(
            Profiles, ("name", "ours"), ("document", """{"rule_weights": {"testable.critera": 2}, "vocabulry": {}}"""))).PageAsync(422));
        refused.ShouldContain("rule_weights.testable.critera is not a rule (did you mean testable.criteria?)");
        refused.ShouldContain("vocabulry is not a property of a profile (did you mean vocabulary?)");
        refused.ShouldContain("""{"rule_weights": {"testable.critera": 2}, "vocabulry": {}}""");
        foreach (var action in (string[])[Profiles, Profiles + "/adam/preview"])
        {
            var broken = await (await owner.SubmitAsync(action, ("name", "ours"), ("document", "{\r\n  nothing"))).PageAsync(422);
            var field = broken.Split("<textarea id=\"document\"")[1].Split("</ul>")[0];
            field.ShouldContain("aria-invalid=\"true\"");
            field.ShouldContain("<bdi>This is not valid JSON: line 2, column 3.</bdi>");
        }

        (await owner.SubmitAndFollowAsync(Profiles, ("name", "ours"), ("document", """{"rule_weights": {"testable.criteria": 2}}""")))
            .ShouldContain("1 custom weight, 0 words added");
        WebUtility.HtmlDecode(await owner.ReadAsync(Profiles + "/ours")).ShouldContain("\"testable.criteria\": 2");
    }

    [Fact]
    public async Task A_preview_shows_now_and_then_keeps_the_table_as_typed_and_saves_nothing()
    {
        await using var server = await TestServer.StartAsync();
        var acme = await server.CompanyAsync("Acme");
        var (owner, member) = (await acme.PersonAsync("owner"), await acme.PersonAsync("member"));
        using var client = await acme.ClientAsync();
        for (var i = 0; i < 3; i++) await ProfileEffectTests.ScoreAsync(client, i);
        var fields = Fields(await owner.ReadAsync(Profiles + "/adam"));
        fields.Remove(("on", "testable.criteria"));
        Set(fields, "name", "easy");

        var page = WebUtility.HtmlDecode(await (await owner.SubmitAsync(Profiles + "/adam/preview", [.. fields])).PageAsync());
        page.ShouldContain("3 tickets of 3 would be scored differently.");
        page.ShouldContain("Pass the gate of 7.0");
        page.ShouldContain("Export the customer list as a file, part 2");
        page.ShouldContain("Testable −");
        page.ShouldContain("value=\"easy\"");
        Fields(page).ShouldNotContain(("on", "testable.criteria"));
        (await (await owner.GetAsync("/portal/profiles")).JsonAsync(200)).GetProperty("items").GetArrayLength().ShouldBe(0);

        (await (await owner.SubmitAsync(Profiles + "/adam/preview", ("document", "{}"))).PageAsync()).ShouldContain("No score of the 3 tickets changes.");
        await (await member.SubmitAsync(Profiles + "/adam/preview", [.. fields])).PageAsync(403);
        await (await owner.FormAsync(Profiles + "/adam/preview", [.. fields])).PageAsync(403);
        await (await owner.SubmitAsync(Profiles + "/nothing/preview", [.. fields])).PageAsync(404);
    }

    private static void Set(List<(string Name, string Value)> fields, string name, string value)
    {
        fields.RemoveAll(field => field.Name == name);
        fields.Add((name, value));
    }

    // What a browser would send: the fields of the first form that are filled in, and its boxes that are ticked.
    private static List<(string Name, string Value)> Fields(string page)
    {
        var form = page.Split("id=\"profile\"")[1].Split("</form>")[0];
        return
        [
            .. Weights().Matches(form).Select(match => (match.Groups[1].Value, match.Groups[2].Value)),
            .. Ticked().Matches(form).Select(match => ("on", match.Groups[1].Value)),
            .. Words().Matches(form).Where(match => match.Groups[2].Length > 0)
                .Select(match => (match.Groups[1].Value, WebUtility.HtmlDecode(match.Groups[2].Value))),
        ];
    }

    [GeneratedRegex("name=\"(?<name>weight\\.[^\"]+)\" value=\"(?<value>[^\"]*)\"", RegexOptions.NonBacktracking)]
    private static partial Regex Weights();

    [GeneratedRegex("name=\"on\" value=\"(?<name>[^\"]+)\" checked", RegexOptions.NonBacktracking)]
    private static partial Regex Ticked();

    [GeneratedRegex("name=\"(?<name>words\\.[^\"]+)\"[^>]*>(?<value>[^<]*)</textarea>", RegexOptions.NonBacktracking)]
    private static partial Regex Words();
}
