using Vindex.Models;
using Vindex.Models.Calls;
using Vindex.Scoring;
using Vindex.Scoring.Judging;
using Vindex.Scoring.Tickets;
using Vindex.Server.Companies;
using Vindex.Storage.Companies;
using Vindex.Storage.Judging;

namespace Vindex.Server.Judging;

/// <summary>Scores a ticket with the offline judge. If it throws, scoring is retried later.</summary>
internal delegate ValueTask<Judgement> JudgeTicket(TicketJudge judge, TicketReading reading, CancellationToken cancellationToken);

/// <summary>
/// Has tickets judged: by the offline judge, or by a model if the company's rules say so and the customer consents. Everything that judges tickets on the
/// server asks this.
/// </summary>
internal sealed partial class TicketJudging(
    ModelConnections connections, CompanyDirectory directory, JudgeTicket judgeTicket, IJudgingStore store, TimeProvider time, ILogger<TicketJudging> logger)
{
    /// <summary>Whether tickets of a company may be judged by a model.</summary>
    public static bool MayAskModel(Company company) => company.Judging is not null && JudgingRules.Of(company).AsksModel;

    /// <summary>Who judges a ticket of a company.</summary>
    public JudgingTerms Terms(Company company, string customerId, string profile)
    {
        if (company.Judging is null) return JudgingTerms.Offline.Chosen;
        var rules = JudgingRules.Of(company);
        var choice = rules.For(profile, customerId);
        if (choice.Connection is not { } connection) return JudgingTerms.Offline.Chosen;
        return rules.Consent.Contains(customerId)
            ? new JudgingTerms.Model(company.Id, rules, choice, connections.Find(connection, company))
            : JudgingTerms.Offline.NoConsent;
    }

    /// <summary>The same for callers that know only the company's id.</summary>
    public async ValueTask<JudgingTerms> TermsAsync(string companyId, string customerId, string profile, CancellationToken cancellationToken) =>
        await directory.FindCompanyAsync(companyId, cancellationToken) is { } company
            ? Terms(company, customerId, profile)
            : JudgingTerms.Offline.Chosen;

    /// <summary>Judges a ticket. A model that gives no score is followed by the offline judge, or by no judgement, as the terms say.</summary>
    /// <param name="terms">Who judges.</param>
    /// <param name="reading">A reading that was not refused.</param>
    /// <param name="offline">The offline judge.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public ValueTask<TicketVerdict> JudgeAsync(JudgingTerms terms, TicketReading reading, TicketJudge offline, CancellationToken cancellationToken) =>
        terms is JudgingTerms.Model model
            ? new ValueTask<TicketVerdict>(AskAsync(model, reading, offline, cancellationToken))
            : JudgeOfflineAsync((terms as JudgingTerms.Offline)?.Remark, reading, offline, cancellationToken);

    /// <summary>For whom a model is asked, with the budget.</summary>
    public ModelCaller CallerOf(JudgingTerms.Model terms) => new(terms.CompanyId, new CompanyMeter(terms.CompanyId, terms.Rules, store, time));

    private async ValueTask<TicketVerdict> JudgeOfflineAsync(
        string? remark, TicketReading reading, TicketJudge offline, CancellationToken cancellationToken)
    {
        var judgement = await judgeTicket(offline, reading, cancellationToken);
        return new TicketVerdict(remark is null ? judgement : ModelOutcome.MarkedOffline(judgement, remark), TicketJudge.Provider, offline.ModelName);
    }

    private async Task<TicketVerdict> AskAsync(JudgingTerms.Model terms, TicketReading reading, TicketJudge offline, CancellationToken cancellationToken)
    {
        var (_, _, choice, judge) = terms;
        if (judge is null) return await MissingAsync(terms, reading, offline, cancellationToken);
        var outcome = await judge.JudgeAsync(reading, offline, choice.Plan, CallerOf(terms), cancellationToken);
        if (outcome is ModelOutcome.Judged judged)
            return new TicketVerdict(judged.Judgement, judge.Settings.Provider.Name, judge.ModelName(choice.Plan, offline));
        var failed = (ModelOutcome.Failed)outcome;
        await CountFailureAsync(terms, failed.Reason);
        return new TicketVerdict(choice.Fallback == ModelFallback.Fail ? null : failed.Fallback(), TicketJudge.Provider, offline.ModelName)
        {
            Failure = failed.Reason,
            Detail = failed.Detail,
        };
    }

    private async Task<TicketVerdict> MissingAsync(
        JudgingTerms.Model terms, TicketReading reading, TicketJudge offline, CancellationToken cancellationToken)
    {
        const ModelFailure reason = ModelFailure.NotConfigured;
        var detail = ModelOutcome.Explain(terms.Choice.Connection!, reason);
        await CountFailureAsync(terms, reason);
        var verdict = terms.Choice.Fallback == ModelFallback.Fail
            ? new TicketVerdict(null, TicketJudge.Provider, offline.ModelName)
            : await JudgeOfflineAsync($"{detail} The offline judge scored instead.", reading, offline, cancellationToken);
        return verdict with { Failure = reason, Detail = detail };
    }

    /// <summary>Counts a call that gave nothing.</summary>
    public Task CountFailureAsync(JudgingTerms.Model terms, ModelFailure reason)
    {
        var connection = terms.Choice.Connection!;
        LogFailed(connection, reason.Code(), terms.CompanyId);
        var now = time.GetUtcNow();
        return store.AddFailureAsync(
            terms.CompanyId, new ModelFailureCount(CompanyMeter.MonthOf(now), connection, reason.Code(), 1, now), CancellationToken.None);
    }

    [LoggerMessage(LogLevel.Warning, "The model of connection {Connection} gave no answer: {Reason} (company {CompanyId})")]
    private partial void LogFailed(string connection, string reason, string companyId);
}
