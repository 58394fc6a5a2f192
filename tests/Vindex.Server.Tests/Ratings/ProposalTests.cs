using System.Text.Json;
using Shouldly;
using Vindex.Scoring;
using Vindex.Scoring.Judging;
using Vindex.Scoring.Profiles;
using Vindex.Scoring.Tickets;
using Vindex.Server.Tests.Accounts;
using Vindex.Server.Tests.Hosting;
using Vindex.Server.Tests.Portal;
using Xunit;

namespace Vindex.Server.Tests.Ratings;

/// <summary>Profiles learned from rated tickets: proposed to owners, and theirs to accept.</summary>
public sealed class ProposalTests
{
    private const string Path = "/portal/profiles/adam/proposal";

    [Fact]
    public async Task Rated_examples_give_weights_that_an_owner_can_save_as_a_profile()
    {
        await using var server = await TestServer.StartAsync();
        var owner = await (await server.CompanyAsync("Acme")).PersonAsync("owner");

        var proposal = await (await owner.PostAsync(Path, new { examples = Examples(120) })).JsonAsync(200);
        proposal.GetProperty("rated_tickets").GetInt32().ShouldBe(120);
        var testable = proposal.GetProperty("dimensions")[(int)Dimension.Testable];
        testable.Text("outcome").ShouldBe("proposed");
        testable.GetProperty("after").GetProperty("rank_correlation").GetDouble()
            .ShouldBeGreaterThan(testable.GetProperty("before").GetProperty("rank_correlation").GetDouble());
        var change = proposal.GetProperty("changes").EnumerateArray().First(change => change.Text("rule") == "testable.criteria");
        change.GetProperty("to").GetDouble().ShouldBeLessThan(1);
        (await (await owner.GetAsync("/portal/profiles")).JsonAsync(200)).GetProperty("items").GetArrayLength().ShouldBe(0);

        var weights = proposal.GetProperty("rule_weights");
        weights.GetProperty("testable.criteria").GetDouble().ShouldBe(change.GetProperty("to").GetDouble());
        await (await owner.PutAsync("/portal/profiles/our-team", new { rule_weights = weights, vocabulary = proposal.GetProperty("vocabulary") })).JsonAsync(201);
        var again = await (await owner.PostAsync("/portal/profiles/our-team/proposal", new { examples = Examples(120) })).JsonAsync(200);
        again.Text("profile").ShouldBe("our-team");
        again.GetProperty("dimensions")[(int)Dimension.Testable].GetProperty("before").GetProperty("mean_error").GetDouble()
            .ShouldBeLessThan(testable.GetProperty("before").GetProperty("mean_error").GetDouble());
    }

    [Fact]
    public async Task Without_examples_the_company_s_own_ratings_count()
    {
        await using var server = await TestServer.StartAsync();
        var other = await server.CompanyAsync("Other");
        var acme = await server.CompanyAsync("Acme");
        foreach (var (company, tickets) in new[] { (other, 3), (acme, 31) })
        {
            using var key = await company.ClientAsync("scores:write", "scores:read", "feedback:read", "feedback:write");
            for (var i = 0; i < tickets; i++)
            {
                var score = await (await key.PostAsync("/v1/score", Json.Content(new { ticket_data = new { summary = Summary(i), description = Description(i) } })))
                    .JsonAsync(200);
                await (await key.PutAsync($"/portal/scores/{score.Text("score_id")}/rating", Json.Content(new { overall = 9, small = i % 11 }))).JsonAsync(200);
            }
        }

        var owner = await acme.PersonAsync("owner");
        var proposal = await (await owner.PostAsync(Path, new { })).JsonAsync(200);
        proposal.GetProperty("rated_tickets").GetInt32().ShouldBe(31);
        var dimensions = proposal.GetProperty("dimensions").EnumerateArray().ToDictionary(found => found.Text("dimension"), found => found);
        dimensions["small"].GetProperty("tickets").GetInt32().ShouldBe(31);
        dimensions["small"].GetProperty("before").ValueKind.ShouldBe(JsonValueKind.Object);
        (dimensions["testable"].Text("outcome"), dimensions["testable"].GetProperty("before").ValueKind).ShouldBe(("too_few", JsonValueKind.Null));

        var page = await (await owner.GetAsync("/app/settings/profiles/adam/proposal")).Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        page.ShouldContain("31 rated tickets");
        page.ShouldContain("Fewer than 30 rated tickets: unchanged");
    }

