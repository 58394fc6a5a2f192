using System.Diagnostics;
using Vindex.Server.Scores;
using Vindex.Storage;
using Vindex.Storage.PostgreSql;
using Vindex.Storage.Scores;
using Vindex.Storage.Sqlite;

namespace Vindex.Benchmarks.Storage;

/// <summary>
/// <c>storage [--scores 1000000] [--folder DIR] [--postgresql CONNECTION]</c>: fills a data folder, or a PostgreSQL database, up to a number of scores and
/// times what docs/benchmarks.md promises of it. A folder that is named is kept, and not filled again; so is a database.
/// </summary>
public static class StorageCommand
{
    public static async Task<int> RunAsync(string[] args)
    {
        var scores = int.Parse(Option(args, "--scores") ?? "1000000");
        var named = Option(args, "--folder");
        var folder = named ?? Directory.CreateTempSubdirectory("vindex-bench-").FullName;
        try
        {
            Func<Task<IStore>> open = Option(args, "--postgresql") is { } connection ? () => DatabaseAsync(connection, folder) : () => FileAsync(folder);
            await FillAsync(open, folder, scores);
            await MeasureAsync(open);
            return 0;
        }
        finally
        {
            if (named is null)
            {
                Directory.Delete(folder, recursive: true);
            }
        }
    }

    private static string? Option(string[] args, string name) => Array.IndexOf(args, name) is >= 0 and var at && at + 1 < args.Length ? args[at + 1] : null;

    private static async Task<IStore> FileAsync(string folder) =>
        await SqliteStore.OpenAsync(new SqliteStoreOptions { DataFolder = folder, ScoreFeedback = ScoreFeedback.Row }, CancellationToken.None);

    private static async Task<IStore> DatabaseAsync(string connection, string folder)
    {
        var options = new PostgreSqlStoreOptions { Connection = connection, DataFolder = folder, ScoreFeedback = ScoreFeedback.Row };
        return await PostgreSqlStore.OpenAsync(options, CancellationToken.None);
    }

    private static async Task FillAsync(Func<Task<IStore>> open, string folder, int scores)
    {
        await using var store = await open();
        var present = (await store.Scores.TotalsAsync(ScoreAccess.All, null, CancellationToken.None)).Count;
        if (present >= scores)
        {
            Console.WriteLine($"{folder} holds {present:N0} scores.");
            return;
        }

        Console.WriteLine($"Filling {folder} with {scores - present:N0} scores, seed {Backlog.Seed} …");
        var backlog = new Backlog();
        await Backlog.AddCompaniesAsync(store);
        foreach (var writers in (int[])[1, 64])
        {
            var few = Math.Min(writers * 500, (int)(scores - present) / 4);
            Report($"insert, {writers} in flight", few, await TimeAsync(() => backlog.AddAsync(store, few, writers)));
            present += few;
        }

        var rest = (int)(scores - present);
        Report("insert, 1,024 in flight", rest, await TimeAsync(() => backlog.AddAsync(store, rest, 1024)));
        Console.WriteLine($"{"database",-50} {(await store.StateAsync(CancellationToken.None)).Bytes / 1048576.0,10:N0} MiB");
    }

    private static async Task MeasureAsync(Func<Task<IStore>> openStore)
    {
        IStore? opened = null;
        var open = await TimeAsync(async () =>
        {
            opened = await openStore();
            await opened.PingAsync(CancellationToken.None);
        });
        Console.WriteLine($"{"open to first answer",-50} {open.TotalMilliseconds,10:N1} ms");
        await using var store = opened!;
        var big = Backlog.CompanyId(0);
        var accesses = new (string Name, ScoreAccess Access)[]
        {
            ("all", ScoreAccess.All),
            ("company", new ScoreAccess(big, null)),
            ("customer", new ScoreAccess(big, [Backlog.CustomerId(0, 0)])),
            ("3 customers", new ScoreAccess(big, [Backlog.CustomerId(0, 0), Backlog.CustomerId(0, 1), Backlog.CustomerId(0, 2)])),
        };
        foreach (var (name, access) in accesses)
        {
            foreach (var sort in Enum.GetValues<ScoreSort>())
            {
                await RepeatAsync($"first page of 200, {name}, by {sort}", _ => store.Scores.ListAsync(access, ScoreFilter.None, sort, null, 0, 200, default));
                await RepeatAsync(
                    $"deep page of 200, {name}, by {sort}", i => store.Scores.ListAsync(access, ScoreFilter.None, sort, Deep(sort, i), 0, 200, default));
            }

            await RepeatAsync(
                $"page with skip 100,000, {name}", _ => store.Scores.ListAsync(access, ScoreFilter.None, ScoreSort.CreatedAt, null, 100_000, 25, default));
            await RepeatAsync($"total, {name}", _ => store.Scores.CountAsync(access, ScoreFilter.None, default));
        }

        await WordsAsync(store, accesses[1].Access);
        var id = (await store.Scores.ListAsync(ScoreAccess.All, ScoreFilter.None, ScoreSort.CreatedAt, null, 0, 1, default)).Items[0].Id;
        await RepeatAsync("one score", _ => store.Scores.FindAsync(accesses[1].Access, id, default));
        var exported = 0;
        var export = await TimeAsync(async () =>
        {
            await foreach (var _ in store.Scores.ExportAsync(accesses[2].Access, ScoreFilter.None, ScoreSort.CreatedAt, default))
            {
                exported++;
            }
        });
        Report("export, customer", exported, export);
        GC.Collect();
        Console.WriteLine($"{"resident after all this",-50} {Environment.WorkingSet / 1048576.0,10:N0} MiB");
        Console.WriteLine($"{"check",-50} {(await TimeAsync(async () => await store.CheckAsync(default))).TotalMilliseconds,10:N0} ms");
    }

