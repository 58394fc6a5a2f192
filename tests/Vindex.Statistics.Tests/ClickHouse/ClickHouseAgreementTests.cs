using Vindex.Server.Feedback.Statistics.ClickHouse;
using Vindex.Statistics.ClickHouse;
using Vindex.Statistics.Tests.Oracle;

namespace Vindex.Statistics.Tests.ClickHouse;

/// <summary>ClickHouse and the plain reference must agree to the last digit.</summary>
public sealed class ClickHouseAgreementTests(ChdbHttp chdb)
{
    private static int Lives => Environment.GetEnvironmentVariable("VINDEX_LONG") is null ? 12 : 300;

    [Fact]
    public async Task Random_rows_and_questions_are_answered_like_the_reference()
    {
        var options = await chdb.DatabaseAsync();
        var first = int.TryParse(Environment.GetEnvironmentVariable("VINDEX_SEED"), out var given)
            ? given
            : (int)(TimeProvider.System.GetTimestamp() & 0xFFFFFF);
        TestContext.Current.TestOutputHelper!.WriteLine($"seeds {first} to {first + Lives - 1}");
        for (var seed = first; seed < first + Lives; seed++)
        {
            try
            {
                await LiveAsync(seed, options with { Database = $"{options.Database}_{seed}" });
            }
            catch (Exception broken) when (broken is not OperationCanceledException)
            {
                throw new InvalidOperationException($"Seed {seed} (VINDEX_SEED={seed}): {broken.Message}", broken);
            }
        }
    }

    private static async Task LiveAsync(int seed, ClickHouseOptions options)
    {
        var random = new Random(seed);
        var feedback = new RandomFeedback(random);
        var log = new MemoryChangeLog();
        options = options with { BatchRows = random.Next(1, 400), MaxHotColumns = random.Next(3) == 0 ? random.Next(0, 12) : 256 };
        for (var restart = random.Next(1, 3); restart > 0; restart--)
        {
            using var client = new ClickHouseHttp(options);
            await using var engine = new ClickHouseEngine(log, client, options, TimeProvider.System);
            for (var step = random.Next(1, 4); step > 0; step--)
            {
                Write(random, feedback, log);
                await AskAsync(engine, log, feedback.Everything());
                for (var question = 0; question < 3; question++)
                    await AskAsync(engine, log, feedback.Question());
            }
        }
    }

    private static void Write(Random random, RandomFeedback feedback, MemoryChangeLog log)
    {
        for (var rows = random.Next(2) == 0 ? random.Next(5) : random.Next(600); rows > 0; rows--)
            feedback.Insert(log);
        var live = log.LiveRows(RandomFeedback.Project);
        for (var changes = random.Next(1 + (live.Count / 3)); changes > 0; changes--)
        {
            var old = live[random.Next(live.Count)];
            if (random.Next(2) == 0)
                log.Remove(RandomFeedback.Project, old.Sequence);
            else
                log.Replace(RandomFeedback.Project, old.Sequence, old.FeedbackType, old.TriggerRef, old.Payload);
        }
    }

    private static Task AskAsync(IStatisticsEngine engine, MemoryChangeLog log, StatsRequest request) =>
        Agreement.CheckAsync(engine, RandomFeedback.Project, () => log.LiveRows(RandomFeedback.Project), request);
}
