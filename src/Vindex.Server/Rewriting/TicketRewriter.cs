using Vindex.Models;
using Vindex.Scoring;
using Vindex.Scoring.Judging;
using Vindex.Scoring.Rewriting;
using Vindex.Scoring.Tickets;
using Vindex.Server.Judging;
using Vindex.Server.Scoring;

namespace Vindex.Server.Rewriting;

/// <summary>A proposed text for a ticket, and who proposed it.</summary>
/// <param name="Ticket">The ticket.</param>
/// <param name="Rewrite">The text.</param>
/// <param name="Run">The model that was asked; null if none was.</param>
/// <param name="Remark">Why a model was chosen and did not propose it; null otherwise.</param>
internal sealed record ProposedText(Ticket Ticket, TicketRewrite Rewrite, ModelRun? Run = null, string? Remark = null)
{
    /// <summary>The remark on a text that no model worded.</summary>
    /// <param name="why">Why, as a sentence.</param>
    public static string WithoutModel(string why) => $"{why} The text was arranged without a model instead.";
}

/// <summary>Proposes better texts: a model where the company's rules say so and the customer consents, otherwise the offline rewriter.</summary>
internal sealed class TicketRewriter(TicketJudging judging)
{
    /// <summary>Proposes a text. A model that proposes none is followed by the offline rewriter, or by a refusal, as the terms say.</summary>
    /// <param name="terms">Who judges the ticket, and so rewrites it.</param>
    /// <param name="reading">A reading that was not refused.</param>
    /// <param name="judge">The offline judge.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<Outcome<ProposedText>> RewriteAsync(JudgingTerms terms, TicketReading reading, TicketJudge judge, CancellationToken cancellationToken)
    {
        var ticket = reading.Ticket!;
        if (terms is not JudgingTerms.Model model) return new ProposedText(ticket, OfflineRewriter.Rewrite(reading, judge), Remark: RemarkOf(terms));
        var outcome = model.Judge is { } connection
            ? await connection.Rewriter.RewriteAsync(reading, judge, judging.CallerOf(model), cancellationToken)
            : null;
        if (outcome is { Failure: null }) return new ProposedText(ticket, outcome.Proposal, outcome.Run);
        var reason = outcome?.Failure ?? ModelFailure.NotConfigured;
        await judging.CountFailureAsync(model, reason);
        var detail = ModelOutcome.Explain(model.Judge?.Settings.Model ?? model.Choice.Connection!, reason);
        if (model.Choice.Fallback == ModelFallback.Fail) return ScoringRefusals.ModelUnavailable(detail, reason);
        return new ProposedText(
            ticket, outcome?.Proposal ?? OfflineRewriter.Rewrite(reading, judge), outcome?.Run, ProposedText.WithoutModel(detail));
    }

    private static string? RemarkOf(JudgingTerms terms) => terms is JudgingTerms.Offline { Remark: not null }
        ? ProposedText.WithoutModel("The customer has not consented to its tickets being sent to a model.")
        : null;
}
