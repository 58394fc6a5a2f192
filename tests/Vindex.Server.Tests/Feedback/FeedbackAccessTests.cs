using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Shouldly;
using Vindex.Server.Tests.Hosting;
using Xunit;

namespace Vindex.Server.Tests.Feedback;

public sealed class FeedbackAccessTests
{
    [Theory]
    [InlineData("other/stories")]
    [InlineData("acme")]
    [InlineData("acme/")]
    [InlineData("/stories")]
    [InlineData("ACME/stories")]
    [InlineData("acme/a/b")]
    [InlineData("")]
    public async Task A_project_that_is_not_the_companys_own_is_not_found(string project)
    {
        await using var server = await FeedbackServer.StartAsync();
        await server.Server.CompanyAsync("Other");

        FeedbackServer.ShouldRefuse(await server.PostAsync("create", Row(project), 404), "Project not found", "NotFoundError");
        FeedbackServer.ShouldRefuse(await server.PostAsync("batch/create", new { batch = new[] { Row(project) } }, 404), "Project not found", "NotFoundError");
        FeedbackServer.ShouldRefuse(await server.PostAsync("purge", WritingTests.Purge(project, "x"), 404), "Project not found", "NotFoundError");
        FeedbackServer.ShouldRefuse(await server.PostAsync("export", new { project_id = project }, 404), "Project not found", "NotFoundError");
        var import = await server.ImportAsync(JsonSerializer.Serialize(Row(project)));
        import.GetProperty("errors")[0].Text("reason").ShouldBe("Project not found");
    }

    [Fact]
    public async Task Projects_of_one_name_of_two_companies_are_two()
    {
        await using var server = await FeedbackServer.StartAsync();
        var other = await (await server.Server.CompanyAsync("Other")).ClientAsync("feedback:read", "feedback:write");
        await server.CreateAsync(new { mine = true }, id: "one");

        await (await other.PostAsync("/feedback/create", Json.Content(Row("other/stories", "one")))).JsonAsync(200);
        await (await other.PostAsync("/feedback/purge", Json.Content(WritingTests.Purge("other/stories", "one")))).JsonAsync(200);

        (await server.RowsAsync()).ShouldHaveSingleItem().GetProperty("payload").GetRawText().ShouldBe("""{"mine":true}""");
    }

    [Fact]
    public async Task Every_refusal_under_feedback_has_the_shape_of_these_endpoints()
    {
        await using var server = await FeedbackServer.StartAsync();
        var reader = await server.Company.ClientAsync("feedback:read");

        var missing = await server.Server.Anonymous.PostAsync("/feedback/create", Json.Text("{}"));
        missing.Headers.WwwAuthenticate.ShouldNotBeEmpty();
        await ShapeAsync(missing, 401, "Unauthorized");
        await ShapeAsync(await reader.PostAsync("/feedback/create", Json.Text("{}")), 403, "Forbidden");
        await ShapeAsync(await server.Server.Admin.PostAsync("/feedback/create", Json.Text("{}")), 403, "Forbidden");
        await ShapeAsync(await server.Client.PostAsync("/feedback/nothing", Json.Text("{}")), 404, "NotFoundError");
        await ShapeAsync(await server.Client.GetAsync("/feedback/create"), 405, "MethodNotAllowed");
        await ShapeAsync(await server.Client.PostAsync("/feedback/create", new StringContent("{}", Encoding.UTF8, "text/csv")), 415, "UnsupportedMediaType");
        await ShapeAsync(
            await server.Client.PostAsync("/feedback/create", Json.Text($"{{\"a\":\"{new string('x', 9 * 1024 * 1024)}\"}}")), 413, "RequestTooLarge");
    }

