using System.Collections.Concurrent;
using System.Text.Json;
using Shouldly;

namespace Vindex.EndToEnd.Feedback;

/// <summary>A row as it was acknowledged: its version, and its creation time as far as it is known.</summary>
internal sealed record Kept(int Version, string? CreatedAt);

/// <summary>One row's part in a write; null is no row.</summary>
internal sealed record Step(int Number, Kept? Before, Kept? After);

/// <summary>
/// What the server was told and what it acknowledged. A write without an answer may or may not have happened, but as a whole; everything else must be as it was
/// acknowledged. A row belongs to one writer, who waits for the answer before writing it again.
/// </summary>
internal sealed class Ledger
{
    private readonly ConcurrentDictionary<int, Kept> _rows = new();
    private readonly ConcurrentDictionary<long, Step[]> _open = new();
    private long _writes;
    private long _acknowledged;

    public long Writes => Interlocked.Read(ref _writes);

    public long Acknowledged => Interlocked.Read(ref _acknowledged);

    public int Rows => _rows.Count;

    public Kept? Find(int number) => _rows.GetValueOrDefault(number);

    /// <summary>The next state of a row, which keeps its first creation time.</summary>
    public Step Put(int number, int version, string? createdAt = null)
    {
        var before = Find(number);
        return new Step(number, before, new Kept(version, before is null ? createdAt : before.CreatedAt));
    }

    public Step Remove(int number) => new(number, Find(number), null);

    /// <summary>Notes a write that is about to be sent.</summary>
    public long Send(params Step[] steps)
    {
        var write = Interlocked.Increment(ref _writes);
        _open[write] = steps;
        return write;
    }

    /// <summary>Notes its answer.</summary>
    public void Acknowledge(long write)
    {
        _open.TryRemove(write, out var steps).ShouldBeTrue();
        foreach (var step in steps!) Set(step.Number, step.After);
        Interlocked.Increment(ref _acknowledged);
    }

    /// <summary>Compares with what is stored, and takes what became of the writes without an answer as settled.</summary>
    /// <returns>How many of these happened, and how many there were.</returns>
    public (int Happened, int Open) Settle(IReadOnlyList<ExportedRow> stored)
    {
        var actual = new Dictionary<int, Kept>(stored.Count);
        foreach (var row in stored)
        {
            using var payload = JsonDocument.Parse(row.Payload);
            var number = payload.RootElement.GetProperty("number").GetInt32();
            var version = payload.RootElement.GetProperty("version").GetInt32();
            actual.TryAdd(number, new Kept(version, row.CreatedAt)).ShouldBeTrue($"{row.Id} is stored twice");
            row.Id.ShouldBe(SomeRow.Id(number));
            row.Type.ShouldBe(SomeRow.Type(number));
            row.Payload.ShouldBe(SomeRow.Payload(number, version), "a row is stored whole, as it came");
        }

        var happened = 0;
        var (open, touched) = (_open.Values.ToList(), new HashSet<int>());
        foreach (var steps in open)
        {
            foreach (var step in steps) touched.Add(step.Number).ShouldBeTrue("one open write a row");
            if (steps.All(step => Fits(step.After, actual.GetValueOrDefault(step.Number))))
            {
                happened++;
            }
            else
            {
                steps.ShouldAllBe(
                    step => Fits(step.Before, actual.GetValueOrDefault(step.Number)),
                    $"of a write without an answer all or nothing: {string.Join(", ", steps.Select(step => $"{step} is {actual.GetValueOrDefault(step.Number)}"))}");
            }
        }

        foreach (var (number, kept) in _rows)
        {
            if (!touched.Contains(number) && !Fits(kept, actual.GetValueOrDefault(number)))
                throw new ShouldAssertException($"row {number} was acknowledged as {kept}, and is {actual.GetValueOrDefault(number)?.ToString() ?? "missing"}");
        }

        actual.Keys.Where(number => !touched.Contains(number) && !_rows.ContainsKey(number)).ShouldBeEmpty("stored, and not sent or acknowledged as removed");
        _open.Clear();
        _rows.Clear();
        foreach (var (number, kept) in actual) _rows[number] = kept;
        return (happened, open.Count);
    }

    private static bool Fits(Kept? expected, Kept? actual) => expected is null || actual is null
        ? expected is null && actual is null
        : expected.Version == actual.Version && (expected.CreatedAt is null || expected.CreatedAt == actual.CreatedAt);

    private void Set(int number, Kept? kept)
    {
        if (kept is null) _rows.TryRemove(number, out _);
        else _rows[number] = kept;
    }
}
