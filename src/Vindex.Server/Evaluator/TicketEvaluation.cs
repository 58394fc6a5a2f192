using Vindex.Scoring;
using Vindex.Scoring.Profiles;
using Vindex.Scoring.Tickets;
using Vindex.Server.Evaluations;
using Vindex.Server.Scoring;
using Vindex.Server.Telemetry;

namespace Vindex.Server.Evaluator;

/// <summary>A newly scored ticket; nothing is stored.</summary>
internal sealed record EvaluatedTicket(Ticket Ticket, Judgement Judgement);

/// <summary>Scores one pasted ticket.</summary>
internal sealed class TicketEvaluation(Judges judges, JudgeTicket judgeTicket, InFlight inFlight, TimeProvider time)
{
    /// <summary>Scores a ticket as sent.</summary>
    /// <param name="input">The ticket; its customer is ignored.</param>
    /// <param name="path">Leads to the ticket's fields in errors, for example <c>ticket_data.</c>.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    public async Task<Outcome<EvaluatedTicket>> JudgeAsync(Input<ScoreRequest> input, string path, CancellationToken cancellationToken)
    {
        if (input.Errors.Any) return new Refusal.Invalid(input.Errors);
        if (input.Value.SystemType != Profile.DefaultName) return ScoringRefusals.UnknownProfile([Profile.DefaultName], "system_type");
        var reading = TicketReader.Read(input.Value.Ticket, TicketLimits.Api);
        return reading.Ticket is null ? ScoringRefusals.Unreadable(reading, path) : await JudgeAsync(reading, cancellationToken);
    }

    /// <summary>Scores a ticket that has been read.</summary>
    public async Task<Outcome<EvaluatedTicket>> JudgeAsync(TicketReading reading, CancellationToken cancellationToken)
    {
        if (!inFlight.TryEnter()) return ScoringRefusals.Busy;
        try
        {
            var judge = await judges.FindAsync("", Profile.DefaultName, cancellationToken)
                ?? throw new InvalidOperationException("The default profile is always there.");
            var started = time.GetTimestamp();
            var judgement = await judgeTicket(judge, reading, cancellationToken);
            VindexTelemetry.JudgeDuration.Record(time.GetElapsedTime(started).TotalSeconds);
            return new EvaluatedTicket(reading.Ticket!, judgement);
        }
        finally
        {
            inFlight.Leave();
        }
    }
}
