using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text.Json;
using Vindex.EndToEnd;

namespace Vindex.Benchmarks.Statistics;

/// <summary>
/// 32 clients ask different questions while 4 write. Rows are written with today's date; every second question counts exactly these, and its answer must lie
/// between what was acknowledged before it was asked and what had been sent when it was answered.
/// </summary>
internal static class StatsMixedLoad
{
    private const int Askers = 32;
    private const int Writers = 4;
    private const int RowsAtOnce = 10;

    public static async Task<object> RunAsync(ServerProcess server, string key, TimeSpan duration)
    {
        using var client = server.Client(key);
        var start = TimeProvider.System.GetUtcNow().AddMinutes(-1);
        var written = JsonSerializer.Serialize(new
        {
            project_id = StatsQuestion.Project,
            start,
            end = start.AddDays(1),
            granularity = 60,
            feedback_type = "bench.mixed",
            metrics = new[] { new { json_path = "n", aggregations = new[] { "count" } } },
        });
        var baseline = (await AskAsync(client, written)).Rows;
        var (sent, acknowledged, inconsistent) = (0L, 0L, 0);
        var times = new List<double>();
        var clock = Stopwatch.StartNew();
        await Task.WhenAll([.. Enumerable.Range(0, Writers).Select(WriteAsync), .. Enumerable.Range(0, Askers).Select(QuestionAsync)]);
        var seconds = clock.Elapsed.TotalSeconds;
        var end = (await AskAsync(client, written)).Rows - baseline;
        times.Sort();
        return new
        {
            seconds = Math.Round(seconds, 1),
            questions = times.Count,
            median_ms = Math.Round(times[times.Count / 2], 1),
            p99_ms = Math.Round(times[(int)(times.Count * 0.99)], 1),
            slowest_ms = Math.Round(times[^1], 1),
            rows_written = acknowledged,
            rows_counted_at_the_end = end,
            inconsistent_answers = inconsistent,
        };

        async Task WriteAsync(int writer)
        {
            for (var number = 0; clock.Elapsed < duration; number++)
            {
                var body = JsonSerializer.Serialize(new
                {
                    batch = Enumerable.Range(0, RowsAtOnce).Select(row => new
                    {
                        project_id = StatsQuestion.Project,
                        weave_ref = $"weave:///bench/stories/call/{writer}-{number}-{row}",
                        feedback_type = "bench.mixed",
                        payload = new { n = number },
                    }),
                });
                Interlocked.Add(ref sent, RowsAtOnce);
                using var content = new StringContent(body, new MediaTypeHeaderValue("application/json"));
                using var response = await client.PostAsync("/feedback/batch/create", content);
                if (!response.IsSuccessStatusCode) throw new InvalidOperationException(await response.Content.ReadAsStringAsync());
                Interlocked.Add(ref acknowledged, RowsAtOnce);
            }
        }

        async Task QuestionAsync(int asker)
        {
            for (var number = 0; clock.Elapsed < duration; number++)
            {
                var counts = number % 2 == 0;
                var atLeast = Interlocked.Read(ref acknowledged);
                var (rows, milliseconds) = await AskAsync(
                    client, counts ? written : StatsQuestion.All[(asker + number) % StatsQuestion.All.Count].Body(((asker * 113) + number) % 3600));
                var atMost = Interlocked.Read(ref sent);
                if (counts && (rows - baseline < atLeast || rows - baseline > atMost)) Interlocked.Increment(ref inconsistent);
                lock (times) times.Add(milliseconds);
            }
        }
    }

    private static async Task<(long Rows, double Milliseconds)> AskAsync(HttpClient client, string body)
    {
        var clock = Stopwatch.StartNew();
        using var content = new StringContent(body, new MediaTypeHeaderValue("application/json"));
        using var response = await client.PostAsync("/feedback/stats", content);
        var bytes = await response.Content.ReadAsByteArrayAsync();
        var milliseconds = clock.Elapsed.TotalMilliseconds;
        if (!response.IsSuccessStatusCode) throw new InvalidOperationException($"{(int)response.StatusCode}: {System.Text.Encoding.UTF8.GetString(bytes)}");
        using var answer = JsonDocument.Parse(bytes);
        return (answer.RootElement.GetProperty("buckets").EnumerateArray().Sum(bucket => bucket.GetProperty("count").GetInt64()), milliseconds);
    }
}
