using Vindex.Scoring;
using Vindex.Scoring.Profiles;
using Vindex.Scoring.Tickets;
using Vindex.Server.Evaluations;
using Vindex.Server.Scores;
using Vindex.Server.Scoring;
using Vindex.Server.Security;
using Vindex.Server.Telemetry;
using Vindex.Server.Web;

namespace Vindex.Server.Evaluator;

/// <summary>Judges one pasted ticket; nothing of it is stored.</summary>
internal sealed class TicketEvaluation(Judges judges, JudgeTicket judgeTicket, InFlight inFlight, Ids ids, TimeProvider time)
{
    /// <summary>The answer, or the problem.</summary>
    /// <param name="input">The ticket.</param>
    /// <param name="profile">The profile's name.</param>
    /// <param name="path">Leads to the ticket's fields in problems, for example <c>ticket_data.</c>.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    public async Task<(TicketAnswerBody? Answer, Problem? Problem)> JudgeAsync(TicketInput input, string profile, string path, CancellationToken cancellationToken)
    {
        if (profile != Profile.DefaultName) return (null, Problem.UnknownProfile([Profile.DefaultName], "system_type"));
        var reading = TicketReader.Read(input, TicketLimits.Api);
        if (reading.Ticket is null)
            return (null, Problem.Invalid("invalid_fields", reading.Reason ?? "The ticket cannot be read.", path + reading.Field, reading.Reason ?? "cannot be read"));
        return await JudgeAsync(reading, cancellationToken) is { } answer ? (answer, null) : (null, Problem.Unavailable("engine_busy", "The scoring engine is busy; try again shortly.", 1));
    }

    /// <summary>The same for a ticket that was read; null when there is too much to do at the moment.</summary>
    public async Task<TicketAnswerBody?> JudgeAsync(TicketReading reading, CancellationToken cancellationToken)
    {
        if (!inFlight.TryEnter()) return null;
        try
        {
            var judge = await judges.FindAsync("", Profile.DefaultName, cancellationToken) ?? throw new InvalidOperationException("The default profile is always there.");
            var started = time.GetTimestamp();
            var judgement = await judgeTicket(judge, reading, cancellationToken);
            VindexTelemetry.JudgeDuration.Record(time.GetElapsedTime(started).TotalSeconds);
            return AnswerOf(reading.Ticket!, judgement);
        }
        finally
        {
            inFlight.Leave();
        }
    }

    private TicketAnswerBody AnswerOf(Ticket ticket, Judgement judgement)
    {
        var six = judgement.Scores;
        return new TicketAnswerBody(
            ids.TimeOrdered(),
            null,
            six.Overall,
            new InvestScoresBody(six.Independent, six.Negotiable, six.Valuable, six.Estimable, six.Small, six.Testable),
            judgement.Recommendations,
            EvidenceBody.Of(judgement.ContextUsed),
            [.. judgement.Findings.Select(FindingBody.Of)],
            new TicketTextBody(ticket.Summary.Source, TextOf(ticket.Description), TextOf(ticket.AcceptanceCriteria)));
    }

    private static string? TextOf(FieldText field) => field.Source.Length == 0 ? null : field.Source;
}