    /// <summary>
    /// Words by the share of scores that have them: the first page and the total, as the list asks for them. Each time with other words, as the last hits are
    /// kept; the shares are those of the last time.
    /// </summary>
    private static async Task WordsAsync(IStore store, ScoreAccess company)
    {
        var scores = await store.Scores.CountAsync(company, ScoreFilter.None, default);
        await ShowAsync("one key", company, i => [$"proj-{12345 + i}"]);
        await ShowAsync("four words", company, i => [Backlog.Word(i), Backlog.Word(i + 1), Backlog.Word(i + 2), Backlog.Word(i + 3)]);
        await ShowAsync("two words", company, i => [Backlog.Word(i), Backlog.Word(i + 1)]);
        await ShowAsync("one word", company, OneWord);
        await ShowAsync("one letter", company, i => [((char)('a' + i)).ToString()]);
        await ShowAsync("one word, latest", company, OneWord, new() { LatestOnly = true });
        await ShowAsync("one word, at risk", company, OneWord, new() { MaxTenths = 49 });
        await ShowAsync("one word, 30 days", company, OneWord, new() { From = Backlog.End.AddDays(-40), Before = Backlog.End.AddDays(-10) });
        await ShowAsync("one word, one customer", company, OneWord, new() { CustomerId = Backlog.CustomerId(0, 1) });
        await ShowAsync("one word, best first", company, OneWord, sort: ScoreSort.OverallScore);
        await ShowAsync("one word, all companies", ScoreAccess.All, OneWord);
        await ShowAsync("one word, the same again", company, _ => OneWord(0));

        async Task ShowAsync(string what, ScoreAccess access, Func<int, string[]> words, ScoreFilter? filter = null, ScoreSort sort = ScoreSort.CreatedAt)
        {
            var total = 0L;
            await RepeatAsync(
                $"words: {what}",
                async i =>
                {
                    var selected = (filter ?? ScoreFilter.None) with { Words = words(i) };
                    var page = await store.Scores.ListAsync(access, selected, sort, null, 0, 25, default);
                    total = await store.Scores.CountAsync(access, selected, default);
                    return page;
                },
                times: 8);
            Console.WriteLine($"    {total:N0} hits, {100.0 * total / scores:F3} % of the company's scores");
        }

        static string[] OneWord(int i) => [Backlog.Word(i)];
    }

    private static PagePosition Deep(ScoreSort sort, int i) =>
        sort == ScoreSort.CreatedAt
            ? new PagePosition(Backlog.End.AddDays(-10 * (i + 1)).ToUnixTimeMilliseconds(), "f")
            : new PagePosition(95 - (4 * i), "8");

    private static async Task RepeatAsync<T>(string what, Func<int, Task<T>> call, int times = 20)
    {
        var first = await TimeAsync(() => call(0));
        var rest = new List<double>();
        for (var i = 1; i < times; i++)
        {
            rest.Add((await TimeAsync(() => call(i))).TotalMilliseconds);
        }

        rest.Sort();
        Console.WriteLine($"{what,-50} {rest[rest.Count / 2],10:N2} ms   first {first.TotalMilliseconds,9:N2}   worst after {rest[^1],9:N2}");
    }

    private static async Task<TimeSpan> TimeAsync(Func<Task> work)
    {
        var watch = Stopwatch.StartNew();
        await work();
        return watch.Elapsed;
    }

    private static void Report(string what, int count, TimeSpan time) =>
        Console.WriteLine($"{what,-50} {count / time.TotalSeconds,10:N0} /s   {count:N0} in {time.TotalSeconds:N1} s");
}
