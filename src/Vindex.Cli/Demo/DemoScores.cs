using Vindex.Scoring.Judging;
using Vindex.Scoring.Profiles;
using Vindex.Scoring.Tickets;
using Vindex.Server.Judging;
using Vindex.Server.Scoring.Records;
using Vindex.Server.Security;
using Vindex.Storage.Companies;
using Vindex.Storage.Scores;

namespace Vindex.Cli.Demo;

/// <summary>Scores of the sample backlog over the last two months, as if the team had worked with it.</summary>
internal sealed class DemoScores(IScoreStore store, TimeProvider time)
{
    private const int Days = 60;
    private const int EveryNthWasImproved = 5;
    private const int KeptHistory = 10;

    private readonly TicketJudge _judge = JudgeVersions.Load(Profile.Default);
    private readonly ChosenTime _then = new();

    /// <summary>Stores what an earlier run has not stored. Returns the company's number of scores.</summary>
    public async Task<long> FillAsync(Company company, IReadOnlyList<TicketInput> tickets, CancellationToken cancellationToken)
    {
        var access = new ScoreAccess(company.Id, null);
        var plan = Plan(tickets, time.GetUtcNow());
        if (await store.CountAsync(access, ScoreFilter.None, cancellationToken) < plan.Count)
        {
            var ids = new Ids(_then, Randomness.System);
            foreach (var planned in plan) await ScoreAsync(ids, company, planned, cancellationToken);
        }

        return await store.CountAsync(access, ScoreFilter.None, cancellationToken);
    }

    /// <summary>
    /// When which text is scored, oldest first: spread over working hours of the days, today included. Some tickets were scored before they had
    /// acceptance criteria, and again with them.
    /// </summary>
    internal static List<PlannedScore> Plan(IReadOnlyList<TicketInput> tickets, DateTimeOffset now)
    {
        var plan = new List<PlannedScore>();
        for (var i = 0; i < tickets.Count; i++)
        {
            // 37 is coprime to the 540 working minutes of a day, so the times look random, but are the same in every run.
            var at = now.AddDays((double)-Days * (tickets.Count - i) / tickets.Count).Date.AddMinutes(480 + (i * 37 % 540));
            var when = new DateTimeOffset(at, TimeSpan.Zero);
            var improved = i % EveryNthWasImproved == 0 && tickets[i].AcceptanceCriteria != default;
            if (improved)
            {
                plan.Add(new PlannedScore(when, 1, tickets[i] with { AcceptanceCriteria = default }));
                when = when.AddDays(2).AddMinutes(95);
            }

            plan.Add(new PlannedScore(when < now ? when : now.AddMinutes(i - tickets.Count), improved ? 2 : 1, tickets[i]));
        }

        plan.Sort((a, b) => a.At.CompareTo(b.At));
        return plan;
    }

    private async Task ScoreAsync(Ids ids, Company company, PlannedScore planned, CancellationToken cancellationToken)
    {
        var key = planned.Ticket.Key!;
        var history = await store.HistoryAsync(company.DefaultCustomerId, key, KeptHistory, cancellationToken);
        if (history.Count >= planned.Nth) return; // an earlier run that was interrupted came this far
        var reading = TicketReader.Read(planned.Ticket, TicketLimits.Events);
        if (reading.Ticket is null) throw new InvalidOperationException($"{key}: {reading.Field} {reading.Reason}");
        _then.Now = planned.At;
        var started = _then.GetTimestamp();
        var judgement = _judge.Judge(reading);
        var verdict = new TicketVerdict(judgement, TicketJudge.Provider, _judge.ModelName);
        var run = JudgingRecord.Of(_judge, verdict, planned.At, planned.At, _then.GetElapsedTime(started));
        var order = new ScoreOrder(company.Id, company.DefaultCustomerId, key, "demo", planned.At);
        var score = ScoreRecord.Of(order, ids.TimeOrdered(), ids.TimeOrdered(), reading, ContentHash.Of(reading, _judge), judgement, run);
        await store.AddAsync(score, answer: null, cancellationToken);
    }

    /// <summary>A clock that can be set; durations are real.</summary>
    private sealed class ChosenTime : TimeProvider
    {
        public DateTimeOffset Now { get; set; }

        public override DateTimeOffset GetUtcNow() => Now;
    }
}

/// <summary>A score to store.</summary>
/// <param name="At">When it is to have been made.</param>
/// <param name="Nth">The ticket's first or second.</param>
/// <param name="Ticket">The text at that time.</param>
internal sealed record PlannedScore(DateTimeOffset At, int Nth, TicketInput Ticket);
