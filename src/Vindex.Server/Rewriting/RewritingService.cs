using Vindex.Scoring.Judging;
using Vindex.Scoring.Rewriting;
using Vindex.Scoring.Rewriting.Criteria;
using Vindex.Scoring.Tickets;
using Vindex.Server.Companies;
using Vindex.Server.Scoring;
using Vindex.Server.Security;
using Vindex.Storage.Companies;

namespace Vindex.Server.Rewriting;

/// <summary>A ticket and its proposed text.</summary>
internal sealed record RewrittenTicket(Ticket Ticket, TicketRewrite Rewrite);

/// <summary>Proposes better texts and acceptance criteria. Nothing is stored.</summary>
internal sealed class RewritingService(
    Judges judges, CompanyDirectory directory, ICompanyStore companyStore, InFlight inFlight, IRewriter rewriter)
{
    /// <summary>Proposes a text for a ticket of the caller's company.</summary>
    public Task<Outcome<RewrittenTicket>> RewriteAsync(Caller caller, Input<ScoreRequest> input, CancellationToken cancellationToken) =>
        WithTicketAsync(
            caller,
            input,
            async (reading, judge) => new RewrittenTicket(reading.Ticket!, await rewriter.RewriteAsync(reading, judge, cancellationToken)),
            cancellationToken);

    /// <summary>Proposes acceptance criteria for a ticket of the caller's company.</summary>
    public Task<Outcome<IReadOnlyList<ProposedCriterion>>> ProposeCriteriaAsync(
        Caller caller, Input<ScoreRequest> input, bool asBullets, CancellationToken cancellationToken) =>
        WithTicketAsync(caller, input, (reading, judge) => Task.FromResult(CriteriaProposer.Propose(reading, judge, asBullets)), cancellationToken);

    private async Task<Outcome<T>> WithTicketAsync<T>(
        Caller caller, Input<ScoreRequest> input, Func<TicketReading, TicketJudge, Task<T>> propose, CancellationToken cancellationToken)
    {
        if (input.Errors.Any) return new Refusal.Invalid(input.Errors);
        if (await directory.FindCompanyAsync(caller.OwnCompany, cancellationToken) is not { } company) return new Refusal.NotFound();
        var customerId = input.Value.CustomerId ?? company.DefaultCustomerId;
        if (!caller.Sees(customerId) || await companyStore.FindCustomerAsync(company.Id, customerId, cancellationToken) is null) return new Refusal.NotFound();
        if (await judges.FindAsync(company.Id, input.Value.SystemType, cancellationToken) is not { } judge)
            return ScoringRefusals.UnknownProfile(await judges.KnownAsync(company.Id, cancellationToken), "system_type");
        var reading = TicketReader.Read(input.Value.Ticket, TicketLimits.Api);
        if (reading.Ticket is null) return ScoringRefusals.Unreadable(reading, "ticket_data.");
        if (!inFlight.TryEnter()) return ScoringRefusals.Busy;
        try
        {
            return Outcome.Of(await propose(reading, judge));
        }
        finally
        {
            inFlight.Leave();
        }
    }
}
