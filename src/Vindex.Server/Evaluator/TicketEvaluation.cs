using Vindex.Models;
using Vindex.Scoring;
using Vindex.Scoring.Judging;
using Vindex.Scoring.Profiles;
using Vindex.Scoring.Tickets;
using Vindex.Server.Judging;
using Vindex.Server.Rewriting;
using Vindex.Server.Scoring;
using Vindex.Server.Telemetry;

namespace Vindex.Server.Evaluator;

/// <summary>A newly scored ticket; nothing is stored.</summary>
internal sealed record EvaluatedTicket(Ticket Ticket, Judgement Judgement);

/// <summary>Scores one pasted ticket.</summary>
internal sealed class TicketEvaluation(
    Judges judges, TicketJudging judging, ModelConnections connections, TicketRewriter rewriter, InFlight inFlight, TimeProvider time,
    IOptions<EvaluatorOptions> options)
{
    private readonly ModelJudge? _model = new JudgingChoice(options.Value.Judge).Connection is { } name ? connections.Find(name) : null;

    /// <summary>The model that pasted tickets are sent to; null if they stay on the machine.</summary>
    public string? SentTo => _model is { Settings: var settings } ? $"{settings.Model} ({settings.Provider.Name})" : null;

    /// <summary>Scores a ticket as sent.</summary>
    /// <param name="input">The ticket; its customer is ignored.</param>
    /// <param name="path">Leads to the ticket's fields in errors, for example <c>ticket_data.</c>.</param>
    /// <param name="mayAskModel">Whether the installation's model scores it, if there is one.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    public async Task<Outcome<EvaluatedTicket>> JudgeAsync(
        Input<ScoreRequest> input, string path, bool mayAskModel, CancellationToken cancellationToken)
    {
        if (input.Errors.Any) return new Refusal.Invalid(input.Errors);
        if (Profile.FindBuiltIn(input.Value.SystemType) is not { } profile)
            return ScoringRefusals.UnknownProfile([.. Profile.BuiltIn.Select(known => known.Name)], "system_type");
        var reading = TicketReader.Read(input.Value.Ticket, TicketLimits.Api);
        return reading.Ticket is null
            ? ScoringRefusals.Unreadable(reading, path)
            : await JudgeAsync(reading, profile.Name, TermsOf(mayAskModel), cancellationToken);
    }

    /// <summary>Scores a row of a file by the offline judge: the same text gives the same result, and a file is not a thousand calls of a model.</summary>
    public Task<Outcome<EvaluatedTicket>> JudgeAsync(TicketReading reading, CancellationToken cancellationToken) =>
        JudgeAsync(reading, Profile.DefaultName, JudgingTerms.Offline.Chosen, cancellationToken);

    /// <summary>Proposes a better text for a ticket.</summary>
    /// <param name="reading">A reading that was not refused.</param>
    /// <param name="asksModel">Whether the installation's model words it, if there is one.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    public Task<Outcome<ProposedText>> RewriteAsync(TicketReading reading, bool asksModel, CancellationToken cancellationToken) => WithJudgeAsync(
        Profile.DefaultName, judge => rewriter.RewriteAsync(TermsOf(asksModel), reading, judge, cancellationToken), cancellationToken);

    /// <summary>Does something with the default judge, when there is room for it.</summary>
    public Task<Outcome<T>> WithJudgeAsync<T>(Func<TicketJudge, T> work, CancellationToken cancellationToken) =>
        WithJudgeAsync(Profile.DefaultName, judge => Task.FromResult(Outcome.Of(work(judge))), cancellationToken);

    private Task<Outcome<EvaluatedTicket>> JudgeAsync(
        TicketReading reading, string profile, JudgingTerms terms, CancellationToken cancellationToken) => WithJudgeAsync(
        profile,
        async judge =>
        {
            var started = time.GetTimestamp();
            var verdict = await judging.JudgeAsync(terms, reading, judge, cancellationToken);
            VindexTelemetry.JudgeDuration.Record(time.GetElapsedTime(started).TotalSeconds);
            return Outcome.Of(new EvaluatedTicket(reading.Ticket!, verdict.Judgement!));
        },
        cancellationToken);

    private async Task<Outcome<T>> WithJudgeAsync<T>(string profile, Func<TicketJudge, Task<Outcome<T>>> work, CancellationToken cancellationToken)
    {
        if (!inFlight.TryEnter()) return ScoringRefusals.Busy;
        try
        {
            return await work(await judges.FindAsync("", profile, cancellationToken)
                ?? throw new InvalidOperationException("Built-in profiles are always there."));
        }
        finally
        {
            inFlight.Leave();
        }
    }

    // Anyone who pastes a ticket into a page that names the model consents. There is no company, so the budget is the installation's.
    private JudgingTerms TermsOf(bool mayAskModel) => mayAskModel && _model is { } model
        ? new JudgingTerms.Model("", JudgingRules.None with { MonthlyTokens = options.Value.ModelTokens }, new JudgingChoice(options.Value.Judge), model)
        : JudgingTerms.Offline.Chosen;
}
