namespace Vindex.EndToEnd.Histories.Simulation;

/// <summary>The queue and the callbacks of a simulated store.</summary>
internal sealed class SimulatedCallbacks(Random random, SimulatedStore store)
{
    private readonly List<(TimeSpan At, string Company, string Ticket, string Job)> _jobs = [];
    private readonly HashSet<string> _known = [];
    private int _ids;

    /// <summary>Accepts an event.</summary>
    public string Accept(TimeSpan at, string company, string ticket, int version, bool isKnown)
    {
        var job = $"{ticket}-job-{version}";
        if (isKnown) _known.Add(job);
        if (!isKnown || !store.Fails(Defect.LosesEvent)) _jobs.Add((at, company, ticket, job));
        return job;
    }

    /// <summary>Judges and delivers everything; returns what arrived, the states of known jobs, and the callbacks.</summary>
    public (List<Reception> Receptions, Dictionary<string, string> Jobs, List<FinalDelivery> Deliveries) End()
    {
        var (receptions, states, deliveries) = (new List<Reception>(), new Dictionary<string, string>(), new List<FinalDelivery>());
        foreach (var ticket in _jobs.GroupBy(job => (job.Company, job.Ticket)))
        {
            var own = ticket.ToList();
            var arrived = new List<Reception>();
            for (var place = 0; place < own.Count; place++)
            {
                var (at, company, name, job) = own[place];
                var isLast = place == own.Count - 1;
                states[job] = !isLast && random.Next(4) == 0 ? "superseded" : "done";
                if (states[job] == "superseded") continue;
                store.ScoreJob(at, company, name, job);
                var delivery = new FinalDelivery(company, $"delivery-{++_ids}", job, !isLast && random.Next(5) == 0 ? "superseded" : "delivered");
                deliveries.Add(delivery);
                Send(arrived, delivery, name, at);
            }

            if (Reorders(arrived)) arrived.Reverse();
            receptions.AddRange(arrived);
        }

        return (receptions, states, deliveries);
    }

    private bool Reorders(List<Reception> arrived) =>
        arrived.Where(one => one.IsAccepted && _known.Contains(one.Job)).Select(one => one.Job).Distinct().Count() > 1 && store.Fails(Defect.ReordersCallbacks);

    private void Send(List<Reception> arrived, FinalDelivery delivery, string ticket, TimeSpan at)
    {
        var isAccepted = delivery.Status == "delivered";
        var reception = new Reception(at, delivery.Company, ticket, delivery.Job, delivery.WebhookId, "body of " + delivery.WebhookId, IsAccepted: isAccepted);
        if (random.Next(4) == 0) arrived.Add(reception with { IsAccepted = false });
        if (isAccepted && store.Fails(Defect.LosesCallback)) return;
        arrived.Add(reception with { IsSigned = !store.Fails(Defect.SignsWrongly) });
        if (random.Next(4) == 0) arrived.Add(reception with { Body = store.Fails(Defect.ChangesCallback) ? "another body" : reception.Body });
    }
}
