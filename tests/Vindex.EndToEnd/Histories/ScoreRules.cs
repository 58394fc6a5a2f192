namespace Vindex.EndToEnd.Histories;

/// <summary>Scores and idempotency keys.</summary>
internal static class ScoreRules
{
    public static IEnumerable<HistoryFinding> Check(History history, FinalState final)
    {
        var scored = history.Operations.OfType<TicketScored>().ToList();
        var events = history.Operations.OfType<EventSent>().ToList();
        return Answers(scored).Concat(Lost(scored, final)).Concat(Doubled(scored, events, final))
            .Concat(Reads(scored, history.Operations.OfType<ScoreRead>()))
            .Concat(Counts(scored, events, [.. history.Operations.OfType<ScoresCounted>()], final));
    }

    /// <summary>One key, one body, one response.</summary>
    private static IEnumerable<HistoryFinding> Answers(IEnumerable<TicketScored> scored)
    {
        foreach (var key in scored.Where(operation => operation.IsAcknowledged).GroupBy(operation => (operation.Company, operation.Key)))
        {
            var first = key.OrderBy(operation => operation.Call.End).First();
            foreach (var other in key.Where(other => other.Answer != first.Answer || other.Body != first.Body))
                yield return new HistoryFinding(Promise.Idempotency, $"the key {key.Key.Key} has two responses", first, other);
        }
    }

    private static IEnumerable<HistoryFinding> Lost(IEnumerable<TicketScored> scored, FinalState final)
    {
        var stored = final.Scores.ToLookup(score => (score.Company, score.ScoreId));
        foreach (var operation in scored.Where(operation => operation.IsAcknowledged))
        {
            if (!stored[(operation.Company, operation.ScoreId ?? "")].Any(score => score.Ticket == operation.Ticket))
                yield return new HistoryFinding(Promise.NothingLost, $"the score {operation.ScoreId} is not stored", operation);
        }
    }

    private static IEnumerable<HistoryFinding> Doubled(IEnumerable<TicketScored> scored, IEnumerable<EventSent> events, FinalState final)
    {
        var byTicket = scored.ToLookup(operation => (operation.Company, operation.Ticket));
        var eventsOf = events.ToLookup(operation => (operation.Company, operation.Ticket));
        foreach (var id in final.Scores.GroupBy(score => score.ScoreId).Where(group => group.Count() > 1))
            yield return new HistoryFinding(Promise.NothingDoubled, $"the score {id.Key} is stored {id.Count()} times");
        foreach (var ticket in final.Scores.GroupBy(score => (score.Company, score.Ticket)))
        {
            var sent = byTicket[ticket.Key].Where(operation => operation.IsPossible).ToList();
            var possible = eventsOf[ticket.Key].Where(operation => operation.IsPossible).ToList();
            if (sent.Count + possible.Count == 0)
                yield return new HistoryFinding(Promise.NothingDoubled, $"{ticket.Key.Ticket} of {ticket.Key.Company} is stored, and was not sent");
            else if (sent.Count > 0 && ticket.Count() > 1)
                yield return new HistoryFinding(Promise.NothingDoubled, $"{ticket.Key.Ticket} is scored {ticket.Count()} times under one key", [.. sent]);
            else if (possible.Count > 0)
                foreach (var finding in OfEvents(ticket.Key.Ticket, [.. ticket], possible)) yield return finding;
        }
    }

    /// <summary>Each job has one score at most, and scores of jobs that no client knows are those of events whose outcome is unknown.</summary>
    private static IEnumerable<HistoryFinding> OfEvents(string ticket, List<FinalScore> scores, List<EventSent> events)
    {
        foreach (var job in scores.GroupBy(score => score.Job).Where(group => group.Count() > 1))
            yield return new HistoryFinding(Promise.NothingDoubled, $"the job {job.Key} of {ticket} has {job.Count()} scores", [.. events.Where(sent => sent.Job == job.Key)]);
        var known = events.Select(sent => sent.Job).ToHashSet();
        var unknown = scores.Count(score => !known.Contains(score.Job));
        if (unknown > events.Count(sent => !sent.IsAcknowledged))
            yield return new HistoryFinding(Promise.NothingDoubled, $"{ticket} has {unknown} scores of jobs that no one was told of", [.. events]);
    }

    private static IEnumerable<HistoryFinding> Reads(IEnumerable<TicketScored> scored, IEnumerable<ScoreRead> reads)
    {
        var known = scored.Where(operation => operation.IsAcknowledged).GroupBy(operation => (operation.Company, operation.ScoreId))
            .ToDictionary(group => group.Key, group => group.MinBy(operation => operation.Call.End)!);
        foreach (var read in reads.Where(read => read.IsAcknowledged && !read.IsFound))
        {
            if (known.TryGetValue((read.Company, read.ScoreId), out var stored) && stored.Call.End < read.Call.Start)
                yield return new HistoryFinding(Promise.FreshReads, $"the score {read.ScoreId} was acknowledged and then not found", stored, read);
        }
    }

    private static IEnumerable<HistoryFinding> Counts(List<TicketScored> scored, List<EventSent> events, List<ScoresCounted> counts, FinalState final)
    {
        foreach (var company in final.ScoreCounts.Keys)
        {
            var own = counts.Where(count => count.Company == company && count.IsAcknowledged).ToList();
            var keys = scored.Where(operation => operation.Company == company && operation.IsPossible).GroupBy(operation => operation.Key).ToList();
            var certain = keys.Where(key => key.Any(operation => operation.IsAcknowledged))
                .Select(key => key.Where(operation => operation.IsAcknowledged).Min(operation => operation.Call.End)).Order().ToList();
            var possible = keys.Select(key => key.Min(operation => operation.Call.Start))
                .Concat(events.Where(sent => sent.Company == company && sent.IsPossible).Select(sent => sent.Call.Start)).Order().ToList();
            foreach (var count in own)
            {
                var (least, most) = (Moments.Before(certain, count.Call.Start), Moments.Before(possible, count.Call.End));
                if (count.Count < least || count.Count > most)
                    yield return new HistoryFinding(Promise.FreshReads, $"there are {least} to {most} scores, by the requests before and during the question", count);
            }

            foreach (var (earlier, later) in Moments.Decreasing(own, count => count.Count))
                yield return new HistoryFinding(Promise.FreshReads, "the number of scores went down", earlier, later);
            var stored = final.Scores.Count(score => score.Company == company);
            if (stored != final.ScoreCounts[company])
                yield return new HistoryFinding(Promise.RightStatistics, $"{company} has {stored} scores, and its summary says {final.ScoreCounts[company]}");
        }
    }
}