    [Fact]
    public async Task The_name_api_with_the_key_as_password_opens_what_the_key_opens()
    {
        await using var server = await FeedbackServer.StartAsync();
        var key = (await server.Company.NewKeyAsync(["feedback:write"])).Text("api_key");
        using var request = new HttpRequestMessage(HttpMethod.Post, "/feedback/create") { Content = Json.Content(Row("acme/stories")) };
        request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes("api:" + key)));

        await (await server.Server.Anonymous.SendAsync(request)).JsonAsync(200);
    }

    [Fact]
    public async Task A_key_for_customers_sees_and_writes_their_rows_of_scores_and_nothing_else()
    {
        await using var server = await FeedbackServer.StartAsync();
        var own = await server.Company.NewCustomerAsync("Own");
        var limited = server.Server.WithKey((await server.Company.NewKeyAsync(["feedback:read", "feedback:write"], [own])).Text("api_key"));
        await server.CreateAsync(new { customer_id = "theirs", n = 1 }, "theirs", "acme/scores");
        await server.CreateAsync(new { n = 1 }, "nobodys", "acme/scores");
        await server.CreateAsync(new { customer_id = own });

        // The first of equal keys says whose a row is.
        await AskAsync("create", Text("mine", $$"""{"customer_id":"{{own}}","customer_id":"theirs"}"""), 200);
        await AskAsync("create", Text("more", $$"""{"customer_id":"theirs","customer_id":"{{own}}"}"""), 403);
        (await AskAsync("create", Text("theirs", $$"""{"customer_id":"{{own}}"}"""), 403)).ShouldContain("this id belongs to a row of another customer");
        (await AskAsync("create", Text(null, "{}"), 403)).ShouldContain("customer_id must name one of them");
        await AskAsync("create", Text("mine", $$"""{"customer_id":"{{own}}"}""").Replace("acme/scores", "acme/stories", StringComparison.Ordinal), 404);
        await AskAsync(
            "replace",
            Text(null, $$"""{"customer_id":"{{own}}"}""").Replace("{\"project_id\"", "{\"feedback_id\":\"theirs\",\"project_id\"", StringComparison.Ordinal),
            200);
        foreach (var id in new[] { "theirs", "nobodys" }) await AskAsync("purge", JsonSerializer.Serialize(WritingTests.Purge("acme/scores", id)), 200);
        var lines = await (await limited.PostAsync(
            "/feedback/import",
            Json.Text(Text("theirs", $$"""{"customer_id":"{{own}}"}""") + "\n" + Text("new", $$"""{"customer_id":"{{own}}"}""")))).JsonAsync(200);
        lines.GetProperty("imported").GetInt32().ShouldBe(1);
        lines.GetProperty("rejected").GetInt32().ShouldBe(1);

        await AskAsync("export", """{"project_id":"acme/stories"}""", 404);
        await AskAsync("query", """{"project_id":"acme/stories"}""", 404);
        (await AskAsync("query", """{"project_id":"acme/scores"}""", 200)).ShouldNotContain("theirs\",\"project_id");
        var exported = await AskAsync("export", """{"project_id":"acme/scores"}""", 200);
        exported.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length.ShouldBe(3);
        exported.ShouldNotContain("nobodys");
        (await server.RowsAsync("acme/scores")).Count.ShouldBe(5);

        async Task<string> AskAsync(string path, string body, int status)
        {
            var response = await limited.PostAsync("/feedback/" + path, Json.Text(body));
            var text = await response.Content.ReadAsStringAsync();
            ((int)response.StatusCode).ShouldBe(status, $"{path} {body}: {text}");
            return text;
        }

        static string Text(string? id, string payload) =>
            $$"""{"project_id":"acme/scores",{{(id is null ? "" : $"\"id\":\"{id}\",")}}"weave_ref":"r","feedback_type":"custom","payload":{{payload}}}""";
    }

    private static async Task ShapeAsync(HttpResponseMessage response, int status, string errorType)
    {
        var answer = await response.JsonAsync(status);
        FeedbackServer.ShouldRefuse(answer, answer.Text("reason"), errorType);
        answer.Text("reason").ShouldNotBeNullOrWhiteSpace();
    }

    private static object Row(string project, string? id = null) =>
        id is null
            ? new { project_id = project, weave_ref = "r", feedback_type = "custom", payload = new { } }
            : new { id, project_id = project, weave_ref = "r", feedback_type = "custom", payload = new { } };
}
