using Vindex.Scoring.Tickets;
using Vindex.Server.Companies;
using Vindex.Server.Judging;
using Vindex.Server.Live;
using Vindex.Server.Scoring.Records;
using Vindex.Server.Security;
using Vindex.Server.Telemetry;
using Vindex.Storage.Companies;

namespace Vindex.Server.Scoring;

/// <summary>How to score a ticket.</summary>
/// <param name="SnapshotAt">When the text was received.</param>
/// <param name="Details">Whether to include the explanation.</param>
/// <param name="Once">Makes the request safe to repeat; null if not requested.</param>
internal sealed record ScoreTerms(DateTimeOffset SnapshotAt, bool Details, IdempotentRequest? Once);

/// <summary>The response to a request for a score.</summary>
/// <param name="Json">A <see cref="ScoreAnswer"/>; identical bytes for every repetition of an idempotent request.</param>
/// <param name="IsReplay">Whether it is a stored response.</param>
internal sealed record ScoreReply(byte[] Json, bool IsReplay);

/// <summary>Scores tickets: validates the request, scores the ticket and stores the score.</summary>
internal sealed class ScoringService(
    Judges judges, TicketJudging judging, TicketScorer scorer, Idempotency idempotency, CompanyDirectory directory, InFlight inFlight, LiveChanges live)
{
    /// <summary>Scores one ticket of the caller's company.</summary>
    public async Task<Outcome<ScoreReply>> ScoreAsync(Caller caller, Input<ScoreRequest> input, ScoreTerms terms, CancellationToken cancellationToken)
    {
        // Requests that wait for a model take turns by company there; they must not use up the room of those that need none.
        var company = await directory.FindCompanyAsync(caller.OwnCompany, cancellationToken);
        if (company is not null && TicketJudging.MayAskModel(company)) return await ScoreAsync(company, caller, input, terms, cancellationToken);
        if (!inFlight.TryEnter())
        {
            VindexTelemetry.Refused.Add(1, new KeyValuePair<string, object?>("reason", "load"));
            return ScoringRefusals.Busy;
        }

        try
        {
            return await ScoreAsync(company, caller, input, terms, cancellationToken);
        }
        finally
        {
            inFlight.Leave();
        }
    }

    /// <summary>The same for callers that limit by themselves how much they score at once.</summary>
    public async Task<Outcome<ScoreReply>> ScoreUncountedAsync(
        Caller caller, Input<ScoreRequest> input, ScoreTerms terms, CancellationToken cancellationToken) =>
        await ScoreAsync(await directory.FindCompanyAsync(caller.OwnCompany, cancellationToken), caller, input, terms, cancellationToken);

    /// <summary>Whether tickets of the caller's company may be judged by a model, and so take long.</summary>
    public async Task<bool> MayAskModelAsync(Caller caller, CancellationToken cancellationToken) =>
        await directory.FindCompanyAsync(caller.OwnCompany, cancellationToken) is { } company && TicketJudging.MayAskModel(company);

    private async Task<Outcome<ScoreReply>> ScoreAsync(
        Company? company, Caller caller, Input<ScoreRequest> input, ScoreTerms terms, CancellationToken cancellationToken)
    {
        var outcome = await ScoreOneAsync(company, caller, input, terms, cancellationToken);
        if (outcome is Outcome<ScoreReply>.Done { Value.IsReplay: false }) live.ScoreStored(caller.OwnCompany);
        return outcome;
    }

    private async Task<Outcome<ScoreReply>> ScoreOneAsync(
        Company? company, Caller caller, Input<ScoreRequest> input, ScoreTerms terms, CancellationToken cancellationToken)
    {
        if (input.Errors.Any) return new Refusal.Invalid(input.Errors);
        var request = input.Value;
        if (company is null) return new Refusal.NotFound();
        var customerId = request.CustomerId ?? company.DefaultCustomerId;
        if (!caller.Sees(customerId)) return new Refusal.NotFound();
        if (await judges.FindAsync(company.Id, request.SystemType, cancellationToken) is not { } judge)
            return ScoringRefusals.UnknownProfile(await judges.KnownAsync(company.Id, cancellationToken), "system_type");

        var reading = TicketReader.Read(request.Ticket, TicketLimits.Api);
        if (reading.Ticket is null) return ScoringRefusals.Unreadable(reading, "ticket_data.");

        var order = new ScoreOrder(company.Id, customerId, request.TicketId, "api", terms.SnapshotAt);
        var who = judging.Terms(company, customerId, judge.Profile.Name);
        if (terms.Once is not { } once) return await scorer.ScoreAsync(order, reading, judge, who, terms.Details, null, cancellationToken);
        switch (await idempotency.BeginAsync(caller.KeyId!, once, who.Deadline, cancellationToken))
        {
            case IdempotencyStart.Answered answered:
                return new ScoreReply(
                    terms.Details ? await scorer.WithDetailsAsync(answered.Answer, company.Id, cancellationToken) : answered.Answer, IsReplay: true);
            case IdempotencyStart.Refused refused: return refused.Reason;
            case IdempotencyStart.Claimed { Claim: var claim }:
                Outcome<ScoreReply>? scored = null;
                var isHeld = true;
                try
                {
                    scored = await scorer.ScoreAsync(order, reading, judge, who, terms.Details, claim, cancellationToken);
                }
                finally
                {
                    if (scored is not Outcome<ScoreReply>.Done) isHeld = await idempotency.AbandonAsync(claim);
                }

                return isHeld ? scored : Idempotency.Running;
            default: throw new System.Diagnostics.UnreachableException();
        }
    }
}
