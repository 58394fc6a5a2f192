using System.Diagnostics;
using System.Globalization;
using Vindex.Benchmarks.Statistics;
using Vindex.Server.Scores;
using Vindex.Storage.Audit;
using Vindex.Storage.Companies;
using Vindex.Storage.Feedback;
using Vindex.Storage.Sqlite;
using FeedbackRow = Vindex.Storage.Feedback.FeedbackRow;

namespace Vindex.Benchmarks.Storage;

/// <summary>
/// <c>feedback-store [--rows 300000]</c>: writes rows like those of the comparison with ClickHouse into a store of its own, each write durable, and reads the
/// project's changes back. Rows are made before the clock starts.
/// </summary>
public static class FeedbackStoreCommand
{
    public static async Task<int> RunAsync(string[] args)
    {
        var count = Array.IndexOf(args, "--rows") is >= 0 and var at && at + 1 < args.Length ? int.Parse(args[at + 1], CultureInfo.InvariantCulture) : 300_000;
        var folder = Directory.CreateTempSubdirectory("vindex-bench-").FullName;
        try
        {
            var rows = await RowsAsync(count);
            await using var store = await SqliteStore.OpenAsync(new SqliteStoreOptions { DataFolder = folder, ScoreFeedback = ScoreFeedback.Row }, default);
            var company = new Company("bench", "bench", "Bench", "bench_default", 70, null, null, GeneratedFeedback.Start);
            await store.Companies.AddAsync(
                company, new Customer("bench_default", "bench", "Bench", GeneratedFeedback.Start),
                new AuditEntry("1", GeneratedFeedback.Start, null, "bench", "x", null, null), default);
            foreach (var (name, batch, writers, share) in ((string, int, int, int)[])[
                ("import", 1000, 1, 1), ("import at four", 1000, 4, 1), ("batches", 100, 16, 1), ("singles", 1, 64, 10)
            ])
            {
                await WriteAsync(store, new ProjectKey("bench", name), rows[..(count / share)], batch, writers);
            }

            Console.WriteLine($"{"database",-50} {new FileInfo(Path.Combine(folder, "vindex.db")).Length / 1048576.0,10:N0} MiB");
            await ReportAsync("changes from the first on", count, async () =>
            {
                await foreach (var chunk in store.Feedback.ChangesAfterAsync(new("bench", "import"), 0, default))
                {
                    count -= chunk.Count;
                }
            });
            var newest = await TimeAsync(async () =>
                await store.Feedback.NewestByTriggerAsync(new("bench", "import"), FeedbackSelection.All, 2000, default).CountAsync());
            Console.WriteLine($"{"newest of each trigger",-50} {newest.TotalMilliseconds,10:N2} ms");
            Console.WriteLine(
                $"{"check",-50} {(await TimeAsync(async () => (await store.CheckAsync(default)).ToList().ForEach(Console.WriteLine))).TotalMilliseconds,10:N0} ms");
            return count == 0 ? 0 : 1;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<FeedbackRow[]> RowsAsync(int count)
    {
        var rows = new List<FeedbackRow>(count);
        await foreach (var batch in new GeneratedFeedback(count, 30, withText: true).ChangesAfterAsync(GeneratedFeedback.Project, 0, default))
        {
            foreach (var change in batch.ToArray())
            {
                rows.Add(Row(change.Row, rows.Count));
            }
        }

        return [.. rows];
    }

    private static FeedbackRow Row(Vindex.Statistics.Changes.LoggedRow row, int i) => new()
    {
        Id = string.Create(CultureInfo.InvariantCulture, $"018f0000-0000-7000-8000-{i:x12}"),
        CreatedAt = DateTimeOffset.FromUnixTimeMilliseconds(row.CreatedAt),
        FeedbackType = row.FeedbackType,
        WeaveRef = string.Create(CultureInfo.InvariantCulture, $"weave:///bench/stories/call/{i % 100_000}"),
        WbUserId = "k00000000001",
        RunnableRef = "weave:///bench/stories/object/judge:v1",
        CallRef = string.Create(CultureInfo.InvariantCulture, $"weave:///bench/stories/call/{i}"),
        TriggerRef = row.TriggerRef,
        Payload = row.Payload,
    };

    private static async Task WriteAsync(SqliteStore store, ProjectKey project, FeedbackRow[] rows, int batch, int writers)
    {
        var next = -batch;
        await ReportAsync($"{project.Name}: writes of {batch}, {writers} in flight", rows.Length, () => Task.WhenAll(Enumerable.Range(0, writers)
            .Select(async _ =>
        {
            while (Interlocked.Add(ref next, batch) is var from && from < rows.Length)
            {
                var entries = rows[from..Math.Min(from + batch, rows.Length)].Select(row => new FeedbackEntry(project, row)).ToArray();
                await store.Feedback.WriteAsync(entries, null, allOrNothing: true, default);
            }
        })));
    }

    private static async Task<TimeSpan> TimeAsync(Func<Task> work)
    {
        var watch = Stopwatch.StartNew();
        await work();
        return watch.Elapsed;
    }

    /// <summary>Processor time tells more than the clock on a machine that does other things too.</summary>
    private static async Task ReportAsync(string what, int count, Func<Task> work)
    {
        var before = Environment.CpuUsage.TotalTime;
        var time = await TimeAsync(work);
        var processor = Environment.CpuUsage.TotalTime - before;
        Console.WriteLine(
            $"{what,-50} {count / time.TotalSeconds,10:N0} /s   {count:N0} in {time.TotalSeconds:N1} s, {processor.TotalMicroseconds / count:N1} µs of processor time each");
    }
}
