using System.Diagnostics;
using Shouldly;
using Xunit;

namespace Vindex.EndToEnd.Feedback;

/// <summary>Every answer is that of one moment between its question and its end, while others write; and no write is lost.</summary>
public sealed class MixedLoadTests(ITestOutputHelper output)
{
    private const int Askers = 32;
    private const int ImportAtOnce = 5000;
    private static readonly string[] s_zones = ["Europe/Berlin", "UTC", "America/St_Johns", "Asia/Kathmandu"];

    private static bool Long => Environment.GetEnvironmentVariable("VINDEX_LONG") == "1";

    [Fact]
    public async Task Answers_under_writes_are_each_of_one_moment_and_no_write_is_lost()
    {
        var (rows, questions) = Long ? (1_000_000, 40) : (10_000, 8);
        using var folder = new TemporaryFolder();
        // All of them use one key: on a busy machine some would wait for their turn longer than the usual few seconds.
        await using var server = await ServerProcess.StartAsync(folder.Path, ("Vindex__Limits__Reads__Wait", "1m"));
        var key = await FeedbackProject.CreateAsync(server);
        using var project = new FeedbackProject(server, key);
        await ImportAsync(project, rows);
        var fixedAnswers = await FixedAnswersAsync(project);
        var accounts = new Accounts(project);
        await accounts.OpenAsync();
        var counters = new Counters(project);

        var times = new List<double>();
        using var asked = new CancellationTokenSource();
        var writing = Task.WhenAll(
            counters.WriteAsync(0, asked.Token), counters.WriteAsync(1, asked.Token), accounts.MoveAsync(asked.Token), accounts.ReplaceAsync(asked.Token));
        var asking = Task.WhenAll(Enumerable.Range(0, Askers).Select(AskAsync));
        if (await Task.WhenAny(asking, writing) == writing) await writing;
        await asking;
        await asked.CancelAsync();
        await writing;

        await counters.CheckAtEndAsync();
        await accounts.CheckAtEndAsync();
        times.Sort();
        output.WriteLine(
            $"{rows} rows, {Askers} askers, 4 writers: {times.Count} answers, each of one moment; median {times[times.Count / 2]:F0} ms, slowest {times[^1]:F0} ms; "
            + $"{counters.Acknowledged} rows counted up, {accounts.Moves} moved, {accounts.Replaced} replaced, none lost");

        async Task AskAsync(int asker)
        {
            for (var number = 0; number < questions; number++)
            {
                var watch = Stopwatch.StartNew();
                switch ((asker + number) % 4)
                {
                    case 0:
                        await counters.AskAsync((asker / 4) % 2);
                        break;
                    case 1:
                        await counters.AskTogetherAsync();
                        break;
                    case 2:
                        await accounts.AskAsync();
                        break;
                    default:
                        var (question, answer) = fixedAnswers[(asker + (number * 7)) % fixedAnswers.Count];
                        (await project.PostAsync("stats", question)).GetRawText().ShouldBe(answer, "rows that nobody changes");
                        break;
                }

                lock (times) times.Add(watch.Elapsed.TotalMilliseconds);
            }
        }
    }

    private static async Task ImportAsync(FeedbackProject project, int rows)
    {
        using var import = await ImportStream.OpenAsync(project);
        var reading = import.ReadAsync(_ => { });
        for (var first = 0; first < rows; first += ImportAtOnce)
        {
            await import.SendAsync(string.Concat(Enumerable.Range(first, ImportAtOnce)
                .Select(number => SomeRow.Body(number, 0, SomeRow.CreatedAt(number, 0)) + "\n")));
        }
        await import.EndAsync();
        (await reading).ShouldBeTrue();
        import.Imported.ShouldBe(rows);
    }

    // Different questions about rows that stay as they are, first compared with a plain computation.
    private static async Task<List<(string Question, string Answer)>> FixedAnswersAsync(FeedbackProject project)
    {
        var stored = await project.ExportAsync();
        var answers = new List<(string, string)>();
        for (var i = 0; i < 8; i++)
        {
            var (zone, type) = (s_zones[i % s_zones.Length], SomeRow.Type(i));
            var (start, end) = (SomeRow.First.AddMinutes(37 * i), SomeRow.First.AddDays(59).AddMinutes(-53 * i));
            var question = PlainStatistics.Question(zone, start, end, type);
            var answer = await project.PostAsync("stats", question);
            PlainStatistics.Check(answer, stored, zone, start, end, type);
            answers.Add((question, answer.GetRawText()));
        }

        return answers;
    }
}
