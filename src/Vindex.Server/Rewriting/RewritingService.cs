using Vindex.Scoring.Judging;
using Vindex.Scoring.Rewriting.Criteria;
using Vindex.Scoring.Tickets;
using Vindex.Server.Companies;
using Vindex.Server.Judging;
using Vindex.Server.Scoring;
using Vindex.Server.Security;
using Vindex.Storage.Companies;

namespace Vindex.Server.Rewriting;

/// <summary>Who rewrites a ticket.</summary>
internal enum RewriterChoice
{
    /// <summary>The one that judges it: a model where the company's rules say so.</summary>
    AsJudged,

    /// <summary>The offline rewriter.</summary>
    Rules,

    /// <summary>A model; without one, the request is refused.</summary>
    Model,
}

/// <summary>Proposes better texts and acceptance criteria. Nothing is stored.</summary>
internal sealed class RewritingService(
    Judges judges, TicketJudging judging, CompanyDirectory directory, ICompanyStore companyStore, InFlight inFlight, TicketRewriter rewriter)
{
    private static readonly Refusal s_noModel = Refusal.Field(
        "no_model", "No model rewrites this ticket.", "rewriter", "is model, but no model judges tickets of this customer and profile, or the customer has not consented");

    /// <summary>Proposes a text for a ticket of the caller's company.</summary>
    public Task<Outcome<ProposedText>> RewriteAsync(
        Caller caller, Input<ScoreRequest> input, RewriterChoice choice, CancellationToken cancellationToken) => WithTicketAsync(
            caller,
            input,
            async subject =>
            {
                var terms = choice == RewriterChoice.Rules ? JudgingTerms.Offline.Chosen : subject.Terms;
                if (choice == RewriterChoice.Model && terms is not JudgingTerms.Model) return s_noModel;
                return await WithinLimitAsync(terms, () => rewriter.RewriteAsync(terms, subject.Reading, subject.Judge, cancellationToken));
            },
            cancellationToken);

    /// <summary>Proposes acceptance criteria for a ticket of the caller's company.</summary>
    public Task<Outcome<IReadOnlyList<ProposedCriterion>>> ProposeCriteriaAsync(
        Caller caller, Input<ScoreRequest> input, bool asBullets, CancellationToken cancellationToken) => WithTicketAsync(
            caller,
            input,
            subject => WithinLimitAsync(
                JudgingTerms.Offline.Chosen, () => Task.FromResult(Outcome.Of(CriteriaProposer.Propose(subject.Reading, subject.Judge, asBullets)))),
            cancellationToken);

    private async Task<Outcome<T>> WithTicketAsync<T>(
        Caller caller, Input<ScoreRequest> input, Func<Subject, Task<Outcome<T>>> propose, CancellationToken cancellationToken)
    {
        if (input.Errors.Any) return new Refusal.Invalid(input.Errors);
        if (await directory.FindCompanyAsync(caller.OwnCompany, cancellationToken) is not { } company) return new Refusal.NotFound();
        var customerId = input.Value.CustomerId ?? company.DefaultCustomerId;
        if (!caller.Sees(customerId) || await companyStore.FindCustomerAsync(company.Id, customerId, cancellationToken) is null) return new Refusal.NotFound();
        if (await judges.FindAsync(company.Id, input.Value.SystemType, cancellationToken) is not { } judge)
            return ScoringRefusals.UnknownProfile(await judges.KnownAsync(company.Id, cancellationToken), "system_type");
        var reading = TicketReader.Read(input.Value.Ticket, TicketLimits.Api);
        if (reading.Ticket is null) return ScoringRefusals.Unreadable(reading, "ticket_data.");
        return await propose(new Subject(reading, judge, judging.Terms(company, customerId, judge.Profile.Name)));
    }

    // Those that wait for a model take turns by company there; they must not use up the room of those that need none.
    private async Task<Outcome<T>> WithinLimitAsync<T>(JudgingTerms terms, Func<Task<Outcome<T>>> propose)
    {
        if (terms is JudgingTerms.Model) return await propose();
        if (!inFlight.TryEnter()) return ScoringRefusals.Busy;
        try
        {
            return await propose();
        }
        finally
        {
            inFlight.Leave();
        }
    }

    private sealed record Subject(TicketReading Reading, TicketJudge Judge, JudgingTerms Terms);
}
