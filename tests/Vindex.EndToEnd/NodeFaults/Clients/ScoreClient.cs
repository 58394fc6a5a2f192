using Vindex.EndToEnd.Histories;

namespace Vindex.EndToEnd.NodeFaults.Clients;

/// <summary>Has tickets scored, each under an idempotency key of its own, again until a server has confirmed it, sometimes twice at the same time.</summary>
internal sealed class ScoreClient(LoadRecorder recorder, LoadCompany company, int seed, string name) : LoadClient(recorder, company, seed)
{
    private const int MostAttempts = 8;

    private readonly List<string> _scores = [];
    private int _tickets;

    protected override async Task StepAsync(CancellationToken end)
    {
        var ticket = $"{Company.Slug}-{name}-{++_tickets}";
        if (Random.Next(5) == 0) await Task.WhenAll(ScoreAsync(ticket, "first", AnyNode()), ScoreAsync(ticket, "first", AnyNode()));
        var score = (string?)null;
        for (var attempt = 0; score is null && attempt < MostAttempts && !end.IsCancellationRequested; attempt++)
        {
            score = await ScoreAsync(ticket, "first", AnyNode());
            if (score is null) await PauseAsync(100, 400);
        }

        if (score is null) return;
        _scores.Add(score);
        if (Random.Next(3) == 0) await ScoreAsync(ticket, "first", AnyNode());
        if (Random.Next(10) == 0) await ScoreAsync(ticket, "second", AnyNode());
        if (Random.Next(2) == 0) await FindAsync(_scores[^Random.Next(1, Math.Min(_scores.Count, 20) + 1)]);
        if (Random.Next(5) == 0) await CountAsync();
        // Old keys too: one that was taken by a server that stood still for long may be open again.
        if (Random.Next(5) == 0) await ScoreAsync($"{Company.Slug}-{name}-{Random.Next(1, _tickets + 1)}", "first", AnyNode());
    }

    private async Task<string?> ScoreAsync(string ticket, string body, FaultyNode node)
    {
        var request = LoadRecorder.Post(
            "/v1/score",
            new { ticket_id = ticket, ticket_data = new { key = ticket, summary = $"As a librarian I want to extend loans so that readers can finish the {body} book" } },
            ("Idempotency-Key", ticket));
        var response = await Recorder.SendAsync(Company, node, request);
        var score = response.IsAcknowledged ? response.Json.GetProperty("score_id").GetString() : null;
        Recorder.Add(new TicketScored(response.Call, ticket, ticket, body, score, response.IsAcknowledged ? response.Body : null));
        return score;
    }

    private async Task FindAsync(string score)
    {
        var response = await SendAsync(LoadRecorder.Get($"/portal/scores/{score}"));
        if (response.Call.Status == 404) Recorder.Add(new ScoreRead(response.Call with { Outcome = CallOutcome.Acknowledged }, score, IsFound: false));
        else Recorder.Add(new ScoreRead(response.Call, score, IsFound: true));
        var other = Recorder.Companies.First(one => one != Company);
        response = await Recorder.SendAsync(other, AnyNode(), LoadRecorder.Get($"/portal/scores/{score}"));
        Recorder.Add(new ForeignAsked(response.Call, score));
    }

    private Task CountAsync() => ReadAsync(
        LoadRecorder.Get("/portal/scores/summary"), response => new ScoresCounted(response.Call, response.Json.GetProperty("total_scored").GetInt64()));
}
