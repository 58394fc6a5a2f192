using System.Text.Json;
using Vindex.EndToEnd.Histories;

namespace Vindex.EndToEnd.NodeFaults.Clients;

/// <summary>Asks for statistics of rows that others write, and now and then for those of another company.</summary>
internal sealed class StatisticsClient(LoadRecorder recorder, LoadCompany company, int seed) : LoadClient(recorder, company, seed)
{
    protected override async Task StepAsync(CancellationToken end)
    {
        var type = RowClient.TypeOf((RowKind)Random.Next(3));
        await ReadAsync(Question(Company, type), response =>
        {
            var (count, sum) = Read(response.Json);
            return new StatisticsAsked(response.Call, type, count, sum);
        });
        await PauseAsync(50, 200);
        if (Random.Next(10) > 0) return;
        var other = Recorder.Companies.First(one => one != Company);
        var refused = await SendAsync(Question(other, type));
        Recorder.Add(new ForeignAsked(refused.Call, other.Project));
    }

    /// <summary>Number and sum of a type's rows, whenever they were written.</summary>
    public static HttpRequestMessage Question(LoadCompany company, string type)
    {
        var start = TimeProvider.System.GetUtcNow().AddHours(-12);
        return LoadRecorder.Post("/feedback/stats", new
        {
            project_id = company.Project,
            feedback_type = type,
            start,
            end = start.AddDays(1),
            granularity = 3600,
            metrics = new[] { new { json_path = "n", aggregations = (string[])["sum", "count"] } },
        });
    }

    /// <summary>The response as number and sum.</summary>
    public static (long Count, long Sum) Read(JsonElement answer)
    {
        var count = answer.GetProperty("buckets").EnumerateArray().Sum(bucket => bucket.GetProperty("count").GetInt64());
        if (count == 0) return (0, 0);
        return (count, (long)answer.GetProperty("window_stats").GetProperty("n").GetProperty("sum").GetDouble());
    }
}
