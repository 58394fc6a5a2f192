using Vindex.Statistics.Columns;

namespace Vindex.Statistics.Tests.Oracle;

/// <summary>The engine and the plain reference must agree to the last digit, in every state of the engine and after every kind of restart.</summary>
public sealed class OracleTests
{
    private static int Lives =>
        int.TryParse(Environment.GetEnvironmentVariable("VINDEX_LIVES"), out var lives)
            ? lives
            : Environment.GetEnvironmentVariable("VINDEX_LONG") is null ? 40 : 1000;

    [Fact]
    public async Task Random_rows_and_questions_are_answered_like_the_reference_in_every_state_and_after_every_restart()
    {
        var first = Seed();
        TestContext.Current.TestOutputHelper!.WriteLine($"seeds {first} to {first + Lives - 1}");
        for (var seed = first; seed < first + Lives; seed++)
        {
            try
            {
                await LiveAsync(seed);
            }
            catch (Exception broken) when (broken is not OperationCanceledException)
            {
                throw new InvalidOperationException($"Seed {seed} (VINDEX_SEED={seed}): {broken.Message}", broken);
            }
        }
    }

    [Fact]
    public async Task Blocks_of_the_usual_size_are_answered_like_the_reference()
    {
        var seed = Seed();
        TestContext.Current.TestOutputHelper!.WriteLine($"seed {seed} (VINDEX_SEED={seed})");
        var random = new Random(seed);
        var feedback = new RandomFeedback(random);
        var log = new MemoryChangeLog();
        using var folder = new TemporaryFolder();
        var options = new StatisticsOptions { Folder = folder.Path };
        for (var restart = 0; restart < 2; restart++)
        {
            await using var engine = TestEngine.Create(log, options);
            foreach (var rows in new[] { 20_000, 5_000, 9_000 })
            {
                for (var row = 0; row < rows; row++)
                    feedback.InsertDense(log);
                var live = log.LiveRows(RandomFeedback.Project);
                for (var removal = 0; removal < 200; removal++)
                    log.Remove(RandomFeedback.Project, live[random.Next(live.Count)].Sequence);
                await AskAsync(engine, log, feedback.Everything());
                await AskAsync(engine, log, feedback.Question());
                await engine.WhenIdleAsync();
                await AskAsync(engine, log, feedback.Question());
            }
        }
    }

    private static int Seed() =>
        int.TryParse(Environment.GetEnvironmentVariable("VINDEX_SEED"), out var given) ? given : (int)(TimeProvider.System.GetTimestamp() & 0xFFFFFF);

    private static async Task LiveAsync(int seed)
    {
        var random = new Random(seed);
        var feedback = new RandomFeedback(random);
        var log = new MemoryChangeLog();
        using var folder = new TemporaryFolder();
        var options = new StatisticsOptions
        {
            Folder = random.Next(4) == 0 ? null : folder.Path,
            MemoryBudget = random.Next(3) switch { 0 => 1, 1 => 60_000, _ => 1 << 30 },
            Limits = new Limits
            {
                RunRows = random.Next(4, 40),
                BlockRows = random.Next(40, 200),
                Texts = random.Next(3, 12),
                TextBytes = random.Next(10, 60),
                Paths = random.Next(5, 30)
            },
        };
        var engine = TestEngine.Create(log, options);
        try
        {
            for (var step = random.Next(4, 12); step > 0; step--)
                engine = await StepAsync(random, feedback, log, engine, () => TestEngine.Create(log, options), folder);
        }
        finally
        {
            await engine.DisposeAsync();
        }
    }

    private static async Task<StatisticsEngine> StepAsync(
        Random random, RandomFeedback feedback, MemoryChangeLog log, StatisticsEngine engine, Func<StatisticsEngine> restarted, TemporaryFolder folder)
    {
        Write(random, feedback, log);
        if (random.Next(3) == 0)
            await engine.WhenIdleAsync();
        await AskAsync(engine, log, feedback.Everything());
        for (var question = 0; question < 2; question++)
            await AskAsync(engine, log, feedback.Question());
        if (random.Next(3) > 0)
            return engine;
        if (random.Next(2) == 0)
            await engine.WhenIdleAsync();
        await engine.DisposeAsync();
        folder.Damage(random);
        if (random.Next(3) == 0)
            Write(random, feedback, log);
        return restarted();
    }

    private static void Write(Random random, RandomFeedback feedback, MemoryChangeLog log)
    {
        for (var rows = random.Next(2) == 0 ? random.Next(5) : random.Next(600); rows > 0; rows--)
            feedback.Insert(log);
        var live = log.LiveRows(RandomFeedback.Project);
        for (var removals = random.Next(3) == 0 ? random.Next(1 + (live.Count / 3)) : random.Next(3); removals > 0 && live.Count > 0; removals--)
        {
            // A replacement is a removal and a row of the same time.
            var old = live[random.Next(live.Count)];
            if (log.Remove(RandomFeedback.Project, old.Sequence) && random.Next(2) == 0)
                log.Insert(RandomFeedback.Project, old.CreatedAt, old.FeedbackType, old.TriggerRef, old.Payload);
        }
    }

    private static Task AskAsync(StatisticsEngine engine, MemoryChangeLog log, StatsRequest request) =>
        Agreement.CheckAsync(engine, RandomFeedback.Project, () => log.LiveRows(RandomFeedback.Project), request);
}
