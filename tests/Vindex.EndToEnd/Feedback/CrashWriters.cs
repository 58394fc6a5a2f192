using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Vindex.EndToEnd.Feedback;

/// <summary>Everything that writes feedback, at once, until the server dies: each notes in the ledger what it sends and what is acknowledged.</summary>
internal sealed class CrashWriters
{
    private const int Pools = 5;
    private static int s_number;
    private static int s_version;
    private readonly FeedbackProject _project;
    private readonly Ledger _ledger;
    private readonly int _seed;
    private readonly int _importRows;
    private readonly Queue<int>[] _older;
    private readonly TaskCompletionSource _progress = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _importedHere;

    /// <param name="project">Where to.</param>
    /// <param name="ledger">What is known of its rows.</param>
    /// <param name="stored">What is stored now.</param>
    /// <param name="seed">Of what is written.</param>
    /// <param name="importRows">About how many rows are imported at full speed; then it goes on in small numbers.</param>
    public CrashWriters(FeedbackProject project, Ledger ledger, IReadOnlyList<ExportedRow> stored, int seed, int importRows)
    {
        (_project, _ledger, _seed, _importRows) = (project, ledger, seed, importRows);

        // Older rows, in blocks by now, are dealt out so that each has one writer.
        var numbers = stored.Select(row => int.Parse(row.Id["row-".Length..], CultureInfo.InvariantCulture)).ToArray();
        new Random(seed).Shuffle(numbers);
        _older = [.. Enumerable.Range(0, Pools).Select(pool => new Queue<int>(numbers.Where((_, at) => at % Pools == pool)))];
    }

    /// <summary>Completes when the server has just said of more lines that they are durable.</summary>
    public Task Progress => _progress.Task;

    private bool Many => Volatile.Read(ref _importedHere) < _importRows;

    public Task RunAsync() => Task.WhenAll(
        UntilKilled(ImportShortAsync(_older[0])), UntilKilled(ImportLongAsync()), UntilKilled(CreateAsync()), UntilKilled(CreateAsync()),
        UntilKilled(BatchAsync(_older[1])), UntilKilled(ReplaceAsync(_older[2])), UntilKilled(PurgeAsync(_older[3])), UntilKilled(AskAsync()));

    private static async Task UntilKilled(Task work)
    {
        try
        {
            await work;
        }
        catch (Exception e) when (e is HttpRequestException or IOException or SocketException or TaskCanceledException)
        {
            // The server is gone.
        }
    }

    private static int NextNumber() => Interlocked.Increment(ref s_number);

    private static int NextVersion() => Interlocked.Increment(ref s_version);

    // Many imports one after another, a fifth of their lines writing over older rows.
    private async Task ImportShortAsync(Queue<int> older)
    {
        var random = new Random(_seed + 1);
        while (true)
        {
            using var import = await ImportStream.OpenAsync(_project);
            var (lines, writes) = Lines(
                Many ? random.Next(100, 3000) : random.Next(1, 40), () => random.Next(5) == 0 && older.TryDequeue(out var number) ? number : NextNumber());
            await import.SendAsync(lines);
            await import.EndAsync();
            if (!await import.ReadAsync(Acknowledging(writes))) return;
            if (import.Imported != writes.Count) throw new InvalidOperationException($"{writes.Count} lines sent, {import.Imported} imported");
        }
    }

    // One import for as long as it goes, which learns from the lines of progress what is durable.
    private async Task ImportLongAsync()
    {
        var random = new Random(_seed + 2);
        using var import = await ImportStream.OpenAsync(_project);
        var writes = new List<long>();
        var reading = import.ReadAsync(Acknowledging(writes));
        while (!reading.IsCompleted)
        {
            var (lines, more) = Lines(random.Next(1, Many ? 400 : 10), NextNumber);
            lock (writes) writes.AddRange(more);
            await import.SendAsync(lines);
            await Task.Delay(random.Next(8));
        }

        if (await reading) throw new InvalidOperationException("The import ended before its lines did.");
    }

    private (string Lines, List<long> Writes) Lines(int count, Func<int> number)
    {
        var lines = new StringBuilder();
        var writes = new List<long>(count);
        for (var i = 0; i < count; i++)
        {
            var (next, version) = (number(), NextVersion());
            var createdAt = SomeRow.CreatedAt(next, version);
            lines.Append(SomeRow.Body(next, version, createdAt)).Append('\n');
            writes.Add(_ledger.Send(_ledger.Put(next, version, createdAt)));
        }

        Interlocked.Add(ref _importedHere, count);
        return (lines.ToString(), writes);
    }

    private Action<long> Acknowledging(List<long> writes)
    {
        var told = 0;
        return imported =>
        {
            lock (writes)
            {
                for (; told < imported; told++) _ledger.Acknowledge(writes[told]);
            }

            _progress.TrySetResult();
        };
    }

    private async Task CreateAsync()
    {
        while (true)
        {
            var (number, version) = (NextNumber(), NextVersion());
            var write = _ledger.Send(_ledger.Put(number, version));
            await _project.PostAsync("create", SomeRow.Body(number, version));
            _ledger.Acknowledge(write);
        }
    }

    private async Task BatchAsync(Queue<int> older)
    {
        var random = new Random(_seed + 3);
        while (true)
        {
            var rows = Enumerable.Range(0, random.Next(2, 40))
                .Select(_ => (Number: random.Next(4) == 0 && older.TryDequeue(out var number) ? number : NextNumber(), Version: NextVersion())).ToList();
            var write = _ledger.Send([.. rows.Select(row => _ledger.Put(row.Number, row.Version))]);
            await _project.PostAsync("batch/create", $"{{\"batch\":[{string.Join(',', rows.Select(row => SomeRow.Body(row.Number, row.Version)))}]}}");
            _ledger.Acknowledge(write);
        }
    }

    private async Task ReplaceAsync(Queue<int> older)
    {
        while (true)
        {
            if (!older.TryDequeue(out var old))
            {
                await Task.Delay(5);
                await _project.CountAsync();
                continue;
            }

            var (number, version) = (NextNumber(), NextVersion());
            var write = _ledger.Send(_ledger.Remove(old), _ledger.Put(number, version));
            await _project.PostAsync("replace", SomeRow.Body(number, version, replaces: SomeRow.Id(old)));
            _ledger.Acknowledge(write);
            older.Enqueue(number);
        }
    }

    private async Task PurgeAsync(Queue<int> older)
    {
        var random = new Random(_seed + 4);
        while (true)
        {
            var numbers = Enumerable.Range(0, random.Next(1, 30))
                .Select(_ => older.TryDequeue(out var number) ? number : -1)
                .Where(number => number >= 0)
                .ToList();
            if (numbers.Count == 0)
            {
                await Task.Delay(5);
                await _project.CountAsync();
                continue;
            }

            var write = _ledger.Send([.. numbers.Select(_ledger.Remove)]);
            await _project.PurgeAsync(numbers.Select(SomeRow.Id));
            _ledger.Acknowledge(write);
        }
    }

    // Questions make the columns follow, and their files be written.
    private async Task AskAsync()
    {
        while (true)
        {
            await _project.PostAsync("stats", PlainStatistics.Question("Europe/Berlin", SomeRow.First, SomeRow.First.AddDays(70)));
            await Task.Delay(10);
        }
    }
}
