using FsCheck;
using FsCheck.Fluent;
using Vindex.Statistics.Columns;

namespace Vindex.Statistics.Tests.Oracle;

/// <summary>A step in the life of a project.</summary>
/// <param name="Kind">What happens: 0–3 insert, 4 delete, 5 replace, 6 ask, 7 settle, 8 restart.</param>
/// <param name="Size">How many rows.</param>
public sealed record HistoryStep(int Kind, int Size);

/// <summary>
/// Any history of inserts, deletions, replacements, maintenance and restarts is answered like the reference. FsCheck finds the shortest that is not.
/// </summary>
public sealed class HistoryTests
{
    [Fact]
    public void Any_history_is_answered_like_the_reference()
    {
        var step = from kind in Gen.Choose(0, 8)
                   from size in Gen.Choose(1, 60)
                   select new HistoryStep(kind, size);
        var history = from steps in step.NonEmptyListOf()
                      from seed in Gen.Choose(0, int.MaxValue - 1)
                      select (Steps: steps.ToList(), Seed: seed);
        Prop.ForAll(history.ToArbitrary(), item => LiveAsync(item.Steps, item.Seed).GetAwaiter().GetResult()).QuickCheckThrowOnFailure();
    }

    private static async Task LiveAsync(List<HistoryStep> steps, int seed)
    {
        var random = new Random(seed);
        var feedback = new RandomFeedback(random);
        var log = new MemoryChangeLog();
        using var folder = new TemporaryFolder();
        var options = new StatisticsOptions
        {
            Folder = folder.Path,
            Limits = new Limits { RunRows = 16, BlockRows = 96, Texts = 8, TextBytes = 40, Paths = 20 }
        };
        var engine = TestEngine.Create(log, options);
        try
        {
            foreach (var step in steps)
            {
                Change(log, feedback, random, step);
                if (step.Kind == 7)
                    await engine.WhenIdleAsync();
                if (step.Kind == 8)
                {
                    await engine.DisposeAsync();
                    engine = TestEngine.Create(log, options);
                }
                if (step.Kind >= 6)
                    await AskAsync(feedback.Question());
            }
            await AskAsync(feedback.Everything());
        }
        finally
        {
            await engine.DisposeAsync();
        }

        Task AskAsync(StatsRequest request) => Agreement.CheckAsync(engine, RandomFeedback.Project, () => log.LiveRows(RandomFeedback.Project), request);
    }

    private static void Change(MemoryChangeLog log, RandomFeedback feedback, Random random, HistoryStep step)
    {
        for (var i = 0; i < step.Size && step.Kind <= 3; i++)
            feedback.Insert(log);
        var live = log.LiveRows(RandomFeedback.Project);
        for (var i = 0; i < step.Size && step.Kind is 4 or 5 && live.Count > 0; i++)
        {
            var row = live[random.Next(live.Count)];
            if (step.Kind == 4)
                log.Remove(RandomFeedback.Project, row.Sequence);
            else
                log.Replace(RandomFeedback.Project, row.Sequence, row.FeedbackType, row.TriggerRef, live[random.Next(live.Count)].Payload);
        }
    }
}
