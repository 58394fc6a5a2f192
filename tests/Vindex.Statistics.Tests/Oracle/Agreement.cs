namespace Vindex.Statistics.Tests.Oracle;

/// <summary>The engine and the plain reference, asked the same.</summary>
internal static class Agreement
{
    private static readonly DateTimeOffset s_now = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Throws when they differ in a digit.</summary>
    public static async Task CheckAsync(IStatisticsEngine engine, string project, Func<IReadOnlyList<LoggedRow>> rows, StatsRequest request)
    {
        if (StatsPlanner.Plan(request, s_now) is not PlannedQuestion.Accepted accepted)
        {
            // The questions are made so that only equal slugs are refused.
            request.Metrics.Count.ShouldBeGreaterThan(1);
            return;
        }
        var result = await engine.AnswerAsync(accepted.Plan, [project], static _ => ValueTask.CompletedTask, CancellationToken.None);
        var given = Flat.Of(result.ShouldBeOfType<StatsResult.Answered>().Answer);
        var expected = new Reference(rows(), request).Answer();
        for (var line = 0; line < Math.Min(given.Count, expected.Count); line++)
        {
            if (given[line] != expected[line])
                throw new InvalidOperationException($"{given[line]}\nbut the reference says\n{expected[line]}\nto {request}");
        }
        given.Count.ShouldBe(expected.Count);
    }
}
