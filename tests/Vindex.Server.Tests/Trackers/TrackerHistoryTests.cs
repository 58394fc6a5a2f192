using System.Text.Json;
using Shouldly;
using Vindex.Server.Tests.Hosting;
using Vindex.Storage.Scores;
using Vindex.TrackerFakes.Hosting;
using Xunit;

namespace Vindex.Server.Tests.Trackers;

/// <summary>
/// Random histories of two projects, with whatever webhooks make of them and with a tracker that fails now and then. The model is the tracker itself: once
/// everything was read, what is stored is what it has.
/// </summary>
public sealed class TrackerHistoryTests(ITestOutputHelper output)
{
    private const int Steps = 60;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static TheoryData<string, int> Histories
    {
        get
        {
            var seeds = Environment.GetEnvironmentVariable("VINDEX_LONG") == "1" ? 40 : 2;
            TheoryData<string, int> all = [];
            foreach (var product in new[] { "jiraforge", "github", "gitlab", "azuredevops", "linear" })
            {
                for (var seed = 1; seed <= seeds; seed++) all.Add(product, seed);
            }

            return all;
        }
    }

    [Theory]
    [MemberData(nameof(Histories))]
    public async Task Whatever_happens_what_is_stored_is_what_the_tracker_has(string product, int seed)
    {
        await using var world = await TrackerWorld.StartAsync(product);
        var history = new TrackerHistory(world, new Random(seed));
        foreach (var project in history.Projects) world.Fake.Seed(project, 5, _ => history.NewText());
        world.Fake.LargestPage = 3;
        await world.ConnectAsync();
        foreach (var project in history.Projects)
        {
            var tracked = await (await world.Client.PostAsync(world.Path + "/projects", Json.Content(new { project_id = world.Fake.IdOf(project) }))).JsonAsync(201);
            await world.ChangeAsync($"{world.Path}/projects/{tracked.Text("id")}", new { write_back = "comment" });
        }

        for (var i = 0; i < Steps; i++) await history.StepAsync();
        world.Fake.Heal();

        // A full pass that is under way goes on, so that only the next one begins after the last change.
        await SettledAsync(world);
        var projects = await SettledAsync(world);

        List<StoredScore> scores = [];
        await foreach (var score in world.Server.Store.Scores.ExportAsync(new ScoreAccess(world.Company.Id, null), ScoreFilter.None, ScoreSort.CreatedAt, Stop))
            scores.Add(score);
        scores.Select(score => (score.Item.CustomerId, score.Item.TicketId, score.ContentHash)).ShouldBeUnique("each text is judged once");
        foreach (var name in history.Projects) await CheckAsync(world, name, projects.Single(project => project.Text("project_id") == world.Fake.IdOf(name)), scores);
        var writes = world.Fake.Writes.Count(IsComment);
        writes.ShouldBeLessThanOrEqualTo(scores.Count + history.Faults, "one write for each change, and one more after a failure");
        output.WriteLine($"{scores.Count} scores, {writes} comments sent, {history.Faults} failures planned, {world.Fake.Events.Count} events");
    }

    /// <summary>What is stored of a project is what it has: its open issues with their texts, each with one comment of its own.</summary>
    private static async Task CheckAsync(TrackerWorld world, string name, JsonElement project, List<StoredScore> scores)
    {
        var open = world.Fake.Open(name);
        (project.Count("scored"), project.Count("skipped")).ShouldBe((open.Count, 0), name);
        var known = await world.Server.Store.TrackerWork.KnownAsync(project.Text("id"), [.. open.Select(issue => world.Fake.IdOf(name, issue.Number))], Stop);
        var titles = scores.ToDictionary(score => score.Item.Id, score => score.Item.Title);
        foreach (var (number, title) in open)
        {
            var ticket = known[world.Fake.IdOf(name, number)];
            ticket.GoneAt.ShouldBeNull(title);
            titles[ticket.ScoreId.ShouldNotBeNull(title)].ShouldBe(title);
            world.Fake.Comments(name, number).Count(comment => comment.Contains("INVEST score", StringComparison.Ordinal)).ShouldBeLessThanOrEqualTo(2, title);
            world.Fake.Comments(name, number).Count(comment => comment.Contains(ticket.ScoreId!, StringComparison.Ordinal)).ShouldBe(1, title);
        }
    }

