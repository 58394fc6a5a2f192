using System.Globalization;
using System.Text.Json;
using Shouldly;

namespace Vindex.EndToEnd.Feedback;

/// <summary>
/// Writers that count up in batches: batch k of a writer holds a fixed number of rows with the value k. At any one moment a writer's rows are whole batches
/// 1…k,
/// so that their sum follows from their count.
/// </summary>
internal sealed class Counters(FeedbackProject project)
{
    private const int Writers = 2;
    private const int RowsAtOnce = 10;
    private readonly long[] _sent = new long[Writers];
    private readonly long[] _acknowledged = new long[Writers];

    public long Acknowledged => _acknowledged.Sum(batches => batches * RowsAtOnce);

    public async Task WriteAsync(int writer, CancellationToken until)
    {
        for (var batch = 1; !until.IsCancellationRequested; batch++)
        {
            Interlocked.Increment(ref _sent[writer]);
            await project.PostAsync("batch/create", new
            {
                batch = Enumerable.Range(0, RowsAtOnce).Select(_ => new
                {
                    project_id = FeedbackProject.Id,
                    weave_ref = "weave:///crash/stories/call/counter",
                    feedback_type = Type(writer),
                    payload = new { n = batch },
                }),
            });
            Interlocked.Increment(ref _acknowledged[writer]);
        }
    }

    /// <summary>Asks for one writer's rows.</summary>
    public async Task AskAsync(int writer)
    {
        var atLeast = Interlocked.Read(ref _acknowledged[writer]);
        var answer = await project.PostAsync("stats", Question(new { feedback_type = Type(writer) }));
        Check(answer, atLeast, Interlocked.Read(ref _sent[writer]));
    }

    /// <summary>Asks for both writers' rows in groups.</summary>
    public async Task AskTogetherAsync()
    {
        var atLeast = Enumerable.Range(0, Writers).Select(writer => Interlocked.Read(ref _acknowledged[writer])).ToArray();
        var answer = await project.PostAsync("stats", Question(new { group_by = new[] { "feedback_type" } }));
        foreach (var group in answer.GetProperty("groups").EnumerateArray())
        {
            var type = group.GetProperty("group").GetProperty("feedback_type").GetString();
            var writer = Array.FindIndex([.. Enumerable.Range(0, Writers)], writer => Type(writer) == type);
            if (writer < 0) continue;
            Check(group, atLeast[writer], Interlocked.Read(ref _sent[writer]));
            atLeast[writer] = 0;
        }

        atLeast.ShouldAllBe(batches => batches == 0, "a group for each writer whose rows were acknowledged");
    }

    public async Task CheckAtEndAsync()
    {
        for (var writer = 0; writer < Writers; writer++)
        {
            var stored = (await project.ExportAsync(Type(writer))).Select(row => JsonElement.Parse(row.Payload).GetProperty("n").GetInt64()).Order().ToList();
            stored.ShouldBe(
                Enumerable.Range(0, (int)_acknowledged[writer] * RowsAtOnce).Select(row => (long)(row / RowsAtOnce) + 1), "every acknowledged row once");
            _sent[writer].ShouldBe(_acknowledged[writer]);
            await AskAsync(writer);
        }
    }

    private static string Type(int writer) => string.Create(CultureInfo.InvariantCulture, $"counter.{writer}");

    private static string Question(object more) => Questions.About("n", more);

    private static void Check(JsonElement answer, long atLeast, long atMost)
    {
        var rows = answer.GetProperty("buckets").EnumerateArray().Sum(bucket => bucket.GetProperty("count").GetInt64());
        var (batches, rest) = Math.DivRem(rows, RowsAtOnce);
        rest.ShouldBe(0, $"{rows} rows of batches of {RowsAtOnce}");
        batches.ShouldBeInRange(atLeast, atMost, "batches between those acknowledged before the question and those sent before its end");
        if (batches == 0) return;
        var window = answer.GetProperty("window_stats").GetProperty("n");
        window.GetProperty("count").GetDouble().ShouldBe(rows);
        window.GetProperty("sum").GetDouble().ShouldBe(RowsAtOnce * (batches * (batches + 1) / 2), $"the sum of batches 1 to {batches}");
        window.GetProperty("max").GetDouble().ShouldBe(batches);
        answer.GetProperty("buckets").EnumerateArray().Sum(bucket => bucket.GetProperty("sum_n").GetDouble()).ShouldBe(window.GetProperty("sum").GetDouble());
    }
}