    [Fact]
    public async Task Errors_name_the_example_and_only_owners_may_ask()
    {
        await using var server = await TestServer.StartAsync();
        var acme = await server.CompanyAsync("Acme");
        var owner = await acme.PersonAsync("owner");
        var good = Examples(1)[0];

        var problem = await (await owner.PostAsync(Path, new { examples = new[] { good, new { ticket_data = new { summary = " " }, ratings = new { small = 11 } } } }))
            .ProblemAsync(422, "invalid_fields");
        problem.GetProperty("errors").EnumerateObject().Select(error => error.Name)
            .ShouldBe(["examples[1].ticket_data.summary", "examples[1].ratings.small"], ignoreOrder: true);
        await (await owner.PostAsync(Path, new { examples = Enumerable.Repeat(good, 1001) })).ProblemAsync(422);
        await (await owner.PostAsync("/portal/profiles/nothing/proposal", new { })).ProblemAsync(404);
        await (await (await acme.PersonAsync("member")).PostAsync(Path, new { })).ProblemAsync(403);
        (await owner.GetAsync("/app/settings/profiles/nothing/proposal")).StatusCode.ShouldBe(System.Net.HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task The_ratings_of_one_review_can_be_the_source()
    {
        await using var server = await TestServer.StartAsync();
        var acme = await server.CompanyAsync("Acme");
        var other = await (await server.CompanyAsync("Other")).PersonAsync("owner", "cy@example.com");
        using var key = await acme.ClientAsync("scores:write", "feedback:write");
        for (var i = 0; i < 3; i++)
        {
            var score = await (await key.PostAsync("/v1/score", Json.Ticket(Summary(i), $"K-{i}"))).JsonAsync(200);
            await (await key.PutAsync($"/portal/scores/{score.Text("score_id")}/rating", Json.Content(new { small = 4 }))).JsonAsync(200);
        }

        var owner = await acme.PersonAsync("owner");
        var review = (await (await owner.PostAsync("/portal/reviews", new { name = "Two of three", tickets = 2 })).JsonAsync(201)).Text("review_id");
        var ticket = (await (await owner.PostAsync($"/portal/reviews/{review}/next")).JsonAsync(200)).GetProperty("ticket").Text("score_id");
        await (await owner.PutAsync($"/portal/reviews/{review}/tickets/{ticket}/rating", new { ratings = new { small = 9 } })).JsonAsync(200);

        (await (await owner.PostAsync(Path, new { })).JsonAsync(200)).GetProperty("rated_tickets").GetInt32().ShouldBe(3);
        (await (await owner.PostAsync(Path, new { review_id = review })).JsonAsync(200)).GetProperty("rated_tickets").GetInt32().ShouldBe(1);
        foreach (var (person, body) in new (Person, object)[]
            { (owner, new { review_id = "nothing" }), (other, new { review_id = review }), (owner, new { review_id = review, examples = Examples(1) }) })
        {
            (await (await person.PostAsync(Path, body)).ProblemAsync(422)).GetProperty("errors").TryGetProperty("review_id", out _).ShouldBeTrue();
        }

        var page = await owner.ReadAsync($"/app/settings/profiles/adam/proposal?review_id={review}");
        page.ShouldContain("1 rated ticket");
        page.ShouldContain("Review: Two of three");
    }

    [Fact]
    public async Task A_file_of_rated_tickets_can_be_the_source()
    {
        await using var server = await TestServer.StartAsync();
        var owner = await (await server.CompanyAsync("Acme")).PersonAsync("owner");

        (await (await UploadAsync(owner, "rated.csv", "Key,Summary,small\nA-1,Show the fare,7\nA-2,Show <b>the</b> map,\"4,5\"\n")).PageAsync())
            .ShouldContain("2 rated tickets of rated.csv");
        (await (await UploadAsync(owner, "rated.jsonl", """{"ticket_data": {"summary": "Show the fare"}, "ratings": {"small": 7}}""")).PageAsync())
            .ShouldContain("1 rated ticket of rated.jsonl");
        var refused = await (await UploadAsync(owner, "rated.csv", "Key,Summary,small\nA-1,Show the fare,7\nA-2,Show the map,<b>\n")).PageAsync(422);
        refused.ShouldContain("Row 2 (line 3): small must be a number from 0 to 10, not &quot;&lt;b&gt;&quot;");
        (await (await UploadAsync(owner, "rated.csv", "")).PageAsync(422)).ShouldContain("Choose a file.");
        (await UploadAsync(owner, "rated.csv", new string('x', 5 * 1024 * 1024))).StatusCode.ShouldBe(System.Net.HttpStatusCode.RequestEntityTooLarge);
        owner.Token = "wrong";
        (await UploadAsync(owner, "rated.csv", "Key,Summary,small\nA-1,Show the fare,7\n")).StatusCode.ShouldBe(System.Net.HttpStatusCode.Forbidden);
    }

    // As a browser without script sends it: the token is a field.
    private static Task<HttpResponseMessage> UploadAsync(Person person, string name, string content)
    {
        var form = new MultipartFormDataContent
        {
            { new StringContent(person.Token!), "__token" },
            { new ByteArrayContent(System.Text.Encoding.UTF8.GetBytes(content)), "file", name },
        };
        return person.SendAsync(HttpMethod.Post, "/app/settings/profiles/adam/proposal", form, header: false);
    }

    /// <summary>Tickets, rated as people would who care less about criteria than the rubric does.</summary>
    private static List<object> Examples(int count)
    {
        var people = new OfflineJudge(Profile.Default with { RuleWeights = new Dictionary<string, double> { ["testable.criteria"] = 0.3 } });
        return [.. Enumerable.Range(0, count).Select(i =>
        {
            var scores = people.Judge(TicketReader.Read(new TicketInput(Summary(i), Description(i)), TicketLimits.Api)).Scores;
            var ticket = new { summary = Summary(i), description = Description(i) };
            return (object)new { ticket_data = ticket, ratings = new { testable = scores.Testable, small = scores.Small } };
        })];
    }

    private static string Summary(int number) => $"Improve the {(number % 3 == 0 ? "invoice list" : number % 3 == 1 ? "booking form" : "map view")} {number}";

    private static string Description(int number)
    {
        var random = new Random(number);
        var text = new List<string> { $"The page loses what was entered after {10 + number} minutes." };
        if (random.Next(2) == 0) text.Add("As a clerk, I want it to remember my choice so that I save time every morning.");
        if (random.Next(2) == 0) text.Add("It should be fast, easy and user-friendly, etc.");
        if (random.Next(2) == 0) text.Add("Use PostgreSQL and a Redis cache with a REST controller.");
        var criteria = random.Next(5);
        if (criteria > 0) text.Add("Acceptance criteria:");
        for (var i = 0; i < criteria; i++) text.Add($"- Given {i + 2} open drafts, when the page is opened, then it shows {i + 1} entries within {i + 1} seconds.");
        return string.Join('\n', text);
    }
}