    /// <summary>The projects, once all of both was read, and what has to be written is written.</summary>
    private static async Task<IReadOnlyList<JsonElement>> SettledAsync(TrackerWorld world)
    {
        await (await world.Client.PostAsync(world.Path + "/sync?full=true", null)).JsonAsync(202);
        while (true)
        {
            var tracker = await world.TrackerAsync();
            var projects = tracker.GetProperty("projects").EnumerateArray().ToList();
            if (tracker.Text("status") == "failing") await (await world.Client.PostAsync(world.Path + "/sync?full=true", null)).JsonAsync(202);
            else if (projects.TrueForAll(project => project.Text("status") == "following" && project.Count("to_write") == 0)) return projects;
            await Task.Delay(10, Stop);
        }
    }

    private static bool IsComment(string write) =>
        write.Contains("comment", StringComparison.OrdinalIgnoreCase) || write.Contains("/notes", StringComparison.Ordinal);
}

/// <summary>Takes one random step after the other.</summary>
internal sealed class TrackerHistory(TrackerWorld world, Random random)
{
    private int _texts;

    public string[] Projects { get; } = [world.Project, world.Project + "2"];

    /// <summary>Faults that were planned.</summary>
    public int Faults { get; private set; }

    /// <summary>A text that no issue had before.</summary>
    public (string Title, string Description) NewText() => ++_texts % 3 == 0
        ? ($"Improve thing {_texts}", "")
        : ($"As a rider I want thing {_texts} so that I find bikes", "Given a thing, when I open it, then I see bikes within 2 seconds.");

    public async Task StepAsync()
    {
        var project = Projects[random.Next(Projects.Length)];
        var open = world.Fake.Open(project);
        var number = open.Count == 0 ? 0 : open[random.Next(open.Count)].Number;
        switch (random.Next(20))
        {
            case 0 or 1:
                var (title, description) = NewText();
                world.Fake.Create(project, title, description);
                break;
            case 2 when number > 0:
                world.Fake.Delete(project, number);
                break;
            case 3 when number > 0:
                world.Fake.Close(project, number);
                break;
            case 4 when number > 0:
                world.Fake.Move(project, number, Projects[0] == project ? Projects[1] : Projects[0]);
                break;
            case 5 when number > 0:
                world.Fake.AddLabel(project, number, $"label-{random.Next(4)}");
                break;
            case 6 when number > 0:
                world.Fake.AddComment(project, number, Comment());
                break;
            case 7:
                Fail();
                break;
            case 8 or 9 or 10:
                await SendAsync();
                break;
            case 11:
                await world.Client.PostAsync(world.Path + $"/sync?full={(random.Next(2) == 0 ? "true" : "false")}", null);
                break;
            case 12:
                await Task.Delay(random.Next(30), TestContext.Current.CancellationToken);
                break;
            case > 12 when number > 0:
                world.Fake.Edit(project, number, NewText().Title);
                break;
        }
    }

    // Those after which a write is tried again at once; after others it waits for a minute and more, and this clock stands still.
    private void Fail()
    {
        var fault = new[] { FakeFault.Limited, FakeFault.Unavailable, FakeFault.Interrupted }[random.Next(3)];
        world.Fake.LimitEnds = world.Server.Time.GetUtcNow().AddMinutes(1);
        world.Fake.Fail(fault);
        Faults++;
    }

    /// <summary>Sends some of all events so far: in any order, and some of them again.</summary>
    private async Task SendAsync()
    {
        var events = world.Fake.Events;
        for (var i = 0; i < 4 && events.Count > 0; i++) await world.Fake.SendAsync(events[random.Next(events.Count)], TestContext.Current.CancellationToken);
    }

    private string Comment() => world.Product == "jiraforge"
        ? """{"type":"doc","version":1,"content":[{"type":"paragraph","content":[{"type":"text","text":"What about scooters?"}]}]}"""
        : "What about scooters?";
}
