using System.Text.Json;
using Shouldly;
using Vindex.Scoring.Judging;
using Vindex.Scoring.Profiles;
using Vindex.Scoring.Tickets;
using Xunit;

namespace Vindex.Cli.Tests.Processes;

public sealed class ProfileProposalTests : IDisposable
{
    private readonly Workspace _work = new();

    public void Dispose() => _work.Dispose();

    [Fact]
    public async Task A_proposal_is_printed_and_written_as_a_profile_that_score_accepts()
    {
        var items = _work.Write("items.jsonl", string.Concat(Enumerable.Range(0, 120).Select(Ticket)));
        var ratings = _work.Write("ratings.jsonl", string.Concat(Enumerable.Range(0, 120).Select(Rating)));
        var file = _work["team.json"];

        var ran = await VindexProcess.RunAsync("profile", "propose", "--items", items, "--ratings", ratings, "--out", file);
        ran.ExitCode.ShouldBe(0, ran.Err);
        ran.OutLines[0].ShouldStartWith("120 rated tickets.");
        ran.Out.ShouldMatch(@"\ntestable +120 +\d\.\d\d → \d\.\d\d +\d\.\d\d → \d\.\d\d +[+-]\d\.\d\d  better: weights are proposed\n");
        ran.Out.ShouldMatch(@"\nsmall +0 +– .*fewer than 30 rated tickets: unchanged\n");
        ran.Out.ShouldMatch(@"\ntestable\.criteria +1\.00 → 0\.\d\d ");

        var json = await VindexProcess.RunAsync("profile", "propose", "--items", items, "--ratings", ratings, "--format", "json");
        using var proposal = JsonDocument.Parse(json.Out);
        using var written = JsonDocument.Parse(await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken));
        JsonElement.DeepEquals(proposal.RootElement.GetProperty("profile"), written.RootElement).ShouldBeTrue();
        (await VindexProcess.RunAsync("score", items, "--profile", file, "--format", "jsonl")).ExitCode.ShouldBe(0);
    }

    [Theory]
    [InlineData("{\"id\": \"T-9\", \"scores\": {\"testable\": 4}}", "does not contain the ticket 'T-9'")]
    [InlineData("{\"id\": \"T-0\", \"scores\": {\"testable\": 11}}", "line 1: testable must be a number from 0 to 10")]
    [InlineData("{\"id\": \"T-0\", \"scores\": {\"overall\": 4}}", "scores has none of independent, negotiable")]
    [InlineData("{\"id\": \"T-0\"}", "line 1: scores is missing")]
    public async Task A_mistake_in_the_ratings_is_named(string rating, string reason)
    {
        var ran = await VindexProcess.RunAsync(
            "profile", "propose", "--items", _work.Write("items.jsonl", Ticket(0)), "--ratings", _work.Write("ratings.jsonl", rating));
        ran.ExitCode.ShouldBe(2);
        ran.Err.ShouldContain(reason);
    }

    private static string Ticket(int number) =>
        JsonSerializer.Serialize(new { id = $"T-{number}", summary = $"List the drafts of clerk {number}", description = Description(number) }) + "\n";

    // As people would rate who care little about criteria and much more about vague words than the rubric does.
    private static string Rating(int number)
    {
        var weights = new Dictionary<string, double> { ["testable.criteria"] = 0.1, ["testable.vague"] = 3 };
        var people = new OfflineJudge(Profile.Default with { RuleWeights = weights });
        var reading = TicketReader.Read(new TicketInput($"List the drafts of clerk {number}", Description(number)), TicketLimits.CommandLine);
        return $"{{\"id\": \"T-{number}\", \"scores\": {{\"testable\": {people.Judge(reading).Scores.Testable}, \"small\": null}}}}\n";
    }

    private static string Description(int number)
    {
        var random = new Random(number);
        var text = new List<string> { $"The page loses what was entered after {10 + number} minutes." };
        if (random.Next(2) == 0) text.Add("As a clerk, I want it to remember my choice so that I save time every morning.");
        if (random.Next(2) == 0) text.Add("It should be fast, easy and user-friendly, etc.");
        if (random.Next(2) == 0) text.Add("Use PostgreSQL and a Redis cache with a REST controller.");
        var criteria = random.Next(5);
        if (criteria > 0) text.Add("Acceptance criteria:");
        for (var i = 1; i <= criteria; i++) text.Add($"- Given {i + 1} open drafts, when the page is opened, then it shows {i} entries within {i} seconds.");
        return string.Join('\n', text);
    }
}
