namespace Vindex.EndToEnd.Histories;

/// <summary>Jobs and their callbacks.</summary>
internal static class CallbackRules
{
    public static IEnumerable<HistoryFinding> Check(History history, FinalState final)
    {
        var jobs = history.Operations.OfType<EventSent>().Where(sent => sent is { IsAcknowledged: true, Job: not null }).GroupBy(sent => sent.Job!)
            .ToDictionary(group => group.Key, group => group.First());
        var unknown = history.Operations.OfType<EventSent>().Where(sent => sent.Call.Outcome == CallOutcome.Unknown)
            .ToLookup(sent => (sent.Company, sent.Ticket));
        return Receptions(history.Receptions, jobs).Concat(Order(history.Receptions, jobs)).Concat(Ended(jobs, unknown, final))
            .Concat(Delivered(history.Receptions, jobs, unknown, final));
    }

    /// <summary>Each callback is signed, goes to its own company, and is the same each time.</summary>
    private static IEnumerable<HistoryFinding> Receptions(IReadOnlyList<Reception> receptions, Dictionary<string, EventSent> jobs)
    {
        foreach (var reception in receptions.Where(reception => !reception.IsSigned))
            yield return new HistoryFinding(Promise.CallbackDelivery, $"a signature is wrong: {reception}");
        foreach (var reception in receptions)
        {
            if (jobs.TryGetValue(reception.Job, out var sent) && sent.Company != reception.Company)
                yield return new HistoryFinding(Promise.Tenants, $"a callback went to {reception.Company}: {reception}", sent);
        }

        foreach (var delivery in receptions.GroupBy(reception => reception.WebhookId))
        {
            if (delivery.Select(reception => (reception.Body, reception.Job)).Distinct().Count() > 1)
                yield return new HistoryFinding(Promise.CallbackDelivery, $"the callback {delivery.Key} had different bodies: {string.Join("; ", delivery)}");
        }

        foreach (var job in receptions.GroupBy(reception => reception.Job).Where(job => job.Select(one => one.WebhookId).Distinct().Count() > 1))
            yield return new HistoryFinding(Promise.NothingDoubled, $"the job {job.Key} has several callbacks: {string.Join("; ", job)}");
    }

    /// <summary>By the first time that each was accepted: repetitions of one whose outcome was unknown may come later.</summary>
    private static IEnumerable<HistoryFinding> Order(IReadOnlyList<Reception> receptions, Dictionary<string, EventSent> jobs)
    {
        var first = receptions.Where(reception => reception.IsAccepted && jobs.ContainsKey(reception.Job)).DistinctBy(reception => reception.Job);
        foreach (var ticket in first.GroupBy(reception => (reception.Company, jobs[reception.Job].Ticket)))
        {
            Reception? before = null;
            foreach (var reception in ticket)
            {
                if (before is not null && jobs[before.Job].Version > jobs[reception.Job].Version)
                {
                    yield return new HistoryFinding(
                        Promise.CallbackOrder, $"a callback came after that of a newer event: {before}; {reception}", jobs[reception.Job], jobs[before.Job]);
                }

                before = reception;
            }
        }
    }

    /// <summary>Each accepted job ended with a score, or gave way to a newer one of its ticket.</summary>
    private static IEnumerable<HistoryFinding> Ended(
        Dictionary<string, EventSent> jobs, ILookup<(string, string), EventSent> unknown, FinalState final)
    {
        var newest = jobs.Values.GroupBy(sent => (sent.Company, sent.Ticket)).ToDictionary(group => group.Key, group => group.Max(sent => sent.Version));
        var scores = final.Scores.Select(score => (score.Company, score.Job)).ToHashSet();
        foreach (var (job, sent) in jobs)
        {
            var state = final.Jobs.GetValueOrDefault(job);
            var hasNewer = sent.Version < newest[(sent.Company, sent.Ticket)] || unknown[(sent.Company, sent.Ticket)].Any();
            if (state is not "done" && !(state is "superseded" && hasNewer))
                yield return new HistoryFinding(Promise.NothingLost, $"the job {job} ended as {state ?? "missing"}", sent);
            if (scores.Contains((sent.Company, job)) != state is "done")
                yield return new HistoryFinding(Promise.NothingLost, $"the job {job} is {state ?? "missing"}, and its score is {(state is "done" ? "missing" : "stored")}", sent);
        }
    }

    /// <summary>Each score of a job has a callback that arrived, or was not sent again because a newer one of its ticket was due.</summary>
    private static IEnumerable<HistoryFinding> Delivered(
        IReadOnlyList<Reception> receptions, Dictionary<string, EventSent> jobs, ILookup<(string, string), EventSent> unknown, FinalState final)
    {
        var arrived = receptions.Where(reception => reception.IsAccepted).Select(reception => reception.WebhookId).ToHashSet();
        var deliveries = final.Deliveries.ToLookup(delivery => (delivery.Company, delivery.Job));
        var newestDone = jobs.Where(job => final.Jobs.GetValueOrDefault(job.Key) == "done").GroupBy(job => (job.Value.Company, job.Value.Ticket))
            .ToDictionary(group => group.Key, group => group.Max(job => job.Value.Version));
        foreach (var (job, sent) in jobs.Where(job => final.Jobs.GetValueOrDefault(job.Key) == "done"))
        {
            var own = deliveries[(sent.Company, job)].ToList();
            var ticket = (sent.Company, sent.Ticket);
            var mayGiveWay = sent.Version < newestDone[ticket] || unknown[ticket].Any();
            if (own.Count != 1)
                yield return new HistoryFinding(Promise.CallbackDelivery, $"the job {job} has {own.Count} callbacks", sent);
            else if (own[0].Status is not "delivered" && !(own[0].Status is "superseded" && mayGiveWay))
                yield return new HistoryFinding(Promise.CallbackDelivery, $"the callback {own[0].WebhookId} of the job {job} ended as {own[0].Status}", sent);
        }

        foreach (var delivery in final.Deliveries)
        {
            if (delivery.Status is not ("delivered" or "superseded"))
                yield return new HistoryFinding(Promise.CallbackDelivery, $"a callback did not end: {delivery}");
            else if (delivery.Status is "delivered" && !arrived.Contains(delivery.WebhookId))
                yield return new HistoryFinding(Promise.CallbackDelivery, $"a callback counts as delivered, and did not arrive: {delivery}");
        }
    }
}
