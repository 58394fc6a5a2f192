using System.Net;
using Shouldly;
using Vindex.Server.Tests.Accounts;
using Vindex.Server.Tests.Hosting;
using Vindex.Server.Tests.Portal;
using Xunit;

namespace Vindex.Server.Tests.Views;

/// <summary>Pages with their filters, saved under a name: through the API and on the pages.</summary>
public sealed class ViewTests
{
    [Fact]
    public async Task A_view_is_saved_listed_changed_and_deleted()
    {
        await using var server = await TestServer.StartAsync();
        var person = await (await server.CompanyAsync("Acme")).PersonAsync("viewer");

        var made = await (await person.PostAsync("/portal/views", new { page = "tickets", name = " Bad bugs ", query = "?type=Bug&band=at_risk&q=" })).JsonAsync(201);
        made.Text("name").ShouldBe("Bad bugs");
        made.Text("query").ShouldBe("band=at_risk&type=Bug");
        made.Text("href").ShouldBe("/app/tickets?band=at_risk&type=Bug");
        made.GetProperty("shared").GetBoolean().ShouldBeFalse();
        (await NamesAsync(person)).ShouldBe(["Bad bugs"]);

        var path = "/portal/views/" + made.Text("view_id");
        var changed = await (await person.PatchAsync(path, new { name = "Bugs", query = "sort=worst_first" })).JsonAsync(200);
        changed.Text("href").ShouldBe("/app/tickets?sort=worst_first");
        (await person.DeleteAsync(path)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await person.DeleteAsync(path)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await NamesAsync(person)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_view_that_is_not_one_is_refused()
    {
        await using var server = await TestServer.StartAsync();
        var person = await (await server.CompanyAsync("Acme")).PersonAsync("viewer");
        await (await person.PostAsync("/portal/views", new { page = "overview", name = "Week", query = "days=7" })).JsonAsync(201);

        await RefusedAsync(new { page = "settings", name = "x" }, "page", "must be one of tickets, overview, compare, feedback");
        await RefusedAsync(new { page = "overview", name = "x", query = "days=7&cursor=abc" }, "query", "contains \"cursor\", which is not a filter of this page");
        await RefusedAsync(new { page = "overview", name = "WEEK" }, "name", "is the name of another view of this page");
        await RefusedAsync(new { page = "overview", name = new string('x', 81) }, "name", "must have at most 80 characters; it has 81");
        await RefusedAsync(new { page = "overview", name = "x", query = new string('x', 2001) }, "query", "must have at most 2000 characters; it has 2001");
        await (await person.PostAsync("/portal/views", new { page = "compare", name = "Week" })).JsonAsync(201);
        await (await person.PostAsync("/portal/views", new { page = "overview", name = "Ours", shared = true })).ProblemAsync(403, "insufficient_scope");

        async Task RefusedAsync(object body, string field, string error) =>
            (await (await person.PostAsync("/portal/views", body)).ProblemAsync(422)).GetProperty("errors").GetProperty(field)[0].GetString().ShouldBe(error);
    }

    [Fact]
    public async Task Private_views_are_seen_by_no_one_else_and_shared_ones_by_the_company()
    {
        await using var server = await TestServer.StartAsync();
        var acme = await server.CompanyAsync("Acme");
        var (ada, bo) = (await acme.PersonAsync("member", "ada@example.com"), await acme.PersonAsync("viewer", "bo@example.com"));
        var cy = await (await server.CompanyAsync("Other")).PersonAsync("owner", "cy@example.com");
        var own = (await (await ada.PostAsync("/portal/views", new { page = "tickets", name = "Mine" })).JsonAsync(201)).Text("view_id");
        var shared = (await (await ada.PostAsync("/portal/views", new { page = "tickets", name = "Ours", shared = true })).JsonAsync(201)).Text("view_id");

        (await NamesAsync(ada)).ShouldBe(["Mine", "Ours"]);
        (await NamesAsync(bo)).ShouldBe(["Ours"]);
        (await NamesAsync(cy)).ShouldBeEmpty();
        foreach (var (person, view) in new[] { (bo, own), (cy, own), (cy, shared) })
        {
            (await person.PatchAsync("/portal/views/" + view, new { name = "x" })).StatusCode.ShouldBe(HttpStatusCode.NotFound);
            (await person.DeleteAsync("/portal/views/" + view)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        }

        await (await bo.PatchAsync("/portal/views/" + shared, new { name = "x" })).ProblemAsync(403, "not_your_view");
        (await ReadAsync(bo, "/app/tickets")).ShouldContain("<bdi>Ours</bdi>");
        (await ReadAsync(bo, "/app/tickets")).ShouldNotContain("<bdi>Mine</bdi>");
        (await ReadAsync(cy, "/app/tickets")).ShouldNotContain("Ours");
    }

    [Fact]
    public async Task What_an_owner_does_to_the_views_of_others_is_in_the_audit_log()
    {
        await using var server = await TestServer.StartAsync();
        var acme = await server.CompanyAsync("Acme");
        var (ada, owner) = (await acme.PersonAsync("member", "ada@example.com"), await acme.PersonAsync("owner"));
        var view = "/portal/views/" + (await (await ada.PostAsync("/portal/views", new { page = "tickets", name = "Ours", shared = true })).JsonAsync(201)).Text("view_id");
        await (await ada.PatchAsync(view, new { name = "Still ours" })).JsonAsync(200);
        (await ActionsAsync()).ShouldNotContain("view.changed");

        await (await owner.PatchAsync(view, new { shared = false })).ProblemAsync(409, "not_your_view");
        await (await owner.PatchAsync(view, new { name = "Renamed" })).JsonAsync(200);
        (await owner.DeleteAsync(view)).StatusCode.ShouldBe(HttpStatusCode.NoContent);

        (await ActionsAsync()).Count(action => action == "view.changed").ShouldBe(1);
        (await ActionsAsync()).ShouldContain("view.deleted");

        async Task<List<string>> ActionsAsync() =>
            [.. (await (await owner.GetAsync("/portal/audit")).JsonAsync(200)).GetProperty("items").EnumerateArray().Select(entry => entry.Text("action"))];
    }

    [Fact]
    public async Task A_key_sees_and_makes_shared_views_only()
    {
        await using var server = await TestServer.StartAsync();
        var acme = await server.CompanyAsync("Acme");
        var ada = await acme.PersonAsync("member");
        await (await ada.PostAsync("/portal/views", new { page = "tickets", name = "Mine" })).JsonAsync(201);
        var reader = await acme.ClientAsync("scores:read");
        var writer = await acme.ClientAsync();

        (await (await reader.GetAsync("/portal/views")).JsonAsync(200)).GetProperty("items").GetArrayLength().ShouldBe(0);
        await (await reader.PostAsync("/portal/views", Json.Content(new { page = "tickets", name = "Key" }))).ProblemAsync(403, "insufficient_scope");
        (await (await writer.PostAsync("/portal/views", Json.Content(new { page = "tickets", name = "Key", shared = false }))).ProblemAsync(422))
            .GetProperty("errors").GetProperty("shared")[0].GetString().ShouldBe("must be true: an API key has no views of its own");
        (await (await writer.PostAsync("/portal/views", Json.Content(new { page = "tickets", name = "Key" }))).JsonAsync(201)).GetProperty("shared").GetBoolean().ShouldBeTrue();
        (await NamesAsync(ada)).ShouldBe(["Key", "Mine"]);
    }

    [Fact]
    public async Task There_is_a_limit_for_each_person()
    {
        await using var server = await TestServer.StartAsync();
        var acme = await server.CompanyAsync("Acme");
        var (ada, bo) = (await acme.PersonAsync("member", "ada@example.com"), await acme.PersonAsync("member", "bo@example.com"));
        for (var i = 0; i < 50; i++) await (await ada.PostAsync("/portal/views", new { page = "tickets", name = $"View {i}" })).JsonAsync(201);

        (await (await ada.PostAsync("/portal/views", new { page = "tickets", name = "One more" })).ProblemAsync(409, "too_many_views")).Text("detail")
            .ShouldBe("You can save at most 50 views of your own.");
        await (await bo.PostAsync("/portal/views", new { page = "tickets", name = "One more" })).JsonAsync(201);
        await (await ada.PostAsync("/portal/views", new { page = "tickets", name = "Shared", shared = true })).JsonAsync(201);
    }

    [Theory]
    [InlineData("/app/tickets?band=at_risk&columns=customer", "tickets", "band=at_risk&columns=customer")]
    [InlineData("/app?days=7&latest=true", "overview", "days=7&latest=true")]
    [InlineData("/app/compare?by=source&days=90", "compare", "days=90&by=source")]
    [InlineData("/app/feedback?path=overall&agg=avg&agg=max", "feedback", "path=overall&agg=avg&agg=max")]
    public async Task Each_page_saves_what_it_shows_and_leads_back_to_it(string path, string page, string query)
    {
        await using var server = await TestServer.StartAsync();
        var company = await server.CompanyAsync("Acme");
        await company.SeedAsync(server.Time.GetUtcNow(), [5, 5, 5, 5, 5, 5]);
        var person = await company.PersonAsync("member");
        var shown = await ReadAsync(person, path);
        shown.ShouldContain($"<input type=\"hidden\" name=\"page\" value=\"{page}\"");
        shown.ShouldContain($"<input type=\"hidden\" name=\"query\" value=\"{query}\"");

        var saved = await person.SubmitAsync("/app/views", ("page", page), ("query", query), ("name", Forms.Hostile));
        saved.StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        var back = saved.Headers.Location!.OriginalString;
        back.ShouldEndWith("?" + query);
        var again = await person.ReadAsync(back);
        again.ShouldContain("View saved: ");
        again.ShouldContain("aria-current=\"true\"><bdi>&lt;script&gt;");
        again.ShouldBeHarmless();
    }

    [Fact]
    public async Task The_page_of_views_renames_shares_and_deletes()
    {
        await using var server = await TestServer.StartAsync();
        var acme = await server.CompanyAsync("Acme");
        var (ada, viewer) = (await acme.PersonAsync("member"), await acme.PersonAsync("viewer"));
        (await ReadAsync(ada, "/app/views")).ShouldContain("No saved views");
        var id = (await (await ada.PostAsync("/portal/views", new { page = "tickets", name = "Mine", query = "q=pay" })).JsonAsync(201)).Text("view_id");

        (await ada.SubmitAndFollowAsync($"/app/views/{id}", ("name", "Ours"), ("shared", "on"))).ShouldContain("View saved: Ours.");
        (await ReadAsync(viewer, "/app/views")).ShouldContain("shared by someone else");
        (await ReadAsync(viewer, "/app/views")).ShouldNotContain($"action=\"/app/views/{id}\"");
        (await (await viewer.SubmitAsync($"/app/views/{id}/delete")).PageAsync(403)).ShouldContain("Nothing was changed.");

        var refused = await (await ada.SubmitAsync("/app/views", ("page", "tickets"), ("query", "q=x"), ("name", "ours"))).PageAsync(422);
        refused.ShouldContain("is the name of another view of this page");
        refused.ShouldContain("value=\"q=x\"");
        (await (await ada.SubmitAsync($"/app/views/{id}", ("name", ""))).PageAsync(422)).ShouldContain("Nothing was changed.");
        (await ada.SubmitAsync("/app/views/nothing", ("name", "x"))).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await ada.SubmitAndFollowAsync($"/app/views/{id}/delete")).ShouldContain("View deleted.");
        (await NamesAsync(ada)).ShouldBeEmpty();
    }

    private static async Task<string[]> NamesAsync(Person person) =>
        [.. (await (await person.GetAsync("/portal/views")).JsonAsync(200)).GetProperty("items").EnumerateArray().Select(view => view.Text("name"))];

    private static async Task<string> ReadAsync(Person person, string path) => WebUtility.HtmlDecode(await person.ReadAsync(path));
}
