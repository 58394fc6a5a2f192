using Vindex.Models;
using Vindex.Models.Calls;
using Vindex.Scoring;
using Vindex.Scoring.Judging;
using Vindex.Scoring.Profiles;
using Vindex.Scoring.Tickets;
using Vindex.Storage.Companies;
using Vindex.Storage.Judging;

namespace Vindex.Server.Judging;

/// <summary>Tries a judge on an example ticket, so that no customer's text is needed. What it uses counts toward the company's budget.</summary>
internal sealed class JudgeTrials(ICompanyStore companies, ModelConnections connections, IJudgingStore store, TimeProvider time)
{
    private static readonly TicketInput s_example = new(
        "Export customers as CSV",
        """
        As a sales manager I want to export the customer list as CSV so that I can call customers without copying rows by hand.

        - The file has one row per customer
        - Columns: name, phone, city
        - An empty list gives a file with only the header
        """);

    private readonly TicketJudge _offline = JudgeVersions.Load(Profile.Default);

    /// <summary>Tries a judge.</summary>
    public async Task<Outcome<JudgeTrialResultBody>> TryAsync(string companyId, Input<JudgeTrialBody> input, CancellationToken cancellationToken)
    {
        if (await companies.FindAsync(companyId, cancellationToken) is not { } company) return new Refusal.NotFound();
        if (input.Errors.Any) return new Refusal.Invalid(input.Errors);
        var choice = new JudgingChoice(input.Value.Judge);
        if (choice.Connection is not { } name || connections.Find(name, company) is not { } judge)
            return Refusal.Field("unknown_connection", "There is no such connection.", "judge", "must be model:NAME or consensus:NAME with a connection that exists");
        var caller = new ModelCaller(companyId, new CompanyMeter(companyId, JudgingRules.Of(company), store, time));
        var outcome = await judge.JudgeAsync(TicketReader.Read(s_example, TicketLimits.Api), _offline, choice.Plan, caller, cancellationToken);
        return outcome switch
        {
            ModelOutcome.Judged { Judgement: var judgement } => Result(judgement.Run!, judgement.Scores.Overall, null, null),
            ModelOutcome.Failed failed => Result(failed.Run, null, failed.Reason.Code(), failed.Detail),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    private static JudgeTrialResultBody Result(ModelRun run, decimal? overall, string? reason, string? detail) =>
        new(reason is null, overall, reason, detail, run.DurationMs, run.InputTokens, run.OutputTokens, run.Cost);
}
