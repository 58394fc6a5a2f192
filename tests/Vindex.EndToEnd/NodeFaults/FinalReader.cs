using System.Text.Json;
using Vindex.EndToEnd.Histories;
using Vindex.EndToEnd.NodeFaults.Clients;

namespace Vindex.EndToEnd.NodeFaults;

/// <summary>Waits until nothing is queued any more, and reads what is stored.</summary>
internal sealed class FinalReader(LoadRecorder recorder, FaultyNode node)
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(5);

    public async Task<FinalState> ReadAsync(CancellationToken cancellationToken)
    {
        var jobs = await JobsAsync(cancellationToken);
        var (scores, rows, deliveries, statistics) = (new List<FinalScore>(), new List<FinalRow>(), new List<FinalDelivery>(), new List<FinalStatistics>());
        var counts = new Dictionary<string, long>();
        foreach (var company in recorder.Companies)
        {
            deliveries.AddRange(await DeliveriesAsync(company, cancellationToken));
            scores.AddRange((await LinesAsync(company, LoadRecorder.Get("/portal/scores/export?format=ndjson"))).Select(score => new FinalScore(
                company.Slug, score.GetProperty("_id").GetString()!, score.GetProperty("ticket").GetProperty("key").GetString()!,
                score.GetProperty("job_id").GetString()!)));
            rows.AddRange((await LinesAsync(company, LoadRecorder.Post("/feedback/export", new { project_id = company.Project }))).Select(row => new FinalRow(
                company.Slug, row.GetProperty("feedback_type").GetString()!, row.GetProperty("id").GetString()!,
                row.GetProperty("payload").GetProperty("n").GetInt64())));
            foreach (var type in Enum.GetValues<RowKind>().Select(RowClient.TypeOf))
            {
                var (count, sum) = StatisticsClient.Read((await GetAsync(company, StatisticsClient.Question(company, type))).Json);
                statistics.Add(new FinalStatistics(company.Slug, type, count, sum));
            }

            counts[company.Slug] = (await GetAsync(company, LoadRecorder.Get("/portal/scores/summary"))).Json.GetProperty("total_scored").GetInt64();
        }

        return new FinalState(scores, rows, jobs, deliveries, statistics, counts);
    }

    private async Task<Dictionary<string, string>> JobsAsync(CancellationToken cancellationToken)
    {
        var states = new Dictionary<string, string>();
        var started = recorder.Now();
        foreach (var sent in recorder.Operations.OfType<EventSent>().Where(sent => sent.Job is not null))
        {
            var company = recorder.Companies.Single(one => one.Slug == sent.Company);
            var state = "missing";
            do
            {
                var response = await recorder.SendAsync(company, node, LoadRecorder.Get($"/portal/jobs/req_{sent.Job}"));
                if (response.Call.Status == 404) break;
                state = response.IsAcknowledged ? response.Json.GetProperty("status").GetString()! : "unknown";
                if (state is "queued" or "running" or "unknown") await Task.Delay(50, cancellationToken);
            }
            while (state is "queued" or "running" or "unknown" && recorder.Now() - started < s_patience);

            if (state != "missing") states[sent.Job!] = state;
        }

        return states;
    }

    private async Task<List<FinalDelivery>> DeliveriesAsync(LoadCompany company, CancellationToken cancellationToken)
    {
        var started = recorder.Now();
        while (true)
        {
            var deliveries = new List<FinalDelivery>();
            for (var cursor = ""; cursor is not null;)
            {
                var page = (await GetAsync(company, LoadRecorder.Get($"/portal/deliveries?limit=100{cursor}"))).Json;
                deliveries.AddRange(page.GetProperty("items").EnumerateArray().Select(item => new FinalDelivery(
                    company.Slug, item.GetProperty("id").GetString()!, item.GetProperty("job_id").GetString()!, item.GetProperty("status").GetString()!)));
                cursor = page.GetProperty("next_cursor").GetString() is { } next ? "&cursor=" + Uri.EscapeDataString(next) : null;
            }

            if (!deliveries.Exists(delivery => delivery.Status is "pending" or "delivering") || recorder.Now() - started > s_patience) return deliveries;
            await Task.Delay(200, cancellationToken);
        }
    }

    private async Task<List<JsonElement>> LinesAsync(LoadCompany company, HttpRequestMessage request) =>
        [.. (await GetAsync(company, request)).Body.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonElement.Parse(line))];

    private async Task<LoadResponse> GetAsync(LoadCompany company, HttpRequestMessage request)
    {
        var response = await recorder.SendAsync(company, node, request);
        return response.IsAcknowledged ? response : throw new InvalidOperationException($"{request.RequestUri}: {response.Call.Status} {response.Body}");
    }
}
