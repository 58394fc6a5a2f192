using Vindex.EndToEnd.Histories;

namespace Vindex.EndToEnd.NodeFaults.Clients;

/// <summary>Sends the events of a ticket, one after the other, then those of the next one. What a lost event leaves unknown ends its ticket.</summary>
internal sealed class EventClient(LoadRecorder recorder, LoadCompany company, int seed, string name) : LoadClient(recorder, company, seed)
{
    private const int Versions = 6;

    private int _tickets;

    protected override async Task StepAsync(CancellationToken end)
    {
        var ticket = $"{Company.Slug}-{name}-{++_tickets}";
        for (var version = 0; version < Versions && !end.IsCancellationRequested;)
        {
            var outcome = await SendAsync(ticket, version);
            if (outcome == CallOutcome.Unknown) return;
            if (outcome == CallOutcome.Acknowledged) version++;
            await PauseAsync(20, 300);
        }
    }

    private async Task<CallOutcome> SendAsync(string ticket, int version)
    {
        var response = await SendAsync(LoadRecorder.Post(
            "/api/v1/evaluate/generic",
            new { external_id = Company.Slug, ticket_data = new { key = ticket, summary = "As a librarian I want to extend loans", description = $"Copy {version}." } },
            ("X-Vindex-Secret", Company.Secret)));
        var job = response.IsAcknowledged ? response.Json.GetProperty("requestId").GetString()!["req_".Length..] : null;
        Recorder.Add(new EventSent(response.Call, ticket, version, job));
        return response.Call.Outcome;
    }
}
