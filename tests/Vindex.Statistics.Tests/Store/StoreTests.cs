using Vindex.Statistics.Columns;
using Vindex.Statistics.Tests.Oracle;

namespace Vindex.Statistics.Tests.Store;

/// <summary>The engine over a real store: late, replaced and purged rows, forgotten removals, restarts of both, files that were damaged meanwhile.</summary>
public sealed class StoreTests
{
    private static int Lives =>
        int.TryParse(Environment.GetEnvironmentVariable("VINDEX_LIVES"), out var lives)
            ? lives
            : Environment.GetEnvironmentVariable("VINDEX_LONG") is null ? 12 : 400;

    [Fact]
    public async Task Random_rows_and_questions_are_answered_like_the_reference_after_every_restart()
    {
        var first = int.TryParse(Environment.GetEnvironmentVariable("VINDEX_SEED"), out var given)
            ? given
            : (int)(TimeProvider.System.GetTimestamp() & 0xFFFFFF);
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

    private static async Task LiveAsync(int seed)
    {
        var random = new Random(seed);
        var feedback = new RandomFeedback(random);
        await using var project = await StoredProject.OpenAsync(new StatisticsOptions
        {
            Folder = random.Next(5) == 0 ? null : "its own",
            MemoryBudget = random.Next(3) switch { 0 => 1, 1 => 60_000, _ => 1 << 30 },
            Limits = new Limits
            {
                RunRows = random.Next(4, 40),
                BlockRows = random.Next(40, 200),
                Texts = random.Next(3, 12),
                TextBytes = random.Next(10, 60),
                Paths = random.Next(5, 30)
            },
        });
        for (var step = random.Next(4, 9); step > 0; step--)
        {
            await WriteAsync(random, feedback, project);
            if (random.Next(3) == 0)
                await project.Engine.WhenIdleAsync();
            await project.AskAsync(feedback.Everything());
            for (var question = 0; question < 2; question++)
                await project.AskAsync(feedback.Question());
            if (random.Next(2) == 0)
                continue;
            if (random.Next(2) == 0)
                await project.Engine.WhenIdleAsync();
            await project.RestartAsync(storeToo: random.Next(3) == 0, () => project.Blocks.Damage(random));
            if (random.Next(3) == 0)
                await WriteAsync(random, feedback, project);

            // Whoever has read less than what was forgotten must begin anew.
            if (random.Next(3) == 0)
                await project.Store.ForgetRemovalsAsync(TimeProvider.System.GetUtcNow().AddDays(1), CancellationToken.None);
        }
    }

    private static async Task WriteAsync(Random random, RandomFeedback feedback, StoredProject project)
    {
        var source = new MemoryChangeLog();
        for (var rows = random.Next(2) == 0 ? random.Next(1, 5) : random.Next(1, 500); rows > 0; rows--)
            feedback.Insert(source);
        var ids = project.Ids;
        await project.WriteAsync(source.LiveRows(RandomFeedback.Project), () => ids.Count > 0 && random.Next(6) == 0 ? ids[random.Next(ids.Count)] : null);
        if (random.Next(2) == 0)
            return;
        ids = project.Ids;
        await project.PurgeAsync([.. Enumerable.Range(0, random.Next(1 + (ids.Count / 4))).Select(_ => ids[random.Next(ids.Count)]).Distinct()]);
    }
}
