using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using Vindex.Statistics.Changes;

namespace Vindex.Benchmarks.Statistics;

/// <summary>A change log that makes its rows up as it is read: the same ones each time, in time order but for one in twenty, up to three days late.</summary>
public sealed class GeneratedFeedback(int rows, int days, bool withText) : IChangeLog
{
    public const string Project = "bench/stories";
    public static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private const int BatchRows = 1000;
    private const double Day = 86_400_000;
    private static readonly string[] s_labels = ["healthy", "needs review", "at risk"];
    private static readonly string[] s_monitors = [.. Enumerable.Range(0, 5).Select(version => $"weave:///bench/stories/object/monitor:v{version}")];

    public ValueTask<LogHead> HeadAsync(string project, CancellationToken cancellationToken) => new(new LogHead(rows));

    public async IAsyncEnumerable<ReadOnlyMemory<Change>> ChangesAfterAsync(
        string project, long after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (after >= rows)
            yield break;
        var batch = new List<Change>(BatchRows);
        foreach (var row in Rows())
        {
            if (row.Sequence <= after)
                continue;
            batch.Add(Change.Insert(row));
            if (batch.Count < BatchRows && row.Sequence < rows)
                continue;
            yield return batch.ToArray();
            batch.Clear();
        }
        await Task.CompletedTask;
    }

    public async IAsyncEnumerable<ReadOnlyMemory<LoggedRow>> RowsAsync(
        string project, IReadOnlyList<TimeRange> ranges, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var chunk in Rows().Where(row => ranges.Any(range => row.CreatedAt >= range.From && row.CreatedAt < range.To)).Chunk(BatchRows))
            yield return chunk;
        await Task.CompletedTask;
    }

    private IEnumerable<LoggedRow> Rows()
    {
        var seed = 42u;
        double Next()
        {
            seed = (seed * 1664525) + 1013904223;
            return seed / 4294967296.0;
        }

        var start = Start.ToUnixTimeMilliseconds();
        var step = days * Day / rows;
        for (var i = 0; i < rows; i++)
        {
            var score = Math.Floor((Next() * 1e4) + 0.5) / 1e4;
            var latency = Math.Floor(Next() * 5000);
            var passed = Next() > 0.4;
            var cost = Next() * Next() * 3.7;
            var late = Next() < 0.05 ? (long)Math.Floor(Next() * 3 * Day) : 0;
            var label = s_labels[(int)(Next() * 3)];
            var reason = withText ? $",\"reason\":\"The story names a role and a benefit but misses a measurable outcome, see finding {i}\"" : "";
            var payload = string.Create(
                CultureInfo.InvariantCulture,
                $"{{\"output\":{{\"score\":{score},\"passed\":{(passed ? "true" : "false")},\"label\":\"{label}\"{reason}}},\"latency_ms\":{latency},\"cost\":{cost:R}}}");
            yield return new LoggedRow(
                i + 1, Math.Max(start, start + (long)Math.Floor(i * step) - late), "wandb.runnable.judge", s_monitors[i % 5], Encoding.UTF8.GetBytes(payload));
        }
    }
}
